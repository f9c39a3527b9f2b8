"""Leave for one person to open one record: named for it, or by emergency access, which somebody else reviews."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.db.models import Q, QuerySet

from roundel.access import rules, scopes
from roundel.access.enums import Ground, ReviewOutcome
from roundel.access.grants import Asker, load_asker
from roundel.access.models import RecordGrant
from roundel.audit.actions import record
from roundel.kernel.errors import InvalidInput, NotFound, Refused


@transaction.atomic
def break_glass(*, by: Asker, at: dt.datetime, kind: str, reference: str, reason: str) -> RecordGrant:
    """Open a closed record to the asker for an hour, with the reason; a review is due afterwards."""
    found = scopes.find(by, kind, reference)
    rules.check_may_break_glass(by)
    if found.is_open:
        raise Refused("This record is open to you already.")
    grant = RecordGrant.objects.create(
        kind=kind,
        object_id=found.object_id,
        reference=reference,
        user_id=by.signed_in_id(),
        ground=Ground.BREAK_GLASS,
        reason=rules.check_reason(reason),
        from_at=at,
        to_at=at + rules.EMERGENCY_LASTS,
        given_by_id=by.signed_in_id(),
    )
    record(
        by=by,
        at=at,
        event="access.emergency.opened",
        kind=kind,
        object_id=found.object_id,
        reference=reference,
        reason=grant.reason,
        detail={"minutes": int(rules.EMERGENCY_LASTS.total_seconds() // 60)},
    )
    return grant


@transaction.atomic
def read_review(*, by: Asker, at: dt.datetime, grant: RecordGrant) -> None:
    """Note that the asker looked at why a record was opened in an emergency."""
    rules.check_may_review(by, grant.user_id)
    record(
        by=by,
        at=at,
        event="access.emergency.read",
        kind=grant.kind,
        object_id=grant.object_id,
        reference=grant.reference,
    )


@transaction.atomic
def review(*, by: Asker, at: dt.datetime, grant_id: uuid.UUID, outcome: str, note: str) -> None:
    """Say what somebody else's emergency access was worth."""
    grant = RecordGrant.objects.select_for_update().filter(pk=grant_id, ground=Ground.BREAK_GLASS).first()
    if grant is None:
        raise NotFound
    rules.check_may_review(by, grant.user_id)
    if grant.reviewed_at is not None:
        raise Refused("Somebody has reviewed this already.")
    if outcome not in ReviewOutcome.values:
        raise InvalidInput("outcome", "Choose what you found.")
    if outcome != ReviewOutcome.JUSTIFIED:
        rules.check_reason(note, "note")
    grant.reviewed_by_id, grant.reviewed_at = by.user_id, at
    grant.review_outcome, grant.review_note = outcome, note.strip() or None
    grant.save(update_fields=["reviewed_by", "reviewed_at", "review_outcome", "review_note"])
    record(
        by=by,
        at=at,
        event="access.emergency.reviewed",
        kind=grant.kind,
        object_id=grant.object_id,
        reference=grant.reference,
        detail={"outcome": outcome},
    )


@transaction.atomic
def name_for_record(
    *, by: Asker, at: dt.datetime, kind: str, reference: str, user_id: uuid.UUID, reason: str
) -> RecordGrant:
    """Name a person for one record: it is open to him however it is restricted, until the naming is ended."""
    scopes.check_may_name(by, kind)
    found = scopes.find(by, kind, reference)
    _check_can_be_named(load_asker(user_id, at=at), kind)
    if _named(kind, found.object_id, at).filter(user_id=user_id).exists():
        raise InvalidInput("user", "This person is named for the record already.")
    grant = RecordGrant.objects.create(
        kind=kind,
        object_id=found.object_id,
        reference=reference,
        user_id=user_id,
        ground=Ground.NAMED,
        reason=rules.check_reason(reason),
        from_at=at,
        given_by_id=by.signed_in_id(),
    )
    record(
        by=by,
        at=at,
        event="access.record.named",
        kind=kind,
        object_id=found.object_id,
        reference=reference,
        reason=grant.reason,
        detail={"account": user_id.hex},
    )
    return grant


@transaction.atomic
def end_grant(*, by: Asker, at: dt.datetime, grant_id: uuid.UUID) -> None:
    """End that somebody is named for a record; the record closes to him at once."""
    grant = RecordGrant.objects.select_for_update().filter(pk=grant_id, ground=Ground.NAMED).first()
    if grant is None:
        raise NotFound
    scopes.check_may_name(by, grant.kind)
    if grant.to_at is not None:
        raise Refused("This has been ended already.")
    grant.to_at = at
    grant.save(update_fields=["to_at"])
    record(
        by=by,
        at=at,
        event="access.record.unnamed",
        kind=grant.kind,
        object_id=grant.object_id,
        reference=grant.reference,
        detail={"account": grant.user_id.hex},
    )


def _named(kind: str, object_id: uuid.UUID, at: dt.datetime) -> QuerySet[RecordGrant]:
    still = Q(to_at__isnull=True) | Q(to_at__gt=at)
    return RecordGrant.objects.filter(still, kind=kind, object_id=object_id, ground=Ground.NAMED)


def _check_can_be_named(person: Asker, kind: str) -> None:
    """A record is never opened to an account whose roles have nothing to do with its kind."""
    if person.user_id is None or not person.may(scopes.knowing_permission(kind)):
        raise InvalidInput("user", "Only people whose role has to do with such records can be named.")
