"""The lock-out counts by account, says when to try again, and keeps nothing about where an attempt came from."""

from __future__ import annotations

import datetime as dt
import logging
import re
from collections.abc import Callable

import pytest
from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from roundel.access import actions, queries
from roundel.access.models import SignInFailure, User
from roundel.access.rules import LOCK_AFTER
from roundel.access.sign_in.lock import STRANGER
from roundel.audit.models import AuditEvent
from roundel.kernel import clock
from tests.factories.users import PASSWORD, code_of
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db
MakeUser = Callable[..., User]
SIGN_IN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"
ADDRESS, AGENT = "203.0.113.77", "MarkedBrowser/9.75"
WRONG = "wrong wrong wrong"
UNKNOWN = "nobody.here@example.org"


def marked() -> Client:
    return Client(
        REMOTE_ADDR=ADDRESS,
        headers={"user-agent": AGENT, "x-forwarded-for": ADDRESS, "x-real-ip": ADDRESS, "forwarded": f"for={ADDRESS}"},
    )


def try_in(client: Client, email: str, password: str = WRONG) -> str:
    return client.post(SIGN_IN, {"login": email, "password": password}).content.decode()


def lock(email: str) -> list[str]:
    return [try_in(marked(), email) for _ in range(LOCK_AFTER)]


def words(page: str) -> str:
    """What the page says, without what differs anyway."""
    main = re.search(r"<main.*</main>", page, re.DOTALL)[0]
    return re.sub(r'value="[^"]*"', "", main)


def test_five_wrong_passwords_lock_and_the_sixth_right_one_is_refused(make_user: MakeUser, frozen_clock) -> None:
    user = make_user()
    pages = lock(user.email)
    assert all("is not right" in page for page in pages[:-1])
    assert "You can try again at 9:19pm" in pages[-1]
    assert "You can try again at 9:19pm" in try_in(Client(), user.email, PASSWORD)
    kinds = list(AuditEvent.objects.order_by("id").values_list("event", flat=True))
    assert kinds == ["access.sign_in.failed"] * (LOCK_AFTER - 1) + ["access.sign_in.locked"]


def test_the_lock_ends_when_it_said(make_user: MakeUser, frozen_clock) -> None:
    user, client = make_user(), Client()
    lock(user.email)
    frozen_clock.forward(minutes=14, seconds=59)
    assert "You can try again" in try_in(client, user.email, PASSWORD)
    frozen_clock.forward(seconds=1)
    try_in(client, user.email, PASSWORD)
    client.post(CODE, {"code": code_of(user)})
    assert client.get("/account/").status_code == 200
    assert not SignInFailure.objects.exists()


def test_trying_on_does_not_prolong_the_lock_nor_fill_the_audit(make_user: MakeUser, frozen_clock) -> None:
    user = make_user()
    lock(user.email)
    before = AuditEvent.objects.count()
    frozen_clock.forward(minutes=10)
    assert "9:19pm" in lock(user.email)[-1]
    assert AuditEvent.objects.count() == before


def test_an_unknown_address_gets_the_same_words_and_the_same_work(make_user: MakeUser, frozen_clock) -> None:
    user = make_user()
    known, unknown = lock(user.email), lock(UNKNOWN)
    assert [words(page) for page in known] == [words(page) for page in unknown]
    user_2 = make_user()
    try_in(marked(), user_2.email)  # what the first request of a process loads is loaded
    counts = []
    for email in (user_2.email, "somebody.else@example.org"):
        try_in(marked(), email)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            try_in(marked(), email)
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_an_unknown_address_costs_a_password_check_too(monkeypatch: pytest.MonkeyPatch) -> None:
    hashed: list[str] = []
    whole = User.set_password
    monkeypatch.setattr(User, "set_password", lambda self, raw: (hashed.append("once"), whole(self, raw))[1])
    try_in(marked(), UNKNOWN)
    assert hashed == ["once"]


