"""Every write of call-backs. Each checks its rule, locks, changes, and writes one audit event."""

from roundel.callbacks.actions.booking import book, move, set_priority
from roundel.callbacks.actions.calling import claim, note_outcome, put_back, reached
from roundel.callbacks.actions.settling import cancel, give_up, once_more, tidy
from roundel.callbacks.actions.slots import change_slot, make_pattern, make_slot, withdraw_slot

__all__ = [
    "book",
    "cancel",
    "change_slot",
    "claim",
    "give_up",
    "make_pattern",
    "make_slot",
    "move",
    "note_outcome",
    "once_more",
    "put_back",
    "reached",
    "set_priority",
    "tidy",
    "withdraw_slot",
]
