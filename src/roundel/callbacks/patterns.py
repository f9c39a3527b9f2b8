"""A week's pattern of slots, and the times that follow from it. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from roundel.callbacks.timing import DAY, Window, at_hour, exists
from roundel.kernel.working_time import WorkingTime


@dataclass(frozen=True)
class Pattern:
    """On these weekdays (0 is Monday), from one hour to another, slots of one length, for some weeks."""

    weekdays: Collection[int]
    opens: dt.time
    closes: dt.time
    length: dt.timedelta
    capacity: int
    first_day: dt.date
    weeks: int

    def days(self) -> Iterator[dt.date]:
        """Every day that the pattern falls on, bank holidays among them."""
        for number in range(self.weeks * 7):
            day = self.first_day + number * DAY
            if day.weekday() in self.weekdays:
                yield day

    def hours(self) -> Iterator[dt.time]:
        """When the slots of a day begin; the last of them ends by ``closes``."""
        start, midnight = self.opens, dt.date(2000, 1, 1)
        while True:
            ends = dt.datetime.combine(midnight, start) + self.length
            if ends > dt.datetime.combine(midnight, self.closes):
                return
            yield start
            start = ends.time()


@dataclass(frozen=True)
class Laid:
    """What follows from a pattern: the times, and the days that were left out because we are closed."""

    times: tuple[Window, ...]
    closed: tuple[dt.date, ...]


def lay(pattern: Pattern, office: WorkingTime) -> Laid:
    """The times of a pattern. Bank holidays and closed days are left out, also outside office hours.

    Hours are those of the wall clock. An hour that a spring night leaves out has no slot; each slot is as long as
    it says in every night.
    """
    closed = tuple(day for day in pattern.days() if office.is_holiday(day))
    found = [
        at_hour(day, hour, office)
        for day in pattern.days()
        if day not in closed
        for hour in pattern.hours()
        if exists(day, hour, office)
    ]
    return Laid(tuple((start, start + pattern.length) for start in found), closed)
