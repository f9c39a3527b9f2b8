"""Recording what was shared, its receipt, its acknowledgement, and striking out what was recorded wrongly."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import ReasonForm, done
from roundel.design.words import datetime_words
from roundel.kernel import clock
from roundel.safeguarding import actions, queries, rules
from roundel.safeguarding.enums import ConcernState
from roundel.safeguarding.forms import disclosure as forms
from roundel.safeguarding.models import Concern, Disclosure
from roundel.safeguarding.rules import DISCLOSE
from roundel.safeguarding.views.asking import Asking, ask
from roundel.safeguarding.views.typing import Typing, typed_form
from roundel.safeguarding.written import disclosure_rows, shared_from


@require_safe
def begin(request: DeskRequest, reference: str) -> HttpResponse:
    """To the first question that is not answered."""
    return redirect(_asking(request, _writable(request, reference)).next_place(request))


@PAGE
def question(request: DeskRequest, reference: str, slug: str) -> HttpResponse:
    """One question."""
    return ask(request, _asking(request, _writable(request, reference)), slug, clock.now())


@PAGE
def check(request: DeskRequest, reference: str) -> HttpResponse:
    """Check your answers, and record it."""
    concern, now = _writable(request, reference), clock.now()
    asking = _asking(request, concern)
    if (onward := asking.next_place(request)) != asking.check:
        return redirect(onward)
    shared, form, made = shared_from(asking.answers(request)), django_forms.Form(sent(request)), []

    def deed(data: dict[str, Any]) -> None:
        made.append(actions.record_disclosure(by=request.asker, at=now, concern=concern, shared=shared))

    if done(form, deed):
        asking.forget(request, now)
        return _recorded(request, concern, made[0])
    rows = disclosure_rows(shared, dict(queries.may_share(request.asker, at=now)))
    context = {**asking.context, "form": form, "rows": rows, "address": asking.address, "concern": concern}
    return render(request, "safeguarding/check_disclosure.html", context)


@require_safe
def receipt(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """What was shared, with whom, on what basis, when and by whom; to be printed."""
    found = queries.read_disclosure(request.asker, at=clock.now(), reference=reference, number=number)
    is_open = found.concern.state == ConcernState.OPEN and request.asker.may(DISCLOSE)
    context = {
        "receipt": found,
        "concern": found.concern,
        "disclosure": found.disclosure,
        "may_write": is_open and found.disclosure.struck_at is None,
        "printed_at": clock.now(),
        "printed_by": request.asker.name,
    }
    return render(request, "safeguarding/receipt.html", context)


@PAGE
def acknowledge(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """The agency has acknowledged it."""
    asker, now = request.asker, clock.now()
    concern, made = queries.get_disclosure(asker, reference, number)
    rules.check_may_acknowledge(asker, concern, made)
    typing = Typing("acknowledge", f"{reference}:{number}")
    form = typed_form(request, typing, forms.AcknowledgeForm, now, initial={"acknowledged_at": now})

    def deed(data: dict[str, Any]) -> None:
        actions.acknowledge(by=asker, at=now, concern=concern, number=number, acknowledged=form.acknowledged())

    if done(form, deed):
        typing.forget(request, now)
        messages.success(request, f"Disclosure {number} is acknowledged.")
        return redirect("safeguarding:concern", reference)
    context = {"form": form, "concern": concern, "disclosure": made, "typing": typing}
    return render(request, "safeguarding/acknowledge.html", context)


@PAGE
def strike(request: DeskRequest, reference: str, number: int) -> HttpResponse:
    """Strike out what was recorded wrongly."""
    asker, now = request.asker, clock.now()
    concern, made = queries.get_disclosure(asker, reference, number)
    rules.check_may_strike(asker, concern, made)
    form = ReasonForm(sent(request))
    if done(form, lambda data: actions.strike_out(by=asker, at=now, concern=concern, number=number, **data)):
        messages.success(request, f"Disclosure {number} is struck out. It stays to be seen, with your reason.")
        return redirect("safeguarding:concern", reference)
    return render(request, "safeguarding/strike.html", {"form": form, "concern": concern, "disclosure": made})


def _writable(request: DeskRequest, reference: str) -> Concern:
    concern = queries.get_concern(request.asker, reference)
    rules.check_may_write(request.asker, concern)
    return concern


def _asking(request: DeskRequest, concern: Concern) -> Asking:
    asker, reference, now = request.asker, concern.reference, clock.now()
    people = sorted(queries.may_share(asker, at=now), key=lambda person: person[0] != asker.user_id)
    address: Callable[[str], str] = lambda slug: reverse("safeguarding:disclose_question", args=[reference, slug])  # noqa: E731
    return Asking(
        forms.disclosure(people),
        reference,
        address,
        check=reverse("safeguarding:disclose_check", args=[reference]),
        back=reverse("safeguarding:concern", args=[reference]),
        context={"reference": reference, "words": "concern", "what": "Record a disclosure"},
        initial={"shared_at": now},
    )


def _recorded(request: DeskRequest, concern: Concern, made: Disclosure) -> HttpResponse:
    by = datetime_words(made.acknowledge_due_at)
    messages.success(request, f"Recorded. The agency should acknowledge it by {by}.")
    return redirect("safeguarding:concern", concern.reference)
