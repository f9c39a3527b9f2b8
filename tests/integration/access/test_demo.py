"""The demo's people and codes, and that none of it exists in production."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable

import pytest
from django.apps import apps
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client

from roundel.access import demo
from roundel.access.grants import load_asker
from roundel.access.models import User
from roundel.access.roles import ROLES
from roundel.access.sign_in import codes
from roundel.kernel import clock

pytestmark = pytest.mark.django_db
SIGN_IN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"
DATABASE = "postgresql://nobody@localhost/none"


def test_one_user_for_each_role_and_two_practitioners() -> None:
    made = demo.make_demo_users(clock.now())
    assert sorted(one.role for one in made) == sorted([*ROLES, "practitioner"])
    assert len({one.email for one in made}) == len({one.totp_secret for one in made}) == len(made)
    assert len({one.password for one in made}) == 1
    for one in made:
        user = User.objects.get(email=one.email)
        assert load_asker(user.pk, at=clock.now()).roles == {one.role}
        assert one.as_dict()["name"] == user.name


def test_each_can_sign_in_with_the_code_that_the_page_shows() -> None:
    for one in demo.make_demo_users(clock.now()):
        client = Client()
        client.post(SIGN_IN, {"login": one.email, "password": one.password})
        page = client.get(CODE).content.decode()
        code = codes.code_for(one.totp_secret, codes.step_of(clock.now()))
        assert f"{code[:3]} {code[3:]}" in page
        assert client.post(CODE, {"code": code}).headers["Location"] == "/"


def test_the_next_code_is_shown_when_this_one_is_spent() -> None:
    one = demo.make_demo_users(clock.now())[0]
    user = User.objects.get(email=one.email)
    moment = clock.now()
    first = demo.code_now(user, at=moment)
    codes.accept(user, first, at=moment)
    second = demo.code_now(user, at=moment)
    assert second not in {first, ""}
    assert codes.accept(user, second, at=moment) is not None
    assert demo.code_now(user, at=moment) == ""


def test_making_them_again_keeps_the_accounts() -> None:
    before = {one.email for one in demo.make_demo_users(clock.now())}
    again = demo.make_demo_users(clock.now(), password="one two three four 5")
    assert {one.email for one in again} == before
    assert User.objects.count() == len(before)
    assert User.objects.get(email=again[0].email).check_password("one two three four 5")


def test_outside_the_demo_there_are_neither_people_nor_codes(settings, make_user: Callable[..., User]) -> None:
    user, moment = make_user("practitioner"), clock.now()
    assert demo.code_now(user, at=moment) != ""
    settings.ROUNDEL_DEMO = False
    assert demo.code_now(user, at=moment) == ""
    assert demo.code_of_secret("A" * 32, at=moment) == ""
    with pytest.raises(ImproperlyConfigured):
        demo.make_demo_users(moment)
    client = Client()
    client.post(SIGN_IN, {"login": user.email, "password": "correct horse battery staple"})
    assert "Demo" not in client.get(CODE).content.decode()


def test_other_settings_with_the_demo_switched_on_do_not_start(settings, make_user: Callable[..., User]) -> None:
    user = make_user("practitioner")
    settings.SETTINGS_MODULE = "roundel.config.settings.prod"
    assert settings.ROUNDEL_DEMO
    with pytest.raises(ImproperlyConfigured):
        apps.get_app_config("access").ready()
    with pytest.raises(ImproperlyConfigured):
        demo.make_demo_users(clock.now())
    with pytest.raises(ImproperlyConfigured):
        demo.code_now(user, at=clock.now())


def test_production_has_the_demo_switched_off_whatever_the_environment_says() -> None:
    import json

    from roundel.kernel.crypto.keys import generate_keys

    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "roundel.config.settings.prod",
        "ROUNDEL_DEMO": "1",
        "ROUNDEL_KEYS": json.dumps(generate_keys()),
        "ROUNDEL_DATABASE_URL": DATABASE,
        "ROUNDEL_HOSTS": "desk.example.org",
        "ROUNDEL_TIME_ZONE": "Europe/London",
        "ROUNDEL_ORGANISATION": "Harbour",
        "ROUNDEL_EMAIL_HOST": "mail.example.org",
        "ROUNDEL_EMAIL_FROM": "desk@example.org",
        "PYTHONPATH": "src",
    }
    code = (
        "from django.conf import settings as s; "
        "print(s.ROUNDEL_DEMO, s.MFA_ADAPTER, getattr(s, 'MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN', False))"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "roundel.access.sign_in.adapters.MFAAdapter", "False"]


def test_the_first_administrator_is_made_by_a_command(capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--name", "Joan Whitby", "--email", "Joan@example.org", "--site", "https://desk.example.org"]
    call_command("make_administrator", *arguments)
    user = User.objects.get(email="joan@example.org")
    assert load_asker(user.pk, at=clock.now()).roles == {"administrator"}
    link = capsys.readouterr().out.split()[-1]
    assert link.startswith(f"https://desk.example.org/accounts/password/reset/key/{user.pk.hex}-")
    assert "set-password" in Client().get(link.removeprefix("https://desk.example.org")).headers["Location"]
    with pytest.raises(CommandError, match="already"):
        call_command("make_administrator", *arguments)
