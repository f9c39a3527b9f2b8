"""The pages of demand: a month and a day."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass

from django.utils import timezone

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.calls import rules
from roundel.calls.demand import Day, Month, PeopleShown, Protected
from roundel.calls.grid import Counts
from roundel.calls.here import opening, zone
from roundel.calls.queries.counting import HalfHourCounts, People, half_hours, people
from roundel.calls.times import days_of, month_of

HalfHours = dict[dt.datetime, HalfHourCounts]


@dataclass(frozen=True)
class DayPage:
    """A day by half-hours: those in which the line is open, and others in which somebody called."""

    day: dt.date
    half_hours: HalfHours
    people: PeopleShown

    @property
    def counts(self) -> Counts:
        """All calls of the day."""
        return sum((each.counts for each in self.half_hours.values()), Counts())

    @property
    def entered(self) -> bool:
        """Whether something of it was entered by hand."""
        return any(each.entered for each in self.half_hours.values())


def read_month(asker: Asker, *, at: dt.datetime, month: dt.date, exported: str = "") -> Month:
    """A month of demand. The look is recorded; ``exported`` names what is downloaded."""
    shown = month_of_demand(asker, at, month)
    _look(asker, at, exported, month=month.strftime("%Y-%m"))
    return shown


def read_day(asker: Asker, *, at: dt.datetime, day: dt.date, exported: str = "") -> DayPage:
    """A day of demand. Its people are protected with the whole month, so that no other page gives them away."""
    month, here = month_of(day), zone()
    found = half_hours(asker, month, _last(month))
    protected = _protected(asker, at, month, found)
    _look(asker, at, exported, day=day.isoformat())
    that_day = {start: each for start, each in found.items() if start.astimezone(here).date() == day}
    nothing = HalfHourCounts(Counts(), False)
    shown = {start: that_day.get(start, nothing) for start in sorted({*opening(day), *that_day})}
    return DayPage(day, shown, protected.day(day))


def month_of_demand(asker: Asker, at: dt.datetime, month: dt.date) -> Month:
    """A month of demand, without a note of the look. Three queries."""
    rules.check_may_see_demand(asker)
    found, here = half_hours(asker, month, _last(month)), zone()
    protected = _protected(asker, at, month, found)
    by_day: dict[dt.date, Counts] = defaultdict(Counts)
    course: dict[dt.time, Counts] = defaultdict(Counts)
    for start, each in found.items():
        local = start.astimezone(here)
        by_day[local.date()] += each.counts
        course[local.time()] += each.counts
    entered = {start.astimezone(here).date() for start, each in found.items() if each.entered}
    days = [day for day in days_of(month) if day <= timezone.localtime(at).date()]
    return Month(
        month=month,
        days=tuple(Day(day, by_day[day], day in entered, protected.day(day)) for day in days),
        people=protected.month(),
        people_days=protected.days,
        course=dict(sorted(course.items())),
    )


def _protected(asker: Asker, at: dt.datetime, month: dt.date, found: HalfHours) -> Protected:
    """The people of a month's days that are over and of which nothing was entered by hand."""
    today, here = timezone.localtime(at).date(), zone()
    entered = {start.astimezone(here).date() for start, each in found.items() if each.entered}
    counted = people(asker, month, _last(month))
    nobody = People(0, 0)
    known = {
        day: (counted.get(day, nobody).all, counted.get(day, nobody).through)
        for day in days_of(month)
        if day < today and day not in entered
    }
    return Protected(month, known if counted else {})


def _last(day: dt.date) -> dt.date:
    return days_of(month_of(day))[-1]


def _look(asker: Asker, at: dt.datetime, exported: str, **what: str) -> None:
    detail = what | ({"table": exported} if exported else {})
    event = "calls.demand.exported" if exported else "calls.demand.read"
    audit.record_look(by=asker, at=at, event=event, kind="calls.demand", detail=detail)
