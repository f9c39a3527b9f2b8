"""What each field of this app says about somebody (see kernel.privacy). The audit names staff, and records by id."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare(
        "AuditEvent",
        sealed="reason",
        staff="actor_id actor_name",
        coded="detail",
        system="id happened_at recorded_at event kind object_id reference via row_mac",
    )
    | declare("AuditPending", system="event_id")
    | declare("AuditSeal", system="seq event_id mac")
    | declare("AuditHead", system="id seq mac sealed_at")
    | declare("AuditActor", staff="actor_id name")
)
