"""Every write about calls. Each checks its rule, locks, changes, and writes one audit event."""

from roundel.calls.actions.entering import enter_day
from roundel.calls.actions.importing import add_import, check_file, drop_import, take_back_import
from roundel.calls.actions.receiving import Replayed, receive
from roundel.calls.actions.taking import leave_extension, put_aside, set_extension, tie_contact
from roundel.calls.actions.tidying import forget_passed

__all__ = [
    "Replayed",
    "add_import",
    "check_file",
    "drop_import",
    "enter_day",
    "forget_passed",
    "leave_extension",
    "put_aside",
    "receive",
    "set_extension",
    "take_back_import",
    "tie_contact",
]
