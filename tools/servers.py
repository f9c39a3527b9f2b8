"""The verbs that start programs: demo, serve, worker, manage."""

from __future__ import annotations

import argparse
import contextlib
import errno
import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from types import FrameType

from tools import environment
from tools.environment import ROOT, Problem

DEMO = "roundel.config.settings.dev"
PRODUCTION = "roundel.config.settings.prod"
DEMO_DATA = ROOT / "var" / "demo"
PATIENCE = 15.0  # seconds that a program gets to finish what it is doing


@dataclass(frozen=True)
class Program:
    """One of the programs of an installation and where it listens."""

    name: str
    host: str
    port: int
    change_with: str  # how to choose another port

    @property
    def address(self) -> str:
        """What to type into a browser. A passkey needs a name, so this computer is called by its name."""
        if self.host == "127.0.0.1":
            return f"http://localhost:{self.port}/"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"http://{host}:{self.port}/"

    def command(self, *, log_level: str) -> list[str]:
        """The server: synchronous workers, no protocol that we do not use, no log of who came."""
        return [
            *(environment.python(), "-m", "tools.server", "--interface", "wsgi", "--http", "1", "--no-ws"),
            *("--host", self.host, "--port", str(self.port), "--workers", "2", "--blocking-threads", "2"),
            *("--respawn-failed-workers", "--no-access-log", "--log-level", log_level),
            f"roundel.config.wsgi_{self.name}:application",
        ]


def demo(arguments: list[str]) -> int:
    """./run demo"""
    parser = argparse.ArgumentParser("./run demo")
    parser.add_argument("--reset", action="store_true", help="throw the sample data away and make them anew")
    parser.add_argument("--port", type=int, default=8000, help="port of the staff desk (8000)")
    parser.add_argument("--public-port", type=int, default=8001, help="port of the public site (8001)")
    chosen = parser.parse_args(arguments)
    programs = [
        Program("desk", "127.0.0.1", chosen.port, "--port"),
        Program("public", "127.0.0.1", chosen.public_port, "--public-port"),
    ]
    refuse_busy_ports(programs)
    environment.prepare(environment.RUNTIME)
    with _only_demo(), _stopped_politely():
        reset = ["--reset"] if chosen.reset else []
        prepared = subprocess.run(_manage("demo_prepare", *reset), env=_demo_variables()).returncode
        if prepared:
            return prepared
        refuse_busy_ports(programs)  # the preparation took its time
        return _run_side_by_side(programs, _demo_variables(), announce=True)


def serve(arguments: list[str]) -> int:
    """./run serve"""
    parser = argparse.ArgumentParser("./run serve")
    parser.add_argument("program", nargs="?", choices=["desk", "public"], help="both, if none is named")
    chosen = parser.parse_args(arguments).program
    programs = [
        _bound("desk", "ROUNDEL_DESK_BIND", "127.0.0.1:8000"),
        _bound("public", "ROUNDEL_PUBLIC_BIND", "127.0.0.1:8001"),
    ]
    programs = [program for program in programs if chosen in {None, program.name}]
    refuse_busy_ports(programs)
    environment.prepare(environment.RUNTIME)
    variables = environment.variables(DJANGO_SETTINGS_MODULE=_settings(PRODUCTION))
    for program in programs:
        ready = subprocess.run(
            [environment.python(), "-m", "tools.preflight"], env=variables | {"ROUNDEL_PROGRAM": program.name}
        )
        if ready.returncode:
            return ready.returncode
    refuse_busy_ports(programs)  # the preparation took its time
    if len(programs) == 1:  # nothing of ours between the server and what supervises it
        _become(programs[0].command(log_level="info"), variables)
    with _stopped_politely():
        return _run_side_by_side(programs, variables, announce=False)


def worker(arguments: list[str]) -> int:
    """./run worker"""
    argparse.ArgumentParser("./run worker").parse_args(arguments)
    environment.prepare(environment.RUNTIME)
    return _become(_manage("qcluster"), environment.variables(DJANGO_SETTINGS_MODULE=_settings(PRODUCTION)))


def manage(arguments: list[str]) -> int:
    """./run manage"""
    environment.prepare(environment.RUNTIME)
    in_production = os.environ.get("ROUNDEL_KEY_FILE") or os.environ.get("ROUNDEL_KEYS")
    variables = (
        environment.variables(DJANGO_SETTINGS_MODULE=_settings(PRODUCTION)) if in_production else _demo_variables()
    )
    return _become(_manage(*(arguments or ["help"])), variables)


