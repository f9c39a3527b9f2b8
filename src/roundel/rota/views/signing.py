"""Signing up and stepping down; for managers, putting people on and taking them off."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.kernel import clock
from roundel.rota import actions, hours, moments, queries, rules, words
from roundel.rota.forms import PersonForm
from roundel.rota.models import Shift
from roundel.rota.views.week import address


@require_POST
def sign_up(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Put oneself down. Back to where one was: the week, or the shift."""
    asker = request.asker
    shift = queries.get_shift(asker, shift_id)
    actions.sign_up(by=asker, at=clock.now(), shift=shift)
    told = f"You are down for {words.day(shift.starts_at)}, {words.span(shift.starts_at, shift.ends_at)}."
    messages.success(request, told)
    tell_of_rest(request, shift)
    if request.POST.get("back") == "week":
        day = moments.day_of(shift.starts_at)
        return redirect(f"{address(moments.monday_of(day))}#day-{day.isoformat()}")
    return redirect("rota:shift", shift_id)


@require_POST
def step_down(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Give one's place back."""
    shift = queries.get_shift(request.asker, shift_id)
    place = queries.get_place(request.asker, shift)
    actions.step_down(by=request.asker, at=clock.now(), shift=shift, place=place)
    messages.success(request, "You have stepped down. Your place is open to others.")
    return redirect("rota:shift", shift_id)


@PAGE
def put_on(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Choose who is put on a shift."""
    asker, now = request.asker, clock.now()
    shift = queries.get_shift(asker, shift_id)
    offered = queries.candidates(asker, shift=shift)
    form = PersonForm(sent(request), offered=offered)

    def deed(data: dict[str, Any]) -> None:
        actions.put_on(by=asker, at=now, shift=shift, user_id=uuid.UUID(data["person"]))

    if done(form, deed):
        messages.success(request, f"{_name(form, offered)} is down for this shift.")
        return redirect("rota:shift", shift_id)
    busy = [one for one in offered if one.clash]
    return render(request, "rota/put_on.html", {"form": form, "shift": shift, "busy": busy, "words": words})


@PAGE
def take_off(request: DeskRequest, shift_id: uuid.UUID, signing_id: uuid.UUID) -> HttpResponse:
    """Take somebody off a shift, and say why."""
    asker, now = request.asker, clock.now()
    rules.check_may_manage(asker)
    shift = queries.get_shift(asker, shift_id)
    place = queries.get_signing(asker, shift, signing_id)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.take_off(by=asker, at=now, shift=shift, place=place, **data)):
        messages.success(request, f"{place.user.name} is no longer down for this shift.")
        return redirect("rota:shift", shift_id)
    context = {"form": form, "shift": shift, "person": place.user.name, "words": words}
    return render(request, "rota/take_off.html", context)


def tell_of_rest(request: DeskRequest, shift: Shift) -> None:
    """Say, without refusing anything, that there is too little rest beside this shift."""
    around = queries.others(shift, request.asker.signed_in_id())
    rest = hours.short_rest(around, rules.stretch_of(shift))
    if rest is not None:
        messages.warning(request, words.rest(rest))


def _name(form: PersonForm, offered: list[queries.Candidate]) -> str:
    return next(one.name for one in offered if str(one.user_id) == form.cleaned_data["person"])
