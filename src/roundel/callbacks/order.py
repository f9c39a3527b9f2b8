"""How call-backs stand and in which order they are taken, as conditions for the database.

The order: what is overdue first, then how soon a person decided it must be, then when it is due. Nothing of who
waits or what was told goes into it.
"""

from __future__ import annotations

import datetime as dt

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from roundel.callbacks.enums import State
from roundel.callbacks.models import CallBack
from roundel.callbacks.timing import CLAIM


def is_calling(at: dt.datetime) -> Q:
    """Somebody is making the call."""
    return Q(state=State.CALLING, calling_at__gt=at - CLAIM)


def _waits(at: dt.datetime) -> Q:
    """Waiting, as written or because a call was left."""
    return Q(state=State.WAITING) | Q(state=State.CALLING, calling_at__lte=at - CLAIM)


def is_waiting(at: dt.datetime) -> Q:
    """It waits to be made, and there is time."""
    return _waits(at) & Q(expires_at__gt=at)


def is_to_settle(at: dt.datetime) -> Q:
    """Somebody must decide how it goes on."""
    return Q(state=State.TO_SETTLE) | (_waits(at) & Q(expires_at__lte=at))


def is_overdue(at: dt.datetime) -> Q:
    """It waits, and should have been made."""
    return is_waiting(at) & Q(due_at__lte=at)


def is_open_now(at: dt.datetime) -> Q:
    """It waits, and its first safe time has begun (whether this very hour is safe is said of each by timing.py)."""
    return is_waiting(at) & Q(opens_at__lte=at)


def in_order(found: QuerySet[CallBack], at: dt.datetime) -> QuerySet[CallBack]:
    """In the order in which calls are made."""
    overdue_first = Case(When(due_at__lte=at, then=Value(0)), default=Value(1), output_field=IntegerField())
    return found.order_by(overdue_first, "priority", "due_at", "id")


def stands_before(call_back: CallBack, at: dt.datetime) -> Q:
    """What is taken before this one."""
    same = Q(priority=call_back.priority)
    sooner = (
        Q(priority__lt=call_back.priority)
        | (same & Q(due_at__lt=call_back.due_at))
        | (same & Q(due_at=call_back.due_at, pk__lt=call_back.pk))
    )
    if call_back.due_at <= at:
        return Q(due_at__lte=at) & sooner
    return Q(due_at__lte=at) | sooner
