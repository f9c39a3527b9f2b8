"""The steps of a practice call: the take screen's own steps, done with the practice call and nothing else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render

from roundel.access.http import DeskRequest
from roundel.correspondence.codes import shown
from roundel.helpline.forms import take as forms
from roundel.helpline.views.drafting import Typing
from roundel.helpline.views.screen import ANSWER, drawn
from roundel.helpline.views.stepping import Desk
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput
from roundel.practice import actions, queries
from roundel.practice.models import PracticeCall

# Names of their own: the contact form asks how somebody heard of us.
LINE, REPLY = "practice_line", "practice_reply"
TYPING = Typing("practice", "practice", "Practice", frozenset({LINE, REPLY}))


def screen(request: DeskRequest, reference: str, wrong: dict[str, Form] | None = None) -> HttpResponse:
    """The take screen of a practice call, with the caller's words above it."""
    now = clock.now()
    practice = queries.read_take(request.asker, at=now, reference=reference)
    more = {"now": now, "may_use_codes": True, "practice": practice}
    return render(request, "practice/take.html", drawn(request, TYPING, practice.seen, wrong) | more)


DESK = Desk(TYPING, queries.get_for_writing, screen)


@TYPING.step
def go_on(request: DeskRequest, reference: str) -> HttpResponse:
    """Hear what the caller says next."""
    heard, reply = request.POST.get(LINE, ""), request.POST.get(REPLY, "")
    chosen = int(reply) if reply.isascii() and reply.isdigit() and len(reply) < 3 else None
    return _simply(request, reference, actions.go_on, "caller", heard=heard, reply=chosen)


@TYPING.step
def say_statement(request: DeskRequest, reference: str) -> HttpResponse:
    """The statement was said."""

    def deed(call: PracticeCall, data: dict[str, Any], at: dt.datetime) -> None:
        actions.say_statement(by=request.asker, at=at, call=call, acknowledged=data["acknowledged"])

    return DESK.with_form(request, reference, ("statement_form", forms.StatementForm(request.POST)), deed, "statement")


@TYPING.step
def agree_action(request: DeskRequest, reference: str) -> HttpResponse:
    """A protective action was agreed."""
    form = forms.AgreeForm(request.POST)

    def deed(call: PracticeCall, data: dict[str, Any], at: dt.datetime) -> None:
        actions.agree_action(by=request.asker, at=at, call=call, agreed=form.agreed())

    return DESK.with_form(request, reference, ("agree_form", form), deed, "agreed")


@TYPING.step
def name_person(request: DeskRequest, reference: str) -> HttpResponse:
    """A name was said."""

    def deed(call: PracticeCall, data: dict[str, Any], at: dt.datetime) -> None:
        actions.name_person(by=request.asker, at=at, call=call, name=data["name"], named_as=data["named_as"])

    return DESK.with_form(request, reference, ("named_form", forms.NamedForm(request.POST)), deed, "names")


@TYPING.step
def ask_after(request: DeskRequest, reference: str, action_id: uuid.UUID) -> HttpResponse:
    """An earlier action was asked after, or could not be."""
    form = forms.AnswerForm(request.POST, prefix=forms.AnswerForm.prefix_of(action_id))

    def deed(call: PracticeCall, data: dict[str, Any], at: dt.datetime) -> None:
        answer = form.answer()
        if answer is None:
            actions.take_back_answer(by=request.asker, at=at, call=call, action_id=action_id)
        else:
            actions.ask_after(by=request.asker, at=at, call=call, action_id=action_id, answer=answer)

    return DESK.with_form(request, reference, (f"{ANSWER}{action_id}", form), deed, f"action-{action_id}")


@TYPING.step
def enter_code(request: DeskRequest, reference: str) -> HttpResponse:
    """A code was read out. Only the script's own is known here; what was typed is thrown away."""
    now, form = clock.now(), forms.CodeForm(request.POST)
    TYPING.keep(request, reference, now)
    call = queries.get_for_writing(request.asker, reference)
    if not form.is_valid():
        return DESK.code_wrong(request, reference, form, "")
    try:
        actions.enter_code(by=request.asker, at=now, call=call, code=form.cleaned_data["code"])
    except InvalidInput as error:
        return DESK.code_wrong(request, reference, form, error.message)
    messages.success(request, "The code is known. In a contact you would see when it was last used, and tell them.")
    return DESK.back(reference, "code")


@TYPING.step
def issue_code(request: DeskRequest, reference: str) -> HttpResponse:
    """Issue a code for practice and show it once."""
    now = clock.now()
    TYPING.keep(request, reference, now)
    call = queries.get_for_writing(request.asker, reference)
    alias, code = actions.issue_code(by=request.asker, at=now, call=call)
    context = {"contact": call, "alias": alias, "code": shown(code), **TYPING.names()}
    return render(request, "practice/code_issued.html", context)


@TYPING.step
def take_back_statement(request: DeskRequest, reference: str) -> HttpResponse:
    """The statement was not said after all."""
    return _simply(request, reference, actions.take_back_statement, "statement")


@TYPING.step
def untie_code(request: DeskRequest, reference: str) -> HttpResponse:
    """The code was another's."""
    return _simply(request, reference, actions.untie_code, "code")


@TYPING.step
def end_call(request: DeskRequest, reference: str) -> HttpResponse:
    """The conversation has ended; writing it up goes on."""
    return _simply(request, reference, actions.end_call, "times")


@TYPING.step
def resume_call(request: DeskRequest, reference: str) -> HttpResponse:
    """The conversation goes on."""
    return _simply(request, reference, actions.resume_call, "times")


@TYPING.step
def withdraw_action(request: DeskRequest, reference: str, action_id: uuid.UUID) -> HttpResponse:
    """An action was not meant."""
    return _simply(request, reference, actions.withdraw_action, "agreed", action_id=action_id)


@TYPING.step
def remove_name(request: DeskRequest, reference: str, named_id: uuid.UUID) -> HttpResponse:
    """A name is taken out again."""
    return _simply(request, reference, actions.remove_name, "names", named_id=named_id)


def _simply(
    request: DeskRequest, reference: str, action: Callable[..., object], place: str, **about: object
) -> HttpResponse:
    def deed(call: PracticeCall, at: dt.datetime) -> None:
        action(by=request.asker, at=at, call=call, **about)

    return DESK.simply(request, reference, deed, place)
