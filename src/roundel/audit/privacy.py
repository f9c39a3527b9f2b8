"""What each field of this app says about somebody (see kernel.privacy)."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare(
        "AuditEvent",
        sealed="reason",
        staff="actor_id actor_name happened_at event via",
        system="id recorded_at kind object_id reference detail row_mac",
    )
    | declare("AuditPending", system="event_id")
    | declare("AuditSeal", system="seq event_id mac")
    | declare("AuditHead", system="id seq mac sealed_at")
    | declare("AuditActor", staff="actor_id name")
)
