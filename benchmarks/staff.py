"""Who works in the benchmark: accounts with roles, and sessions in which they have signed in."""

from __future__ import annotations

import datetime as dt
import time

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from roundel.access.models import User, UserRole
from roundel.kernel import clock

CSRF = "b" * 32
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
DESKS = 30
HIRED = {"practitioner": DESKS, "supervisor": 8, "safeguarding_lead": 1}


def hire() -> None:
    """Make everybody who is not there yet."""
    for role, count in HIRED.items():
        for number in range(len(of(role)), count):
            _user(role, number)


def of(role: str) -> list[User]:
    """Those who hold a role, in the order in which they were made."""
    return list(User.objects.filter(pk__in=UserRole.objects.filter(role=role).values("user_id")).order_by("email"))


def _user(role: str, number: int) -> None:
    moment = clock.now() - dt.timedelta(days=4000)
    name = f"Bench {role} {number}".replace("_", " ")
    user = User.objects.create(email=f"{role}{number:02}@bench.example", name=name, created_at=moment)
    UserRole.objects.create(user=user, role=role, from_at=moment)
    TOTP.activate(user, generate_totp_secret())


def cookies(user: User) -> dict[str, str]:
    """The cookies of somebody who has just signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    now = time.time()
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": user.email},
        {"method": "mfa", "at": now, "type": "totp"},
    ]
    session.save()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key), settings.CSRF_COOKIE_NAME: CSRF}
