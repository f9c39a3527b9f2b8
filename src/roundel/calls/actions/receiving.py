"""Taking in what a telephone system tells, once and in whatever order it comes."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction
from django.utils import timezone

from roundel.audit.actions import Actor
from roundel.calls.actions.records import call_key, destroy_passed_secrets, settle, token_of
from roundel.calls.enums import Outcome, Source, Told
from roundel.calls.merging import Known, Telling, first_known, merged
from roundel.calls.models import Call, Receipt
from roundel.calls.signatures import TOLERANCE, NotSigned

KNOWN = ("began_at", "outcome", "answered_at", "ended_at", "token", "line", "extension", "extension_at")


class Replayed(NotSigned):
    """A signed message that was taken in before."""


@transaction.atomic
def receive(*, by: Actor, at: dt.datetime, telling: Telling | None, code: bytes, signed_at: dt.datetime) -> None:
    """Take in one signed message; ``code`` is its signature. Raises Replayed if it was taken in before.

    The number that the message carries becomes a token here, and is gone when this returns.
    """
    _keep_receipt(code, signed_at, at)
    destroy_passed_secrets(by, at)
    settle(at)
    if telling is not None:
        number = telling.number if telling.told != Told.ENDED else ""
        _merge(call_key(telling.call_id), first_known(telling, token_of(number, telling.at, at)))


def _keep_receipt(code: bytes, signed_at: dt.datetime, at: dt.datetime) -> None:
    Receipt.objects.filter(signed_at__lt=at - TOLERANCE - dt.timedelta(seconds=1)).delete()
    try:
        with transaction.atomic():
            Receipt.objects.create(fingerprint=hashlib.sha256(code).digest(), signed_at=signed_at)
    except IntegrityError:
        raise Replayed from None


def _merge(key: bytes, told: Known) -> None:
    """Add what was told to what is known of the call, or begin to know it."""
    call = Call.objects.select_for_update().filter(key=key).first()
    if call is None:
        try:
            with transaction.atomic():
                _write(Call(key=key, source=Source.TELEPHONE), told).save(force_insert=True)
            return
        except IntegrityError:  # told of by two messages at the same moment
            call = Call.objects.select_for_update().get(key=key)
    known = _known(call)
    after = merged(known, told)
    if after != known:
        _write(call, after).save(update_fields=[*KNOWN, "day", "half_hour"])


def _known(call: Call) -> Known:
    token = None if call.token is None else bytes(call.token)
    values = {name: getattr(call, name) for name in KNOWN}
    return Known(**values | {"outcome": Outcome(call.outcome), "token": token})


def _write(call: Call, known: Known) -> Call:
    for name in KNOWN:
        setattr(call, name, getattr(known, name))
    call.day, call.half_hour = timezone.localtime(known.began_at).date(), known.half_hour()
    return call
