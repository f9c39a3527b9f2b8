"""One visibility scope per kind of record. Lists, search, counts, exports and pages all begin here.

A scope is registered by the app that owns the kind. An unknown kind shows nothing; a rule that fails
raises, and the request is refused. Empty means nothing, never everything.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.db.models import Model, Q, QuerySet

from roundel.access.grants import Asker
from roundel.kernel.errors import NotFound, Refused

M = TypeVar("M", bound=Model)
CLOSED = "This record is open to named people only."


@dataclass(frozen=True)
class Scope:
    """What an asker may see of one kind: ``rule`` gives a filter, or None for nothing at all.

    ``knows`` is the permission with which one may learn that a closed record exists (and so is told
    "closed to you" instead of "no such record").
    """

    kind: str
    rule: Callable[[Asker], Q | None]
    knows: str


_SCOPES: dict[str, Scope] = {}


def register(scope: Scope) -> None:
    """Make a kind of record known. A second scope for one kind is a mistake."""
    if _SCOPES.get(scope.kind, scope) != scope:
        raise ValueError(f"there is a scope for {scope.kind} already")
    _SCOPES[scope.kind] = scope


def kinds() -> tuple[str, ...]:
    """Every kind that has a scope."""
    return tuple(sorted(_SCOPES))


def visible(asker: Asker, kind: str, records: QuerySet[M]) -> QuerySet[M]:
    """The records of this kind that the asker may see: by role, or granted singly."""
    scope = _SCOPES.get(kind)
    if scope is None or asker.user_id is None:
        return records.none()
    by_role, singly = scope.rule(asker), asker.granted_ids(kind)
    if by_role is None and not singly:
        return records.none()
    condition = by_role if by_role is not None else Q(pk__in=singly)
    if by_role is not None and singly:
        condition |= Q(pk__in=singly)
    return records.filter(condition)


def get_visible(asker: Asker, kind: str, records: QuerySet[M], **key: Any) -> M:
    """The one record with this key, or a refusal.

    Raises Refused (403, with the reason) if it exists, is closed, and the asker may know of it;
    NotFound (404) otherwise, so that a hidden record and a missing one look alike.
    """
    found = visible(asker, kind, records).filter(**key).first()
    if found is not None:
        return found
    scope = _SCOPES.get(kind)
    if scope and asker.may(scope.knows) and records.filter(**key).exists():
        raise Refused(CLOSED)
    raise NotFound


def may_know(asker: Asker, kind: str) -> bool:
    """Whether the asker may learn that closed records of this kind exist."""
    scope = _SCOPES.get(kind)
    return scope is not None and asker.may(scope.knows)


def is_granted(asker: Asker, kind: str, object_id: uuid.UUID) -> bool:
    """Whether this one record is open to the asker by name or by emergency access."""
    return object_id in asker.granted_ids(kind)
