"""One's own shifts, and the same as a calendar file."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from roundel.access.http import DeskRequest
from roundel.kernel import clock
from roundel.rota import ical, queries, words


@require_GET
def my_shifts(request: DeskRequest) -> HttpResponse:
    """What I am down for, or was on for."""
    past, now = request.GET.get("past") == "1", clock.now()
    mine = queries.read_mine(request.asker, at=now, past=past, page=request.GET.get("page", "1"))
    context = {"mine": mine, "past": past, "words": words, "now": now}
    return render(request, "rota/mine.html", context)


@require_GET
def calendar(request: DeskRequest) -> HttpResponse:
    """My shifts to come as a file for a calendar. Nothing is ever sent to a calendar by itself."""
    now = clock.now()
    places = queries.read_calendar(request.asker, at=now)
    if not places:
        messages.info(request, "You have no shifts to come, so there is nothing to download.")
        return redirect("rota:mine")
    entries = [(place.pk, place.shift.starts_at, place.shift.ends_at) for place in places]
    response = HttpResponse(ical.calendar(entries, at=now), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="shifts.ics"'
    return response
