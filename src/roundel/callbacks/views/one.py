"""The page of one call-back."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roundel.access.http import DeskRequest
from roundel.callbacks import queries, rules
from roundel.callbacks.enums import OPEN, State
from roundel.kernel import clock


@require_safe
def call_back(request: DeskRequest, reference: str) -> HttpResponse:
    """How a call-back stands, its attempts, and what can be done with it."""
    asker, now = request.asker, clock.now()
    page = queries.read_call_back(asker, at=now, reference=reference)
    one = page.call_back
    mine = rules.is_claimer(asker, one)
    context = {
        "page": page,
        "call_back": one,
        "row": queries.row_of(one, now),
        "mine": mine,
        "is_open": one.state in OPEN,
        "may_change": one.state in OPEN and (page.standing != State.CALLING or mine),
        "may_settle": page.standing == State.TO_SETTLE and rules.may_settle(asker, one),
    }
    return render(request, "callbacks/call_back.html", context)
