"""Signing in: two steps, the first time by link, each code once, and what the audit keeps of it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.sessions.models import Session
from django.core import mail
from django.test import Client
from django.urls import reverse

from roundel.access import actions
from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.access.sign_in import codes
from roundel.audit.models import AuditEvent
from roundel.kernel import clock
from tests.factories.users import PASSWORD, code_of

pytestmark = pytest.mark.django_db
MakeUser = Callable[..., User]
NEW_PASSWORD = "granite lantern otter seven"
SIGN_IN, CODE = "/accounts/login/", "/accounts/2fa/authenticate/"


def first_step(client: Client, user: User, password: str = PASSWORD, to: str = SIGN_IN):
    return client.post(to, {"login": user.email, "password": password})


def sign_in(user: User) -> Client:
    client = Client()
    first_step(client, user)
    client.post(CODE, {"code": code_of(user)})
    return client


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


def events(user: User) -> list[str]:
    return list(AuditEvent.objects.filter(object_id=user.pk).order_by("id").values_list("event", flat=True))


def recovery_code(user: User) -> str:
    return Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()[0]


class TestTwoSteps:
    def test_password_then_code(self, make_user: MakeUser) -> None:
        user, client = make_user("practitioner"), Client()
        answer = first_step(client, user, to=f"{SIGN_IN}?next=/account/")
        assert answer.headers["Location"] == CODE
        assert not is_in(client)
        answer = client.post(CODE, {"code": code_of(user)})
        assert answer.headers["Location"] == "/account/"
        assert is_in(client)
        assert events(user) == ["access.second_factor.used", "access.sign_in.succeeded"]

    def test_the_address_may_be_written_in_any_case(self, make_user: MakeUser) -> None:
        user, client = make_user(), Client()
        client.post(SIGN_IN, {"login": f" {user.email.upper()} ", "password": PASSWORD})
        client.post(CODE, {"code": code_of(user)})
        assert is_in(client)

    def test_a_wrong_password_says_no_more_than_that(self, make_user: MakeUser) -> None:
        user, client = make_user(), Client()
        page = first_step(client, user, "not the password").content.decode()
        assert "The e-mail address or the password is not right." in page
        assert user.email in page
        assert "not the password" not in page
        assert events(user) == ["access.sign_in.failed"]

    def test_a_spaced_code_is_understood(self, make_user: MakeUser) -> None:
        user, client = make_user(), Client()
        first_step(client, user)
        code = code_of(user)
        client.post(CODE, {"code": f" {code[:3]} {code[3:]} "})
        assert is_in(client)

    def test_a_wrong_code_stays_outside(self, make_user: MakeUser) -> None:
        user, client = make_user(), Client()
        first_step(client, user)
        right = code_of(user)
        page = client.post(CODE, {"code": f"{(int(right) + 1) % 10**6:06}"}).content.decode()
        assert "This code is not right, or was used already" in page
        assert not is_in(client)
        client.post(CODE, {"code": right})
        assert is_in(client)

    @pytest.mark.parametrize("code", ["", " ", "a" * 100_000, "\x00", "１２３４５６", "‮123456", "123 456 789"])
    def test_nonsense_is_a_message_beside_the_field(self, make_user: MakeUser, code: str) -> None:
        user, client = make_user(), Client()
        first_step(client, user)
        answer = client.post(CODE, {"code": code})
        assert answer.status_code == 200
        assert "govuk-error-message" in answer.content.decode()
        assert not is_in(client)

    def test_a_code_is_taken_once(self, make_user: MakeUser) -> None:
        user, first, second = make_user(), Client(), Client()
        code = code_of(user)
        for client in (first, second):
            first_step(client, user)
            client.post(CODE, {"code": code})
        assert is_in(first)
        assert not is_in(second)
        second.post(CODE, {"code": code_of(user)})
        assert is_in(second)

    def test_an_older_code_is_not_taken_after_a_newer_one(self, make_user: MakeUser) -> None:
        user = make_user()
        moment = clock.now()
        secret = _secret(user)
        newer, older = (codes.code_for(secret, codes.step_of(moment) + shift) for shift in (0, -1))
        assert codes.accept(user, newer, at=moment) is not None
        assert codes.accept(user, older, at=moment) is None

    def test_a_recovery_code_works_once(self, make_user: MakeUser) -> None:
        user, first, second = make_user(), Client(), Client()
        code = recovery_code(user)
        for client in (first, second):
            first_step(client, user)
            client.post(CODE, {"code": f"{code[:4]} {code[4:]}"})
        assert is_in(first)
        assert not is_in(second)
        used = AuditEvent.objects.filter(event="access.second_factor.used").get()
        assert used.detail == '{"type":"recovery_codes"}'

    def test_the_session_key_changes_at_sign_in(self, make_user: MakeUser) -> None:
        user, client = make_user(), Client()
        first_step(client, user)
        before = client.cookies["roundel_desk"].value
        client.post(CODE, {"code": code_of(user)})
        assert client.cookies["roundel_desk"].value != before
        assert not Session.objects.filter(pk=before).exists()

    def test_the_help_page_is_open_to_somebody_half_signed_in(self, make_user: MakeUser) -> None:
        client = Client()
        first_step(client, make_user())
        assert "Ask an administrator in person" in client.get("/accounts/no-code/").content.decode()

    def test_one_can_start_again_with_another_account(self, make_user: MakeUser) -> None:
        client, other = Client(), make_user()
        first_step(client, make_user())
        answer = client.post("/accounts/logout/", {"next": SIGN_IN})
        assert answer.headers["Location"] == SIGN_IN
        assert client.get(SIGN_IN).status_code == 200
        first_step(client, other)
        client.post(CODE, {"code": code_of(other)})
        assert is_in(client)

    def test_the_way_back_stays_on_this_site(self, make_user: MakeUser) -> None:
        user, client = make_user(), Client()
        first_step(client, user, to=f"{SIGN_IN}?next=https://elsewhere.example/")
        answer = client.post(CODE, {"code": code_of(user)})
        assert answer.headers["Location"] == "/"


class TestTheFirstTime:
    @pytest.fixture
    def link(self, asker: Callable[..., Asker], django_capture_on_commit_callbacks) -> str:
        with django_capture_on_commit_callbacks(execute=True):
            actions.make_account(
                by=asker("administrator"), at=clock.now(), name="New", email="new@example.org", site="http://testserver"
            )
        return re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]

    def test_password_second_step_recovery_codes(self, link: str, django_capture_on_commit_callbacks) -> None:
        client = Client()
        form = client.get(link).headers["Location"]
        answer = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}, follow=True)
        assert answer.request["PATH_INFO"] == "/accounts/2fa/"
        assert "Set up the second step" in answer.content.decode()
        page = client.get("/accounts/2fa/totp/activate/")
        secret = page.context["form"].secret if page.context else client.session["mfa.totp.secret"]
        code = codes.code_for(secret, codes.step_of(clock.now()))
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post("/accounts/2fa/totp/activate/", {"code": code})
        assert answer.headers["Location"] == "/accounts/2fa/recovery-codes/"
        shown = client.get("/accounts/2fa/recovery-codes/").content.decode()
        user = User.objects.get(email="new@example.org")
        unused = Authenticator.objects.get(user=user, type="recovery_codes").wrap().get_unused_codes()
        assert len(unused) == 10
        assert all(f"{code[:4]} {code[4:]}" in shown for code in unused)
        again = client.get("/accounts/2fa/recovery-codes/").content.decode()
        assert "They were shown once" in again
        assert not any(f"{code[:4]} {code[4:]}" in again for code in unused)
        assert is_in(client)
        assert events(user)[-2:] == ["access.second_factor.added", "access.second_factor.added"]
        other = Client()
        first_step(other, user, NEW_PASSWORD)
        other.post(CODE, {"code": code})
        assert not is_in(other), "the code that set the app up is spent"

    def test_the_link_works_once(self, link: str) -> None:
        client = Client()
        form = client.get(link).headers["Location"]
        client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        page = Client().get(link)
        assert "This link does not work any more" in page.content.decode()

    @pytest.mark.parametrize(
        ("first", "second", "said"),
        [
            ("short", "short", "too short"),
            ("password1234", "password1234", "too common"),
            (NEW_PASSWORD, "another one entirely", "same password"),
            ("", "", "Choose a password."),
            ("x" * 201, "x" * 201, "longer than 200"),
        ],
    )
    def test_a_poor_password_is_told(self, link: str, first: str, second: str, said: str) -> None:
        client = Client()
        form = client.get(link).headers["Location"]
        page = client.post(form, {"password1": first, "password2": second}).content.decode()
        assert said in page
        assert not User.objects.get(email="new@example.org").has_usable_password()

    def test_without_a_second_step_nothing_else_opens(self, make_user: MakeUser) -> None:
        user, client = make_user("practitioner", second_factor=False), Client()
        first_step(client, user)
        for path in ("/", "/account/", "/people-and-roles/", "/emergency-access/"):
            assert client.get(path).headers["Location"] == "/accounts/2fa/"


class TestForgotten:
    def test_a_known_and_an_unknown_address_are_answered_alike(self, make_user: MakeUser) -> None:
        user = make_user()
        answers = [
            Client().post("/accounts/password/reset/", {"email": email}, follow=True)
            for email in (user.email, "nobody@example.org")
        ]
        assert [answer.redirect_chain for answer in answers] == [[("/accounts/password/reset/done/", 302)]] * 2
        known, unknown = (re.sub(r'value="\w{64}"', "", answer.content.decode()) for answer in answers)
        assert known == unknown
        assert [letter.to for letter in mail.outbox] == [[user.email]]

    def test_a_closed_account_gets_no_letter(self, make_user: MakeUser) -> None:
        user = make_user()
        user.is_active = False
        user.save()
        Client().post("/accounts/password/reset/", {"email": user.email})
        assert mail.outbox == []

    def test_the_second_step_is_asked_for_after_a_new_password(self, make_user: MakeUser) -> None:
        user, client = make_user(), Client()
        client.post("/accounts/password/reset/", {"email": user.email})
        form = client.get(re.search(r"http://testserver(\S+)", mail.outbox[0].body)[1]).headers["Location"]
        answer = client.post(form, {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD})
        assert answer.headers["Location"] == CODE
        assert not is_in(client)
        client.post(CODE, {"code": code_of(user)})
        assert is_in(client)
        assert "access.password.set_by_link" in events(user)

    def test_allauth_keeps_no_second_list_of_addresses(self, make_user: MakeUser) -> None:
        user = make_user()
        Client().post("/accounts/password/reset/", {"email": user.email})
        sign_in(user)
        assert not EmailAddress.objects.exists()


class TestChanging:
    def test_a_new_password_signs_out_everywhere(self, make_user: MakeUser) -> None:
        user = make_user()
        here, elsewhere = sign_in(user), sign_in(user)
        form = {"oldpassword": PASSWORD, "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        answer = here.post("/accounts/password/change/", form)
        assert answer.headers["Location"] == SIGN_IN
        assert not is_in(here)
        assert not is_in(elsewhere)
        assert "access.password.changed" in events(user)
        assert mail.outbox[-1].subject == "Your account"

    def test_the_present_password_is_needed(self, make_user: MakeUser) -> None:
        user = make_user()
        client = sign_in(user)
        form = {"oldpassword": "wrong", "password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        page = client.post("/accounts/password/change/", form).content.decode()
        assert "This is not your present password." in page
        assert is_in(client)

    def test_the_last_second_step_cannot_be_removed(self, make_user: MakeUser) -> None:
        user = make_user()
        client = sign_in(user)
        page = client.get("/accounts/2fa/totp/deactivate/").content.decode()
        assert "only second step" in page
        client.post("/accounts/2fa/totp/deactivate/")
        assert Authenticator.objects.filter(user=user, type="totp").exists()

    def test_a_passkey_can_be_removed_as_long_as_it_is_not_the_last_second_step(self, make_user: MakeUser) -> None:
        user = make_user()
        client = sign_in(user)
        keys = [
            Authenticator.objects.create(user=user, type="webauthn", data={"name": name}) for name in ("desk", "pocket")
        ]
        client.post(f"/accounts/2fa/webauthn/keys/{keys[0].pk}/remove/")
        assert not Authenticator.objects.filter(pk=keys[0].pk).exists()
        Authenticator.objects.filter(user=user, type="totp").delete()
        page = f"/accounts/2fa/webauthn/keys/{keys[1].pk}/remove/"
        assert "only second step" in client.get(page).content.decode()
        client.post(page)
        assert Authenticator.objects.filter(pk=keys[1].pk).exists()
        assert sign_in(make_user()).get(page).status_code == 404, "nobody removes another's"

    def test_new_recovery_codes_void_the_old_ones(
        self, make_user: MakeUser, django_capture_on_commit_callbacks
    ) -> None:
        user = make_user()
        client = sign_in(user)
        old = recovery_code(user)
        with django_capture_on_commit_callbacks(execute=True):
            client.post("/accounts/2fa/recovery-codes/generate/")
        assert codes.accept(user, old, at=clock.now()) is None
        assert codes.accept(user, recovery_code(user), at=clock.now()) is not None
        assert "access.second_factor.codes_made" in events(user)

    def test_after_a_while_one_shows_again_who_one_is(
        self, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        user = make_user()
        client = sign_in(user)
        page = "/accounts/2fa/recovery-codes/generate/"
        assert client.get(page).status_code == 200
        monkeypatch.setattr("roundel.access.sign_in.adapters.RECENTLY", -1)
        assert client.get(page).headers["Location"].startswith("/accounts/reauthenticate/")
        monkeypatch.undo()
        wrong = client.post("/accounts/reauthenticate/", {"password": "wrong"})
        assert "This is not your password." in wrong.content.decode()
        right = client.post(f"/accounts/reauthenticate/?next={page}", {"password": PASSWORD})
        assert right.headers["Location"] == page


class TestNothingElse:
    @pytest.mark.parametrize(
        "path",
        [
            "signup/",
            "email/",
            "confirm-email/",
            "password/set/",
            "login/code/",
            "social/",
            "phone/verify/",
            "3rdparty/",
        ],
    )
    def test_the_pages_that_we_do_not_want_do_not_exist(self, make_user: MakeUser, path: str) -> None:
        assert sign_in(make_user()).get(f"/accounts/{path}").status_code == 404

    def test_secrets_are_sealed_in_the_database(self, make_user: MakeUser) -> None:
        user = make_user()
        kept = {one.type: one.data for one in Authenticator.objects.filter(user=user)}
        secret = _secret(user)
        assert len(secret) == 32
        assert secret not in kept["totp"]["secret"]
        assert len(kept["recovery_codes"]["seed"]) > 100

    def test_a_closed_account_is_told_so_after_the_right_password_only(self, make_user: MakeUser) -> None:
        user = make_user()
        user.is_active = False
        user.save()
        wrong, right = first_step(Client(), user, "wrong"), first_step(Client(), user)
        assert "is not right" in wrong.content.decode()
        assert right.headers["Location"] == reverse("account_inactive")


def _secret(user: User) -> str:
    from allauth.mfa.utils import decrypt

    return decrypt(Authenticator.objects.get(user=user, type="totp").data["secret"])
