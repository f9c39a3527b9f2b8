"""Where the organisation is: its time zone, and the hours in which the line is open."""

from __future__ import annotations

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

from django.conf import settings

from roundel.calls.times import half_hours
from roundel.kernel.working_time import parse_hours


def zone() -> ZoneInfo:
    """The time zone in which days begin and end."""
    return ZoneInfo(settings.TIME_ZONE)


def line_hours() -> dict[int, tuple[dt.time, dt.time]]:
    """When the line is open, by weekday (0 is Monday)."""
    return _parsed(settings.ROUNDEL_LINE_HOURS)


def opening(day: dt.date) -> tuple[dt.datetime, ...]:
    """The half-hours of a day in which the line is open; empty on a day on which it is closed."""
    hours = line_hours().get(day.weekday())
    if hours is None:
        return ()
    here = zone()
    opens, closes = hours
    return tuple(start for start in half_hours(day, here) if opens <= start.astimezone(here).time() < closes)


@cache
def _parsed(hours: str) -> dict[int, tuple[dt.time, dt.time]]:
    return parse_hours(hours)
