"""Asking for cover, taking it, and needing it no longer."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import done
from roundel.kernel import clock
from roundel.rota import actions, queries, words
from roundel.rota.forms import CoverForm
from roundel.rota.views.signing import tell_of_rest


@PAGE
def ask(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Ask whether somebody takes one's place."""
    asker, now = request.asker, clock.now()
    shift = queries.get_shift(asker, shift_id)
    place = queries.get_place(asker, shift)
    form = CoverForm(sent(request))
    if done(form, lambda data: actions.ask_cover(by=asker, at=now, shift=shift, place=place, **data)):
        messages.success(request, "You have asked for cover. Until somebody takes the shift, you are down for it.")
        return redirect("rota:shift", shift_id)
    return render(request, "rota/ask_cover.html", {"form": form, "shift": shift, "words": words})


@require_POST
def withdraw(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Say that one needs no cover after all."""
    shift = queries.get_shift(request.asker, shift_id)
    place = queries.get_place(request.asker, shift)
    actions.withdraw_cover(by=request.asker, at=clock.now(), shift=shift, place=place)
    messages.success(request, "You no longer ask for cover.")
    return redirect("rota:shift", shift_id)


@require_POST
def take(request: DeskRequest, shift_id: uuid.UUID, cover_id: uuid.UUID) -> HttpResponse:
    """Take over somebody's place."""
    shift = queries.get_shift(request.asker, shift_id)
    cover = queries.get_cover(request.asker, shift, cover_id)
    actions.take_cover(by=request.asker, at=clock.now(), shift=shift, cover=cover)
    messages.success(request, f"You have taken this shift over from {cover.signing.user.name}.")
    tell_of_rest(request, shift)
    return redirect("rota:shift", shift_id)
