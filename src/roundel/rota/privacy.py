"""What each field of this app says about somebody (see kernel.privacy). All of it is about staff."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare(
        "Shift",
        sealed="note cancelled_reason",
        staff="made_by cancelled_by",
        system="id version duty starts_at ends_at needed break_minutes made_at cancelled_at",
    )
    | declare(
        "Signing",
        sealed="ended_reason",
        staff="user signed_by ended_by signed_at ended_at state",
        system="id shift",
    )
    | declare(
        "CoverRequest",
        sealed="reason",
        staff="settled_by asked_at state settled_at",
        system="id signing taken_as",
    )
    | declare("Break", staff="began_at ended_at", system="id signing")
)
