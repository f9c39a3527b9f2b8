"""When a shift is, and how long things last, written out."""

from __future__ import annotations

import datetime as dt

from roundel.design.words import date_words, duration_words, time_words
from roundel.rota import moments
from roundel.rota.hours import Hours, Rest


def span(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """6:00pm to 10:00pm; with the day where a shift ends on another one."""
    days = (moments.day_of(ends_at) - moments.day_of(starts_at)).days
    last = "" if days == 0 else f" on {moments.local(ends_at):%A}"
    return f"{time_words(starts_at)} to {time_words(ends_at)}{last}"


def day(value: dt.date | dt.datetime) -> str:
    """Monday 15 March 2027."""
    local = moments.local(value) if isinstance(value, dt.datetime) else value
    return f"{local:%A} {date_words(value)}"


def length(value: dt.timedelta) -> str:
    """22 hours 30 minutes; none is said as none."""
    return duration_words(value) if value else "none"


def short_week(monday: dt.date) -> str:
    """15 to 21 March 2027; the month and the year of the Monday only where they are others."""
    sunday = monday + dt.timedelta(days=6)
    if monday.month == sunday.month:
        return f"{monday.day} to {date_words(sunday)}"
    first = date_words(monday)
    return f"{first if monday.year != sunday.year else first.rsplit(' ', 1)[0]} to {date_words(sunday)}"


def hours(value: Hours) -> str:
    """Working time, and time on call where there is some."""
    if value.on_call and not value.worked:
        return f"{length(value.on_call)} on call"
    return length(value.worked) + (f", and {length(value.on_call)} on call" if value.on_call else "")


def rest(value: Rest) -> str:
    """How little rest there would be, and between which times."""
    longest = f"only {length(value.longest)}" if value.longest else "no time"
    return (
        f"With the shifts beside it this makes work from {moment(value.starts_at)} to {moment(value.ends_at)}, "
        f"with {longest} of rest in between. There should be 11 hours in a day."
    )


def moment(value: dt.datetime) -> str:
    """6:00pm on Monday."""
    return f"{time_words(value)} on {moments.local(value):%A}"


def clock_change(starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    """That the clocks change during a shift, and how long it then is; empty if they do not."""
    change = moments.clock_change(starts_at, ends_at)
    if not change:
        return ""
    way = "forward" if change > dt.timedelta() else "back"
    return f"The clocks go {way}: it lasts {length(ends_at - starts_at)}."


def missing(count: int) -> str:
    """2 more needed."""
    return f"{count} more needed"


def empty(count: int, one: str = "is", more: str = "are") -> str:
    """2 places are empty."""
    return f"1 place {one} empty" if count == 1 else f"{count} places {more} empty"
