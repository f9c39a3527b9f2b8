"""Writing benchmarks/RESULTS.md: one section for each benchmark, replaced when it is run again."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.drive import CLIENTS

if TYPE_CHECKING:
    from benchmarks.desk import Result
    from benchmarks.importing import Imported, Step

PLACE = Path(__file__).parent / "RESULTS.md"
FLOOR = "the list's rows by raw SQL"
HEAD = "# Results\n\nWhat `./run bench` measured. Compare within a table, not with another machine.\n"


def desk(result: Result) -> str:
    """The section of the desk over one database."""
    floor = next(one for one in result.measured if one.name == FLOOR)
    lines = [
        f"{result.contacts:,} contacts on {result.database}; {CLIENTS} clients where nothing else is said, which "
        f"share {os.cpu_count()} cores with the server ({platform.machine()}, Python {platform.python_version()}). "
        f"`./run bench desk-{'postgres' if result.database == 'PostgreSQL' else 'sqlite'}`",
        "",
        "| | requests a second | p50 ms | p95 ms | p99 ms | median, times raw SQL | queries |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {one.name} | {one.per_second:.0f} | {one.percentile(50):.0f} | {one.percentile(95):.0f} "
        f"| {one.percentile(99):.0f} | {one.percentile(50) / floor.percentile(50):.1f} | {one.queries} |"
        for one in result.measured
    ]
    lines += [
        "",
        "A month of calls, imported by the real actions, in milliseconds:",
        "",
        *_imports(result.imported),
        "",
        f"Start-up to the first answer: {result.start_up:.1f} s. Memory of the server (two workers, proportional set "
        f"size): {result.idle_megabytes:.0f} MB idle, {result.loaded_megabytes:.0f} MB after the load.",
    ]
    return "\n".join(lines)


def _imports(imported: Iterable[Imported]) -> Iterator[str]:
    yield "| rows | step | times | rows a second | p50 ms | p95 ms | median, times floor | queries |"
    yield "|--:|---|--:|--:|--:|--:|--:|--:|"
    for one in imported:
        for step in one.steps:
            taken = step.measured()
            yield (
                f"| {one.rows:,} | {step.name} | {len(step.seconds)} | {one.rows * taken.per_second:,.0f} "
                f"| {taken.percentile(50):,.0f} | {taken.percentile(95):,.0f} | {_times_floor(step)} | {step.queries} |"
            )


def _times_floor(step: Step) -> str:
    """Beside its floor; empty for a floor itself, and where nothing plainer does the same."""
    if step.beside is None:
        return ""
    return f"{step.measured().percentile(50) / step.beside.measured().percentile(50):.1f}"


def keep(title: str, section: str) -> None:
    """Put a section into RESULTS.md in place of the one with the same title."""
    text = PLACE.read_text(encoding="utf-8") if PLACE.exists() else HEAD
    block = f"## {title}\n\n{section.strip()}\n"
    pattern = re.compile(rf"^## {re.escape(title)}\n.*?(?=^## |\Z)", re.MULTILINE | re.DOTALL)
    replaced, times = pattern.subn(lambda _: block + "\n", text)
    PLACE.write_text((replaced if times else f"{text.rstrip()}\n\n{block}").rstrip() + "\n", encoding="utf-8")
