"""Pages on which a call-back is settled, given up, cancelled, moved or put forward."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.callbacks import actions, queries, rules
from roundel.callbacks.forms.booking import PriorityForm, WhenForm
from roundel.callbacks.forms.calling import GIVE_UP, MOVE, CancelForm, GiveUpForm, SettleForm
from roundel.design.forms import done
from roundel.kernel import clock


@PAGE
def settle(request: DeskRequest, reference: str) -> HttpResponse:
    """One question: how does it go on? Two of the answers have pages of their own."""
    asker, now = request.asker, clock.now()
    call_back = queries.get_call_back(asker, reference)
    rules.check_may_settle(asker, call_back)
    form = SettleForm(sent(request))
    decision = form.cleaned_data["decision"] if form.is_valid() else ""
    if decision in (MOVE, GIVE_UP):
        return redirect(f"callbacks:{decision}", reference)
    if decision:
        actions.once_more(by=asker, at=now, call_back=call_back)
        messages.success(request, "One more attempt can be made.")
        return redirect("callbacks:call_back", reference)
    why, last = queries.why_to_settle(call_back, now), queries.last_attempt(call_back)
    context = {"form": form, "call_back": call_back, "why": why, "last": last}
    return render(request, "callbacks/settle.html", context)


@PAGE
def give_up(request: DeskRequest, reference: str) -> HttpResponse:
    """End it without having reached anybody."""
    asker, now = request.asker, clock.now()
    call_back = queries.get_call_back(asker, reference)
    rules.check_may_settle(asker, call_back)
    form = GiveUpForm(sent(request))
    if done(form, lambda data: actions.give_up(by=asker, at=now, call_back=call_back, **data)):
        messages.success(request, f"{reference} is given up. The number is erased.")
        return redirect("callbacks:call_back", reference)
    return render(request, "callbacks/give_up.html", {"form": form, "call_back": call_back})


@PAGE
def cancel(request: DeskRequest, reference: str) -> HttpResponse:
    """End it before it is made."""
    asker, now = request.asker, clock.now()
    call_back = queries.get_call_back(asker, reference)
    rules.check_may_change(asker, call_back, now)
    form = CancelForm(sent(request))
    if done(form, lambda data: actions.cancel(by=asker, at=now, call_back=call_back, **data)):
        messages.success(request, f"{reference} is cancelled. The number is erased.")
        return redirect("callbacks:call_back", reference)
    return render(request, "callbacks/cancel.html", {"form": form, "call_back": call_back})


@PAGE
def move(request: DeskRequest, reference: str) -> HttpResponse:
    """Choose another time."""
    asker, now = request.asker, clock.now()
    call_back = queries.get_call_back(asker, reference)
    rules.check_may_change(asker, call_back, now)
    form = WhenForm(sent(request), slots=queries.offered(asker, now))

    def deed(data: dict[str, Any]) -> None:
        actions.move(by=asker, at=now, call_back=call_back, slot_id=form.slot_id())

    if done(form, deed):
        messages.success(request, "Moved. Tell the person if they are on the line.")
        return redirect("callbacks:told", reference)
    return render(request, "callbacks/move.html", {"form": form, "call_back": call_back})


@PAGE
def priority(request: DeskRequest, reference: str) -> HttpResponse:
    """Say how soon it must be, and why."""
    asker, now = request.asker, clock.now()
    call_back = queries.get_call_back(asker, reference)
    rules.check_may_change(asker, call_back, now)
    form = PriorityForm(sent(request), initial={"priority": str(call_back.priority)})
    if done(form, lambda data: actions.set_priority(by=asker, at=now, call_back=call_back, **data)):
        messages.success(request, "Noted, with your reason.")
        return redirect("callbacks:call_back", reference)
    return render(request, "callbacks/priority.html", {"form": form, "call_back": call_back})
