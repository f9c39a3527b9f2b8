"""Debriefs: what is open, what became of the others, offering one, answering, and noting that it happened."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from roundel.access.grants import Asker
from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import done
from roundel.kernel import clock
from roundel.kernel.errors import NotFound
from roundel.supervision import actions, queries, rules
from roundel.supervision.forms.care import HELD, NO, YES, DebriefForm, OfferForm
from roundel.supervision.models import Debrief
from roundel.supervision.states import DEBRIEF, OWN
from roundel.supervision.views.sections import sections

NAMES = {YES: "take_up", NO: "decline", HELD: "hold"}


@require_safe
def debriefs(request: DeskRequest) -> HttpResponse:
    """Open offers first, one's own before others'; then what became of the rest."""
    asker, page = request.asker, request.GET.get("page", 1)
    rules.check_may_enter(asker)
    supervises, has_own = asker.may(rules.REVIEW), asker.may(OWN)
    context = {
        "own": queries.own_offers(asker) if has_own else [],
        "offers": queries.offers_to_others(asker) if supervises else [],
        "page": queries.settled(asker, page=page) if supervises else queries.own_settled(asker, page=page),
        "supervises": supervises,
        "has_own": has_own,
        "sections": sections(asker, "debriefs"),
    }
    return render(request, "supervision/debriefs.html", context)


@PAGE
def offer(request: DeskRequest) -> HttpResponse:
    """A supervisor offers somebody a debrief."""
    asker, now = request.asker, clock.now()
    rules.check_may_review(asker)
    form = OfferForm(sent(request), people=queries.others(asker, at=now))

    def deed(data: dict[str, Any]) -> None:
        actions.offer_debrief(by=asker, at=now, person_id=uuid.UUID(data["person"]))

    if done(form, deed):
        messages.success(request, "It is offered. They see it on their home page.")
        return redirect("supervision:debriefs")
    return render(request, "supervision/offer.html", {"form": form})


@require_POST
def ask(request: DeskRequest) -> HttpResponse:
    """Ask for a debrief for oneself."""
    actions.ask_for_debrief(by=request.asker, at=clock.now())
    messages.success(request, "Your supervisors see that you would like a debrief.")
    return redirect("supervision:debriefs")


@PAGE
def debrief(request: DeskRequest, debrief_id: uuid.UUID) -> HttpResponse:
    """Answer an offer that names no contact, or note that it happened."""
    return _answer(request, queries.get_debrief(request.asker, debrief_id))


@PAGE
def debrief_of(request: DeskRequest, reference: str) -> HttpResponse:
    """The same for a contact."""
    contact = queries.get_discussed(request.asker, reference)
    found = queries.debrief_of(request.asker, contact)
    if found is None:
        raise NotFound
    return _answer(request, found)


@require_POST
def offer_about(request: DeskRequest, reference: str) -> HttpResponse:
    """A supervisor offers a debrief about one contact."""
    found = queries.get_discussed(request.asker, reference)
    actions.offer_debrief(by=request.asker, at=clock.now(), person_id=found.taken_by_id, contact=found)
    messages.success(request, f"It is offered. {found.taken_by.name} sees it on the home page.")
    return redirect("supervision:contact", reference)


def _answer(request: DeskRequest, found: Debrief) -> HttpResponse:
    asker, now = request.asker, clock.now()
    rules.check_may_note_debrief(asker, found)
    people = [(key, name) for key, name in queries.people(asker, at=now) if key != found.person_id]
    form = DebriefForm(
        sent(request),
        people=people,
        answers=_answers(asker, found),
        initial={"held_at": now, "held_with": "" if found.person_id == asker.user_id else str(asker.user_id)},
    )
    if done(form, lambda data: _do(request, found, data)):
        messages.success(request, "Noted.")
        return redirect("supervision:debriefs")
    context = {"form": form, "debrief": found, "own": found.person_id == asker.user_id}
    return render(request, "supervision/debrief.html", context)


def _answers(asker: Asker, found: Debrief) -> list[str]:
    """What the asker may answer now: only the person says yes or no."""
    open_ = {step.name for step in DEBRIEF.from_state(found.state)}
    mine = found.person_id == asker.user_id
    return [value for value, name in NAMES.items() if name in open_ and (mine or value == HELD)]


def _do(request: DeskRequest, found: Debrief, data: dict[str, Any]) -> None:
    """What was answered. An offer that only follows from a contact's records is answered by that contact."""
    common: dict[str, Any] = {"by": request.asker, "at": clock.now()}
    common["about"] = found.contact if found.contact and found._state.adding else found
    if data["answer"] == YES:
        actions.take_up_debrief(**common)
    elif data["answer"] == NO:
        actions.decline_debrief(**common)
    else:
        actions.hold_debrief(**common, held_at=data["held_at"], held_with=uuid.UUID(data["held_with"]))
