"""How many calls there were: a month, a day, and each table as CSV."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roundel.access.http import DeskRequest
from roundel.calls import course, queries, rules
from roundel.calls.demand import HOW_CALLS, HOW_PEOPLE
from roundel.calls.times import DAY, month_of, next_month
from roundel.calls.views import shown
from roundel.kernel import clock

HOW = {"how_calls": HOW_CALLS, "how_people": HOW_PEOPLE}


@require_GET
def this_month(request: DeskRequest) -> HttpResponse:
    """The month that goes on."""
    return _month(request, month_of(clock.today()))


@require_GET
def month(request: DeskRequest, month: dt.date) -> HttpResponse:
    """A month."""
    return _month(request, month)


@require_GET
def month_csv(request: DeskRequest, month: dt.date, table: str) -> HttpResponse:
    """A table of a month, with the same cells as the page."""
    if table not in shown.TABLES:
        raise Http404
    found = queries.read_month(request.asker, at=clock.now(), month=month, exported=table)
    rows = shown.day_rows(found) if table == "days" else shown.course_rows(found)
    return _csv(f"calls-{month:%Y-%m}-{table}", shown.TABLES[table], rows)


@require_GET
def day(request: DeskRequest, day: dt.date) -> HttpResponse:
    """A day by half-hours."""
    rules.check_may_see_demand(request.asker)
    rules.check_day(day, clock.today())
    found = queries.read_day(request.asker, at=clock.now(), day=day)
    rows = shown.half_hour_rows(found)
    context = HOW | {
        "found": found,
        "rows": rows,
        "columns": shown.COURSE_COLUMNS,
        "picture": course.picture(shown.bars(rows)),
        "before": day - DAY,
        "after": day + DAY if day < clock.today() else None,
        "is_today": day == clock.today(),
        "may_enter": request.asker.may(rules.ENTER),
    }
    return render(request, "calls/day.html", context)


@require_GET
def day_csv(request: DeskRequest, day: dt.date) -> HttpResponse:
    """A day's half-hours, with the same cells as the page."""
    found = queries.read_day(request.asker, at=clock.now(), day=day, exported="half-hours")
    return _csv(f"calls-{day:%Y-%m-%d}", shown.COURSE_COLUMNS, shown.half_hour_rows(found))


def _month(request: DeskRequest, month: dt.date) -> HttpResponse:
    found = queries.read_month(request.asker, at=clock.now(), month=month)
    rows = shown.day_table(found)
    context = HOW | {
        "found": found,
        "rows": rows,
        "day_columns": shown.numeric(shown.DAY_COLUMNS),
        "course_columns": shown.COURSE_COLUMNS,
        "course_rows": shown.course_rows(found),
        "days_picture": course.picture((str(each.day.day), *_parts(each)) for each in found.days),
        "course_picture": course.picture(shown.bars(shown.course_rows(found))),
        "before": (month - DAY).replace(day=1),
        "after": next_month(month) if next_month(month) <= clock.today() else None,
        "today": clock.today(),
        "days_over": sum(day.day < clock.today() for day in found.days),
        "may_enter": request.asker.may(rules.ENTER),
        "may_answer": request.asker.may(rules.ANSWER),
    }
    return render(request, "calls/month.html", context)


def _parts(day: shown.Day) -> tuple[int, int]:
    return day.counts.answered, day.counts.unanswered


def _csv(name: str, columns: tuple[str, ...], rows: Iterable[shown.Row]) -> HttpResponse:
    """A file with one header. The mark at its beginning tells Excel that it is UTF-8."""
    text = io.StringIO("\ufeff")
    text.seek(0, io.SEEK_END)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([["not recorded" if cell is None else cell for cell in row] for row in rows])
    headers = {"Content-Disposition": f'attachment; filename="{name}.csv"'}
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)
