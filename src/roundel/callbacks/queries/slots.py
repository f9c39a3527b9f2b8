"""Slots: a week of them, and those that can still be booked."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.callbacks import rules
from roundel.callbacks.enums import State
from roundel.callbacks.models import CallBack, Slot
from roundel.callbacks.timing import DAY
from roundel.kernel.working_time import office

AHEAD = dt.timedelta(days=28)
MOST_OFFERED = 400


@dataclass(frozen=True)
class SlotSeen:
    """A slot, and how many are booked in it."""

    slot: Slot
    taken: int

    @property
    def left(self) -> int:
        """How many more fit."""
        return self.slot.capacity - self.taken


def get_slot(asker: Asker, slot_id: uuid.UUID) -> SlotSeen:
    """The slot with this id; or a refusal."""
    return _seen([scopes.get_visible(asker, rules.SLOT, Slot.objects.all(), pk=slot_id)])[0]


def offered(asker: Asker, at: dt.datetime) -> list[SlotSeen]:
    """The slots of the next four weeks in which there is room, the soonest first. Two queries."""
    ahead = Slot.objects.filter(withdrawn_at__isnull=True, ends_at__gt=at, starts_at__lt=at + AHEAD)
    found = scopes.visible(asker, rules.SLOT, ahead).order_by("starts_at", "ends_at", "id")[:MOST_OFFERED]
    return [seen for seen in _seen(found) if seen.left > 0]


def _seen(slots: Iterable[Slot]) -> list[SlotSeen]:
    """The slots with their bookings counted, all in one query."""
    found = list(slots)
    booked = CallBack.objects.filter(slot__in=found).exclude(state=State.CANCELLED)
    counts = dict(booked.order_by().values_list("slot_id").annotate(Count("pk")))
    return [SlotSeen(slot, counts.get(slot.pk, 0)) for slot in found]


@dataclass(frozen=True)
class Day:
    """One day of the week's page. ``closed``: a bank holiday, or a day on which the office is closed."""

    day: dt.date
    closed: bool
    slots: list[SlotSeen]


def week(asker: Asker, monday: dt.date) -> list[Day]:
    """The seven days that begin with this one, with their slots. Two queries."""
    rules.check_may_make(asker)
    begins, ends = (timezone.make_aware(dt.datetime.combine(monday + n * DAY, dt.time())) for n in (0, 7))
    of_week = Slot.objects.filter(starts_at__gte=begins, starts_at__lt=ends).order_by("starts_at", "ends_at", "id")
    by_day: dict[dt.date, list[SlotSeen]] = {monday + n * DAY: [] for n in range(7)}
    for seen in _seen(scopes.visible(asker, rules.SLOT, of_week)):
        if seen.slot.withdrawn_at is None or seen.taken:  # a withdrawn one only while somebody is booked in it
            by_day[timezone.localtime(seen.slot.starts_at).date()].append(seen)
    return [Day(day, office().is_holiday(day), slots) for day, slots in by_day.items()]


def monday_of(asker: Asker, day: dt.date) -> dt.date:
    """The Monday of the week of this day."""
    rules.check_may_make(asker)
    return day - day.weekday() * DAY
