"""What each field of this app says about somebody (see kernel.privacy)."""

from roundel.kernel.privacy import declare

FIELDS = (
    declare("Slot", staff="made_by withdrawn_by", system="id starts_at ends_at capacity made_at withdrawn_at")
    | declare(
        "CallBack",
        sealed="number ask_for introduce_as pass_phrase priority_reason closing_reason",
        identifier="caller source_reference result_reference",
        coded="priority earliest latest last_day opens_at due_at expires_at message language interpreter about "
        "attempts_made attempts_allowed tried_at calling_at ending slot",
        staff="booked_by tried_by calling_by ended_by",
        system="id reference state booked_at ended_at",
    )
    | declare("Attempt", coded="began_at ended_at outcome", staff="made_by", system="id call_back")
)
