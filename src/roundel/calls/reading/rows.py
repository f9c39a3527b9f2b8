"""From rows to calls, with what could not be read and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from roundel.calls import numbers
from roundel.calls.enums import Outcome
from roundel.calls.merging import label
from roundel.calls.reading import cells
from roundel.calls.reading.cells import MonthFirst, NotRead
from roundel.calls.reading.columns import Column, Mapping
from roundel.calls.reading.table import Table, Unusable
from roundel.calls.states import RANK
from roundel.calls.times import NeverWas, moments, nearest_after

NEVER = "There was no such time: the clock went forward in that night."
TWICE = (
    "This time came twice, as the clock went back in that night, and the order of the rows does not say which is meant."
)
FUTURE = "This lies in the future."
MONTH_FIRST = (
    "In this file the month seems to stand before the day. Export it with the year first (2027-03-14) or the day first."
)

NO_HEADER = "The first row is a call already. Export the file with a header, the names of its columns."


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that was left out: its number, what the column says, and why. Never what stands in the cell, or in the
    header, which in a file without one is somebody's call."""

    row: int
    column: str
    why: str


@dataclass(slots=True)
class ReadCall:
    """One call as the file tells of it. ``number`` is in one form, and never stored."""

    row: int
    call_id: str
    began_at: dt.datetime
    outcome: Outcome
    answered_at: dt.datetime | None
    ended_at: dt.datetime | None
    number: str | None
    line: str
    extension: str

    def __repr__(self) -> str:
        """Without the number."""
        return f"ReadCall(row {self.row})"


@dataclass
class Reading:
    """What a file says."""

    calls: list[ReadCall] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    outgoing: int = 0
    twice: int = 0  # rows that say the same as one before
    rows: int = 0


@dataclass(slots=True)
class _Row:
    number: int
    cells: list[str]
    local: dt.datetime


def read(table: Table, mapping: Mapping, *, zone: ZoneInfo, at: dt.datetime) -> Reading:
    """Every call of the table; raises Unusable if the whole file is of another kind."""
    reader = _Reader(table, mapping, zone, at)
    return reader.read()


