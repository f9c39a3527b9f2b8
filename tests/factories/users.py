"""Members of staff.

Accounts are made directly: they have no state to reach, and the trail that a test looks at should hold
what the test did. The accounts' own actions are tested with the accounts.
"""

from __future__ import annotations

import datetime as dt
import itertools

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.mfa.utils import decrypt

from roundel.access.grants import Asker, load_asker
from roundel.access.models import User, UserRole
from roundel.access.sign_in import codes
from roundel.kernel import clock

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


def code_of(user: User) -> str:
    """What the user's authenticator app shows now; the next code if this one is spent."""
    kept = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    step = max(codes.step_of(clock.now()), kept.data.get(codes.LAST_STEP, 0) + 1)
    return codes.code_for(decrypt(kept.data["secret"]), step)


def make_asker(*roles: str, user: User | None = None, at: dt.datetime | None = None) -> Asker:
    """What the rules need to know about a user (a new one with these roles, unless given)."""
    return load_asker((user or make_user(*roles)).pk, at=at or clock.now())
