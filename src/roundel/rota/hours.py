"""How long somebody works, and how long he rests between. Pure.

The measures are those of the Working Time Regulations 1998 (SI 1998/1833): eleven hours of rest in each day
(regulation 10), a break of twenty minutes in more than six hours (regulation 12), forty-eight hours in a week
(regulation 4, an average, so more in one week is told and not refused). To be on call from home is no working
time as long as nobody calls, so those hours are counted apart and ask for no rest.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import NamedTuple

from roundel.rota.enums import Duty

REST = dt.timedelta(hours=11)
WITHOUT_BREAK = dt.timedelta(hours=6)
SHORTEST_BREAK = 20
MOST_IN_A_WEEK = dt.timedelta(hours=48)
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
    """Less rest than there should be, and beside which other stretch."""

    time: dt.timedelta
    other: Stretch
    before: bool


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


def short_rest(others: Iterable[Stretch], one: Stretch) -> list[Rest]:
    """Where less than eleven hours would lie between a stretch of work and the work before or after it."""
    work = sorted(other for other in others if other.is_work)
    if not one.is_work:
        return []
    before = [other for other in work if other.ends_at <= one.starts_at]
    after = [other for other in work if other.starts_at >= one.ends_at]
    found = []
    if before:
        last = max(before, key=lambda other: other.ends_at)
        found.append(Rest(one.starts_at - last.ends_at, last, before=True))
    if after:
        following = min(after, key=lambda other: other.starts_at)
        found.append(Rest(following.starts_at - one.ends_at, following, before=False))
    return [rest for rest in found if rest.time < REST]
