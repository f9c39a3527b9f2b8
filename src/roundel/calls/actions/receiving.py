"""Taking in what a telephone system tells, once and in whatever order it comes."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import IntegrityError, transaction

from roundel.audit.actions import Actor
from roundel.calls.actions.records import call_key, destroy_passed_secrets, local_day, settle, token_of
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
        _merge(call_key(telling.call_id), telling, at)


def _keep_receipt(code: bytes, signed_at: dt.datetime, at: dt.datetime) -> None:
    Receipt.objects.filter(signed_at__lt=at - TOLERANCE - dt.timedelta(seconds=1)).delete()
    try:
        with transaction.atomic():
            Receipt.objects.create(fingerprint=hashlib.sha256(code).digest(), signed_at=signed_at)
    except IntegrityError:
        raise Replayed from None


def _merge(key: bytes, telling: Telling, at: dt.datetime) -> None:
    """Add what was told to what is known of the call, or begin to know it."""
    call = Call.objects.select_for_update().filter(key=key).first()
    if call is None:
        try:
            with transaction.atomic():
                begun = first_known(telling, _token(telling, None, at))
                _write(Call(key=key, source=Source.TELEPHONE), begun).save(force_insert=True)
            return
        except IntegrityError:  # told of by two messages at the same moment
            call = Call.objects.select_for_update().get(key=key)
    known = _known(call)
    after = merged(known, first_known(telling, _token(telling, call, at)))
    if after != known:
        _write(call, after).save(update_fields=[*KNOWN, "day", "half_hour"])


def _token(telling: Telling, call: Call | None, at: dt.datetime) -> bytes | None:
    """The token of the caller. A call that goes on after midnight keeps the one of the day on which it began."""
    if telling.told == Told.ENDED or (call is not None and call.day != local_day(telling.at)):
        return None
    return token_of(telling.number, telling.at, at)


def _known(call: Call) -> Known:
    token = None if call.token is None else bytes(call.token)
    values = {name: getattr(call, name) for name in KNOWN}
    return Known(**values | {"outcome": Outcome(call.outcome), "token": token})


def _write(call: Call, known: Known) -> Call:
    for name in KNOWN:
        setattr(call, name, getattr(known, name))
    call.day, call.half_hour = local_day(known.began_at), known.half_hour()
    return call
