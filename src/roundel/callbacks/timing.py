"""When a call-back may be made, by when it should be, and when it is too late. Pure: over plain values and the office.

A call is safe in its *windows*: in the slot that was agreed, and on each working day after it up to the last
day; never before the hour, and never after the hour, that the caller named. Hours are those of the clock on
the wall, so a window in the night of a clock change is as long as that night made it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from roundel.callbacks.enums import Outcome, Priority
from roundel.kernel.working_time import WorkingTime

Window = tuple[dt.datetime, dt.datetime]
DAY = dt.timedelta(days=1)
DAYS_TO_TRY = 5  # working days, if nobody names a last day
FURTHEST = dt.timedelta(days=60)
CLAIM = dt.timedelta(minutes=15)
FIRST_ATTEMPTS = 3
A_CALL = dt.timedelta(minutes=20)
REST = {Outcome.ENGAGED: dt.timedelta(minutes=5), Outcome.NO_ANSWER: dt.timedelta(minutes=10)}
LONG_REST = dt.timedelta(hours=1)
AT_ONCE = dt.timedelta(minutes=30)


@dataclass(frozen=True)
class Plan:
    """What was agreed about the time: a slot or none, the hours of the day, the last day."""

    slot: Window | None
    earliest: dt.time | None
    latest: dt.time | None
    last_day: dt.date


@dataclass(frozen=True)
class Times:
    """What follows from a plan: from when it may be made, by when it is due, and when it is too late."""

    opens_at: dt.datetime
    due_at: dt.datetime
    expires_at: dt.datetime


def windows(plan: Plan, since: dt.datetime, office: WorkingTime) -> Iterator[Window]:
    """The safe windows that end after ``since``, one after another, the first of them beginning no sooner."""
    for opens, closes in _all_windows(plan, since, office):
        begins = max(opens, since.astimezone(dt.UTC))
        if begins < closes:
            yield begins, closes


def window_at(plan: Plan, at: dt.datetime, since: dt.datetime, office: WorkingTime) -> Window | None:
    """The window that is open at this moment, or else the next one; None if there is none left."""
    return next(windows(plan, max(at, since), office), None)


def times(plan: Plan, since: dt.datetime, priority: int, office: WorkingTime) -> Times | None:
    """What follows from a plan that is (again) waited for since this moment; None if it leaves no safe time at all."""
    left = list(windows(plan, since, office))
    if not left:
        return None
    first, expires = left[0], left[-1][1]
    due = first[1] if plan.slot else max(_target(since, priority, office), _soonest_due(first, priority))
    return Times(first[0], min(due, expires), expires)


def last_day_unless_named(slot: Window | None, at: dt.datetime, office: WorkingTime) -> dt.date:
    """The day of the slot; without one the fifth working day from now."""
    moment = slot[0] if slot else office.due_days(at, DAYS_TO_TRY)
    return moment.astimezone(office.zone).date()


def rest_after(outcome: str) -> dt.timedelta:
    """How long the telephone is left alone after an attempt."""
    return REST.get(Outcome(outcome), LONG_REST)


def end_of_day(at: dt.datetime, office: WorkingTime) -> dt.datetime:
    """When the office closes on the day on which it is open, or opens next."""
    opening = office.due(at, dt.timedelta()).astimezone(office.zone)
    return at_hour(opening.date(), office.hours[opening.weekday()][1], office)


def at_hour(day: dt.date, hour: dt.time, office: WorkingTime) -> dt.datetime:
    """This hour of the wall clock on this day, in UTC; of an hour that comes twice the first."""
    return dt.datetime.combine(day, hour, office.zone).astimezone(dt.UTC)


def exists(day: dt.date, hour: dt.time, office: WorkingTime) -> bool:
    """Whether the wall clock shows this hour on this day: in spring one hour is left out."""
    return at_hour(day, hour, office).astimezone(office.zone).time() == hour


def _target(since: dt.datetime, priority: int, office: WorkingTime) -> dt.datetime:
    """By when a call-back without a slot should be made: in half an hour, today, or by the next working day."""
    if priority == Priority.NOW:
        return office.due(since, AT_ONCE)
    return end_of_day(since, office) if priority == Priority.TODAY else office.due_days(since, 1)


def _soonest_due(first: Window, priority: int) -> dt.datetime:
    """Nothing is due before it may be made: half an hour into the first window, or at its end."""
    return min(first[1], first[0] + AT_ONCE) if priority == Priority.NOW else first[1]


def _all_windows(plan: Plan, since: dt.datetime, office: WorkingTime) -> Iterator[Window]:
    day = since.astimezone(office.zone).date()
    if plan.slot:
        of_slot = plan.slot[0].astimezone(office.zone).date()
        yield _slot_window(plan, plan.slot, of_slot, office)
        day = max(day, of_slot + DAY)
    while day <= plan.last_day:
        if office.is_working_day(day):
            yield _day_window(plan, day, office)
        day += DAY


def _slot_window(plan: Plan, slot: Window, day: dt.date, office: WorkingTime) -> Window:
    """The slot, begun later and gone on with for longer if the caller named hours: a latest hour is leave till then."""
    opens = max(slot[0], at_hour(day, plan.earliest, office)) if plan.earliest else slot[0]
    return opens, at_hour(day, plan.latest, office) if plan.latest else slot[1]


def _day_window(plan: Plan, day: dt.date, office: WorkingTime) -> Window:
    opens, closes = (at_hour(day, hour, office) for hour in office.hours[day.weekday()])
    if plan.earliest:
        opens = max(opens, at_hour(day, plan.earliest, office))
    if plan.latest:
        closes = min(closes, at_hour(day, plan.latest, office))
    return opens, closes
