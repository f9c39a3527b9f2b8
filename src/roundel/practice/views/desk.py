"""Choosing a caller, looking back, and what supervisors say."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from roundel.access.http import PAGE, DeskRequest
from roundel.design.forms import done
from roundel.kernel import clock
from roundel.practice import actions, queries, rules, script
from roundel.practice.enums import State
from roundel.practice.forms import CommentForm, ReflectionForm
from roundel.practice.views.steps import TYPING


@require_safe
def desk(request: DeskRequest) -> HttpResponse:
    """The callers to choose from, what is unfinished, and what was practised before."""
    rules.check_may_practise(request.asker)
    context = {
        "scripts": script.current(),
        "levels": script.LEVELS,
        "unfinished": queries.unfinished(request.asker),
        "page": queries.own(request.asker, request.GET.get("page", "1")),
        "may_review": request.asker.may(rules.REVIEW),
    }
    return render(request, "practice/desk.html", context)


@require_POST
def begin(request: DeskRequest, name: str) -> HttpResponse:
    """The telephone rings."""
    call = actions.begin_call(by=request.asker, at=clock.now(), name=name)
    return redirect("practice:take", call.reference)


@require_safe
def call(request: DeskRequest, reference: str) -> HttpResponse:
    """Look back at a practice call; one's own that is unfinished is gone on with. Comments are noted as read."""
    now = clock.now()
    page = queries.read_call(request.asker, at=now, reference=reference)
    if page.call.state == State.TAKING:
        return redirect("practice:take", reference)
    if page.mine and any(comment.seen_at is None for comment in page.comments):
        actions.note_comments_seen(by=request.asker, at=now, call=page.call)
    return _call_page(request, page)


@require_POST
def reflect(request: DeskRequest, reference: str) -> HttpResponse:
    """Keep one's own thoughts."""
    now, held = clock.now(), queries.get_call(request.asker, reference)
    rules.check_may_reflect(request.asker, held)
    form = ReflectionForm(request.POST)
    if done(form, lambda data: actions.reflect(by=request.asker, at=now, call=held, **data)):
        messages.success(request, "Your thoughts are kept.")
        return redirect("practice:call", reference)
    return _call_page(request, queries.read_call(request.asker, at=now, reference=reference), reflection_form=form)


@require_POST
def comment(request: DeskRequest, reference: str) -> HttpResponse:
    """A supervisor says something."""
    now, held = clock.now(), queries.get_call(request.asker, reference)
    rules.check_may_comment(request.asker, held)
    form = CommentForm(request.POST)
    if done(form, lambda data: actions.comment(by=request.asker, at=now, call=held, **data)):
        messages.success(request, f"{held.user.name} will find your comment on the home page.")
        return redirect("practice:review")
    return _call_page(request, queries.read_call(request.asker, at=now, reference=reference), comment_form=form)


@require_POST
def looked_at(request: DeskRequest, reference: str) -> HttpResponse:
    """A supervisor has looked at it and has nothing to add."""
    held = queries.get_call(request.asker, reference)
    actions.note_reviewed(by=request.asker, at=clock.now(), call=held)
    messages.success(request, f"Practice {reference} is noted as looked at.")
    return redirect("practice:review")


@PAGE
def remove(request: DeskRequest, reference: str) -> HttpResponse:
    """Delete one's own practice call."""
    held, now = queries.get_own(request.asker, reference), clock.now()
    if request.method == "POST":
        actions.remove_call(by=request.asker, at=now, call=held)
        TYPING.forget(request, reference, now)
        messages.success(request, f"Practice {reference} is deleted.")
        return redirect("practice:desk")
    return render(request, "practice/remove.html", {"call": held})


@require_safe
def review(request: DeskRequest) -> HttpResponse:
    """What others practised."""
    page = queries.of_others(request.asker, at=clock.now(), page=request.GET.get("page", "1"))
    return render(request, "practice/review.html", {"page": page})


def _call_page(request: DeskRequest, page: queries.CallPage, **forms: Any) -> HttpResponse:
    kept = {"words": page.call.reflection or "", "shared": page.call.reflection_shared} if page.mine else {}
    context = {
        "page": page,
        "call": page.call,
        "lines": page.lines,
        "seen": page.seen,
        "reflection_form": ReflectionForm(initial=kept),
        "comment_form": CommentForm(),
        "may_comment": not page.mine and request.asker.may(rules.REVIEW),
    }
    return render(request, "practice/call.html", context | forms)
