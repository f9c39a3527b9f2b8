"""Setting the slots of call-backs."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from django.db import transaction

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.callbacks import rules
from roundel.callbacks.actions.records import locked_slot
from roundel.callbacks.enums import State
from roundel.callbacks.models import MOST_AT_ONCE, Slot
from roundel.callbacks.patterns import Laid, Pattern, lay
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.working_time import office

MOST_SLOTS = 500
MOST_WEEKS = 26


class Made(NamedTuple):
    """What came of a pattern: how many slots and when the first is, how many there were already, the closed days."""

    made: int
    first: dt.datetime | None
    there: int
    closed: tuple[dt.date, ...]


@transaction.atomic
def make_slot(*, by: Asker, at: dt.datetime, starts_at: dt.datetime, length: dt.timedelta, capacity: int) -> Slot:
    """Offer one time. InvalidInput if it has passed, is too long, or is offered already."""
    rules.check_may_manage(by)
    rules.check_slot(starts_at, starts_at + length, at)
    _check_capacity(capacity)
    if Slot.objects.filter(starts_at=starts_at, ends_at=starts_at + length, withdrawn_at=None).exists():
        raise InvalidInput("starts_at", "This time is offered already.")
    slot = Slot.objects.create(
        starts_at=starts_at,
        ends_at=starts_at + length,
        capacity=capacity,
        made_at=at,
        made_by_id=by.signed_in_id(),
    )
    _note(by, at, "made", slot, capacity=capacity)
    return slot


@transaction.atomic
def make_pattern(*, by: Asker, at: dt.datetime, pattern: Pattern) -> Made:
    """Offer the times of a week's pattern for some weeks. What has passed or is offered already is passed over."""
    rules.check_may_manage(by)
    laid = _checked(pattern, at)
    there = set(
        Slot.objects.filter(withdrawn_at=None, starts_at__in=[one[0] for one in laid.times]).values_list(
            "starts_at", "ends_at"
        )
    )
    wanted = [window for window in laid.times if window[0] > at and window not in there]
    Slot.objects.bulk_create(
        Slot(starts_at=opens, ends_at=closes, capacity=pattern.capacity, made_at=at, made_by_id=by.signed_in_id())
        for opens, closes in wanted
    )
    _note(by, at, "pattern_made", None, slots=len(wanted), weeks=pattern.weeks)
    return Made(len(wanted), min(wanted)[0] if wanted else None, len(there), laid.closed)


@transaction.atomic
def change_slot(*, by: Asker, at: dt.datetime, slot: Slot, capacity: int) -> Slot:
    """Change how many fit into a slot: never fewer than are booked in it."""
    held = locked_slot(by, slot.pk)
    rules.check_may_manage(by)
    _check_capacity(capacity)
    booked = held.call_backs.exclude(state=State.CANCELLED).count()
    if capacity < booked:
        raise InvalidInput("capacity", f"{booked} are booked in it already. Move some of them first.")
    if held.withdrawn_at is not None:
        raise Refused("This slot is withdrawn.")
    held.capacity = capacity
    held.save(update_fields=["capacity"])
    _note(by, at, "changed", held, capacity=capacity)
    return held


@transaction.atomic
def withdraw_slot(*, by: Asker, at: dt.datetime, slot: Slot) -> Slot:
    """Take no more bookings in a slot. Those that are booked in it stay: they were promised."""
    held = locked_slot(by, slot.pk)
    rules.check_may_manage(by)
    if held.withdrawn_at is not None:
        raise Refused("This slot is withdrawn already.")
    held.withdrawn_at, held.withdrawn_by_id = at, by.user_id
    held.save(update_fields=["withdrawn_at", "withdrawn_by"])
    _note(by, at, "withdrawn", held)
    return held


def _checked(pattern: Pattern, at: dt.datetime) -> Laid:
    _check_capacity(pattern.capacity)
    if not 1 <= pattern.weeks <= MOST_WEEKS:
        raise InvalidInput("weeks", f"Enter a number of weeks from 1 to {MOST_WEEKS}.")
    laid = lay(pattern, office())
    if not laid.times:
        raise InvalidInput("closes", "No slot of this length fits between these hours on these days.")
    if len(laid.times) > MOST_SLOTS:
        raise InvalidInput("weeks", f"That would be {len(laid.times):,} slots. Choose fewer weeks, or longer slots.")
    rules.check_slot(max(laid.times)[0], max(laid.times)[1], at)
    return laid


def _check_capacity(capacity: int) -> None:
    if not 1 <= capacity <= MOST_AT_ONCE:
        raise InvalidInput("capacity", f"Enter how many call-backs fit, from 1 to {MOST_AT_ONCE}.")


def _note(by: Asker, at: dt.datetime, event: str, slot: Slot | None, **detail: int) -> None:
    audit.record(
        by=by,
        at=at,
        event=f"callbacks.slot.{event}",
        kind=rules.SLOT,
        object_id=slot.pk if slot else None,
        detail=detail,
    )
