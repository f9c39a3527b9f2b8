"""What each field of this app says about somebody (see kernel.privacy)."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare(
        "Call",
        identifier="key token",
        coded="outcome began_at answered_at ended_at day half_hour line",
        staff="extension extension_at taken_by",
        system="id source imported contact_reference taken_at",
    )
    | declare("DaySecret", sealed="secret", system="id day")
    | declare("EnteredDay", staff="entered_by", system="id day version entered_at")
    | declare("HalfHour", coded="answered missed abandoned", system="id entered start")
    | declare(
        "Import",
        sealed="found",
        staff="checked_by settled_by",
        coded="first_day last_day",
        system="id fingerprint state layout mapping rows new known wrong checked_at settled_at added",
    )
    | declare("Receipt", system="id fingerprint signed_at")
    | declare("Extension", staff="user extension", system="id day said_at")
)
