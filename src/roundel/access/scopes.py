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
CLOSED = "This record is closed to you."


@dataclass(frozen=True)
class Door:
    """How a closed record of one kind is found by its reference, and where its page is.

    Only a kind with a door can be opened in an emergency or have people named for it. ``words`` is what
    one record is called ("contact"); ``names`` is the permission with which one names people for a record.
    """

    words: str
    records: Callable[[], QuerySet[Any]]
    page: Callable[[str], str]
    names: str


@dataclass(frozen=True)
class Scope:
    """What an asker may see of one kind: ``rule`` gives a filter, or None for nothing at all.

    ``knows`` is the permission with which one may learn that a closed record exists (and so is told
    "closed to you" instead of "no such record").
    """

    kind: str
    rule: Callable[[Asker], Q | None]
    knows: str
    door: Door | None = None


@dataclass(frozen=True)
class Record:
    """One record found by its reference, for those who may know that it exists."""

    kind: str
    words: str
    object_id: uuid.UUID
    reference: str
    page: str
    is_open: bool


class Closed(Refused):
    """The record exists and is closed to the asker, who may know of it."""

    def __init__(self, kind: str, reference: str) -> None:
        super().__init__(CLOSED)
        self.kind = kind
        self.reference = reference


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
    closed = records.filter(**key).first() if may_know(asker, kind) else None
    if closed is not None:
        raise Closed(kind, getattr(closed, "reference", ""))
    raise NotFound


def find(asker: Asker, kind: str, reference: str) -> Record:
    """The record with this reference, open or closed; NotFound to those who may not know of it."""
    scope = _SCOPES.get(kind)
    if scope is None or scope.door is None or not asker.may(scope.knows):
        raise NotFound
    records = scope.door.records().filter(reference=reference)
    object_id = records.values_list("pk", flat=True).first()
    if object_id is None:
        raise NotFound
    is_open = visible(asker, kind, records).exists()
    return Record(kind, scope.door.words, object_id, reference, scope.door.page(reference), is_open)


def page_of(kind: str, reference: str) -> str:
    """Where the record's page is; empty for a kind without a door."""
    scope = _SCOPES.get(kind)
    return scope.door.page(reference) if scope is not None and scope.door is not None else ""


def check_may_name(asker: Asker, kind: str) -> None:
    """Whether the asker names people for records of this kind."""
    scope = _SCOPES.get(kind)
    if scope is None or scope.door is None:
        raise NotFound
    asker.require(scope.door.names, "Your role does not include naming people for a record.")


def knowing_permission(kind: str) -> str:
    """The permission without which nobody can be named for a record of this kind."""
    scope = _SCOPES.get(kind)
    return scope.knows if scope is not None else ""


def may_know(asker: Asker, kind: str) -> bool:
    """Whether the asker may learn that closed records of this kind exist."""
    scope = _SCOPES.get(kind)
    return scope is not None and asker.may(scope.knows)


def is_granted(asker: Asker, kind: str, object_id: uuid.UUID) -> bool:
    """Whether this one record is open to the asker by name or by emergency access."""
    return object_id in asker.granted_ids(kind)
