"""`./run`: what it decides before anything of ours is loaded."""

from __future__ import annotations

import hashlib
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools import environment, guards, main, servers, suite
from tools.environment import ROOT, Problem

pytest_plugins = ["pytester"]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with two locks and an environment folder that looks made."""
    for name in (environment.RUNTIME, environment.DEVELOPMENT):
        (tmp_path / name).write_text(f"# {name}\nsomething==1 \\\n    --hash=sha256:00\n", encoding="ascii")
    binaries = tmp_path / ".venv" / "bin"
    binaries.mkdir(parents=True)
    (binaries / "python").symlink_to(sys.executable)
    version = ".".join(map(str, sys.version_info[:3]))
    (tmp_path / ".venv" / "pyvenv.cfg").write_text(f"home = /nowhere\nversion = {version}\n", encoding="ascii")
    monkeypatch.setattr(environment, "ROOT", tmp_path)
    monkeypatch.delenv("ROUNDEL_VENV", raising=False)
    return tmp_path


@pytest.fixture
def installed(project: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The locks that were installed, in order; nothing is really installed."""
    calls: list[str] = []
    monkeypatch.setattr(environment, "_install", calls.append)
    return calls


@pytest.fixture
def busy_port() -> Iterator[int]:
    """A port on which something listens, sharing it as our server does."""
    with socket.socket() as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        yield listener.getsockname()[1]


def a_program(path: Path) -> Path:
    path.write_text("#!/bin/sh\n", encoding="ascii")
    path.chmod(0o755)
    return path


# The environment


def test_installs_once(installed: list[str]) -> None:
    environment.prepare(environment.RUNTIME)
    environment.prepare(environment.RUNTIME)
    assert installed == [environment.RUNTIME]


def test_the_development_lock_covers_the_runtime(installed: list[str]) -> None:
    environment.prepare(environment.DEVELOPMENT)
    environment.prepare(environment.RUNTIME)
    assert installed == [environment.DEVELOPMENT]


def test_the_runtime_lock_does_not_cover_development(installed: list[str]) -> None:
    environment.prepare(environment.RUNTIME)
    environment.prepare(environment.DEVELOPMENT)
    assert installed == [environment.RUNTIME, environment.DEVELOPMENT]


def test_the_development_lock_covers_the_evaluation(installed: list[str]) -> None:
    environment.prepare(environment.DEVELOPMENT)
    environment.prepare(environment.EVALUATION)
    assert installed == [environment.DEVELOPMENT]


def test_the_evaluation_lock_is_installed_at_its_first_use_and_covers_the_runtime(
    installed: list[str], project: Path
) -> None:
    (project / environment.EVALUATION).write_text("something==1\n", encoding="ascii")
    environment.prepare(environment.RUNTIME)
    environment.prepare(environment.EVALUATION)
    environment.prepare(environment.EVALUATION)
    environment.prepare(environment.RUNTIME)
    assert installed == [environment.RUNTIME, environment.EVALUATION]


@pytest.mark.parametrize("small", [environment.RUNTIME, environment.EVALUATION])
def test_the_development_lock_holds_what_the_others_hold(small: str) -> None:
    """At the same versions; otherwise one verb would undo what another has installed."""
    pins = {
        name: set(re.findall(r"^[a-z0-9-]+==[^ \n]+", (ROOT / name).read_text(encoding="utf-8"), re.MULTILINE))
        for name in (small, environment.DEVELOPMENT)
    }
    assert pins[small]
    assert pins[small] <= pins[environment.DEVELOPMENT]


def test_evaluate_sees_files_from_where_it_was_started(
    installed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / environment.EVALUATION).write_text("something==1\n", encoding="ascii")
    calls: list[tuple[list[str], object]] = []

    def run(command: list[str], **options: object) -> subprocess.CompletedProcess[str]:
        calls.append((command, options["cwd"]))
        return subprocess.CompletedProcess(command, 2)

    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(environment, "STARTED_IN", Path("/data"))
    assert main.main(["evaluate", "pool", "studies.csv"]) == 2
    assert installed == [environment.EVALUATION]
    command, folder = calls[-1]
    assert command[1:] == ["-m", "roundel.evaluation", "pool", "studies.csv"]
    assert folder == Path("/data")


