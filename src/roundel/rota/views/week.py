"""The rota of a week."""

from __future__ import annotations

import datetime as dt

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from roundel.access.http import DeskRequest
from roundel.kernel import clock
from roundel.kernel.errors import NotFound
from roundel.rota import moments, queries, rules, words


@require_GET
def this_week(request: DeskRequest) -> HttpResponse:
    """The week in which we are."""
    return _page(request, moments.monday_of(clock.today()))


@require_GET
def week_of(request: DeskRequest, year: int, number: int) -> HttpResponse:
    """The week of a year with this number, as calendars count them (ISO 8601)."""
    try:
        monday = dt.date.fromisocalendar(year, number, 1)
        monday - moments.WEEK, monday + 2 * moments.WEEK
    except (ValueError, OverflowError):
        raise NotFound("There is no such week.") from None
    return _page(request, monday)


def address(monday: dt.date) -> str:
    """Where the week that begins on this Monday is."""
    week = monday.isocalendar()
    return reverse("rota:week_of", args=[week.year, week.week])


def _page(request: DeskRequest, monday: dt.date) -> HttpResponse:
    page = queries.read_week(request.asker, at=clock.now(), monday=monday)
    context = {
        "page": page,
        "words": words,
        "today": clock.today(),
        "earlier": address(monday - moments.WEEK),
        "later": address(monday + moments.WEEK),
        "is_now": monday == moments.monday_of(clock.today()),
        "manages": request.asker.may(rules.MANAGE),
    }
    return render(request, "rota/week.html", context)
