"""Whom one can choose: staff whose roles include what is to be done. Staff are no secret to staff."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef, Q

from roundel.access.grants import Asker
from roundel.access.models import User, UserRole
from roundel.access.roles import ROLES
from roundel.safeguarding.rules import DISCLOSE
from roundel.safeguarding.states import MANAGE

LEAD = "safeguarding_lead"


def may_own(asker: Asker, *, at: dt.datetime) -> list[tuple[uuid.UUID, str]]:
    """Who can own a concern: id and name, safeguarding leads first."""
    leads = {user_id for user_id, _ in _holders(asker, at, (LEAD,))}
    return sorted(_holders(asker, at, _roles_with(MANAGE)), key=lambda person: person[0] not in leads)


def may_share(asker: Asker, *, at: dt.datetime) -> list[tuple[uuid.UUID, str]]:
    """Who can share something with an agency: id and name."""
    return _holders(asker, at, _roles_with(DISCLOSE))


def _roles_with(permission: str) -> tuple[str, ...]:
    return tuple(name for name, role in ROLES.items() if permission in role.permissions)


def _holders(asker: Asker, at: dt.datetime, roles: tuple[str, ...]) -> list[tuple[uuid.UUID, str]]:
    asker.signed_in_id()
    current = (Q(to_at__isnull=True) | Q(to_at__gt=at)) & Q(from_at__lte=at, role__in=roles)
    holds = Exists(UserRole.objects.filter(current, user=OuterRef("pk")))
    return list(User.objects.filter(holds, is_active=True).order_by("name", "pk").values_list("pk", "name"))
