"""How long somebody works, and how long he rests between. Pure.

The measures are those of the Working Time Regulations 1998 (SI 1998/1833): eleven hours of rest in each day
(regulation 10), a break of twenty minutes in more than six hours (regulation 12), forty-eight hours in a week
(regulation 4, an average, so more in one week is told and not refused). To be on call from home is no working
time as long as nobody calls, so those hours are counted apart and ask for no rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from roundel.rota.enums import Duty

REST = dt.timedelta(hours=11)
WITHOUT_BREAK = dt.timedelta(hours=6)
SHORTEST_BREAK = 20
MOST_IN_A_WEEK = dt.timedelta(hours=48)
A_DAY = dt.timedelta(hours=24)
NOTHING = dt.timedelta()


class Stretch(NamedTuple):
    """A stretch of one person's time on one shift."""

    duty: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    break_minutes: int = 0

    @property
    def is_work(self) -> bool:
        """Whether it counts as working time."""
        return self.duty != Duty.LEAD


class Hours(NamedTuple):
    """What somebody's stretches come to: working time without breaks, and time on call."""

    worked: dt.timedelta
    on_call: dt.timedelta

    @property
    def too_many(self) -> bool:
        """Whether it is more than a week should hold on average."""
        return self.worked > MOST_IN_A_WEEK


class Rest(NamedTuple):
    """Too little rest: work from one moment to another in which nobody rests for eleven hours; how long at most."""

    longest: dt.timedelta
    starts_at: dt.datetime
    ends_at: dt.datetime


def total(stretches: Iterable[Stretch]) -> Hours:
    """Working time and time on call."""
    worked, on_call = NOTHING, NOTHING
    for one in stretches:
        length = max(NOTHING, one.ends_at - one.starts_at)
        if one.is_work:
            worked += max(NOTHING, length - dt.timedelta(minutes=one.break_minutes))
        else:
            on_call += length
    return Hours(worked, on_call)


def overlapping(others: Iterable[Stretch], one: Stretch) -> Stretch | None:
    """The first of the others at a time of which one would have to be in two places."""
    return next((other for other in others if other.starts_at < one.ends_at and other.ends_at > one.starts_at), None)


def short_rest(others: Iterable[Stretch], one: Stretch) -> Rest | None:
    """Whether a stretch, with the work around it, leaves too little rest; None if it does not.

    Work that is parted by less than eleven hours belongs to one working day, with a pause or without. Such a day
    may last thirteen hours: in more, the twenty-four hours from its beginning hold no rest of eleven.
    """
    if not one.is_work:
        return None
    day = _working_day([other for other in others if other.is_work], one)
    starts_at, ends_at = day[0].starts_at, max(part.ends_at for part in day)
    if ends_at - starts_at <= A_DAY - REST:
        return None
    pauses = (later.starts_at - earlier.ends_at for earlier, later in pairwise(day))
    return Rest(max(pauses, default=NOTHING), starts_at, ends_at)


def _working_day(others: list[Stretch], one: Stretch) -> list[Stretch]:
    """The stretches without eleven hours between them among which this one is, in order."""
    inside: list[Stretch] = [one]
    for other in sorted((each for each in others if each.starts_at >= one.starts_at), key=lambda each: each.starts_at):
        if other.starts_at - max(part.ends_at for part in inside) < REST:
            inside.append(other)
    for other in sorted((each for each in others if each.starts_at < one.starts_at), key=lambda each: -_when(each)):
        if inside[0].starts_at - other.ends_at < REST:
            inside.insert(0, other)
    return inside


def _when(stretch: Stretch) -> float:
    return stretch.starts_at.timestamp()
