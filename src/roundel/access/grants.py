"""``Asker``: everything about the person asking that a rule may need, loaded once and free of queries."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from django.db.models import Q

from roundel.access.enums import Ground
from roundel.access.models import RecordGrant, User, UserRole
from roundel.access.roles import permissions_of
from roundel.kernel.errors import Refused

NO_RECORDS: Mapping[str, frozenset[uuid.UUID]] = MappingProxyType({})


@dataclass(frozen=True)
class Asker:
    """Who asks, and what has been granted: roles, permissions, and single records by kind.

    ``granted`` maps a record kind to the ids that are open to this person by name or by emergency
    access; ``broken_glass`` holds those opened by emergency access, so that each look can say so.
    """

    user_id: uuid.UUID | None
    name: str
    roles: frozenset[str] = frozenset()
    permissions: frozenset[str] = frozenset()
    granted: Mapping[str, frozenset[uuid.UUID]] = field(default_factory=lambda: NO_RECORDS)
    broken_glass: frozenset[uuid.UUID] = frozenset()

    def may(self, permission: str) -> bool:
        """Whether the permission is held. An unknown one never is."""
        return permission in self.permissions

    def may_any(self, *permissions: str) -> bool:
        """Whether at least one of these permissions is held."""
        return any(permission in self.permissions for permission in permissions)

    def require(self, permission: str, reason: str = "Your role does not include this.") -> None:
        """Raise Refused unless the permission is held."""
        if permission not in self.permissions:
            raise Refused(reason)

    def signed_in_id(self) -> uuid.UUID:
        """Who it is, where that must be written down; nobody and the system are refused."""
        if self.user_id is None:
            raise Refused("Sign in first.")
        return self.user_id

    def granted_ids(self, kind: str) -> frozenset[uuid.UUID]:
        """The ids of this kind that are open to this person although they are closed to the role."""
        return self.granted.get(kind, frozenset())

    def via(self, object_id: uuid.UUID | None) -> str:
        """How a look at this record came about: ``break_glass``, or empty for the ordinary way."""
        return Ground.BREAK_GLASS.value if object_id in self.broken_glass else ""


NOBODY = Asker(user_id=None, name="nobody")


def system(name: str) -> Asker:
    """The system itself as actor of a job or a command; it holds no permission to read records."""
    return Asker(user_id=None, name=name)


def load_asker(user_id: uuid.UUID, *, at: dt.datetime) -> Asker:
    """The asker for a signed-in user at this moment; NOBODY if the account is closed. Three queries."""
    user = User.objects.filter(pk=user_id, is_active=True).values("id", "name").first()
    if user is None:
        return NOBODY
    current = Q(from_at__lte=at) & (Q(to_at__isnull=True) | Q(to_at__gt=at))
    roles = frozenset(UserRole.objects.filter(current, user_id=user_id).values_list("role", flat=True))
    granted: dict[str, set[uuid.UUID]] = defaultdict(set)
    broken = set()
    for kind, object_id, ground in RecordGrant.objects.filter(current, user_id=user_id).values_list(
        "kind", "object_id", "ground"
    ):
        granted[kind].add(object_id)
        if ground == Ground.BREAK_GLASS:
            broken.add(object_id)
    return Asker(
        user_id=user["id"],
        name=user["name"],
        roles=roles,
        permissions=permissions_of(roles),
        granted=MappingProxyType({kind: frozenset(ids) for kind, ids in granted.items()}),
        broken_glass=frozenset(broken),
    )