def refuse_busy_ports(programs: list[Program]) -> None:
    """The server shares its port, so that two of them would answer in turn: ask before starting."""
    if len({(program.host, program.port) for program in programs}) < len(programs):
        raise Problem(f"Both programs cannot listen on port {programs[0].port}: choose two.")
    for program in programs:
        family = socket.AF_INET6 if ":" in program.host else socket.AF_INET
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((program.host, program.port))
            except (OSError, OverflowError) as error:
                raise Problem(_why_not(program, error)) from None


def _why_not(program: Program, error: Exception) -> str:
    where = f"port {program.port} of {program.host}"
    if isinstance(error, OSError) and error.errno == errno.EADDRINUSE:
        return f"Something listens on {where} already. Stop it, or choose another port with {program.change_with}."
    return f"The {program.name} program cannot listen on {where}: {error}. Choose another with {program.change_with}."


def bind_address(text: str) -> tuple[str, int]:
    """``host:port`` or ``[host]:port`` taken apart."""
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise Problem(f"{text!r} is not an address to listen on; it should look like 127.0.0.1:8000.")
    return host.strip("[]"), int(port)


def _bound(name: str, variable: str, default: str) -> Program:
    return Program(name, *bind_address(os.environ.get(variable) or default), change_with=variable)


def _settings(usual: str) -> str:
    return os.environ.get("DJANGO_SETTINGS_MODULE") or usual


def _demo_variables() -> dict[str, str]:
    data = os.environ.get("ROUNDEL_DATA") or str(DEMO_DATA)
    return environment.variables(DJANGO_SETTINGS_MODULE=_settings(DEMO), ROUNDEL_DATA=data)


def _manage(*arguments: str) -> list[str]:
    return [environment.python(), "-m", "tools.manage", *arguments]


def _become(command: list[str], variables: dict[str, str]) -> int:
    """This process becomes the other one, so that signals and exit codes are its own."""
    sys.stdout.flush()
    os.execve(command[0], command, variables)


@contextlib.contextmanager
def _only_demo() -> Iterator[None]:
    """One demo at a time on the same data: a reset under a running one would pull them from under its feet."""
    DEMO_DATA.mkdir(parents=True, exist_ok=True)
    with (DEMO_DATA / ".running").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Problem("A demo runs on these data already. Stop it first (Ctrl-C where it was started).") from None
        yield


class _Stopped(Exception):
    """Somebody asked us to stop."""


@contextlib.contextmanager
def _stopped_politely() -> Iterator[None]:
    """Ctrl-C and SIGTERM end what stands inside in the same orderly way."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _Stopped

    previous = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    try:
        yield
    except _Stopped:
        pass
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _run_side_by_side(programs: list[Program], variables: dict[str, str], *, announce: bool) -> int:
    """Run the programs until one ends or somebody stops them all; ``announce`` is for a person at a keyboard."""
    running: dict[str, subprocess.Popen[bytes]] = {}
    try:
        for program in programs:
            command = program.command(log_level="warning" if announce else "info")
            # A group of its own: Ctrl-C reaches us alone, and we pass it on once.
            running[program.name] = subprocess.Popen(command, env=variables, start_new_session=True)
        if announce:
            _say_when_ready(programs, running)
        while all(process.poll() is None for process in running.values()):
            time.sleep(0.2)
        ended = next(name for name, process in running.items() if process.poll() is not None)
        print(f"The {ended} program ended by itself; what it said stands above.", file=sys.stderr)
        return 1
    except _Stopped:
        print("\nStopping. The data stay where they are.", flush=True)
        return 0
    finally:
        _stop(list(running.values()))


def _say_when_ready(programs: list[Program], running: dict[str, subprocess.Popen[bytes]]) -> None:
    for program in programs:
        while not _answers(program) and running[program.name].poll() is None:
            time.sleep(0.05)
    titles = {"desk": "Staff desk", "public": "Public site"}
    print()
    for program in programs:
        print(f"  {titles[program.name]:<12} {program.address}")
    print("\nCtrl-C stops.", flush=True)


def _answers(program: Program) -> bool:
    """Whether a whole request comes back: the port is open before the workers have loaded the application."""
    with contextlib.suppress(OSError), socket.create_connection((program.host, program.port), timeout=PATIENCE) as line:
        line.sendall(f"GET /health HTTP/1.0\r\nHost: localhost:{program.port}\r\n\r\n".encode("ascii"))
        return bool(line.recv(1))
    return False


def _stop(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + PATIENCE
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, deadline - time.monotonic()))
        # Whoever is left of its group: a server that was killed leaves its workers behind.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
