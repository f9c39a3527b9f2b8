"""A day's grid: for each half-hour how many calls were answered, missed and abandoned. Pure."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo


@dataclass(frozen=True)
class Counts:
    """How many calls, by what became of them."""

    answered: int = 0
    missed: int = 0
    abandoned: int = 0
    KINDS: ClassVar[tuple[str, ...]] = ("answered", "missed", "abandoned")

    def __add__(self, other: Counts) -> Counts:
        return Counts(*(getattr(self, kind) + getattr(other, kind) for kind in self.KINDS))

    @property
    def unanswered(self) -> int:
        """Missed and abandoned."""
        return self.missed + self.abandoned

    @property
    def all(self) -> int:
        """All calls."""
        return self.answered + self.unanswered

    def words(self) -> str:
        """In words, for two versions side by side."""
        return f"{self.answered} answered, {self.missed} missed, {self.abandoned} abandoned"


NOTHING = "nothing entered"
Grid = dict[dt.datetime, Counts]


def field_name(start: dt.datetime, kind: str) -> str:
    """The name of one box. By the moment, because on one night a year a local time comes twice."""
    return f"{kind}-{int(start.timestamp())}"


def as_sent(grid: Grid, shown: tuple[dt.datetime, ...]) -> dict[str, str]:
    """The boxes as a form would send them, empty ones too."""
    return {
        field_name(start, kind): str(getattr(grid[start], kind)) if start in grid else ""
        for start in shown
        for kind in Counts.KINDS
    }


def clock_words(start: dt.datetime, zone: ZoneInfo) -> str:
    """9:30am; in the hour that comes twice also which of the two it is."""
    local = start.astimezone(zone)
    words = f"{local.hour % 12 or 12}:{local.minute:02d}{'am' if local.hour < 12 else 'pm'}"
    naive = local.replace(tzinfo=None)
    twice = naive.replace(tzinfo=zone, fold=0).utcoffset() != naive.replace(tzinfo=zone, fold=1).utcoffset()
    return f"{words} ({'second' if local.fold else 'first'} time)" if twice else words
