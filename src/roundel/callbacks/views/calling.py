"""Making the call: begin it, see the number, note what came of it, or put it back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.callbacks import actions, queries
from roundel.callbacks.enums import State
from roundel.callbacks.forms.calling import OutcomeForm
from roundel.callbacks.rules import Taken
from roundel.design.forms import done
from roundel.kernel import clock


@require_POST
def begin(request: DeskRequest, reference: str) -> HttpResponse:
    """Begin the call. Whoever comes a moment later is told kindly who is calling already."""
    call_back = queries.get_call_back(request.asker, reference)
    try:
        actions.claim(by=request.asker, at=clock.now(), call_back=call_back)
    except Taken as taken:
        messages.info(request, f"{taken.reason} You need do nothing.")
        return redirect("callbacks:call_back", reference)
    return redirect("callbacks:call", reference)


@PAGE
def call(request: DeskRequest, reference: str) -> HttpResponse:
    """The number and how to call, for the one who began the call; and what came of it."""
    asker, now = request.asker, clock.now()
    seen = queries.read_calling(asker, at=now, reference=reference)
    form = OutcomeForm(sent(request), call_back=seen.call_back, has_pass_phrase=seen.has_pass_phrase)
    if done(form, lambda data: actions.note_outcome(by=asker, at=now, call_back=seen.call_back, **data)):
        after = queries.get_call_back(asker, reference)
        if after.state == State.TO_SETTLE:
            messages.warning(request, "Noted. It is not simply tried again: decide how it goes on.")
            return redirect("callbacks:settle", reference)
        messages.success(request, "Noted. It waits for the next attempt.")
        return redirect("callbacks:call_back", reference)
    return render(request, "callbacks/call.html", {"form": form, "seen": seen, "call_back": seen.call_back})


@require_POST
def put_back(request: DeskRequest, reference: str) -> HttpResponse:
    """Let go of the call; it was not made."""
    call_back = queries.get_call_back(request.asker, reference)
    actions.put_back(by=request.asker, at=clock.now(), call_back=call_back)
    messages.success(request, f"{reference} is back in the queue.")
    return redirect("callbacks:list")
