"""Rotation reaches the second-factor secrets, and signing in goes on working with the new key alone."""

from __future__ import annotations

import base64
import io

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.utils import decrypt
from django.core.management import CommandError, call_command

from roundel.access.sign_in.resealing import SecondFactors
from tests.factories.users import make_user

pytestmark = pytest.mark.django_db


def key(name: str) -> str:
    return base64.b64encode(name.ljust(32, ".").encode()).decode()


def opened(user) -> tuple[str, list[str]]:
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    codes = RecoveryCodes(Authenticator.objects.get(user=user, type=Authenticator.Type.RECOVERY_CODES))
    return decrypt(app.data["secret"]), codes.get_unused_codes()


def test_secrets_are_sealed_anew_and_still_open(settings):
    users = [make_user("practitioner") for _ in range(3)]
    before = [opened(user) for user in users]
    keys = settings.ROUNDEL_KEYS
    both = {**keys["sealing"]["keys"], "new": key("new")}
    settings.ROUNDEL_KEYS = {**keys, "sealing": {"current": "new", "keys": both}}
    assert SecondFactors().counts() == {"test": 6}
    with pytest.raises(CommandError, match="not under the current key"):
        call_command("rotate_keys", check=True, stdout=io.StringIO())
    out = io.StringIO()
    call_command("rotate_keys", batch=1, stdout=out)
    assert "mfa.Authenticator.data: 6 under new (current)" in out.getvalue()
    settings.ROUNDEL_KEYS = {**keys, "sealing": {"current": "new", "keys": {"new": key("new")}}}
    assert [opened(user) for user in users] == before


def test_a_damaged_secret_is_left_and_named(settings):
    user = make_user("practitioner")
    app = Authenticator.objects.get(user=user, type=Authenticator.Type.TOTP)
    app.data["secret"] = "not base64!"
    app.save()
    batch = SecondFactors().reseal(None, 10)
    assert batch is not None
    assert batch.failed == (str(app.pk),)
    assert SecondFactors().counts() == {"test": 1, "unreadable": 1}
