"""Going on a break, and being back."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from roundel.access.http import DeskRequest
from roundel.kernel import clock
from roundel.rota import actions, queries


@require_POST
def begin(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Go on a break."""
    shift = queries.get_shift(request.asker, shift_id)
    place = queries.get_place(request.asker, shift)
    actions.begin_break(by=request.asker, at=clock.now(), shift=shift, place=place)
    messages.success(request, "You are on a break. The board for the room says so.")
    return redirect("rota:shift", shift_id)


@require_POST
def end(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Be back from a break."""
    shift = queries.get_shift(request.asker, shift_id)
    place = queries.get_place(request.asker, shift)
    actions.end_break(by=request.asker, at=clock.now(), shift=shift, place=place)
    messages.success(request, "You are back from your break.")
    return redirect("rota:shift", shift_id)