@pytest.mark.parametrize("changed", [environment.RUNTIME, environment.DEVELOPMENT])
def test_a_changed_lock_is_installed_again(installed: list[str], project: Path, changed: str) -> None:
    environment.prepare(environment.DEVELOPMENT)
    (project / changed).write_text("other==2\n", encoding="ascii")
    environment.prepare(environment.DEVELOPMENT)
    assert installed == [environment.DEVELOPMENT] * 2


def test_another_python_means_a_new_environment(
    installed: list[str], project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment.prepare(environment.RUNTIME)
    (project / ".venv" / "left-over").touch()
    (project / ".venv" / "pyvenv.cfg").write_text("version_info = 3.10.1\n", encoding="ascii")
    monkeypatch.setattr(environment, "fingerprint", lambda lock: "of another Python")
    environment.prepare(environment.RUNTIME)
    assert installed == [environment.RUNTIME] * 2
    assert not (project / ".venv" / "left-over").exists()


def test_a_failed_installation_leaves_no_stamp(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(lock: str) -> None:
        raise Problem("no network")

    monkeypatch.setattr(environment, "_install", fails)
    with pytest.raises(Problem):
        environment.prepare(environment.RUNTIME)
    assert not environment.is_ready(environment.RUNTIME)


def test_never_empties_a_folder_that_is_no_environment(
    installed: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    letters = tmp_path / "letters"
    letters.mkdir()
    (letters / "to mother.txt").touch()
    monkeypatch.setenv("ROUNDEL_VENV", str(letters))
    with pytest.raises(Problem, match="not a Python environment"):
        environment.prepare(environment.RUNTIME)
    assert (letters / "to mother.txt").exists()
    assert installed == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("Collecting django==5.2.19 (from -r requirements.lock (line 7))", "django==5.2.19"),
        ("Requirement already satisfied: cffi==2.1.1 in ./.venv", "cffi==2.1.1 (is there)"),
        ("Ignoring colorama: markers 'sys_platform == \"win32\"' don't match", "colorama (not for this system)"),
    ],
)
def test_progress_is_told_in_few_words(line: str, said: str) -> None:
    assert environment.progress(line) == said


def test_the_vendored_pip_is_the_one_that_was_looked_at() -> None:
    wheel = environment.pip_wheel()
    assert hashlib.sha256(wheel.read_bytes()).hexdigest() in (ROOT / "vendor/README.md").read_text(encoding="utf-8")
    assert wheel.name in (ROOT / "vendor/README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("lock", [environment.RUNTIME, environment.DEVELOPMENT])
def test_locks_pin_every_package_by_hash_and_name_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 20
    assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []
    assert "://" not in text
    assert "--find-links" not in text


def test_development_has_what_runs_in_earnest() -> None:
    def pins(lock: str) -> set[str]:
        return set(re.findall(r"^[A-Za-z0-9][^ ;]*", (ROOT / lock).read_text(encoding="utf-8"), re.MULTILINE))

    assert pins(environment.RUNTIME) <= pins(environment.DEVELOPMENT)


# Ports


def test_a_free_port_is_taken() -> None:
    servers.refuse_busy_ports([servers.Program("desk", "127.0.0.1", 0, "--port")])


def test_a_busy_port_is_refused_in_words(busy_port: int) -> None:
    with pytest.raises(Problem, match=rf"port {busy_port} .* already.*--public-port"):
        servers.refuse_busy_ports([servers.Program("public", "127.0.0.1", busy_port, "--public-port")])


def test_two_programs_on_one_port_are_refused() -> None:
    programs = [servers.Program(name, "127.0.0.1", 18765, "--port") for name in ("desk", "public")]
    with pytest.raises(Problem, match="Both programs"):
        servers.refuse_busy_ports(programs)


def test_a_port_that_cannot_be_is_refused() -> None:
    with pytest.raises(Problem, match="cannot listen"):
        servers.refuse_busy_ports([servers.Program("desk", "127.0.0.1", 70000, "--port")])


def test_the_demo_refuses_a_busy_port_before_it_does_anything(busy_port: int) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "run", "demo", "--port", str(busy_port)],
        env=os.environ | {"ROUNDEL_VENV": "/nonexistent/roundel"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert f"port {busy_port} of 127.0.0.1 already" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("text", "address"), [("127.0.0.1:8000", ("127.0.0.1", 8000)), ("[::1]:80", ("::1", 80)), ("desk:1", ("desk", 1))]
)
def test_bind_addresses(text: str, address: tuple[str, int]) -> None:
    assert servers.bind_address(text) == address


@pytest.mark.parametrize("text", ["8000", "localhost", ":8000", "localhost:", "localhost:web"])
def test_what_is_no_bind_address(text: str) -> None:
    with pytest.raises(Problem, match="should look like"):
        servers.bind_address(text)


def test_servers_keep_no_log_of_who_came() -> None:
    command = servers.Program("desk", "127.0.0.1", 8000, "--port").command(log_level="info")
    assert "--no-access-log" in command
    assert command[-1] == "roundel.config.wsgi_desk:application"


# The browser and PostgreSQL


def test_finds_chromium_on_the_path(tmp_path: Path) -> None:
    chromium = a_program(tmp_path / "chromium")
    assert suite.find_browser({"PATH": str(tmp_path)}) == str(chromium)


def test_a_named_browser_comes_first(tmp_path: Path) -> None:
    a_program(tmp_path / "chromium")
    mine = a_program(tmp_path / "mine")
    assert suite.find_browser({"PATH": str(tmp_path), "ROUNDEL_CHROMIUM": str(mine)}) == str(mine)


def test_a_named_browser_that_is_missing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(Problem, match="ROUNDEL_CHROMIUM"):
        suite.find_browser({"PATH": str(tmp_path), "ROUNDEL_CHROMIUM": str(tmp_path / "gone")})


def test_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "BROWSERS", ("chromium",))
    assert suite.find_browser({"PATH": str(tmp_path)}) is None


