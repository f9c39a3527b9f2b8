"""Entering a day by hand."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.calls import actions, forms, queries, rules
from roundel.calls.grid import Counts, clock_words, field_name
from roundel.calls.here import zone
from roundel.design.forms import done
from roundel.kernel import clock


@PAGE
def enter(request: DeskRequest, day: dt.date) -> HttpResponse:
    """The grid of a day."""
    rules.check_may_enter(request.asker)
    rules.check_day(day, clock.today())
    page = queries.read_enter(request.asker, day=day, whole="whole" in request.GET or request.method == "POST")
    # Only what the page had boxes for is entered; the rest of the day is left as it is.
    shown = tuple(start for start in page.shown if field_name(start, "missed") in request.POST) or page.shown
    form = forms.GridForm(sent(request), shown=shown, entered=page.entered, initial={"version": page.version})
    if done(form, lambda given: _enter(request, day, form, given["version"])):
        messages.success(request, "The counts are saved.")
        return redirect("calls:day", day)
    context = {"form": form, "page": page, "rows": _rows(page, form)}
    return render(request, "calls/enter.html", context)


def _enter(request: DeskRequest, day: dt.date, form: forms.GridForm, version: int) -> None:
    actions.enter_day(
        by=request.asker, at=clock.now(), day=day, counts=form.grid(), shown=form.shown, base_version=version
    )


def _rows(page: queries.EnterPage, form: forms.GridForm) -> list[dict[str, object]]:
    """One row for each half-hour: its time, its boxes, and what the telephone system told."""
    here = zone()
    return [
        {
            "time": clock_words(start, here),
            "boxes": [form[field_name(start, kind)] for kind in Counts.KINDS],
            "told": page.told.get(start),
        }
        for start in form.shown
    ]
