"""Slots: a week of them, and those that can still be booked."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.callbacks import rules
from roundel.callbacks.enums import State
from roundel.callbacks.models import Slot
from roundel.callbacks.timing import DAY
from roundel.kernel.working_time import office

AHEAD = dt.timedelta(days=28)
MOST_OFFERED = 400


def visible_to(asker: Asker) -> QuerySet[Slot]:
    """The slots that the asker may see, each with ``taken``: how many are booked in it."""
    booked = Count("call_backs", filter=~Q(call_backs__state=State.CANCELLED))
    return scopes.visible(asker, rules.SLOT, Slot.objects.all()).annotate(taken=booked)


def get_slot(asker: Asker, slot_id: uuid.UUID) -> Slot:
    """The slot with this id, with ``taken``; or a refusal."""
    scopes.get_visible(asker, rules.SLOT, Slot.objects.all(), pk=slot_id)
    return visible_to(asker).get(pk=slot_id)


def offered(asker: Asker, at: dt.datetime) -> list[Slot]:
    """The slots of the next four weeks in which there is room, the soonest first. One query."""
    found = visible_to(asker).filter(withdrawn_at__isnull=True, ends_at__gt=at, starts_at__lt=at + AHEAD)
    return [slot for slot in found.order_by("starts_at", "ends_at", "id")[:MOST_OFFERED] if slot.taken < slot.capacity]


@dataclass(frozen=True)
class Day:
    """One day of the week's page. ``closed``: a bank holiday, or a day on which the office is closed."""

    day: dt.date
    closed: bool
    slots: list[Slot]


def week(asker: Asker, monday: dt.date) -> list[Day]:
    """The seven days that begin with this one, with their slots. One query."""
    rules.check_may_make(asker)
    begins, ends = (timezone.make_aware(dt.datetime.combine(monday + n * DAY, dt.time())) for n in (0, 7))
    found = visible_to(asker).filter(starts_at__gte=begins, starts_at__lt=ends)
    by_day: dict[dt.date, list[Slot]] = {monday + n * DAY: [] for n in range(7)}
    # A withdrawn slot is shown only while somebody is booked in it.
    for slot in found.filter(Q(withdrawn_at__isnull=True) | Q(taken__gt=0)).order_by("starts_at", "ends_at", "id"):
        by_day[timezone.localtime(slot.starts_at).date()].append(slot)
    return [Day(day, office().is_holiday(day), slots) for day, slots in by_day.items()]


def monday_of(asker: Asker, day: dt.date) -> dt.date:
    """The Monday of the week of this day."""
    rules.check_may_make(asker)
    return day - day.weekday() * DAY
