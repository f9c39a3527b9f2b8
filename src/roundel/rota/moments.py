"""Local times as real moments, also in the two nights of the year in which the clocks change. Pure.

A time that comes twice (clocks go back) is taken to be the first of the two, so that shifts that follow one
another still meet. A time that does not come at all (clocks go forward) is moved on by the hour that is left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils import timezone

A_DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


def moment(day: dt.date, time: dt.time) -> dt.datetime:
    """The moment (UTC) at which the clock of the organisation shows this time on this day."""
    return dt.datetime.combine(day, time, _zone()).astimezone(dt.UTC)


def exists(day: dt.date, time: dt.time) -> bool:
    """Whether the clock shows this time on this day at all."""
    return local(moment(day, time)).replace(tzinfo=None) == dt.datetime.combine(day, time)


def span(day: dt.date, begins: dt.time, ends: dt.time) -> tuple[dt.datetime, dt.datetime]:
    """From when to when a shift lasts that begins on this day; one that does not end later ends on the next day."""
    last = day if ends > begins else day + A_DAY
    return moment(day, begins), moment(last, ends)


def clock_change(starts_at: dt.datetime, ends_at: dt.datetime) -> dt.timedelta:
    """By how much the clocks go forward between two moments; negative if they go back."""
    none = dt.timedelta()
    return (local(ends_at).utcoffset() or none) - (local(starts_at).utcoffset() or none)


def local(at: dt.datetime) -> dt.datetime:
    """The same moment on the clock of the organisation."""
    return timezone.localtime(at)


def day_of(at: dt.datetime) -> dt.date:
    """The day on which a moment lies where the organisation is."""
    return local(at).date()


def monday_of(day: dt.date) -> dt.date:
    """The Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which a day begins."""
    return moment(day, dt.time())


def days_of_pattern(first: dt.date, weeks: int, weekdays: Iterable[int]) -> list[dt.date]:
    """The days with these weekdays (0 is Monday) in so many weeks, of which the first begins with ``first``."""
    wanted = frozenset(weekdays)
    days = (first + dt.timedelta(days=number) for number in range(weeks * 7))
    return [day for day in days if day.weekday() in wanted]


def _zone() -> ZoneInfo:
    zone = timezone.get_default_timezone()
    assert isinstance(zone, ZoneInfo)  # noqa: S101 - Django's own since 4.0; for the type checker
    return zone
