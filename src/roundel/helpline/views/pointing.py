"""Signposts on the take screen: finding a service, picking it, taking it back, asking after an earlier one."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import done
from roundel.directory.taxonomy import REPORT_IMAGES
from roundel.helpline import actions, queries, rules
from roundel.helpline.forms.pointing import FIND_NAMES, SHOWN, AgencySaysForm, HeardForm, PointForm
from roundel.helpline.models import Contact
from roundel.helpline.views import drafting
from roundel.helpline.views.screen import HEARD, POINT
from roundel.helpline.views.steps import DESK, simply
from roundel.helpline.written import Pointed
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput, Refused

PLACE, FOUND = "signposts", "found"
REPORT = {"find-need": [REPORT_IMAGES], "find-area": [""], "find-words": [""]}


@drafting.step
def find(request: DeskRequest, reference: str) -> HttpResponse:
    """Search the directory; the results stand beside the contact until one is picked or the search is closed."""
    now, wanted = clock.now(), request.POST.get("do", "")
    if wanted == "close":
        drafting.keep(request, reference, now, without=FIND_NAMES)
    else:
        drafting.keep(request, reference, now, also={**(REPORT if wanted == "report" else {}), SHOWN: ["yes"]})
    queries.get_for_writing(request.asker, reference)
    return DESK.back(reference, PLACE if wanted == "close" else FOUND)


@drafting.step
def point(request: DeskRequest, reference: str, service_id: uuid.UUID) -> HttpResponse:
    """Somebody is told about a service, or referred to it. What was searched for says what it is for."""
    form, need = PointForm(request.POST), request.POST.get("find-need", "")

    def deed(contact: Contact, data: dict[str, Any], at: dt.datetime) -> None:
        pointed = Pointed(service_id, request.POST.get("do", ""), need, data["words"])
        try:
            actions.give_signpost(by=request.asker, at=at, contact=contact, pointed=pointed)
        except Refused as refusal:  # taken out of use since it was found: said here, so that nothing typed goes
            if not refusal.may_know:
                raise
            raise InvalidInput("words", refusal.reason) from None

    return DESK.with_form(request, reference, (POINT, form), deed, PLACE, done_with=FIND_NAMES)


@drafting.step
def withdraw(request: DeskRequest, reference: str, signpost_id: uuid.UUID) -> HttpResponse:
    """A signpost given in this contact was not meant."""
    return simply(request, reference, actions.withdraw_signpost, PLACE, signpost_id=signpost_id)


@drafting.step
def ask_after(request: DeskRequest, reference: str, signpost_id: uuid.UUID) -> HttpResponse:
    """An earlier signpost was asked after, or could not be."""
    form = HeardForm(request.POST, prefix=HeardForm.prefix_of(signpost_id))

    def deed(contact: Contact, data: dict[str, Any], at: dt.datetime) -> None:
        answer, about = form.answer(), {"contact": contact, "signpost_id": signpost_id}
        if answer is None:
            actions.take_back_signpost_answer(by=request.asker, at=at, **about)  # type: ignore[arg-type]
        else:
            actions.ask_after_signpost(by=request.asker, at=at, answer=answer, **about)  # type: ignore[arg-type]

    return DESK.with_form(request, reference, (f"{HEARD}{signpost_id}", form), deed, f"signpost-{signpost_id}")


@PAGE
def hear(request: DeskRequest, reference: str, signpost_id: uuid.UUID) -> HttpResponse:
    """What an agency told us of a referral."""
    asker, now = request.asker, clock.now()
    contact = queries.get_contact(asker, reference)
    signpost = queries.get_signpost(asker, contact, signpost_id)
    rules.check_may_hear(asker, signpost, contact)
    form = AgencySaysForm(sent(request))

    def deed(data: dict[str, Any]) -> None:
        actions.hear_of_signpost(by=asker, at=now, contact=contact, signpost_id=signpost_id, answer=form.kept_answer())

    if done(form, deed):
        messages.success(request, "Noted.")
        return redirect("helpline:contact", reference)
    return render(request, "helpline/hear.html", {"form": form, "contact": contact, "signpost": signpost})
