"""Every write of safeguarding. Each checks its rule, locks, changes, and writes one audit event."""

from roundel.safeguarding.actions.concerns import (
    add_note,
    close_concern,
    hand_over,
    reopen_concern,
    write_plan,
)
from roundel.safeguarding.actions.deciding import propose, second, withdraw
from roundel.safeguarding.actions.disclosing import acknowledge, record_disclosure, strike_out
from roundel.safeguarding.actions.restricting import restrict_concern, unrestrict_concern

__all__ = [
    "acknowledge",
    "add_note",
    "close_concern",
    "hand_over",
    "propose",
    "record_disclosure",
    "reopen_concern",
    "restrict_concern",
    "second",
    "strike_out",
    "unrestrict_concern",
    "withdraw",
    "write_plan",
]
