"""The desk under load, with a million contacts: each page beside its rows by raw SQL and an empty page, in one run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.drive import Client, Measured, Request, measure
from tools.servers import Program

if TYPE_CHECKING:
    from benchmarks.world import Facts

PORT = 8077
CLIENTS = 8
REQUESTS = 240


@dataclass(frozen=True)
class Result:
    """Everything that one run over one database gave."""

    database: str
    contacts: int
    measured: Sequence[Measured]
    start_up: float
    idle_megabytes: float
    loaded_megabytes: float


def run(database: str, contacts: int) -> Result:
    """Fill the database unless it is full already, start the server, and measure. Django is set up by now."""
    from benchmarks import world

    world.prepare(contacts)
    facts = world.facts(CLIENTS)
    with _server() as (process, start_up):
        clients = [Client(PORT, cookies) for cookies in facts.cookies]
        idle = _megabytes(process.pid)
        measured = []
        for name, count, make in _loads(facts):
            measured.append(measure(name, clients, count, make))
            print(f"  {name}: p95 {measured[-1].percentile(95):.0f} ms", flush=True)
        loaded = _megabytes(process.pid)
    return Result(database, contacts, measured, start_up, idle, loaded)


Load = tuple[str, int, Callable[[int], Request]]


def _loads(facts: Facts) -> Iterator[Load]:
    yield "empty page", REQUESTS, lambda n: Request("/bench/empty")
    yield "the list's rows by raw SQL", REQUESTS, lambda n: Request("/bench/raw-list")
    yield "list, newest", REQUESTS, lambda n: Request("/contacts/")
    yield "list, one caller group", REQUESTS, lambda n: Request("/contacts/?group=own")
    yield "list, with open actions", REQUESTS, lambda n: Request("/contacts/?open_actions=on")
    yield "list, a topic in a year", REQUESTS, lambda n: Request(f"/contacts/?topic=alone_with_children&{facts.year}")
    yield "search by reference", REQUESTS, lambda n: Request("/find", {"q": facts.reference(n)}, (302,))
    yield "search by name, exact and sounds-like", REQUESTS, lambda n: Request("/find", {"q": facts.name(n)})
    yield "open a contact", REQUESTS, lambda n: Request(f"/contacts/{facts.reference(n)}")
    yield "open the take screen", REQUESTS, lambda n: Request(f"/contacts/{facts.own(n)}/take")
    yield "save a contact", REQUESTS, facts.saving
    yield "caller code, right and wrong by turns", REQUESTS // 2, facts.code
    yield "home", REQUESTS, lambda n: Request("/")
    yield "figures of a year", 16, lambda n: Request(f"/contacts/figures/?{facts.year}")


@contextmanager
def _server() -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """The production server with its two workers; gives it and the seconds until it first answered."""
    command = [sys.executable, *Program("desk", "127.0.0.1", PORT, "").command(log_level="warning")[1:]]
    begun = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ)
    try:
        _wait(process)
        yield process, time.perf_counter() - begun
    finally:
        process.terminate()
        process.wait(20)


def _wait(process: subprocess.Popen[bytes]) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/health", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            if process.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError("the server did not start")


def _megabytes(pid: int) -> float:
    """Memory of the server's processes together: each one's own, shared pages counted by their share (PSS)."""
    return sum(_pss(one) for one in _family(pid)) / 1024


def _family(pid: int) -> list[int]:
    children = [
        int(one) for task in Path(f"/proc/{pid}/task").iterdir() for one in (task / "children").read_text().split()
    ]
    return [pid, *(one for child in children for one in _family(child))]


def _pss(pid: int) -> int:
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1])
    return 0
