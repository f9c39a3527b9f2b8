"""A person's own shifts: to come and past, with the hours they make; and as a calendar to take away."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.rota import moments, rules
from roundel.rota.hours import Hours
from roundel.rota.models import Signing
from roundel.rota.queries.places import own_places, visible_to
from roundel.rota.queries.week import hours_of

PAGE = 20
MOST_IN_A_CALENDAR = 500


@dataclass(frozen=True)
class MyShifts:
    """A page of one's own places, with the hours of this week and the next."""

    page: Page[Signing]
    this_week: Hours
    next_week: Hours


def read_mine(asker: Asker, *, at: dt.datetime, past: bool, page: str) -> MyShifts:
    """The asker's own shifts, what comes next first, or what was last first."""
    rules.check_may_view(asker)
    monday = moments.monday_of(moments.day_of(at))
    found = _past(asker, at) if past else _to_come(asker, at)
    return MyShifts(
        page=Paginator(found, PAGE).get_page(page),
        this_week=_week(asker, monday),
        next_week=_week(asker, monday + moments.WEEK),
    )


def read_calendar(asker: Asker, *, at: dt.datetime) -> list[Signing]:
    """The asker's own shifts to come, for a calendar of his own; taking them away is recorded."""
    rules.check_may_view(asker)
    found = list(_to_come(asker, at)[:MOST_IN_A_CALENDAR])
    audit.record_look(by=asker, at=at, event="rota.own.exported", kind="rota.own", detail={"shown": len(found)})
    return found


def _to_come(asker: Asker, at: dt.datetime) -> QuerySet[Signing]:
    mine = own_places(asker).filter(shift__in=visible_to(asker), shift__ends_at__gt=at)
    return mine.order_by("shift__starts_at", "id")


def _past(asker: Asker, at: dt.datetime) -> QuerySet[Signing]:
    """What one was on for, wholly or in part."""
    was = Q(ended_at__isnull=True) | Q(ended_at__gt=F("shift__starts_at"))
    over = Q(shift__ends_at__lte=at, shift__cancelled_at__isnull=True, signed_at__lt=F("shift__ends_at"))
    mine = Signing.objects.filter(was, over, user_id=asker.signed_in_id(), shift__in=visible_to(asker))
    return mine.select_related("shift").order_by("-shift__starts_at", "-id")


def _week(asker: Asker, monday: dt.date) -> Hours:
    begins, ends = moments.midnight(monday), moments.midnight(monday + moments.WEEK)
    mine = Signing.objects.filter(user_id=asker.signed_in_id(), shift__in=visible_to(asker)).select_related("shift")
    places = list(mine.filter(shift__starts_at__gte=begins, shift__starts_at__lt=ends))
    return hours_of([place.shift for place in places], places)