class _Reader:
    def __init__(self, table: Table, mapping: Mapping, zone: ZoneInfo, at: dt.datetime) -> None:
        self.table, self.mapping, self.zone, self.at = table, mapping, zone, at
        self.found = Reading()
        self.width = max(mapping.values(), default=0) + 1

    def read(self) -> Reading:
        """Times first, as those in the hour that comes twice are read by the order of all."""
        self._check_header()
        rows = list(self._rows())
        naive = moments([row.local for row in rows if row.local.tzinfo is None], self.zone)
        settled = iter(naive)
        for row in rows:
            began = next(settled) if row.local.tzinfo is None else row.local.astimezone(dt.UTC)
            if isinstance(began, dt.datetime) and began <= self.at:
                self._call(row, began)
            else:
                why = FUTURE if isinstance(began, dt.datetime) else NEVER if began is NeverWas else TWICE
                self._wrong(row.number, self._when(), why)
        self._leave_out_what_is_said_twice()
        self.found.problems.sort(key=lambda problem: problem.row)
        return self.found

    def _check_header(self) -> None:
        for column, read_cell in ((Column.BEGAN, cells.moment), (Column.BEGAN_DATE, cells.date)):
            try:
                read_cell(self._cell(list(self.table.header), column))
            except NotRead:
                continue
            raise Unusable(NO_HEADER)

    def _rows(self) -> Iterator[_Row]:
        """The rows of incoming calls whose time can be read."""
        for number, row in enumerate(self.table.rows, start=self.table.first):
            if not any(cell.strip() for cell in row):
                continue
            self.found.rows += 1
            if len(row) < self.width:
                self._wrong(number, Column.BEGAN, "The row has fewer columns than the header.")
            elif cells.is_outgoing(self._cell(row, Column.DIRECTION)):
                self.found.outgoing += 1
            else:
                local = self._local(number, row)
                if local is not None:
                    yield _Row(number, row, local)

    def _local(self, number: int, row: list[str]) -> dt.datetime | None:
        try:
            if Column.BEGAN in self.mapping:
                return cells.moment(self._cell(row, Column.BEGAN))
            day = cells.date(self._cell(row, Column.BEGAN_DATE))
            return dt.datetime.combine(day, cells.time(self._cell(row, Column.BEGAN_TIME)))
        except MonthFirst:
            raise Unusable(MONTH_FIRST) from None
        except NotRead as error:
            self._wrong(number, self._when(), str(error))
            return None

    def _call(self, row: _Row, began: dt.datetime) -> None:
        column = Column.OUTCOME
        try:
            column = Column.TALKED
            talked = cells.duration(self._cell(row.cells, Column.TALKED))
            column = Column.ANSWERED
            answered = self._after(row, Column.ANSWERED, began)
            column = Column.ENDED
            ended = self._after(row, Column.ENDED, began)
            column = Column.OUTCOME
            outcome = self._outcome(row.cells, answered, talked)
        except NotRead as error:
            self._wrong(row.number, column, str(error))
            return
        if outcome != Outcome.ANSWERED:
            answered = None
        elif answered is None:
            answered = max(began, ended - dt.timedelta(seconds=talked)) if ended and talked else began
        self.found.calls.append(
            ReadCall(
                row=row.number,
                call_id=self._cell(row.cells, Column.CALL_ID)[:200],
                began_at=began,
                outcome=outcome,
                answered_at=answered,
                ended_at=ended or (answered + dt.timedelta(seconds=talked) if answered and talked else None),
                number=numbers.normalise(self._cell(row.cells, Column.NUMBER)),
                line=label(self._cell(row.cells, Column.LINE)),
                extension=label(self._cell(row.cells, Column.EXTENSION)) if answered else "",
            )
        )

    def _outcome(self, row: list[str], answered: dt.datetime | None, talked: int) -> Outcome:
        if Column.OUTCOME in self.mapping:
            return cells.outcome(self._cell(row, Column.OUTCOME))
        return Outcome.ANSWERED if answered or talked else Outcome.MISSED

    def _after(self, row: _Row, column: Column, began: dt.datetime) -> dt.datetime | None:
        """A later time of the same call; empty, or the same as nothing."""
        cell = self._cell(row.cells, column)
        if not cell or cell.startswith("0000") or cell == "-":
            return None
        local = cells.moment(cell)
        try:
            found = local.astimezone(dt.UTC) if local.tzinfo else nearest_after(local, began, self.zone)
        except NeverWas:
            raise NotRead(NEVER) from None
        if found < began:
            raise NotRead("This is before the call came.")
        return found

    def _leave_out_what_is_said_twice(self) -> None:
        """Rows of one call become one: by its id, or where all is the same, the number too. A withheld number is
        never the same as another."""
        seen: dict[object, ReadCall] = {}
        kept = []
        for call in self.found.calls:
            same = (call.began_at, call.outcome, call.answered_at, call.ended_at, call.number, call.line)
            key = call.call_id or (same if call.number else None)
            if key is not None and key in seen:
                _join(seen[key], call)
                self.found.twice += 1
                continue
            kept.append(call)
            seen[key] = call
        self.found.calls = kept

    def _when(self) -> Column:
        return Column.BEGAN if Column.BEGAN in self.mapping else Column.BEGAN_DATE

    def _cell(self, row: list[str], column: Column) -> str:
        place = self.mapping.get(column)
        return row[place].strip() if place is not None else ""

    def _wrong(self, number: int, column: Column, why: str) -> None:
        self.found.problems.append(Problem(number, column.value, why))


def _join(call: ReadCall, other: ReadCall) -> None:
    """Several rows of one call, as of a queue that rang several extensions: the most that is known of it."""
    call.began_at = min(call.began_at, other.began_at)
    call.ended_at = max(filter(None, (call.ended_at, other.ended_at)), default=None)
    call.number = call.number or other.number
    if RANK.index(other.outcome) > RANK.index(call.outcome):
        call.outcome, call.answered_at, call.extension = other.outcome, other.answered_at, other.extension
