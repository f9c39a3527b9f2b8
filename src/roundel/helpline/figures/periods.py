"""The spans of time that figures are given for. Whole months only: days would let one month be taken from another."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from roundel.suppression import Axis

AXIS = "period"
MOST_MONTHS = 24


@dataclass(frozen=True, order=True)
class Month:
    """A month of a year."""

    year: int
    month: int

    @property
    def label(self) -> str:
        """March 2026."""
        return f"{calendar.month_name[self.month]} {self.year}"

    def short(self, *, with_year: bool) -> str:
        """Mar, or Mar 2026 where years differ."""
        name = calendar.month_abbr[self.month]
        return f"{name} {self.year}" if with_year else name

    @property
    def first(self) -> dt.date:
        """Its first day."""
        return dt.date(self.year, self.month, 1)

    @property
    def next(self) -> Month:
        """The month after it."""
        return Month(self.year + self.month // 12, self.month % 12 + 1)


@dataclass(frozen=True)
class Period:
    """Consecutive months under a name. ``of_year``: a year, or a part of one that is protected together with it."""

    label: str
    months: tuple[Month, ...]
    of_year: bool = True

    @property
    def first(self) -> dt.date:
        """The first day."""
        return self.months[0].first

    @property
    def after(self) -> dt.date:
        """The first day that no longer belongs to it."""
        return self.months[-1].next.first

    @property
    def whole(self) -> Period:
        """What is published together with it: its calendar year; for a period of somebody's own, only itself."""
        return year(self.months[0].year) if self.of_year else self

    def axis(self) -> Axis:
        """Months, and their totals, as one axis of a table."""
        if self.of_year:
            one = self.months[0].year
            tree = {quarter(one, q).label: [m.label for m in quarter(one, q).months] for q in range(1, 5)}
            return Axis.tree(AXIS, {str(one): tree})
        return Axis.flat(AXIS, [m.label for m in self.months], total=self.label)


def year(number: int) -> Period:
    """A calendar year."""
    return Period(str(number), tuple(Month(number, m) for m in range(1, 13)))


def quarter(number: int, which: int) -> Period:
    """A quarter of a calendar year: 1 to 4."""
    months = year(number).months[3 * which - 3 : 3 * which]
    names = [calendar.month_name[m.month] for m in (months[0], months[-1])]
    return Period(f"{names[0]} to {names[1]} {number}", months)


def month(number: int, which: int) -> Period:
    """One month."""
    one = Month(number, which)
    return Period(one.label, (one,))


def own(first: Month, last: Month) -> Period:
    """From one month to another, both within. A single month, quarter or year is that, and protected as such."""
    months = tuple(_run(first, last))
    for known in _parts(first.year):
        if known.months == months:
            return known
    return replace(Period(f"{first.label} to {last.label}", months), of_year=False)


def _run(first: Month, last: Month) -> Iterator[Month]:
    while first <= last:
        yield first
        first = first.next


def _parts(number: int) -> Iterator[Period]:
    yield year(number)
    yield from (quarter(number, q) for q in range(1, 5))
    yield from (month(number, m) for m in range(1, 13))
