"""What the actions share: keys of calls, the secrets of days, and settling what nobody ended."""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import hmac
import secrets

from django.utils import timezone

from roundel.audit import actions as audit
from roundel.audit.actions import Actor
from roundel.calls import numbers
from roundel.calls.enums import Outcome
from roundel.calls.models import Call, DaySecret
from roundel.kernel.crypto import keyring

KEY_BYTES = TOKEN_BYTES = 16
SECRET_BYTES = 32
SETTLED_AFTER = dt.timedelta(hours=1)


def local_day(at: dt.datetime) -> dt.date:
    """The day of a moment where the organisation is."""
    return timezone.localtime(at).date()


def fingerprint(purpose: str, content: bytes) -> bytes:
    """A keyed fingerprint of what is no telephone number: an id, a file, a row without its number."""
    return hmac.digest(keyring().index_key(f"calls.{purpose}"), content, hashlib.sha256)[:KEY_BYTES]


def call_key(call_id: str) -> bytes:
    """By what a call is known again, from the id that the telephone system gave it."""
    return fingerprint("call", f"id:{call_id}".encode())


def token_of(number: str, happened_at: dt.datetime, at: dt.datetime) -> bytes | None:
    """What tells this caller's calls of today apart from other callers'. None if the number was withheld.

    The number goes no further than this. A day's secret is made with its first call and destroyed when the day
    is over, so there is no token for a call of an earlier day: such a call counts as a caller of its own.
    """
    told, day = numbers.normalise(number), local_day(at)
    if told is None or local_day(happened_at) != day:
        return None
    made = base64.b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
    kept, _ = DaySecret.objects.get_or_create(day=day, defaults={"secret": made})
    return hmac.digest(base64.b64decode(kept.secret), told.encode(), hashlib.sha256)[:TOKEN_BYTES]


def destroy_passed_secrets(by: Actor, at: dt.datetime) -> int:
    """Destroy the secrets of all days that are over, and say so in the audit; how many."""
    destroyed, _ = DaySecret.objects.filter(day__lt=local_day(at)).delete()
    if destroyed:
        audit.record(by=by, at=at, event="calls.secret.destroyed", kind="calls.day", detail={"days": destroyed})
    return destroyed


def settle(at: dt.datetime) -> None:
    """What rang and was never ended was missed; ends without a beginning were calls of our own, and go."""
    passed = Call.objects.filter(began_at__lt=at - SETTLED_AFTER)
    passed.filter(outcome=Outcome.RINGING).update(outcome=Outcome.MISSED)
    passed.filter(outcome=Outcome.UNKNOWN).delete()
