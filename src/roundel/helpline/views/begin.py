"""Beginning a contact from the home page: now, afterwards, or as a tally."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from roundel.access.http import PAGE, DeskRequest
from roundel.callbacks import actions as calling
from roundel.callbacks import queries as call_backs
from roundel.calls import queries as calls
from roundel.helpline import actions, contact_form, rules
from roundel.helpline.enums import Nature
from roundel.helpline.forms import take as forms
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput


@require_POST
def start(request: DeskRequest) -> HttpResponse:
    """Somebody is on the line."""
    contact = actions.start_contact(by=request.asker, at=clock.now())
    return redirect("helpline:take", contact.reference)


@require_POST
def start_from_call_back(request: DeskRequest, call_back: str) -> HttpResponse:
    """They answered our call: the contact begins and the call-back ends, both or neither. Sent twice, once."""
    asker, now = request.asker, clock.now()
    rules.check_may_take(asker)
    made = call_backs.get_call_back(asker, call_back)
    if made.result_reference and made.ended_by_id == asker.user_id:
        return redirect("helpline:take", made.result_reference)
    with transaction.atomic():
        contact = actions.start_contact(by=asker, at=now)
        if made.caller_id is not None:
            actions.set_caller(by=asker, at=now, contact=contact, caller_id=made.caller_id)
        calling.reached(by=asker, at=now, call_back=made, contact_reference=contact.reference)
    messages.success(request, f"Call-back {made.reference} has ended, and its number is erased.")
    return redirect("helpline:take", contact.reference)


@require_POST
def start_from_call(request: DeskRequest, call_id: uuid.UUID) -> HttpResponse:
    """Somebody is on the line, and the telephone system has told of it. Pressed twice, it leads to the same contact."""
    rules.check_may_take(request.asker)
    now = clock.now()
    call = calls.get_answered(request.asker, now, call_id)
    if call.contact_reference:
        return redirect("helpline:contact", call.contact_reference)
    contact = actions.start_from_call(by=request.asker, at=now, call=call)
    return redirect("helpline:take", contact.reference)


@require_POST
def tally(request: DeskRequest) -> HttpResponse:
    """Count a call in which nobody spoke."""
    rules.check_may_take(request.asker)
    form = forms.TallyForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose what kind of call it was.")
        return redirect("desk:home")
    nature = form.cleaned_data["nature"]
    actions.count_contact(by=request.asker, at=clock.now(), nature=nature)
    messages.success(request, f"Counted: {Nature(nature).label.lower()}.")
    return redirect("desk:home")


@PAGE
def record_ended(request: DeskRequest) -> HttpResponse:
    """Write down a contact that has ended already."""
    rules.check_may_take(request.asker)
    now, questions = clock.now(), contact_form.current(clock.today())
    sent = request.POST if request.method == "POST" else None
    form = forms.EndedForm(sent, questions=questions, initial={"started_at": now})
    if form.is_valid():
        began, ended = form.times()
        channel = form.cleaned_data["channel"]
        try:
            contact = actions.record_contact(
                by=request.asker, at=now, started_at=began, ended_at=ended, channel=channel
            )
        except InvalidInput as error:
            form.add_error(error.field, error.message)
        else:
            return redirect("helpline:take", contact.reference)
    return render(request, "helpline/ended.html", {"form": form})
