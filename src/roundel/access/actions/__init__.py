"""Every write of the access app. Each action checks its rule, changes, and writes one audit event."""

from roundel.access.actions.accounts import (
    close_account,
    invite,
    make_account,
    reopen_account,
    take_away_second_factor,
    unlock,
)
from roundel.access.actions.grants import break_glass, end_grant, name_for_record, read_review, review
from roundel.access.actions.roles import end_role, give_role
from roundel.access.actions.signing_in import count_failure, forget_failures, note_own, note_sign_in

__all__ = [
    "break_glass",
    "close_account",
    "count_failure",
    "end_grant",
    "end_role",
    "forget_failures",
    "give_role",
    "invite",
    "make_account",
    "name_for_record",
    "note_own",
    "note_sign_in",
    "read_review",
    "reopen_account",
    "review",
    "take_away_second_factor",
    "unlock",
]
