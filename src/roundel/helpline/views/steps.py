"""The steps of the take screen. Each keeps what was typed, does its one thing, and leads back to the screen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render

from roundel.access.http import DeskRequest
from roundel.correspondence import actions as callers
from roundel.correspondence.codes import shown
from roundel.correspondence.rules import TooManyCodes
from roundel.design.words import datetime_words
from roundel.helpline import actions, queries
from roundel.helpline.forms import take as forms
from roundel.helpline.models import Contact
from roundel.helpline.views import drafting
from roundel.helpline.views.screen import ANSWER, screen
from roundel.helpline.views.stepping import Desk
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput, Refused

DESK = Desk(drafting.CONTACT, queries.get_for_writing, screen)


@drafting.step
def say_statement(request: DeskRequest, reference: str) -> HttpResponse:
    """The statement was said."""

    def deed(contact: Contact, data: dict[str, Any], at: dt.datetime) -> None:
        actions.say_statement(by=request.asker, at=at, contact=contact, acknowledged=data["acknowledged"])

    return DESK.with_form(request, reference, ("statement_form", forms.StatementForm(request.POST)), deed, "statement")


@drafting.step
def agree_action(request: DeskRequest, reference: str) -> HttpResponse:
    """A protective action was agreed."""
    form = forms.AgreeForm(request.POST)

    def deed(contact: Contact, data: dict[str, Any], at: dt.datetime) -> None:
        actions.agree_action(by=request.asker, at=at, contact=contact, agreed=form.agreed())

    return DESK.with_form(request, reference, ("agree_form", form), deed, "agreed")


@drafting.step
def name_person(request: DeskRequest, reference: str) -> HttpResponse:
    """A name was said."""

    def deed(contact: Contact, data: dict[str, Any], at: dt.datetime) -> None:
        actions.name_person(by=request.asker, at=at, contact=contact, name=data["name"], named_as=data["named_as"])

    return DESK.with_form(request, reference, ("named_form", forms.NamedForm(request.POST)), deed, "names")


@drafting.step
def ask_after(request: DeskRequest, reference: str, action_id: uuid.UUID) -> HttpResponse:
    """An earlier action was asked after, or could not be."""
    form = forms.AnswerForm(request.POST, prefix=forms.AnswerForm.prefix_of(action_id))

    def deed(contact: Contact, data: dict[str, Any], at: dt.datetime) -> None:
        answer = form.answer()
        if answer is None:
            actions.take_back_answer(by=request.asker, at=at, contact=contact, action_id=action_id)
        else:
            actions.ask_after(by=request.asker, at=at, contact=contact, action_id=action_id, answer=answer)

    return DESK.with_form(request, reference, (f"{ANSWER}{action_id}", form), deed, f"action-{action_id}")


@drafting.step
def enter_code(request: DeskRequest, reference: str) -> HttpResponse:
    """A caller code was read out. It is looked up and thrown away."""
    now, form = clock.now(), forms.CodeForm(request.POST)
    drafting.keep(request, reference, now)
    contact = queries.get_for_writing(request.asker, reference)
    if not form.is_valid():
        return DESK.code_wrong(request, reference, form, "")
    try:
        found = callers.recognise(code=form.cleaned_data["code"], by=request.asker, at=now)
    except TooManyCodes as refusal:
        return DESK.code_wrong(request, reference, form, refusal.reason)
    if isinstance(found, callers.NotRecognised):
        return DESK.code_wrong(request, reference, form, found.message)
    try:
        actions.set_caller(by=request.asker, at=now, contact=contact, caller_id=found.caller.pk)
    except InvalidInput as error:
        return DESK.code_wrong(request, reference, form, error.message)
    messages.success(request, _last_used(found))
    return DESK.back(reference, "code")


@drafting.step
def issue_code(request: DeskRequest, reference: str) -> HttpResponse:
    """Issue a code and show it once. Sent again, the contact has one and no second is made."""
    now = clock.now()
    drafting.keep(request, reference, now)
    contact = queries.get_for_writing(request.asker, reference)
    if contact.caller_id is not None:
        raise Refused("A code has been issued or entered in this contact already. It is shown only once.")
    issued = callers.issue_code(by=request.asker, at=now)
    actions.set_caller(by=request.asker, at=now, contact=contact, caller_id=issued.caller.pk)
    return render(
        request,
        "helpline/code_issued.html",
        {"contact": contact, "alias": issued.caller.alias, "code": shown(issued.code), **drafting.CONTACT.names()},
    )


@drafting.step
def take_back_statement(request: DeskRequest, reference: str) -> HttpResponse:
    """The statement was not said after all."""
    return simply(request, reference, actions.take_back_statement, "statement")


@drafting.step
def untie_code(request: DeskRequest, reference: str) -> HttpResponse:
    """The code was another's."""
    return simply(request, reference, actions.unset_caller, "code")


@drafting.step
def end_call(request: DeskRequest, reference: str) -> HttpResponse:
    """The conversation has ended; writing it up goes on."""
    return simply(request, reference, actions.end_call, "times")


@drafting.step
def resume_call(request: DeskRequest, reference: str) -> HttpResponse:
    """The conversation goes on."""
    return simply(request, reference, actions.resume_call, "times")


@drafting.step
def withdraw_action(request: DeskRequest, reference: str, action_id: uuid.UUID) -> HttpResponse:
    """An action agreed in this contact was not meant."""
    return simply(request, reference, actions.withdraw_action, "agreed", action_id=action_id)


@drafting.step
def remove_name(request: DeskRequest, reference: str, named_id: uuid.UUID) -> HttpResponse:
    """A name is taken out again."""
    return simply(request, reference, actions.remove_name, "names", named_id=named_id)


def simply(
    request: DeskRequest, reference: str, action: Callable[..., object], place: str, **about: object
) -> HttpResponse:
    """Keep the typing, do one thing with the contact that needs no form, and go back."""

    def deed(contact: Contact, at: dt.datetime) -> None:
        action(by=request.asker, at=at, contact=contact, **about)

    return DESK.simply(request, reference, deed, place)


def _last_used(found: callers.Recognised) -> str:
    if found.last_used_at is None:
        return f"{found.caller.alias}. This code has not been used before."
    return (
        f"{found.caller.alias}. Tell them: this code was last used on {datetime_words(found.last_used_at)}. "
        "If that was not them, somebody else knows it."
    )
