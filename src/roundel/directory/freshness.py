"""How fresh an entry is on any day. Pure: the page, the list's filter and the work queue ask here."""

from __future__ import annotations

import calendar
import datetime as dt

from roundel.directory.enums import Freshness

CHECK_AFTER = 6
OVERDUE_AFTER = 12
STALE = (Freshness.CHECK_IT, Freshness.OVERDUE, Freshness.NEVER)


def months_before(day: dt.date, months: int) -> dt.date:
    """The same day so many months earlier, or the last day of that month if it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, last))


def cutoffs(today: dt.date) -> tuple[dt.date, dt.date]:
    """The last days on which a check no longer counts as fresh, and on which it is over a year old."""
    return months_before(today, CHECK_AFTER), months_before(today, OVERDUE_AFTER)


def freshness(checked_on: dt.date | None, today: dt.date) -> Freshness:
    """How fresh an entry last checked on that day is today."""
    if checked_on is None:
        return Freshness.NEVER
    half, whole = cutoffs(today)
    if checked_on <= whole:
        return Freshness.OVERDUE
    return Freshness.CHECK_IT if checked_on <= half else Freshness.FRESH
