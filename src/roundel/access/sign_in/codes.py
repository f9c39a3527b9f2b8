"""The six digits of an authenticator app, each usable once, and recovery codes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction

from roundel.access.models import User

LAST_STEP = "last_step"  # the newest half minute whose code was taken; no code up to it is taken again


def step_of(at: dt.datetime) -> int:
    """The number of the half minute (RFC 6238: the counter of the time-based code)."""
    return int(at.timestamp()) // int(app_settings.TOTP_PERIOD)


def code_for(secret: str, step: int) -> str:
    """What an app with this secret shows in that half minute."""
    return str(format_hotp_value(hotp_value(secret, step)))


def steps_around(at: dt.datetime) -> Iterable[int]:
    """The half minutes whose codes are taken now: telephones' clocks are a little wrong."""
    now, tolerance = step_of(at), int(app_settings.TOTP_TOLERANCE)
    return range(now - tolerance, now + tolerance + 1)


def matching_step(secret: str, code: str, at: dt.datetime, *, after: int = 0) -> int | None:
    """The half minute that this code belongs to, if its code has not been taken."""
    # Every candidate is compared, so that the time taken does not tell which one it was.
    found = [step for step in steps_around(at) if compare_user_code(actual=code, expected=code_for(secret, step))]
    return next((step for step in found if step > after), None)


@transaction.atomic
def accept(user: User, code: str, *, at: dt.datetime) -> Authenticator | None:
    """The authenticator that this code belongs to, and the code is spent; None for a wrong or a spent code."""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)
    kept = Authenticator.objects.select_for_update().filter(user=user, type__in=kinds)
    app_first = sorted(kept, key=lambda one: str(one.type), reverse=True)
    return next((one for one in app_first if _spend(one, code, at)), None)


def _spend(authenticator: Authenticator, code: str, at: dt.datetime) -> bool:
    if authenticator.type == Authenticator.Type.RECOVERY_CODES:
        return bool(authenticator.wrap().validate_code(code))
    secret = decrypt(authenticator.data["secret"])
    step = matching_step(secret, code, at, after=authenticator.data.get(LAST_STEP, 0))
    if step is None:
        return False
    mark_spent(authenticator, step)
    return True


def mark_spent(authenticator: Authenticator, step: int) -> None:
    """Remember that the codes up to this half minute are not taken again."""
    authenticator.data[LAST_STEP] = step
    authenticator.save(update_fields=["data"])