def test_wrong_codes_count_too(make_user: MakeUser, frozen_clock) -> None:
    user, client = make_user(), marked()
    client.post(SIGN_IN, {"login": user.email, "password": PASSWORD})
    right = code_of(user)
    wrong = f"{(int(right) + 1) % 10**6:06}"
    pages = [client.post(CODE, {"code": wrong}).content.decode() for _ in range(LOCK_AFTER)]
    assert "You can try again at" in pages[-1]
    assert "You can try again at" in client.post(CODE, {"code": right}).content.decode()
    assert client.get("/account/").status_code == 302


def test_a_right_password_alone_does_not_reset_the_count(make_user: MakeUser, frozen_clock) -> None:
    user = make_user()
    wrong = f"{(int(code_of(user)) + 1) % 10**6:06}"
    for _ in range(LOCK_AFTER):
        client = Client()
        try_in(client, user.email, PASSWORD)
        client.post(CODE, {"code": wrong})
    assert queries.locked_until(user.email, clock.now()) is not None


def test_failures_of_one_account_do_not_touch_another(make_user: MakeUser) -> None:
    user, other, client = make_user(), make_user(), marked()
    lock(user.email)
    try_in(client, other.email, PASSWORD)
    client.post(CODE, {"code": code_of(other)})
    assert client.get("/account/").status_code == 200


def test_old_failures_are_forgotten() -> None:
    for minutes in (0, 1, 2, 3, 60):
        at = NOW + dt.timedelta(minutes=minutes)
        actions.count_failure(by=STRANGER, at=at, email=UNKNOWN, step="password")
    assert SignInFailure.objects.get().failures == 1
    actions.count_failure(by=STRANGER, at=NOW + dt.timedelta(days=3), email="x@example.org", step="password")
    assert SignInFailure.objects.count() == 1


def test_the_address_that_was_tried_is_kept_as_a_fingerprint_only() -> None:
    try_in(marked(), UNKNOWN)
    kept = SignInFailure.objects.get()
    assert kept.user_id is None
    assert UNKNOWN not in everything_stored()
    assert queries.account_key(UNKNOWN) == kept.account
    assert queries.account_key("nobodyhere@example.org") != kept.account


def test_nothing_is_kept_of_where_an_attempt_came_from(make_user: MakeUser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    user, client = make_user("practitioner"), marked()
    lock(user.email)
    lock(UNKNOWN)
    try_in(client, user.email, PASSWORD)
    other = make_user("administrator")
    try_in(client, other.email)
    try_in(client, other.email, PASSWORD)
    client.post(CODE, {"code": "000000"})
    client.post("/accounts/2fa/webauthn/login/", {"credential": "{}"})
    client.post("/accounts/password/reset/", {"email": other.email})
    client.post(CODE, {"code": code_of(other)})
    assert client.get("/account/").status_code == 200
    client.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": "x", "password2": "x"})
    client.post("/accounts/reauthenticate/", {"password": "wrong"})
    client.get("/people-and-roles/")
    client.get("/no-such-page/")
    client.post("/accounts/logout/")
    stored = everything_stored()
    assert user.email in stored, "the search looks where things are"
    for mark in (ADDRESS, AGENT):
        assert mark not in stored
        assert mark not in caplog.text
    assert not AccessAttempt.objects.exists()
    assert not AccessLog.objects.exists()
    assert not AccessFailureLog.objects.exists()


def test_no_limit_of_the_library_counts_by_network_address() -> None:
    from allauth.account import app_settings as account
    from allauth.mfa import app_settings as mfa

    rates = [str(rate) for rate in (*account.RATE_LIMITS.values(), *mfa.RATE_LIMITS.values()) if rate]
    assert rates
    assert not [rate for rate in rates if "ip" in rate or rate.count("/") < 2]
    assert settings.AXES_HANDLER == "roundel.access.sign_in.lock.AccountHandler"


def everything_stored() -> str:
    """The content of every table as one text, sessions opened."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            texts += [
                bytes(value).decode("latin-1") if isinstance(value, bytes | memoryview) else str(value)
                for row in cursor.fetchall()
                for value in row
            ]
    texts += [str(session.get_decoded()) for session in Session.objects.all()]
    return "\n".join(texts)
