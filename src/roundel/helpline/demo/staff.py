"""The demo's people, as askers."""

from __future__ import annotations

import datetime as dt

from roundel.access.grants import Asker, load_asker
from roundel.access.models import User, UserRole


def staff(role: str, *, at: dt.datetime) -> list[Asker]:
    """The demo's people who hold a role."""
    users = User.objects.filter(pk__in=UserRole.objects.filter(role=role).values("user_id")).order_by("name")
    return [load_asker(user.pk, at=at) for user in users]
