"""Half-hours, days and local times, the two nights on which the clock changes among them. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

HALF = dt.timedelta(minutes=30)
DAY = dt.timedelta(days=1)


class NeverWas(ValueError):
    """A local time that the clock left out when it went forward."""


class Twice(ValueError):
    """A local time that there was twice when the clock went back, and nothing says which is meant."""


def half_hour_of(at: dt.datetime) -> dt.datetime:
    """The start (UTC) of the half-hour in which a moment lies. All our zones are whole half-hours from UTC."""
    utc = at.astimezone(dt.UTC)
    return utc.replace(minute=utc.minute // 30 * 30, second=0, microsecond=0)


def starts(day: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """When a local day begins and when the next one does (UTC): 23, 24 or 25 hours later."""
    first, after = (dt.datetime.combine(each, dt.time(), zone).astimezone(dt.UTC) for each in (day, day + DAY))
    return first, after


def half_hours(day: dt.date, zone: ZoneInfo) -> Iterator[dt.datetime]:
    """The start of every half-hour of a local day: 46, 48 or 50 of them."""
    start, after = starts(day, zone)
    while start < after:
        yield start
        start += HALF


def month_of(day: dt.date) -> dt.date:
    """The first day of its month."""
    return day.replace(day=1)


def next_month(month: dt.date) -> dt.date:
    """The first day of the month after."""
    return (month.replace(day=1) + dt.timedelta(days=32)).replace(day=1)


def days_of(month: dt.date) -> list[dt.date]:
    """Every day of a month."""
    return [month + dt.timedelta(days=n) for n in range((next_month(month) - month).days)]


def possible(local: dt.datetime, zone: ZoneInfo) -> tuple[dt.datetime, ...]:
    """The moments (UTC) that a naive local time can mean, earlier first: one, two, or none."""
    both = {local.replace(tzinfo=zone, fold=fold).astimezone(dt.UTC) for fold in (0, 1)}
    return tuple(sorted(at for at in both if at.astimezone(zone).replace(tzinfo=None) == local))


def moments(times: Sequence[dt.datetime], zone: ZoneInfo) -> list[dt.datetime | type[NeverWas] | type[Twice]]:
    """The moments of the naive local times of one file, or why there is none.

    In the hour that comes twice the order decides, if the file keeps one (rising or falling): going through it
    forwards gives the earliest moment that each time can mean, backwards the latest. Where the two agree there
    is only one; where they do not, or the file keeps no order, nothing is guessed.
    """
    meant = [possible(local, zone) for local in times]
    certain = [at for (at, *other) in filter(None, meant) if not other]
    order = 1 if certain == sorted(certain) else -1 if certain == sorted(certain, reverse=True) else 0
    if not order or all(len(each) < 2 for each in meant):
        return [each[0] if len(each) == 1 else Twice if each else NeverWas for each in meant]
    earliest = _earliest(meant[::order])[::order]
    latest = _latest(meant[::order])[::order]
    return [_settled(*each) for each in zip(meant, earliest, latest, strict=True)]


def nearest_after(local: dt.datetime, began: dt.datetime, zone: ZoneInfo) -> dt.datetime:
    """The moment of a naive local time that follows another one; raises NeverWas."""
    meant = possible(local, zone)
    if not meant:
        raise NeverWas
    return next((at for at in meant if at >= began), meant[-1])


Possible = tuple[dt.datetime, ...]
Meant = Sequence[Possible]


def _settled(
    meant: Possible, low: dt.datetime | None, high: dt.datetime | None
) -> dt.datetime | type[NeverWas] | type[Twice]:
    if len(meant) < 2:
        return meant[0] if meant else NeverWas
    return low if low is not None and low == high else Twice


def _earliest(meant: Meant) -> list[dt.datetime | None]:
    """For each the earliest that is not before the one before it; None where none fits."""
    floor, found = dt.datetime.min.replace(tzinfo=dt.UTC), list[dt.datetime | None]()
    for each in meant:
        at = next((one for one in each if one >= floor), None)
        floor = at or floor
        found.append(at)
    return found


def _latest(meant: Meant) -> list[dt.datetime | None]:
    """For each the latest that is not after the one after it; None where none fits."""
    ceiling, found = dt.datetime.max.replace(tzinfo=dt.UTC), list[dt.datetime | None]()
    for each in reversed(meant):
        at = next((one for one in reversed(each) if one <= ceiling), None)
        ceiling = at or ceiling
        found.append(at)
    return found[::-1]
