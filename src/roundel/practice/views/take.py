"""The take screen of a practice call: showing it, saving, and the ways out of it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import done
from roundel.helpline import contact_form
from roundel.helpline.contact_form import ContactForm
from roundel.helpline.forms.take import TallyForm
from roundel.helpline.views.screen import to_check
from roundel.helpline.written import Written
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput
from roundel.practice import actions, queries
from roundel.practice.forms import PracticeEndingForm
from roundel.practice.models import PracticeCall
from roundel.practice.views import steps
from roundel.practice.views.steps import DESK, TYPING


@PAGE
def take(request: DeskRequest, reference: str) -> HttpResponse:
    """The practice call that is being taken; sent, it is saved. A code that was entered is looked up."""
    if request.method != "POST":
        return steps.screen(request, reference)
    if request.POST.get("code"):
        return steps.enter_code(request, reference)
    answer = _save(request, reference)
    if answer is not None:
        return answer
    messages.success(request, "Saved.")
    return DESK.back(reference)


@TYPING.step
def to_finish(request: DeskRequest, reference: str) -> HttpResponse:
    """Save, and go on to the check before finishing."""
    return _save(request, reference) or redirect("practice:finish", reference)


@TYPING.step
def to_danger(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep what was typed, and say first what one would do."""
    TYPING.keep(request, reference, clock.now())
    queries.get_for_writing(request.asker, reference)
    return redirect("practice:danger", reference)


@TYPING.step
def tally(request: DeskRequest, reference: str) -> HttpResponse:
    """Nobody spoke: count the practice call, and nothing else."""
    now = clock.now()
    TYPING.keep(request, reference, now)
    call, form = queries.get_for_writing(request.asker, reference), TallyForm(request.POST)
    nature = form.cleaned_data["nature"] if form.is_valid() else ""
    try:
        actions.count_call(by=request.asker, at=now, call=call, nature=nature)
    except InvalidInput as error:
        messages.error(request, error.message)
        return DESK.back(reference)
    TYPING.forget(request, reference, now)
    return redirect("practice:call", reference)


@TYPING.step
def forget_typing(request: DeskRequest, reference: str) -> HttpResponse:
    """Throw the draft away and show what is stored."""
    queries.get_for_writing(request.asker, reference)
    TYPING.forget(request, reference, clock.now())
    messages.info(request, "What you had typed and not saved is gone. This is what is stored.")
    return DESK.back(reference)


@PAGE
def finish(request: DeskRequest, reference: str) -> HttpResponse:
    """Check your answers, then finish and look back."""
    now = clock.now()
    seen = queries.read_take(request.asker, at=now, reference=reference)
    form = PracticeEndingForm(sent(request))

    def deed(data: dict[str, Any]) -> None:
        actions.finish_call(by=request.asker, at=now, call=seen.call, **data)

    if done(form, deed):
        TYPING.forget(request, reference, now)
        return redirect("practice:call", reference)
    return render(request, "practice/finish.html", to_check(request, TYPING, seen.seen, form) | {"now": now})


@PAGE
def danger(request: DeskRequest, reference: str) -> HttpResponse:
    """What one would do first; then note that one would mark it. Nobody is told."""
    call = queries.get_for_writing(request.asker, reference)
    if request.method == "POST":
        actions.mark_danger(by=request.asker, at=clock.now(), call=call)
        messages.success(request, "Marked, for practice. Nobody is told.")
        return DESK.back(reference)
    return render(request, "practice/danger.html", {"call": call})


def _save(request: DeskRequest, reference: str) -> HttpResponse | None:
    """Save what was sent; None when it is saved, else the page that says what is wrong. Conflict is raised."""

    def saving(call: PracticeCall, written: Written, base_version: int, at: dt.datetime) -> None:
        actions.save_call(by=request.asker, at=at, call=call, written=written, base_version=base_version)

    return DESK.written(request, reference, _questions, saving)


def _questions(call: PracticeCall) -> ContactForm:
    return contact_form.version(call.form_version)
