"""The working-hours clock: when the office is open, and when so much working time will have passed.

Pure: hours and closed days are given. ``office()`` reads them from the settings, bank holidays from the
law of the part of the United Kingdom that ``ROUNDEL_BANK_HOLIDAYS`` names (package ``holidays``).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from holidays import country_holidays

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
LONGEST = 3660  # ten years of days: an office that never opens is an error, not an endless search
_HOURS = re.compile(r"^(\w{3})(?:-(\w{3}))? (\d\d:\d\d)-(\d\d:\d\d)$")


@dataclass(frozen=True)
class WorkingTime:
    """Opening hours by weekday (0 is Monday), whole days on which it is closed all the same, and the time zone."""

    hours: Mapping[int, tuple[dt.time, dt.time]]
    is_holiday: Callable[[dt.date], bool]
    zone: ZoneInfo

    def is_working_day(self, day: dt.date) -> bool:
        """Whether the office opens on this day."""
        return day.weekday() in self.hours and not self.is_holiday(day)

    def is_open(self, at: dt.datetime) -> bool:
        """Whether the office is open at this (aware) moment."""
        local = at.astimezone(self.zone)
        span = self._span(local.date())
        return span is not None and span[0] <= at < span[1]

    def due(self, start: dt.datetime, working: dt.timedelta) -> dt.datetime:
        """The moment (UTC) by which so much working time has passed since ``start``, which may lie outside hours."""
        left = working
        for opens, closes in self._spans(start):
            begins = max(opens, start.astimezone(dt.UTC))
            if closes - begins >= left:
                return begins + left
            left -= closes - begins
        raise ValueError("the office is never open")

    def due_days(self, start: dt.datetime, days: int) -> dt.datetime:
        """The end (UTC) of the last of so many working days after the day of ``start``."""
        today = start.astimezone(self.zone).date()
        later = (span for span in self._spans(start) if span[0].astimezone(self.zone).date() > today)
        for _ in range(days):
            _, closes = next(later)
        return closes

    def between(self, start: dt.datetime, end: dt.datetime) -> dt.timedelta:
        """How much working time lies between two moments."""
        worked = dt.timedelta()
        for opens, closes in self._spans(start):
            if opens >= end:
                break
            worked += max(dt.timedelta(), min(closes, end) - max(opens, start))
        return worked

    def _spans(self, start: dt.datetime) -> Iterator[tuple[dt.datetime, dt.datetime]]:
        """The openings that end after ``start``, one after another."""
        first = start.astimezone(self.zone).date()
        for number in range(LONGEST):
            span = self._span(first + dt.timedelta(days=number))
            if span is not None and span[1] > start:
                yield span

    def _span(self, day: dt.date) -> tuple[dt.datetime, dt.datetime] | None:
        """When it opens and closes on this day, in UTC, so that a clock change in the night counts as it was."""
        if not self.is_working_day(day):
            return None
        opens, closes = (
            dt.datetime.combine(day, time, self.zone).astimezone(dt.UTC) for time in self.hours[day.weekday()]
        )
        return opens, closes


def parse_hours(text: str) -> dict[int, tuple[dt.time, dt.time]]:
    """``"Mon-Fri 09:00-17:00, Sat 10:00-12:00"`` as hours by weekday; ValueError for anything else."""
    hours: dict[int, tuple[dt.time, dt.time]] = {}
    for part in text.split(","):
        match = _HOURS.match(part.strip())
        if match is None or match[1] not in DAYS or (match[2] or match[1]) not in DAYS:
            raise ValueError(f"{part.strip()!r} is not like 'Mon-Fri 09:00-17:00'")
        opens, closes = dt.time.fromisoformat(match[3]), dt.time.fromisoformat(match[4])
        if opens >= closes:
            raise ValueError(f"{part.strip()!r} closes before it opens")
        for day in range(DAYS.index(match[1]), DAYS.index(match[2] or match[1]) + 1):
            hours[day] = (opens, closes)
    return hours


PARTS = ("ENG", "WLS", "SCT", "NIR")


def hours_problems(name: str, hours: str) -> list[str]:
    """What is wrong with one setting of opening hours, in words for the server keeper."""
    try:
        parse_hours(hours)
    except ValueError as error:
        return [f"{name}: {error}"]
    return []


def problems(hours: str, part: str, closed: Iterable[str]) -> list[str]:
    """What is wrong with the settings of the working-hours clock, in words for the server keeper."""
    found = hours_problems("ROUNDEL_OFFICE_HOURS", hours)
    if part not in PARTS:
        found.append(f"ROUNDEL_BANK_HOLIDAYS must be one of {', '.join(PARTS)}, not {part!r}")
    for day in closed:
        try:
            dt.date.fromisoformat(day)
        except ValueError:
            found.append(f"ROUNDEL_CLOSED_DAYS: {day!r} is not a day such as 2027-12-24")
    return found


def office() -> WorkingTime:
    """The office hours of this installation."""
    from django.conf import settings  # here, because the settings themselves check their words with this module

    return _office(
        settings.ROUNDEL_OFFICE_HOURS,
        settings.ROUNDEL_BANK_HOLIDAYS,
        tuple(settings.ROUNDEL_CLOSED_DAYS),
        settings.TIME_ZONE,
    )


@cache
def _office(hours: str, part: str, closed: tuple[str, ...], zone: str) -> WorkingTime:
    ours = frozenset(dt.date.fromisoformat(day) for day in closed)
    bank = country_holidays("GB", subdiv=part)
    return WorkingTime(parse_hours(hours), lambda day: day in ours or day in bank, ZoneInfo(zone))
