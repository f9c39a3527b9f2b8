"""The queue of call-backs, and those that have ended."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roundel.access.http import DeskRequest
from roundel.callbacks import queries
from roundel.callbacks.queries import SHOWN, Show
from roundel.callbacks.states import MANAGE
from roundel.kernel import clock


@require_safe
def queue(request: DeskRequest) -> HttpResponse:
    """What waits, in the order in which calls are made."""
    wanted = request.GET.get("show", "")
    show = Show(wanted) if wanted in set(Show) else Show.NOW
    rows, page = queries.read_queue(request.asker, at=clock.now(), show=show, number=page_number(request))
    context = {
        "rows": rows,
        "page": page,
        "show": show,
        "shown": SHOWN,
        "may_manage": request.asker.may(MANAGE),
    }
    return render(request, "callbacks/queue.html", context)


@require_safe
def ended(request: DeskRequest) -> HttpResponse:
    """Call-backs that have ended; their numbers are gone."""
    page = queries.read_ended(request.asker, at=clock.now(), number=page_number(request))
    return render(request, "callbacks/ended.html", {"page": page})


def page_number(request: HttpRequest) -> int:
    """Which page of a list the address asks for; the first for anything that is no number."""
    text = request.GET.get("page", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1
