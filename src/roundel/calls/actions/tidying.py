"""What is kept for a time only."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from roundel.audit.actions import Actor
from roundel.calls.actions.records import destroy_passed_secrets, local_day, settle
from roundel.calls.enums import ImportState
from roundel.calls.models import Extension, Import, Receipt
from roundel.calls.signatures import TOLERANCE
from roundel.calls.states import IMPORT

CHECK_KEPT = dt.timedelta(hours=12)


@transaction.atomic
def forget_passed(*, by: Actor, at: dt.datetime) -> int:
    """Destroy the secrets of days that are over, and drop receipts, places at a telephone and checks of files whose
    time has passed; settle calls that nobody ended. How many secrets were destroyed."""
    settle(at)
    Receipt.objects.filter(signed_at__lt=at - 2 * TOLERANCE).delete()
    Extension.objects.filter(day__lt=local_day(at)).delete()
    for left in Import.objects.filter(state=ImportState.CHECKED, checked_at__lt=at - CHECK_KEPT):
        left.state, left.found = IMPORT.check(left.state, "drop").to, None
        left.settled_at, left.settled_by_id = at, by.user_id
        left.save(update_fields=["state", "found", "settled_at", "settled_by"])
    return destroy_passed_secrets(by, at)
