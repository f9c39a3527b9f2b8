"""What the actions share: finding and locking, the times anew, ending, noting. Called inside an action."""

from __future__ import annotations

import datetime as dt
import uuid

from roundel.access.grants import Asker
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.audit.actions import Actor
from roundel.callbacks import rules, timing
from roundel.callbacks.enums import Outcome, State
from roundel.callbacks.models import Attempt, CallBack, Slot
from roundel.kernel.working_time import office

TIMES = ("opens_at", "due_at", "expires_at")
CLAIM = ("calling_at", "calling_by")
SEALED = ("number", "ask_for", "introduce_as", "pass_phrase")


def locked(by: Asker, call_back_id: uuid.UUID) -> CallBack:
    """The call-back, if the asker may see it, locked until the end of the transaction."""
    found = CallBack.objects.select_for_update(of=("self",)).select_related("slot", "calling_by")
    return get_visible(by, rules.KIND, found, pk=call_back_id)


def locked_slot(by: Asker, slot_id: uuid.UUID) -> Slot:
    """The slot, locked: two who book at once come one after the other."""
    return get_visible(by, rules.SLOT, Slot.objects.select_for_update(), pk=slot_id)


def place_in(by: Asker, slot_id: uuid.UUID | None, at: dt.datetime, *, moving: CallBack | None = None) -> Slot | None:
    """The slot with room for one more, locked; None for as soon as possible."""
    if slot_id is None:
        return None
    slot = locked_slot(by, slot_id)
    booked = slot.call_backs.exclude(state=State.CANCELLED)
    others = booked.exclude(pk=moving.pk) if moving else booked
    rules.check_offered(slot, others.count(), at)
    return slot


def times_of(call_back: CallBack, since: dt.datetime) -> timing.Times | None:
    """The times of a call-back that is waited for since this moment; None if no safe time is left."""
    return timing.times(rules.plan_of(call_back), since, call_back.priority, office())


def set_times(call_back: CallBack, found: timing.Times) -> None:
    """Put the times into the call-back."""
    call_back.opens_at, call_back.due_at, call_back.expires_at = found.opens_at, found.due_at, found.expires_at


def close_claim(call_back: CallBack, at: dt.datetime, outcome: str) -> None:
    """Write what came of the call that somebody had begun, if anybody had, and let go of it."""
    if call_back.calling_at is None or call_back.calling_by_id is None:
        return
    Attempt.objects.create(
        call_back=call_back,
        began_at=call_back.calling_at,
        ended_at=max(at, call_back.calling_at),
        made_by_id=call_back.calling_by_id,
        outcome=outcome,
    )
    call_back.calling_at = call_back.calling_by = None


def outcome_for(by: Asker, call_back: CallBack, outcome: str) -> str:
    """What is written of a call that ends another way: of somebody else's, only that nothing was noted."""
    return outcome if rules.is_claimer(by, call_back) else Outcome.LEFT


def end(by: Asker, at: dt.datetime, call_back: CallBack, ending: str, reason: str = "") -> None:
    """End a call-back. How the person is reached is erased in the same statement."""
    call_back.ended_at, call_back.ended_by_id = at, by.signed_in_id()
    call_back.ending, call_back.closing_reason = ending, reason or None
    for name in SEALED:
        setattr(call_back, name, None)
    call_back.save()


def note(
    by: Actor, at: dt.datetime, event: str, call_back: CallBack, *, reason: str = "", **detail: str | int | bool
) -> None:
    """Write the one audit event of a change in a call-back."""
    audit.record(
        by=by,
        at=at,
        event=f"callbacks.call_back.{event}",
        kind=rules.KIND,
        object_id=call_back.pk,
        reference=call_back.reference,
        reason=reason,
        detail=detail,
    )
