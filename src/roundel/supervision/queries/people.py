"""The members of staff whom supervision is about: whoever has contacts, exposure and debriefs of his own."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Exists, OuterRef, Q, QuerySet

from roundel.access.grants import Asker
from roundel.access.models import User, UserRole
from roundel.access.roles import ROLES
from roundel.supervision import rules
from roundel.supervision.states import OWN

HOLDERS = tuple(name for name, role in ROLES.items() if OWN in role.permissions)


def people(asker: Asker, *, at: dt.datetime) -> list[tuple[uuid.UUID, str]]:
    """Everybody whom supervision is for now, by name: id and name. Staff are no secret to staff."""
    rules.check_may_enter(asker)
    return list(_current(HOLDERS, at).order_by("name", "pk").values_list("pk", "name"))


def others(asker: Asker, *, at: dt.datetime) -> list[tuple[uuid.UUID, str]]:
    """The same without the asker."""
    return [(key, name) for key, name in people(asker, at=at) if key != asker.user_id]


def everybody(asker: Asker, *, at: dt.datetime) -> QuerySet[User]:
    """The same as accounts, for supervisors, by name."""
    rules.check_may_review(asker)
    return _current(HOLDERS, at).order_by("name", "pk")


def get_person(asker: Asker, user_id: uuid.UUID, *, at: dt.datetime) -> User | None:
    """One of them, for a supervisor."""
    return everybody(asker, at=at).filter(pk=user_id).first()


def is_offered(asker: Asker, user_id: uuid.UUID, *, at: dt.datetime) -> bool:
    """Whether supervision is for this person now."""
    return asker.user_id is not None and _current(HOLDERS, at).filter(pk=user_id).exists()


def _current(roles: tuple[str, ...], at: dt.datetime) -> QuerySet[User]:
    current = (Q(to_at__isnull=True) | Q(to_at__gt=at)) & Q(from_at__lte=at, role__in=roles)
    return User.objects.filter(Exists(UserRole.objects.filter(current, user=OuterRef("pk"))), is_active=True)
