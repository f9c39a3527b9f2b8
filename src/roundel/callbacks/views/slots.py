"""The slots of a week, and setting them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from roundel.access.http import PAGE, DeskRequest, sent
from roundel.callbacks import actions, queries, rules
from roundel.callbacks.actions.slots import Made
from roundel.callbacks.forms.fields import slot_words
from roundel.callbacks.forms.slots import CapacityForm, PatternForm, SlotForm
from roundel.callbacks.queries import SlotSeen
from roundel.callbacks.states import MANAGE
from roundel.design.forms import done
from roundel.design.words import date_words, listed
from roundel.kernel import clock

A_WEEK = dt.timedelta(days=7)


@require_safe
def week(request: DeskRequest) -> HttpResponse:
    """A week of slots, each with how many are booked."""
    now, today = clock.now(), clock.today()
    monday = queries.monday_of(request.asker, _day(request.GET.get("week", ""), today))
    context = {
        "days": queries.week(request.asker, monday),
        "monday": monday,
        "before": (monday - A_WEEK).isoformat(),
        "after": (monday + A_WEEK).isoformat(),
        "now": now,
        "today": today,
        "may_manage": request.asker.may(MANAGE),
    }
    return render(request, "callbacks/slots.html", context)


@PAGE
def new(request: DeskRequest) -> HttpResponse:
    """Offer one time."""
    rules.check_may_manage(request.asker)
    form = SlotForm(sent(request), initial={"capacity": 1})
    if done(form, lambda _: actions.make_slot(by=request.asker, at=clock.now(), **form.made())):
        messages.success(request, "The slot is offered.")
        return redirect(_week_of(form.cleaned_data["starts_at"]))
    return render(request, "callbacks/slot_new.html", {"form": form})


@PAGE
def pattern(request: DeskRequest) -> HttpResponse:
    """Offer the same times every week, for some weeks."""
    rules.check_may_manage(request.asker)
    form, made = PatternForm(sent(request), initial={"capacity": 1, "weeks": 4}), list[Made]()

    def deed(data: dict[str, Any]) -> None:
        made.append(actions.make_pattern(by=request.asker, at=clock.now(), pattern=form.pattern()))

    if done(form, deed):
        messages.success(request, _told(made[0]))
        return redirect(_week_of(made[0].first or form.cleaned_data["first_day"]))
    return render(request, "callbacks/slot_pattern.html", {"form": form})


@PAGE
def change(request: DeskRequest, slot_id: uuid.UUID) -> HttpResponse:
    """Change how many fit into a slot."""
    rules.check_may_manage(request.asker)
    seen = queries.get_slot(request.asker, slot_id)
    slot = seen.slot
    form = CapacityForm(sent(request), initial={"capacity": slot.capacity})
    if done(form, lambda data: actions.change_slot(by=request.asker, at=clock.now(), slot=slot, **data)):
        messages.success(request, "The slot is changed.")
        return redirect(_week_of(slot.starts_at))
    return render(request, "callbacks/slot_change.html", _about(form, seen))


@PAGE
def withdraw(request: DeskRequest, slot_id: uuid.UUID) -> HttpResponse:
    """Take no more bookings in a slot."""
    rules.check_may_manage(request.asker)
    seen = queries.get_slot(request.asker, slot_id)
    slot = seen.slot
    if request.method == "POST":
        actions.withdraw_slot(by=request.asker, at=clock.now(), slot=slot)
        messages.success(request, "The slot is withdrawn.")
        return redirect(_week_of(slot.starts_at))
    return render(request, "callbacks/slot_withdraw.html", _about(None, seen))


def _about(form: CapacityForm | None, seen: SlotSeen) -> dict[str, object]:
    slot = seen.slot
    return {"form": form, "seen": seen, "slot": slot, "words": slot_words(slot), "week": _week_of(slot.starts_at)}


def _day(text: str, today: dt.date) -> dt.date:
    """The day that the address names; today for anything that is none, or too far off to have a week around it."""
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        return today
    return day if abs(day - today) < dt.timedelta(days=3660) else today


def _week_of(moment: dt.datetime | dt.date) -> str:
    """The page of the week in which this is, by the calendar on the wall."""
    day = timezone.localtime(moment).date() if isinstance(moment, dt.datetime) else moment
    return f"{reverse('callbacks:slots')}?week={day.isoformat()}"


def _told(made: Made) -> str:
    words = f"{made.made} {'slot is' if made.made == 1 else 'slots are'} offered."
    if made.there:
        words += f" {made.there} were offered already."
    if made.closed:
        words += f" Left out, because we are closed: {listed(date_words(day) for day in made.closed)}."
    return words
