"""Booking a call-back, moving it, and saying how soon it must be."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.callbacks import numbers, rules, timing
from roundel.callbacks.actions.records import close_claim, locked, note, place_in, set_times, times_of
from roundel.callbacks.booking import Booking
from roundel.callbacks.enums import About, Language, Message, Outcome, Priority, State
from roundel.callbacks.models import CallBack, Slot
from roundel.callbacks.sources import Origin
from roundel.callbacks.states import CALL_BACK
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.references import store_with_reference
from roundel.kernel.texts import check_choice, kept_text, needed_text
from roundel.kernel.working_time import office

PREFIX = "B"
NO_TIME = "These hours leave no time in which to call: we are here on working days, and in the slots."


@transaction.atomic
def book(*, by: Asker, at: dt.datetime, key: uuid.UUID, booking: Booking, origin: Origin | None = None) -> CallBack:
    """Book a call-back. ``key`` becomes its id: a form that is sent twice books once.

    Raises InvalidInput beside the field: a number that cannot be one, a slot that is full, hours that leave no
    time, a priority without its reason.
    """
    rules.check_may_make(by)
    before = _booked_before(by, key)
    if before is not None:
        return before
    _check_choices(booking)
    slot = place_in(by, booking.slot_id, at)
    made = _made(booking, slot, at)
    made.id, made.booked_by_id = key, by.signed_in_id()
    if origin is not None:
        made.source_reference, made.caller_id = origin.reference, origin.caller_id
    _set_first_times(made, at)
    try:
        store_with_reference(made, PREFIX)
    except IntegrityError:  # the same form, sent at the same moment
        before = _booked_before(by, key)
        if before is None:
            raise
        return before
    note(by, at, "booked", made, in_slot=slot is not None, priority=made.priority, message=made.message)
    return made


@transaction.atomic
def move(*, by: Asker, at: dt.datetime, call_back: CallBack, slot_id: uuid.UUID | None) -> CallBack:
    """Move a call-back to another slot, or to as soon as possible. The caller's hours stay as they were agreed."""
    held = locked(by, call_back.pk)
    rules.check_may_change(by, held, at)
    before = rules.standing(held, at)
    step = CALL_BACK.check(before, "move")
    if before == State.TO_SETTLE:
        rules.check_may_settle(by, held)
    held.slot = place_in(by, slot_id, at, moving=held)
    held.last_day = _last_day_after_move(held, at)
    _check_slot_hours(held, "when")
    found = times_of(held, at)
    if found is None:
        raise InvalidInput("when", "The hours that were agreed leave no time in it. Choose another.")
    set_times(held, found)
    held.state, held.attempts_allowed = step.to, max(held.attempts_allowed, held.attempts_made + 1)
    close_claim(held, at, Outcome.LEFT)
    held.save()
    note(by, at, "moved", held, in_slot=slot_id is not None)
    return held


@transaction.atomic
def set_priority(*, by: Asker, at: dt.datetime, call_back: CallBack, priority: int, reason: str) -> CallBack:
    """Say how soon it must be, and why: a person's judgement of the promise, written down; nothing is reckoned."""
    held = locked(by, call_back.pk)
    rules.check_may_change(by, held, at)
    if rules.standing(held, at) == State.TO_SETTLE:
        raise Refused("This call-back is to be settled first.")
    check_choice("priority", str(priority), [str(one) for one in Priority.values], "Choose how soon it must be.")
    why = needed_text("reason", reason, "Say why, in a few words.")
    held.priority, held.priority_reason = priority, why if priority != Priority.ORDINARY else None
    found = times_of(held, max(at, held.opens_at))
    if found is not None:
        held.due_at = found.due_at
    held.save(update_fields=["priority", "priority_reason", "due_at"])
    note(by, at, "priority_set", held, reason=why, priority=int(priority))
    return held


def _booked_before(by: Asker, key: uuid.UUID) -> CallBack | None:
    """What this very form has booked already."""
    found = CallBack.objects.filter(pk=key).first()
    if found is not None and found.booked_by_id != by.user_id:
        raise Refused("This form was used already. Begin a new booking.")
    return found


def _check_choices(booking: Booking) -> None:
    check_choice("message", booking.message, Message.values, "Choose whether a message may be left.")
    check_choice("about", booking.about, About.values, "Choose what the call is about.")
    check_choice("language", booking.language, Language.values, "Choose the language of the call.")
    if booking.priority not in Priority.values:
        raise InvalidInput("priority", "Choose how soon it must be.")
    if booking.earliest and booking.latest and booking.latest <= booking.earliest:
        raise InvalidInput("latest", "“Not after” must be later than “not before”.")


def _made(booking: Booking, slot: Slot | None, at: dt.datetime) -> CallBack:
    """The call-back that was asked for, not yet stored."""
    sooner = booking.priority != Priority.ORDINARY
    why = needed_text("priority_reason", booking.priority_reason, "Say why it must come sooner.") if sooner else None
    first = timezone.localtime(slot.starts_at if slot else at).date()
    if booking.last_day:
        rules.check_last_day(booking.last_day, first)
    at_slot = (slot.starts_at, slot.ends_at) if slot else None
    return CallBack(
        booked_at=at,
        slot=slot,
        priority=booking.priority,
        priority_reason=why,
        earliest=booking.earliest,
        latest=booking.latest,
        last_day=booking.last_day or timing.last_day_unless_named(at_slot, at, office()),
        message=booking.message,
        language=booking.language,
        interpreter=booking.interpreter,
        about=booking.about,
        attempts_allowed=timing.FIRST_ATTEMPTS,
        number=_number(booking.number),
        ask_for=kept_text("ask_for", booking.ask_for),
        introduce_as=kept_text("introduce_as", booking.introduce_as),
        pass_phrase=kept_text("pass_phrase", booking.pass_phrase),
    )


def _number(text: str) -> str:
    try:
        return numbers.read(text)
    except ValueError as error:
        raise InvalidInput("number", str(error)) from None


def _set_first_times(made: CallBack, at: dt.datetime) -> None:
    field = "earliest" if made.earliest or made.latest else "last_day"
    _check_slot_hours(made, field)
    found = times_of(made, at)
    if found is None:
        raise InvalidInput(field, NO_TIME)
    set_times(made, found)


def _check_slot_hours(call_back: CallBack, field: str) -> None:
    """The caller's hours and the slot must leave some time in common."""
    plan = rules.plan_of(call_back)
    if plan.slot is None:
        return
    only_slot = replace(plan, last_day=timezone.localtime(plan.slot[0]).date())
    if next(timing.windows(only_slot, plan.slot[0], office()), None) is None:
        raise InvalidInput(field, "The caller’s hours leave no time in the slot. Choose another slot or other hours.")


def _last_day_after_move(held: CallBack, at: dt.datetime) -> dt.date:
    """The last day that was named, unless the new time comes after it."""
    slot = held.slot
    usual = timing.last_day_unless_named((slot.starts_at, slot.ends_at) if slot else None, at, office())
    return max(held.last_day, usual) if slot or held.last_day < timezone.localtime(at).date() else held.last_day
