"""Where one sits, and what arrives there."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.calls import actions, forms, queries, rules
from roundel.design.forms import done
from roundel.kernel import clock


@PAGE
def extension(request: DeskRequest) -> HttpResponse:
    """Say at which extension one sits."""
    now = clock.now()
    place = queries.place_of(request.asker, now)
    form = forms.ExtensionForm(sent(request), initial={"extension": place.today or place.usually})
    if done(form, lambda given: actions.set_extension(by=request.asker, at=now, **given)):
        messages.success(request, "Calls that are answered at this extension are now offered to you.")
        return redirect("calls:extension")
    return render(request, "calls/extension.html", {"form": form, "place": place})


@require_POST
def leave(request: DeskRequest) -> HttpResponse:
    """Say that one sits at no telephone."""
    actions.leave_extension(by=request.asker, at=clock.now())
    messages.success(request, "No calls are offered to you now.")
    return redirect("calls:extension")


@require_GET
def arriving(request: DeskRequest) -> HttpResponse:
    """What was answered where one sits: a part of a page, asked for by ``arriving.js``."""
    rules.check_may_answer(request.asker)
    found = queries.arriving(request.asker, clock.now())
    return render(request, "calls/arrived.html", {"arrived": found})


@require_GET
def answered(request: DeskRequest, call_id: uuid.UUID) -> HttpResponse:
    """One call that was answered where one sits: begin the contact, or say that none is needed."""
    rules.check_may_answer(request.asker)
    call = queries.get_answered(request.asker, clock.now(), call_id)
    return render(request, "calls/answered.html", {"call": call})


@require_POST
def put_aside(request: DeskRequest, call_id: uuid.UUID) -> HttpResponse:
    """Say that a call needs no contact."""
    rules.check_may_answer(request.asker)
    now = clock.now()
    call = queries.get_answered(request.asker, now, call_id)
    actions.put_aside(by=request.asker, at=now, call=call)
    messages.success(request, "Noted: this call needs no contact.")
    return redirect("/")
