"""What a manager of the rota wants, as plain values: one shift, or a weekly pattern of them."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from roundel.rota import moments


@dataclass(frozen=True)
class Planned:
    """One shift to be made."""

    duty: str
    day: dt.date
    begins: dt.time
    ends: dt.time
    needed: int
    break_minutes: int = 0
    note: str = ""

    def span(self) -> tuple[dt.datetime, dt.datetime]:
        """From which moment to which."""
        return moments.span(self.day, self.begins, self.ends)


@dataclass(frozen=True)
class Pattern:
    """Shifts of the same times on some weekdays, for a number of weeks."""

    duty: str
    weekdays: tuple[int, ...]
    begins: dt.time
    ends: dt.time
    needed: int
    break_minutes: int
    first: dt.date
    weeks: int

    def days(self) -> list[dt.date]:
        """Every day of the pattern, whether or not it is wanted."""
        return moments.days_of_pattern(self.first, self.weeks, self.weekdays)

    def on(self, day: dt.date) -> Planned:
        """The shift of one day."""
        return Planned(self.duty, day, self.begins, self.ends, self.needed, self.break_minutes)
