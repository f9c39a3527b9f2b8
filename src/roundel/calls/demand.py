"""Demand as it is shown: calls by half-hour and day, and the people behind them with small numbers withheld. Pure.

Counts of calls are shown as they are: a call is an event of the line, and says nothing of who rang. How many
people were behind them says how often somebody tried, so those numbers pass through suppression: always the
days of a whole month at once, with those who were answered and those who were not, so that no day, no month
and no share gives away a number under five. They are given for days that are over, never for half-hours.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from roundel.calls.grid import Counts
from roundel.calls.times import days_of
from roundel.suppression import Axis, Hidden, Share, Shown, SuppressedTable, Table, safe_share, suppress
from roundel.suppression.tables import Cell

WITHHELD = "withheld"
NOBODY = "nobody"  # of whom there could be a share
UNKNOWN = None  # "not recorded": nobody can know, because counts were entered by hand or the day goes on
MONTH, ALL, THROUGH, NOT_THROUGH = "month", "people", "through", "not through"
Number: TypeAlias = int | str | None

HOW_CALLS = (
    "Answered: somebody at the helpline spoke with the caller. Abandoned: the caller hung up while waiting. Missed: "
    "it rang, and nobody answered. Each call counts in the half-hour in which it began.",
    "Where somebody entered a half-hour by hand, what was entered counts instead of what the telephone system told.",
)
HOW_PEOPLE = (
    "A telephone number is never kept. On the day of the call it is turned into a token with a secret that is "
    "destroyed when the day is over, so calls of one number on one day count as one person, and nobody can tell "
    "whose. Whoever calls on two days counts on both. A call with a withheld number counts as a person of its own, so "
    "the true number of people is this or lower.",
    "Further attempts: calls beyond the first of each person on the same day.",
    "Reached somebody: people of whom at least one call of the day was answered.",
    "Numbers of people under 5 are withheld, and so are others from which they could be worked out, over the whole "
    "month. They are not given for today, nor for days with counts entered by hand, where nobody knows them.",
)


@dataclass(frozen=True)
class PeopleShown:
    """The people of a day or month as they may be shown."""

    people: Number = UNKNOWN
    through: Number = UNKNOWN
    share: str | None = UNKNOWN

    def again(self, calls: int) -> Number:
        """Calls that were somebody's further attempt on the same day."""
        return calls - self.people if isinstance(self.people, int) else self.people


@dataclass(frozen=True)
class Day:
    """One day of a month."""

    day: dt.date
    counts: Counts
    entered: bool
    people: PeopleShown


@dataclass(frozen=True)
class Month:
    """A month: its days, and its half-hours of the day taken together."""

    month: dt.date
    days: tuple[Day, ...]
    people: PeopleShown
    people_days: int  # on how many days the people are known
    course: Mapping[dt.time, Counts]

    @property
    def calls_of_known_people(self) -> int:
        """The calls of those days on which the people behind them are known."""
        return sum(day.counts.all for day in self.days if day.people.people is not UNKNOWN)

    @property
    def counts(self) -> Counts:
        """All calls of the month."""
        return sum((day.counts for day in self.days), Counts())


class Protected:
    """The people of one month, protected as a whole. ``known`` has (all, through) of days on which they are known."""

    def __init__(self, month: dt.date, known: Mapping[dt.date, tuple[int, int]]) -> None:
        self._known = known
        self._table = _table(month, known) if known else None
        self.days = len(known)

    def day(self, day: dt.date) -> PeopleShown:
        """The people of one day."""
        return self._shown(day.isoformat()) if day in self._known else PeopleShown()

    def month(self) -> PeopleShown:
        """The people of all days on which they are known, together."""
        return self._shown(MONTH) if self._known else PeopleShown()

    def _shown(self, row: str) -> PeopleShown:
        if self._table is None:
            return PeopleShown()
        people, through = (self._table.cell(row, column) for column in (ALL, THROUGH))
        return PeopleShown(_number(people), _number(through), _share(through, people))


def _table(month: dt.date, known: Mapping[dt.date, tuple[int, int]]) -> SuppressedTable:
    counts = {}
    for day, (people, through) in known.items():
        counts[day.isoformat(), THROUGH] = through
        counts[day.isoformat(), NOT_THROUGH] = people - through
    days = [day.isoformat() for day in days_of(month) if day in known]
    axis = Axis.flat(f"days of {month:%Y-%m}", days, total=MONTH)
    return suppress(Table(axis, Axis.flat("reached", [THROUGH, NOT_THROUGH], total=ALL), counts))


def _number(cell: Cell) -> int | str:
    return cell.n if isinstance(cell, Shown) else WITHHELD


def _share(part: Cell, whole: Cell) -> str | None:
    if isinstance(part, Hidden) or isinstance(whole, Hidden):
        return WITHHELD
    found = safe_share(part.n, whole.n)
    if found is None:
        return NOBODY
    return f"{found.percent}%" if isinstance(found, Share) else WITHHELD