def test_without_a_browser_its_tests_are_left_out() -> None:
    assert "not browser" in suite.pytest_command([], has_browser=False, require_browser=False)
    assert "not browser" not in suite.pytest_command([], has_browser=True, require_browser=False)


def test_a_required_browser_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(suite, "find_browser", lambda environ: None)
    with pytest.raises(Problem, match="apt-get install chromium"):
        suite.test(["--require-browser"])


@pytest.mark.parametrize(
    ("rest", "several"),
    [([], True), (["-x"], True), (["tests/unit/test_run.py"], False), (["-k", "x"], False), (["-n0"], False)],
)
def test_only_the_whole_suite_runs_on_several_cores(rest: list[str], *, several: bool) -> None:
    command = suite.pytest_command(rest, has_browser=True, require_browser=False)
    assert ("--dist" in command) is several


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({}, None),
        ({"DATABASE_URL": "sqlite:///x"}, None),
        ({"DATABASE_URL": "postgresql://a@b/c", "PGHOST": "other"}, "postgresql://a@b/c"),
        ({"PGHOST": "db"}, "postgresql://postgres@db:5432/postgres"),
        ({"PGUSER": "me", "PGPASSWORD": "p@ss/w", "PGPORT": "6"}, "postgresql://me:p%40ss%2Fw@127.0.0.1:6/postgres"),
        ({"PGHOST": "/run/pg", "PGDATABASE": "r"}, "postgresql://postgres@:5432/r?host=/run/pg"),
    ],
)
def test_the_postgresql_server_that_is_named(environ: dict[str, str], url: str | None) -> None:
    assert suite.postgres_url(environ) == url


