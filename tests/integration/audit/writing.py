"""Writing events in tests, and going behind the application's back."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from roundel.audit import guards
from roundel.audit.actions import record
from roundel.audit.models import AuditEvent
from roundel.kernel.ids import new_id
from tests.support.moments import NOW

SAM_ID, RECORD = uuid.UUID(int=7), uuid.UUID(int=99)


@dataclass(frozen=True)
class Person:
    """Somebody who does things."""

    name: str = "Sam Rivers"
    user_id: uuid.UUID | None = SAM_ID
    door: str = ""

    def via(self, object_id: uuid.UUID | None) -> str:
        """By which door."""
        return self.door


SAM = Person()


def write(event: str = "helpline.contact.read", *, by: Any = SAM, at: dt.datetime = NOW, **more: Any) -> AuditEvent:
    """One event about a contact."""
    more = {"kind": "helpline.contact", "object_id": RECORD, "reference": "H-7F3K-9Q", **more}
    before = set(AuditEvent.objects.values_list("pk", flat=True))
    with transaction.atomic():
        record(by=by, at=at, event=event, **more)
    return AuditEvent.objects.exclude(pk__in=before).get()


def write_several(count: int, **more: Any) -> list[uuid.UUID]:
    """Events about different contacts; their ids in order."""
    return [write(object_id=new_id(), detail={"n": number}, **more).pk for number in range(count)]


@contextmanager
def unguarded() -> Iterator[Any]:
    """A cursor of somebody who owns the database and has dropped the triggers."""
    guards.remove(connection)
    with connection.cursor() as cursor:
        yield cursor
    guards.install(connection)


def db_id(value: uuid.UUID) -> Any:
    """An id as this database keeps it."""
    return value if connection.vendor == "postgresql" else value.hex
