"""What the page for entering a day by hand shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from roundel.access.grants import Asker
from roundel.calls import rules
from roundel.calls.grid import Grid
from roundel.calls.here import opening, zone
from roundel.calls.models import EnteredDay
from roundel.calls.queries.counting import HalfHourCounts, half_hours
from roundel.calls.times import half_hours as all_half_hours


@dataclass(frozen=True)
class EnterPage:
    """The half-hours to fill in, what was entered, and what the telephone system told of those that were not."""

    day: dt.date
    shown: tuple[dt.datetime, ...]
    entered: Grid
    told: Grid
    version: int
    by: str


def read_enter(asker: Asker, *, day: dt.date, whole: bool) -> EnterPage:
    """A day for entering: the half-hours in which the line is open and those with calls, or (``whole``) all."""
    rules.check_may_enter(asker)
    found = half_hours(asker, day, day)
    entered = entered_of(asker, day)
    return EnterPage(
        day=day,
        shown=_shown(day, found, whole=whole),
        entered={start: each.counts for start, each in found.items() if each.entered},
        told={start: each.counts for start, each in found.items() if not each.entered},
        version=entered.version if entered else 0,
        by=entered.entered_by.name if entered else "",
    )


def entered_of(asker: Asker, day: dt.date) -> EnteredDay | None:
    """Who entered a day by hand, and when; None if nobody did."""
    rules.check_may_enter(asker)
    return EnteredDay.objects.filter(day=day).select_related("entered_by").first()


def _shown(day: dt.date, found: dict[dt.datetime, HalfHourCounts], *, whole: bool) -> tuple[dt.datetime, ...]:
    """On a day on which the line is closed, all: somebody who enters it counted something."""
    every, open_ = tuple(all_half_hours(day, zone())), opening(day)
    if whole or not open_:
        return every
    return tuple(start for start in every if start in {*open_, *found})
