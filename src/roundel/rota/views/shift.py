"""The page of one shift."""

from __future__ import annotations

import uuid

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from roundel.access.http import DeskRequest
from roundel.kernel import clock
from roundel.rota import moments, queries, rules, words
from roundel.rota.views.week import address


@require_GET
def shift_page(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """When it is, who is down for it, and what can be done."""
    asker, now = request.asker, clock.now()
    page = queries.read_shift(asker, at=now, shift_id=shift_id)
    shift = page.shift
    context = {
        "page": page,
        "row": page.row,
        "shift": shift,
        "words": words,
        "week": address(moments.monday_of(moments.day_of(shift.starts_at))),
        "is_open": shift.cancelled_at is None and shift.ends_at > now,
        "is_on": shift.cancelled_at is None and shift.starts_at <= now < shift.ends_at,
        "may_step_down": rules.can_step_down(shift, now),
        "manages": asker.may(rules.MANAGE),
    }
    return render(request, "rota/shift.html", context)
