"""Proposing a threshold decision: first what to do, then one question a page, then check your answers."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.design.forms import done
from roundel.design.words import date_words, datetime_words
from roundel.kernel import clock
from roundel.safeguarding import actions, queries, rules
from roundel.safeguarding.enums import Choice
from roundel.safeguarding.forms import decision as questions
from roundel.safeguarding.models import ThresholdDecision
from roundel.safeguarding.sources import Origin, source_of
from roundel.safeguarding.views.asking import Asking, ask
from roundel.safeguarding.written import decision_rows, proposal_from


@require_safe
def start(request: DeskRequest, app: str, reference: str) -> HttpResponse:
    """What to do first, what is decided already, and the way in."""
    asking, source = asking_of(request, app, reference), source_of(app)
    context = {
        **asking.context,
        "told": queries.about_source(request.asker, Origin(app, reference)),
        "begun": bool(asking.answers(request)),
        "onward": asking.next_place(request),
        "back": source.page(reference),
    }
    return render(request, "safeguarding/decide.html", context)


@require_POST
def start_alone(request: DeskRequest, app: str, reference: str) -> HttpResponse:
    """Record what was decided alone: that it could not wait is answered beforehand, and can be changed."""
    asking = asking_of(request, app, reference)
    if "wait" not in asking.answers(request):
        page = asking.questions.page("wait")
        given = QueryDict(f"wait={questions.ALONE}")
        asking.questions.keep(request.asker, asking.about, page, given, at=clock.now())
    return redirect(asking.next_place(request))


@require_POST
def forget(request: DeskRequest, app: str, reference: str) -> HttpResponse:
    """Throw away the answers of a decision that was not sent."""
    asking_of(request, app, reference).forget(request, clock.now())
    messages.info(request, "Your answers are gone. Nothing was decided.")
    return redirect(source_of(app).page(reference))


@PAGE
def question(request: DeskRequest, app: str, reference: str, slug: str) -> HttpResponse:
    """One question."""
    return ask(request, asking_of(request, app, reference), slug, clock.now())


@PAGE
def check(request: DeskRequest, app: str, reference: str) -> HttpResponse:
    """Check your answers, choose who is to own the concern, and send."""
    asking, now = asking_of(request, app, reference), clock.now()
    if (onward := asking.next_place(request)) != asking.check:
        return redirect(onward)
    proposal, made = proposal_from(asking.answers(request)), []
    form = _check_form(request, proposal.decision, now)

    def deed(data: dict[str, Any]) -> None:
        chosen = form.chosen() if isinstance(form, questions.OwnerForm) else None
        origin = Origin(app, reference)
        made.append(actions.propose(by=request.asker, at=now, origin=origin, proposal=proposal, owner_id=chosen))

    if done(form, deed):
        asking.forget(request, now)
        return _sent(request, made[0])
    context = {**asking.context, "form": form, "rows": decision_rows(proposal), "address": asking.address}
    return render(request, "safeguarding/check.html", context | {"proposal": proposal, "back": asking.back})


def asking_of(request: DeskRequest, app: str, reference: str) -> Asking:
    """The questions about this record, for whoever may decide about it."""
    source, origin = source_of(app), Origin(app, reference)
    source.find(request.asker, reference)
    rules.check_may_propose(request.asker)
    standing = [(each.reference, _standing_words(each)) for each in queries.standing_of(request.asker, origin)]
    address: Callable[[str], str] = lambda slug: reverse("safeguarding:question", args=[app, reference, slug])  # noqa: E731
    return Asking(
        questions.threshold(standing),
        origin.about,
        address,
        check=reverse("safeguarding:check", args=[app, reference]),
        back=reverse("safeguarding:decide", args=[app, reference]),
        context={"app": app, "reference": reference, "words": source.words, "what": "Threshold decision"},
    )


def _standing_words(decision: ThresholdDecision) -> str:
    return f"{decision.reference}, {date_words(decision.decided_at)}: {Choice(decision.decision).label.lower()}"


def _check_form(request: DeskRequest, decision: str, now: dt.datetime) -> forms.Form:
    """Who is to own the concern, where there is to be one; else nothing more than the button."""
    if decision != Choice.SHARE:
        return forms.Form(sent(request))
    return questions.OwnerForm(sent(request), people=queries.may_own(request.asker, at=now))


def _sent(request: DeskRequest, decision: ThresholdDecision) -> HttpResponse:
    by = datetime_words(decision.second_due_at)
    if decision.concern is not None:
        messages.success(
            request, f"{decision.reference} is in effect. Record what you shared. It is to be seconded by {by}."
        )
        return redirect("safeguarding:concern", decision.concern.reference)
    messages.success(
        request, f"{decision.reference} is before the supervisors and the safeguarding lead, to be seconded by {by}."
    )
    return redirect("safeguarding:decision", decision.reference)
