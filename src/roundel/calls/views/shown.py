"""Rows of tables, for pages and for CSV alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.urls import reverse

from roundel.calls.demand import Day, Month
from roundel.calls.enums import ImportState
from roundel.calls.grid import Counts, clock_words
from roundel.calls.here import opening, zone
from roundel.calls.models import Import
from roundel.calls.queries.demand import DayPage
from roundel.calls.reading import Column
from roundel.calls.reading.columns import WORDS
from roundel.design.words import date_words, number, recorded, short_date, time_words

Row = tuple[Any, ...]
CALLS = ("Answered", "Missed", "Abandoned", "All calls")
DAY_COLUMNS = ("Day", *CALLS, "People", "Reached somebody", "Share")
COURSE_COLUMNS = ("Half-hour", *CALLS)
TABLES = {"days": DAY_COLUMNS, "half-hours": COURSE_COLUMNS}


def counts_cells(counts: Counts) -> tuple[int, ...]:
    """The four numbers of calls."""
    return (counts.answered, counts.missed, counts.abandoned, counts.all)


def day_cells(day: Day) -> Row:
    """One day of a month as numbers."""
    shown = day.people
    return (*counts_cells(day.counts), shown.people, shown.through, shown.share)


def day_rows(month: Month) -> list[Row]:
    """A month's days."""
    return [(day.day.isoformat(), *day_cells(day)) for day in month.days]


def day_table(month: Month) -> list[list[Any]]:
    """The same for the page, each day with the way to it. Days on which the line is closed and nobody rang are left
    out."""
    return [
        [
            {"text": f"{day.day:%a} {day.day.day}", "href": reverse("calls:day", args=[day.day])},
            *(number(each) if each is not None else recorded(None) for each in day_cells(day)),
        ]
        for day in month.days
        if day.counts.all or day.entered or opening(day.day)
    ]


def course_rows(month: Month) -> list[Row]:
    """A month's calls by the half-hour of the day."""
    return [(time_words(time), *counts_cells(counts)) for time, counts in month.course.items()]


def half_hour_rows(page: DayPage) -> list[Row]:
    """A day's half-hours."""
    here = zone()
    return [(clock_words(start, here), *counts_cells(each.counts)) for start, each in page.half_hours.items()]


def import_rows(imports: Iterable[Import]) -> list[list[Any]]:
    """Earlier imports, newest first."""
    return [
        [
            {"text": short_date(each.checked_at), "href": reverse("calls:checked", args=[each.pk])},
            each.checked_by.name,
            _span(each),
            number(each.added if each.added is not None else each.new),
            ImportState(each.state).label,
        ]
        for each in imports
    ]


def problem_rows(found: Import) -> list[Row]:
    """The rows that were left out: which, what was being read, and why."""
    problems: list[dict[str, Any]] = (found.found or {}).get("problems", [])
    return [(each["row"], WORDS[Column(each["column"])], each["why"]) for each in problems]


def numeric(columns: tuple[str, ...]) -> list[dict[str, Any]]:
    """The heads of a table of numbers beside a first column of words."""
    return [{"text": text, "numeric": place > 0} for place, text in enumerate(columns)]


def bars(rows: Iterable[Row]) -> Iterator[tuple[str, int, int]]:
    """A short label, answered, and not answered, for the picture."""
    for label, answered, missed, abandoned, *_ in rows:
        yield str(label).replace(":00", "").partition(" (")[0], answered, missed + abandoned


def _span(found: Import) -> str:
    if found.first_day is None or found.last_day is None:
        return "no calls"
    if found.first_day == found.last_day:
        return date_words(found.first_day)
    return f"{date_words(found.first_day)} to {date_words(found.last_day)}"
