"""The Python environment: made once, from the lock files, and again only when they or the Python change.

With uv on the path uv installs; otherwise the pip whose wheel lies in `vendor/`, because a bare Debian has neither pip
nor ensurepip.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
STARTED_IN = Path.cwd()  # before ./run goes to its own folder: names of files on the command line are seen from here
RUNTIME = "requirements.lock"
DEVELOPMENT = "requirements-dev.lock"  # holds everything in RUNTIME too, at the same versions
SQLCIPHER = "requirements-sqlcipher.lock"  # one package, needed only where the embedded database is encrypted
EVALUATION = "requirements-evaluation.lock"  # everything in RUNTIME and what `./run evaluate` needs; DEVELOPMENT too
OUTPUT_KEPT = 25  # lines of pip's output that are shown when it fails


class Problem(Exception):
    """Something that the person at the keyboard has to put right; its text says what."""


def folder() -> Path:
    """Where the environment is."""
    return Path(os.environ.get("ROUNDEL_VENV") or ROOT / ".venv").absolute()


def python() -> str:
    """The environment's own interpreter."""
    return str(folder() / "bin" / "python")


def tool(name: str) -> str:
    """A program that a package has installed."""
    return str(folder() / "bin" / name)


def variables(**more: str) -> dict[str, str]:
    """The environment variables for a process of ours: the sources are used where they stand, nothing is built."""
    inherited = {key: value for key, value in os.environ.items() if key not in {"PYTHONHOME", "PYTHONPATH"}}
    return inherited | {"PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}"} | more


def fingerprint(lock: str) -> str:
    """Changes when the lock files or the Python change."""
    names = (RUNTIME,) if lock == RUNTIME else (RUNTIME, lock)
    digest = hashlib.sha256(f"{sys.implementation.name} {_version()} {platform.machine()}".encode())
    for name in names:
        digest.update((ROOT / name).read_bytes())
    return digest.hexdigest()


def is_ready(lock: str) -> bool:
    """Whether the environment holds what ``lock`` says."""
    with contextlib.suppress(OSError):
        return _stamp(lock).read_text(encoding="ascii") == fingerprint(lock) and Path(python()).exists()
    return False


def prepare(lock: str) -> None:
    """Make the environment and install what ``lock`` says, unless that is done; what SQLCipher needs, if it is used."""
    if lock == EVALUATION and is_ready(DEVELOPMENT):
        return
    _prepare(lock)
    if os.environ.get("ROUNDEL_DATABASE_URL", "").startswith("sqlcipher:"):
        _prepare(SQLCIPHER)


def _prepare(lock: str) -> None:
    if is_ready(lock):
        return
    _make()
    with _alone():
        if is_ready(lock):  # another ./run did it while we waited
            return
        started = time.monotonic()
        _install(lock)
        for name in {RUNTIME, lock}:  # SQLCIPHER comes after RUNTIME or DEVELOPMENT, which is why this holds
            _stamp(name).write_text(fingerprint(name), encoding="ascii")
        print(f"Installed in {time.monotonic() - started:.0f} seconds.", file=sys.stderr, flush=True)


def _version() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"


def _stamp(lock: str) -> Path:
    return folder() / f".installed-{lock}"


def _make() -> None:
    """Make the environment's folder, or make it anew if it was made by another Python."""
    where = folder()
    settings = where / "pyvenv.cfg"
    if where.exists() and any(where.iterdir()) and not settings.exists():
        raise Problem(f"{where} is there and is not a Python environment. Name another folder in ROUNDEL_VENV.")
    if settings.exists() and _made_by(settings.read_text(encoding="utf-8")) == _version() and Path(python()).exists():
        return
    print(f"Making a Python {_version()} environment in {where}", file=sys.stderr, flush=True)
    made = subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", "--clear", str(where)], capture_output=True, text=True
    )
    if made.returncode:
        raise Problem(f"The environment could not be made in {where}:\n{made.stderr.strip() or made.stdout.strip()}")


def _made_by(settings: str) -> str:
    found = re.search(r"^version(?:_info)? *= *(\d+\.\d+)", settings, re.MULTILINE)
    return found.group(1) if found else ""


@contextlib.contextmanager
def _alone() -> Iterator[None]:
    """Two ./run that start at once take turns."""
    with (folder() / ".installing").open("w") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def _install(lock: str) -> None:
    # Only built packages: building one would run unpinned code, and needs a compiler.
    options = ["install", "--require-hashes", "--only-binary", ":all:", "--requirement", str(ROOT / lock)]
    uv = shutil.which("uv")
    if uv:
        print(f"Installing {lock} with uv", file=sys.stderr, flush=True)
        failed = subprocess.run([uv, "pip", *options, "--python", python()]).returncode
        said = ""
    else:
        failed, said = _install_with_pip(lock, options)
    if failed:
        raise Problem(
            f"{said}\nThe packages in {lock} could not be installed; what went wrong stands above. "
            "Nothing is half used: the same command begins again where this one stopped."
        )


def pip_wheel() -> Path:
    """The pip that comes with the sources."""
    wheels = sorted((ROOT / "vendor").glob("pip-*.whl"))
    if not wheels:
        raise Problem("vendor/pip-*.whl is missing; it belongs to the sources of Roundel.")
    return wheels[-1]


def _install_with_pip(lock: str, options: list[str]) -> tuple[int, str]:
    """Install with a line for each package; returns the exit code and the last that pip said."""
    expected = len(re.findall(r"^[A-Za-z0-9]", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))
    print(f"Installing {expected} packages", file=sys.stderr, flush=True)
    command = [python(), str(pip_wheel() / "pip"), *options, "--no-deps", "--no-input", "--progress-bar", "off"]
    environ = variables(PIP_DISABLE_PIP_VERSION_CHECK="1", PIP_NO_COLOR="1", PYTHONUNBUFFERED="1")
    done, last = 0, deque[str](maxlen=OUTPUT_KEPT)
    with subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True) as pip:
        for line in pip.stdout or ():
            last.append(line.rstrip())
            if line.startswith(("Collecting ", "Requirement already satisfied: ", "Ignoring ")):
                done += 1
                print(f"  {done:>3} of {expected}  {progress(line)}", file=sys.stderr, flush=True)
            elif line.startswith("Installing collected packages"):
                print("  all fetched and verified; unpacking", file=sys.stderr, flush=True)
    return pip.returncode, "\n".join(last)


def progress(line: str) -> str:
    """What a line of pip's says, in fewer words."""
    name = line.removeprefix("Requirement already satisfied: ").removeprefix("Collecting ").split(" ")[0]
    if line.startswith("Requirement"):
        return f"{name} (is there)"
    if line.startswith("Ignoring"):
        return f"{line.split(' ')[1].rstrip(':')} (not for this system)"
    return name.strip()
