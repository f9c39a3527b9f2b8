"""Importing a month of calls by the real actions, each step beside a floor over the same rows: reading, inserting."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.db import transaction

from benchmarks.counting import statements
from benchmarks.drive import Measured
from benchmarks.rows import insert
from roundel.access.demo import staff as askers
from roundel.access.grants import Asker
from roundel.calls import actions
from roundel.calls.actions.records import KEY_BYTES, local_day
from roundel.calls.enums import Outcome, Source
from roundel.calls.models import Call, Import
from roundel.calls.reading import guess, open_table
from roundel.calls.times import half_hour_of
from roundel.kernel import clock

# So many rows, and how often.
SIZES = {3_000: 20, 100_000: 5}
HEADER = "Call ID,Start,Status,Caller,Talk time"
FLOOR = "floor"


@dataclass
class Step:
    """One step of the import, time after time; ``beside`` is its floor, if it has one."""

    name: str
    beside: Step | None = None
    seconds: list[float] = field(default_factory=list)
    queries: int = 0

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Once more."""
        begun = time.perf_counter()
        with statements() as count:
            yield
        self.seconds.append(time.perf_counter() - begun)
        self.queries = max(self.queries, count.number)

    def measured(self) -> Measured:
        """As a load is measured."""
        return Measured(self.name, self.seconds, sum(self.seconds), self.queries)


@dataclass(frozen=True)
class Imported:
    """All steps over files of so many rows."""

    rows: int
    steps: tuple[Step, ...]


def measure() -> list[Imported]:
    """Files of either size, each checked, added and taken back as often as it says."""
    by = askers("supervisor", at=clock.now())[0]
    imported = []
    for rows, times in SIZES.items():
        print(f"  import of {rows:,} calls, {times} times", flush=True)
        imported.append(_of_size(rows, times, by))
    return imported


def _of_size(rows: int, times: int, by: Asker) -> Imported:
    read, inserted = Step("floor: csv.reader"), Step("floor: plain rows inserted")
    check, add = Step("check the file", read), Step("add the calls", inserted)
    take_back = Step("take them back")
    content = _file(rows)
    for _ in range(times):
        with read.timed():
            list(csv.reader(io.StringIO(content.decode())))
        _insert(inserted, rows)
        with check.timed():
            checked = _check(by, content)
        with add.timed():
            actions.add_import(by=by, at=clock.now(), checked=checked)
        assert Call.objects.filter(imported=checked).count() == rows
        with take_back.timed():
            actions.take_back_import(by=by, at=clock.now(), added=checked)
    return Imported(rows, (read, check, inserted, add, take_back))


def _check(by: Asker, content: bytes) -> Import:
    table = open_table(content)
    return actions.check_file(by=by, at=clock.now(), content=content, table=table, mapping=guess(table.header))


def _insert(step: Step, rows: int) -> None:
    """As many calls in one transaction, made before and deleted after the time is taken."""
    calls = [_call(began, outcome) for began, outcome in _month(rows)]
    with step.timed(), transaction.atomic():
        insert(Call, calls)
    Call.objects.filter(line=FLOOR).delete()


def _call(began: dt.datetime, outcome: Outcome) -> Call:
    return Call(
        key=secrets.token_bytes(KEY_BYTES),
        source=Source.TELEPHONE,
        outcome=outcome,
        began_at=began,
        answered_at=began if outcome == Outcome.ANSWERED else None,
        day=local_day(began),
        half_hour=half_hour_of(began),
        line=FLOOR,
    )


def _month(rows: int) -> Iterator[tuple[dt.datetime, Outcome]]:
    """Calls of the last whole month, in their order."""
    first_of_this = clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    first = (first_of_this - dt.timedelta(days=1)).replace(day=1)
    chance = random.Random(rows)
    for number in range(rows):
        yield (
            first + (first_of_this - first) * number / rows,
            chance.choice((Outcome.ANSWERED, Outcome.MISSED, Outcome.ABANDONED)),
        )


def _file(rows: int) -> bytes:
    lines = [HEADER]
    for number, (began, outcome) in enumerate(_month(rows)):
        talked = 1_200 if outcome == Outcome.ANSWERED else 0
        caller = f"0161 496 {number * 7 % 10_000:04}"
        lines.append(f"bench-{rows}-{number},{began:%Y-%m-%dT%H:%M:%S%z},{outcome.value},{caller},{talked}")
    return "\n".join(lines).encode()
