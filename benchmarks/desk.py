"""The desk under load, with a million contacts: each page beside its rows by raw SQL and an empty page, in one run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.drive import Client, Measured, measure
from tools.servers import Program

if TYPE_CHECKING:
    from benchmarks.importing import Imported

PORT = 8077


@dataclass(frozen=True)
class Result:
    """Everything that one run over one database gave."""

    database: str
    contacts: int
    measured: Sequence[Measured]
    imported: Sequence[Imported]
    start_up: float
    idle_megabytes: float
    loaded_megabytes: float


def run(database: str, contacts: int) -> Result:
    """Fill the database unless it is full already, measure the import, start the server, and measure it too.

    Django is set up by now.
    """
    from benchmarks import importing, world
    from benchmarks.loads import loads

    world.prepare(contacts)
    imported = importing.measure()
    facts = world.facts()
    with _server() as (process, start_up):
        clients = {who: [Client(PORT, each) for each in cookies] for who, cookies in facts.cookies.items()}
        idle = _megabytes(process.pid)
        measured = []
        for load in loads(facts):
            measured.append(measure(load, clients[load.who]))
            print(f"  {load.name}: p95 {measured[-1].percentile(95):.0f} ms", flush=True)
        loaded = _megabytes(process.pid)
    return Result(database, contacts, measured, imported, start_up, idle, loaded)


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
