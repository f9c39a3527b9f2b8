"""The same weeks counted minute by minute, slowly and without cleverness. All moments are whole minutes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from zoneinfo import ZoneInfo

from roundel.supervision.exposure import Talk, Week

MINUTE = dt.timedelta(minutes=1)


def minutes(start: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
    """Each whole minute from the first moment to before the second."""
    found, moment = [], start.astimezone(dt.UTC)
    while moment < end:
        found.append(moment)
        moment += MINUTE
    return found


def written(talk: Talk) -> list[dt.datetime]:
    """The minutes of writing up: after the end and after recording began, before it was closed, sixty at most."""
    begins = talk.recorded if talk.recorded > talk.ended else talk.ended
    return minutes(begins, talk.closed)[:60]


def monday_of(moment: dt.datetime, zone: ZoneInfo) -> dt.date:
    """The first day of the week of a moment, walking back a day at a time."""
    day = moment.astimezone(zone).date()
    while day.isoweekday() != 1:
        day -= dt.timedelta(days=1)
    return day


def evening_of(moment: dt.datetime, zone: ZoneInfo) -> dt.date | None:
    """The day to whose evening a minute belongs; None by day."""
    local = moment.astimezone(zone)
    if local.hour >= 18:
        return local.date()
    return local.date() - dt.timedelta(days=1) if local.hour < 6 else None


def run_lengths(busy: set[dt.datetime]) -> list[tuple[dt.datetime, int]]:
    """Where each run begins and how many minutes it lasts: it ends when thirty minutes in a row are free."""
    found: list[tuple[dt.datetime, int]] = []
    left = sorted(busy)
    while left:
        start = last = left.pop(0)
        while left and int((left[0] - last) / MINUTE) - 1 < 30:
            last = left.pop(0)
        found.append((start, int((last - start) / MINUTE) + 1))
    return found


def weeks(talks: Sequence[Talk], first_days: Sequence[dt.date], zone: ZoneInfo) -> list[Week]:
    """Each week by looking at every minute of every talk."""
    busy = {moment for talk in talks for moment in (*minutes(*talk.talking), *written(talk))}
    runs = run_lengths(busy)
    evenings = {
        day for talk in talks for moment in minutes(*talk.talking) if (day := evening_of(moment, zone)) is not None
    }
    found = []
    for monday in first_days:
        mine = [talk for talk in talks if monday_of(talk.began, zone) == monday]
        talked = sum(len(minutes(*talk.talking)) for talk in mine)
        wrote = sum(len(written(talk)) for talk in mine)
        sunday = monday + dt.timedelta(days=6)
        found.append(
            Week(
                monday=monday,
                conversations=len(mine),
                talking=MINUTE * talked,
                working=MINUTE * (talked + wrote),
                hard=len([talk for talk in mine if talk.hard]),
                longest=MINUTE * max([length for start, length in runs if monday_of(start, zone) == monday], default=0),
                evenings=len([day for day in evenings if monday <= day <= sunday]),
            )
        )
    return found
