"""Counting failed sign-ins by account, and noting what happens at the door. Never where anybody is."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from roundel.access import rules
from roundel.access.grants import Asker
from roundel.access.models import SignInFailure, User
from roundel.access.queries import account_key
from roundel.audit.actions import record
from roundel.audit.detail import Detail

KIND = "access.account"
FORGET_AFTER = dt.timedelta(days=1)


@transaction.atomic
def count_failure(*, by: Asker, at: dt.datetime, email: str, step: str) -> None:
    """Count one failed attempt for this address, known or not, and lock it after too many.

    While it is locked nothing more is counted: the lock ends when it said it would.
    """
    key = account_key(email)
    user_id = User.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
    SignInFailure.objects.get_or_create(account=key, defaults={"first_at": at, "last_at": at, "user_id": user_id})
    kept = SignInFailure.objects.select_for_update().get(account=key)
    if kept.locked_until is not None and kept.locked_until > at:
        return
    kept.failures = rules.failures_after(0 if kept.locked_until else kept.failures, kept.last_at, at)
    kept.first_at = at if kept.failures == 1 else kept.first_at
    kept.last_at, kept.locked_until = at, rules.locks_until(kept.failures, at)
    kept.user_id = user_id
    kept.save()
    SignInFailure.objects.filter(last_at__lt=at - FORGET_AFTER).delete()
    event = "access.sign_in.locked" if kept.locked_until else "access.sign_in.failed"
    record(by=by, at=at, event=event, kind=KIND, object_id=user_id, detail={"step": step})


@transaction.atomic
def forget_failures(*, by: Asker, at: dt.datetime, email: str) -> None:
    """Start counting anew after a sign-in that succeeded; the sign-in itself is the event."""
    SignInFailure.objects.filter(account=account_key(email)).delete()


@transaction.atomic
def note_sign_in(*, by: Asker, at: dt.datetime, event: str, user_id: uuid.UUID | None) -> None:
    """Note a sign-in or a sign-out."""
    record(by=by, at=at, event=event, kind=KIND, object_id=user_id)


@transaction.atomic
def note_own(*, by: Asker, at: dt.datetime, event: str, detail: Detail | None = None) -> None:
    """Note what somebody changed about his own way of signing in."""
    record(by=by, at=at, event=event, kind=KIND, object_id=by.user_id, detail=detail)
