"""Giving and ending roles. A role is ended, never deleted; nobody changes his own."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from roundel.access import rules
from roundel.access.grants import Asker
from roundel.access.models import User, UserRole
from roundel.audit.actions import record
from roundel.kernel.errors import NotFound, Refused

KIND = "access.account"


@transaction.atomic
def give_role(*, by: Asker, at: dt.datetime, user_id: uuid.UUID, role: str, from_day: dt.date) -> UserRole:
    """Give a role from a day on; from this moment if the day is today."""
    rules.check_may_change(by, user_id)
    user = User.objects.select_for_update().filter(pk=user_id).first()
    if user is None:
        raise NotFound
    today = timezone.localtime(at).date()
    rules.check_begins(from_day, today)
    rules.check_role_fits(role, _held(user, at))
    given = UserRole.objects.create(
        user=user, role=role, from_at=at if from_day == today else _midnight(from_day), given_by_id=by.user_id
    )
    detail = {"role": role, "from": from_day.isoformat()}
    record(by=by, at=at, event="access.role.given", kind=KIND, object_id=user_id, detail=detail)
    return given


@transaction.atomic
def end_role(*, by: Asker, at: dt.datetime, user_id: uuid.UUID, role_id: uuid.UUID) -> None:
    """End a role now. One that has not begun yet never will."""
    rules.check_may_change(by, user_id)
    held = UserRole.objects.select_for_update().filter(pk=role_id, user_id=user_id).first()
    if held is None:
        raise NotFound
    if held.to_at is not None and held.to_at <= max(at, held.from_at):
        raise Refused("This role has ended already.")
    held.to_at = max(at, held.from_at)
    held.ended_by_id = by.user_id
    held.save(update_fields=["to_at", "ended_by"])
    record(by=by, at=at, event="access.role.ended", kind=KIND, object_id=user_id, detail={"role": held.role})


def _held(user: User, at: dt.datetime) -> list[str]:
    still = Q(to_at__isnull=True) | Q(to_at__gt=at) & Q(to_at__gt=F("from_at"))
    return list(UserRole.objects.filter(still, user=user).values_list("role", flat=True))


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))
