"""From a stored event to the bytes under its MAC."""

from __future__ import annotations

from roundel.audit.chain import canonical, moment
from roundel.audit.models import AuditEvent


def canonical_event(row: AuditEvent) -> bytes:
    """The bytes of a loaded event that go under its MAC: every column but the MAC itself."""
    return canonical(
        (
            row.id.hex,
            moment(row.happened_at),
            moment(row.recorded_at),
            row.actor_id.hex if row.actor_id else None,
            row.actor_name,
            row.event,
            row.kind,
            row.object_id.hex if row.object_id else None,
            row.reference,
            row.reason,
            row.detail,
            row.via,
        )
    )
