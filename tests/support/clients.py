"""Django's test client as a signed-in member of staff, and as a visitor of the public site."""

from __future__ import annotations

import time
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.test import Client, override_settings
from django.utils.module_loading import import_string

from roundel.access.models import User
from roundel.config.programs import PUBLIC

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PUBLIC_SETTINGS: dict[str, Any] = {
    "ROOT_URLCONF": PUBLIC.urls,
    "ROUNDEL_NAVIGATION": PUBLIC.navigation,
    "ROUNDEL_FIND": PUBLIC.find,
    "MIDDLEWARE": list(PUBLIC.middleware),
    "SESSION_COOKIE_NAME": PUBLIC.cookie,
    "CSRF_COOKIE_NAME": f"{PUBLIC.cookie}_csrf",
    "CSRF_COOKIE_HTTPONLY": True,
}


class PublicClient(Client):
    """A visitor of the public site: its addresses, its middleware and its cookies, for each request."""

    def request(self, **request: Any) -> Any:
        """Ask the public program. Its handler is made at the first request, under these settings."""
        with override_settings(**PUBLIC_SETTINGS):
            return super().request(**request)


class StaffClient(Client):
    """A member of staff at the desk. ``user`` is who it is."""

    user: User


def signed_in(user: User) -> StaffClient:
    """The desk's client, signed in as this user just now with password and, if he has one, second factor."""
    client = StaffClient()
    client.force_login(user, backend=BACKEND)
    session = client.session
    remember_how(session, user)
    session.save()
    client.user = user
    return client


def new_session(user: User) -> SessionBase:
    """A stored session of this user, for a browser's cookie."""
    from django.conf import settings

    session: SessionBase = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    remember_how(session, user)
    session.save()
    return session


def remember_how(session: SessionBase, user: User) -> None:
    """Note the password and the code as given just now, so that pages which ask again do not."""
    now = time.time()
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": user.email},
        {"method": "mfa", "at": now, "type": "totp"},
    ]
