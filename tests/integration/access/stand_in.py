"""A kind of record that stands in for a service's, so that these tests need none: grants themselves, by reference."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db.models import Q

from roundel.access import scopes
from roundel.access.enums import Ground
from roundel.access.grants import Asker
from roundel.access.models import RecordGrant, User
from roundel.audit.registry import register_kind

KIND = "test.record"
REFERENCE = "H-7F3K-47"
OPEN_REFERENCE = "H-3333-33"
BEGIN = dt.datetime(2021, 1, 1, tzinfo=dt.UTC)


def visible_records(asker: Asker) -> Q | None:
    """A supervisor sees the open ones; nobody's role opens the other."""
    return Q(reference=OPEN_REFERENCE) if asker.may("helpline.correct_contact") else None


DOOR = scopes.Door(
    words="record",
    records=lambda: RecordGrant.objects.filter(kind="stand-in"),
    page=lambda reference: f"/records/{reference}/",
    names="helpline.restrict_contact",
)
register_kind(KIND, "record")
scopes.register(scopes.Scope(KIND, visible_records, knows="helpline.know_contact", door=DOOR))


def make_record(owner: User, reference: str = REFERENCE) -> uuid.UUID:
    """A record that exists, closed to everybody by role (or open to supervisors)."""
    made = RecordGrant.objects.create(
        kind="stand-in", object_id=owner.pk, reference=reference, user=owner, ground=Ground.NAMED,
        reason="stands in for a record", from_at=BEGIN, to_at=BEGIN, given_by=owner,
    )  # fmt: skip
    return made.pk
