"""Making shifts, one by one or from a weekly pattern; changing and cancelling them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.kernel import clock
from roundel.rota import actions, moments, queries, rules, words
from roundel.rota.forms import ChangeForm, DaysForm, PatternForm, ShiftForm
from roundel.rota.views.week import address


@PAGE
def new(request: DeskRequest) -> HttpResponse:
    """Make one shift."""
    rules.check_may_manage(request.asker)
    form, now = ShiftForm(sent(request)), clock.now()
    if done(form, lambda data: actions.make_shift(by=request.asker, at=now, planned=form.planned())):
        planned = form.planned()
        messages.success(request, f"A shift is made: {words.day(planned.day)}, {words.span(*planned.span())}.")
        return redirect(address(moments.monday_of(planned.day)))
    return render(request, "rota/new.html", {"form": form})


@require_GET
def pattern(request: DeskRequest) -> HttpResponse:
    """Say what a weekly pattern is."""
    rules.check_may_manage(request.asker)
    form = PatternForm(request.GET) if request.GET else PatternForm(initial={"first": clock.today()})
    if request.GET:
        form.is_valid()
    return render(request, "rota/pattern.html", {"form": form})


@PAGE
def check_pattern(request: DeskRequest) -> HttpResponse:
    """Look at what the pattern of the address would make, leave days out, and make the rest."""
    asker, now = request.asker, clock.now()
    rules.check_may_manage(asker)
    asked = PatternForm(request.GET)
    if not asked.is_valid():
        return render(request, "rota/pattern.html", {"form": asked})
    wanted = asked.pattern()
    offered = queries.offered_days(asker, at=now, pattern=wanted)
    form = DaysForm(sent(request), offered=offered)

    def deed(data: dict[str, Any]) -> None:
        actions.make_pattern(by=asker, at=now, pattern=wanted, days=form.chosen())

    if done(form, deed):
        made = form.chosen()
        messages.success(request, f"{len(made)} shifts are made." if len(made) > 1 else "1 shift is made.")
        return redirect(address(moments.monday_of(min(made))))
    impossible = [one for one in offered if one.problem]
    context = {"form": form, "asked": asked, "pattern": wanted, "impossible": impossible, "words": words}
    return render(request, "rota/pattern_check.html", context | {"query": request.GET.urlencode()})


@PAGE
def change(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """How many are needed, and the note."""
    asker, now = request.asker, clock.now()
    shift = queries.get_shift(asker, shift_id)
    rules.check_may_change(asker, shift, now)
    form = ChangeForm(sent(request), initial={"needed": shift.needed, "note": shift.note, "version": shift.version})

    def deed(data: dict[str, Any]) -> None:
        version = data["version"]
        actions.change_shift(
            by=asker, at=now, shift=shift, needed=data["needed"], words=data["note"], base_version=version
        )

    if done(form, deed):
        messages.success(request, "The shift is changed.")
        return redirect("rota:shift", shift_id)
    return render(request, "rota/change.html", {"form": form, "shift": shift, "words": words})


@PAGE
def cancel(request: DeskRequest, shift_id: uuid.UUID) -> HttpResponse:
    """Cancel a shift, and say why."""
    asker, now = request.asker, clock.now()
    shift = queries.get_shift(asker, shift_id)
    rules.check_may_manage(asker)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.cancel_shift(by=asker, at=now, shift=shift, **data)):
        messages.success(request, "The shift is cancelled. Whoever was down for it finds that on the home page.")
        return redirect("rota:shift", shift_id)
    return render(request, "rota/cancel.html", {"form": form, "shift": shift, "words": words})