def test_a_skipped_browser_test_fails_when_required(pytester: pytest.Pytester) -> None:
    pytester.makepyfile(
        """
        import pytest

        @pytest.mark.browser
        def test_of_the_browser():
            pytest.skip("no browser")

        def test_of_something_else():
            pytest.skip("not today")
        """
    )
    pytester.makeini("[pytest]\nmarkers =\n    browser: x\npythonpath = " + str(ROOT))
    options = ("-p", "no:django", "-p", "no:xdist", "-p", "no:cacheprovider")
    pytester.runpytest_subprocess(*options).assert_outcomes(skipped=2)
    required = pytester.runpytest_subprocess(*options, "-p", "tools.no_skipped_browser_tests")
    required.assert_outcomes(failed=1, skipped=1)


# The verbs


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, ROOT / "run", *arguments], capture_output=True, text=True, check=False)


def test_help_explains_every_verb() -> None:
    done = run("--help")
    assert done.returncode == 0
    for verb in main.VERBS:
        assert re.search(rf"^  {verb} +[A-Z].{{30}}", done.stdout, re.MULTILINE), verb


@pytest.mark.parametrize("verb", ["demo", "serve", "test", "check", "worker"])
def test_every_verb_has_help_of_its_own(verb: str) -> None:
    done = run(verb, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert f"./run {verb}" in done.stdout


def test_no_verb_means_help() -> None:
    assert run().stdout == run("--help").stdout


def test_an_unknown_verb_is_told() -> None:
    done = run("dance")
    assert done.returncode == 2
    assert "dance" in done.stderr
    assert "--help" in done.stderr


def test_the_file_itself_can_be_read_by_an_old_python() -> None:
    compile((ROOT / "run").read_text(encoding="utf-8"), "run", "exec", flags=0)
    text = (ROOT / "run").read_text(encoding="utf-8")
    assert text.index("version_info < (3, 11)") < text.index("from tools")
    assert not re.search(r'\bf"|annotations|match |:=', text)


def test_throw_away_production_is_named_as_what_it_is(tmp_path: Path) -> None:
    made = guards.throw_away_production(str(tmp_path))
    assert made["DJANGO_SETTINGS_MODULE"] == "roundel.config.settings.prod"
    assert made["ROUNDEL_KEY_FILE"].startswith(str(tmp_path))


def test_the_installation_guide_names_every_variable() -> None:
    sources = [ROOT / "src/roundel/config/settings/prod.py", ROOT / "src/roundel/config/environment.py"]
    sources += [ROOT / "tools/servers.py", ROOT / "tools/environment.py"]
    read = {name for path in sources for name in re.findall(r'"(ROUNDEL_[A-Z_]+)"', path.read_text(encoding="utf-8"))}
    guide = (ROOT / "docs/how-to/install.md").read_text(encoding="utf-8")
    set_by_run_itself = {"ROUNDEL_DATA", "ROUNDEL_PROGRAM"}
    assert read - set(re.findall(r"^\| `(ROUNDEL_[A-Z_]+)`", guide, re.MULTILINE)) == set_by_run_itself


def test_production_without_settings_names_all_that_is_missing() -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith(("ROUNDEL_", "DJANGO_"))}
    code = "import roundel.config.settings.prod"
    done = subprocess.run(
        [sys.executable, "-c", code],
        env=bare | {"PYTHONPATH": str(ROOT / "src")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    missing = set(re.findall(r"- (ROUNDEL_[A-Z_]+)", done.stderr))
    assert {"ROUNDEL_KEY_FILE", "ROUNDEL_DATABASE_URL", "ROUNDEL_HOSTS", "ROUNDEL_EMAIL_HOST"} <= missing
