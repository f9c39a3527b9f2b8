"""Writing the audit: one event inside the transaction of what it tells of."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Protocol

from django.db import transaction

from roundel.audit import sealer
from roundel.audit.chain import chain_keys, row_mac
from roundel.audit.detail import Detail, check_code, checked
from roundel.audit.models import AuditEvent, AuditPending
from roundel.audit.registry import event_type, kind_words
from roundel.audit.rows import canonical_event
from roundel.audit.verification import Report


class Actor(Protocol):
    """Whoever does something: what the audit needs of an asker."""

    @property
    def user_id(self) -> uuid.UUID | None:
        """The user's id; None for the system and for strangers."""

    @property
    def name(self) -> str:
        """The name that the audit shows."""

    def via(self, object_id: uuid.UUID | None) -> str:
        """``break_glass`` if this record is open to the actor by emergency access only, else empty."""


def record(  # noqa: PLR0913 - an event has this many sides, and every caller names them
    *,
    by: Actor,
    at: dt.datetime,
    event: str,
    kind: str,
    object_id: uuid.UUID | None = None,
    reference: str = "",
    reason: str = "",
    detail: Detail | None = None,
) -> None:
    """Write one event, in the caller's transaction, and have it sealed after the commit.

    Refuses outside a transaction (an event must come and go with what it tells of), an event or kind
    that nobody has registered, and anything in ``reference`` or ``detail`` that is not a code.
    ``detail={"restricted": True}`` marks a look at a record that is open to named people only.
    """
    if not transaction.get_connection().in_atomic_block:
        raise transaction.TransactionManagementError("an audit event is written in the transaction of what it tells of")
    if at.tzinfo is None:
        raise ValueError("the moment of an audit event must be aware of its time zone")
    event_type(event)
    kind_words(kind)
    row = AuditEvent(
        happened_at=at,
        actor_id=by.user_id,
        actor_name=by.name[:120],
        event=event,
        kind=kind,
        object_id=object_id,
        reference=check_code("a reference", reference, 40),
        reason=reason.strip() or None,
        detail=checked(detail),
        via=by.via(object_id),
    )
    row.row_mac = row_mac(chain_keys(), canonical_event(row))
    row.save(force_insert=True)
    AuditPending(event_id=row.pk).save(force_insert=True)
    transaction.on_commit(sealer.wake, robust=True)


@dataclass(frozen=True)
class System:
    """The system itself as an actor."""

    name: str
    user_id: uuid.UUID | None = None

    def via(self, object_id: uuid.UUID | None) -> str:
        """The system comes by no special door."""
        return ""


@transaction.atomic
def record_verification(report: Report, *, at: dt.datetime, by: Actor = System("audit_verify")) -> None:
    """Note in the audit that the chain was verified, how far, and with what result."""
    found = report.problem.what.replace(" ", "_") if report.problem else "whole"
    record(
        by=by,
        at=at,
        event="audit.chain.verified",
        kind="audit.chain",
        detail={"seq": report.seq, "whole": report.problem is None, "found": found},
    )


def record_look(  # noqa: PLR0913 - as record
    *,
    by: Actor,
    at: dt.datetime,
    event: str,
    kind: str = "audit.page",
    object_id: uuid.UUID | None = None,
    reference: str = "",
    detail: Detail | None = None,
) -> None:
    """Write the event of a look, after what is looked at was read and before any of it is shown.

    The reading itself holds no lock that others wait for, and nothing is shown whose look could not be
    recorded: the error stops the request. Several looks in one transaction are one commit.
    """
    with transaction.atomic(savepoint=False):
        record(by=by, at=at, event=event, kind=kind, object_id=object_id, reference=reference, detail=detail)
