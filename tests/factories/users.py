"""Members of staff."""

from __future__ import annotations

import datetime as dt
import itertools

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from allauth.mfa.utils import decrypt

from roundel.access.grants import Asker, load_asker
from roundel.access.models import User, UserRole
from tests.support.moments import NOW

PASSWORD = "correct horse battery staple"
LONG_AGO = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
_numbers = itertools.count(1)


def make_user(*roles: str, name: str = "", second_factor: bool = True) -> User:
    """Somebody who holds these roles and can sign in with PASSWORD and a code."""
    number = next(_numbers)
    user = User(email=f"person{number}@example.org", name=name or f"Person {number}", created_at=LONG_AGO)
    user.set_password(PASSWORD)
    user.save()
    for role in roles:
        UserRole.objects.create(user=user, role=role, from_at=LONG_AGO)
    if second_factor:
        give_second_factor(user)
    return user


def give_second_factor(user: User) -> None:
    """An authenticator app and recovery codes, through allauth's own doors."""
    TOTP.activate(user, generate_totp_secret())
    RecoveryCodes.activate(user)


def code_of(user: User, moment: float) -> str:
    """What the user's authenticator app shows at this moment (seconds since 1970)."""
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    return format_hotp_value(hotp_value(decrypt(kept.data["secret"]), int(moment // 30)))


def make_asker(*roles: str, at: dt.datetime = NOW) -> Asker:
    """The asker of a new user with these roles."""
    return load_asker(make_user(*roles).pk, at=at)
