"""Events as people read them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from roundel.audit.enums import Via
from roundel.audit.models import AuditEvent
from roundel.audit.registry import UnknownEventError, all_kinds, event_type, kind_words

NOBODY = "Somebody who was not signed in"


@dataclass(frozen=True)
class Line:
    """One event in words."""

    at: dt.datetime
    recorded_at: dt.datetime
    who: str
    actor_id: uuid.UUID | None
    did: str
    kind: str
    object_id: uuid.UUID | None
    reference: str
    reason: str
    marks: tuple[str, ...]
    details: tuple[str, ...]


def line(event: AuditEvent) -> Line:
    """An event for a page. Reads the sealed reason."""
    details = json.loads(event.detail) if event.detail else {}
    marks = ["emergency access"] if event.via == Via.BREAK_GLASS else []
    if details.pop("restricted", False) is True:
        marks.append("restricted record")
    return Line(
        at=event.happened_at,
        recorded_at=event.recorded_at,
        who=event.actor_name or NOBODY,
        actor_id=event.actor_id,
        did=did(event),
        kind=event.kind,
        object_id=event.object_id if event.kind in all_kinds() else None,
        reference=event.reference,
        reason=event.reason or "",
        marks=tuple(marks),
        details=tuple(f"{key.replace('_', ' ')}: {_value(value)}" for key, value in details.items()),
    )


def did(event: AuditEvent) -> str:
    """What was done: "read contact H-7F3K-9X". An event of an app that is gone keeps its name."""
    thing = " ".join(part for part in (_kind(event.kind), event.reference) if part)
    try:
        words = event_type(event.event).words
    except UnknownEventError:
        return f"did “{event.event}” with {thing}"
    if "{thing}" in words:
        return words.format(thing=thing)
    return f"{words} ({event.reference})" if event.reference else words


def sentence(event: AuditEvent) -> str:
    """The whole event but its time: "Sam Rivers read contact H-7F3K-9X"."""
    return f"{event.actor_name or NOBODY} {did(event)}"


def _kind(kind: str) -> str:
    try:
        return kind_words(kind)
    except UnknownEventError:
        return kind


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:,}" if isinstance(value, int) else str(value).replace("_", " ")
