"""Making, closing and mending accounts."""

from __future__ import annotations

import datetime as dt
import smtplib
import uuid
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from roundel.access import actions, letters, queries
from roundel.access.grants import Asker, load_asker
from roundel.access.models import User
from roundel.access.rules import LOCK_AFTER
from roundel.access.sign_in.lock import STRANGER
from roundel.audit.models import AuditEvent
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from tests.support.moments import NOW

SITE = "https://desk.example.org"
WHY = "The person has left the organisation."
pytestmark = pytest.mark.django_db
MakeUser = Callable[..., User]
MakeAsker = Callable[..., Asker]


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("event", flat=True))


def make(by: Asker, email: str = "New.Person@Example.org", name: str = " New   Person ") -> User:
    return actions.make_account(by=by, at=NOW, name=name, email=email, site=SITE)


class TestMaking:
    def test_an_administrator_makes_an_account(self, asker: MakeAsker, django_capture_on_commit_callbacks) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            user = make(asker("administrator"))
        assert (user.name, user.email) == ("New Person", "new.person@example.org")
        assert user.is_active
        assert not user.has_usable_password()
        assert events() == ["access.account.made"]
        [letter] = mail.outbox
        assert letter.subject == "Your account"
        assert letter.to == ["new.person@example.org"]
        assert f"{SITE}/accounts/password/reset/key/{user.pk.hex}-" in letter.body

    def test_nobody_else_does(self, asker: MakeAsker) -> None:
        for role in ("practitioner", "supervisor", "auditor", "evaluator"):
            with pytest.raises(Refused):
                make(asker(role))
        assert not User.objects.filter(name="New Person").exists()
        assert events() == []

    @pytest.mark.parametrize("email", ["", "no-address", "a@b", "two words@example.org", "x" * 250 + "@example.org"])
    def test_a_wrong_address_is_refused(self, asker: MakeAsker, email: str) -> None:
        with pytest.raises(InvalidInput) as refused:
            make(asker("administrator"), email=email)
        assert refused.value.field == "email"

    def test_an_address_is_used_once_whatever_its_case(self, asker: MakeAsker) -> None:
        by = asker("administrator")
        make(by)
        with pytest.raises(InvalidInput) as refused:
            make(by, email="NEW.person@example.ORG")
        assert refused.value.field == "email"

    def test_a_name_is_needed(self, asker: MakeAsker) -> None:
        with pytest.raises(InvalidInput) as refused:
            make(asker("administrator"), name="  \t ")
        assert refused.value.field == "name"

    def test_a_letter_that_cannot_go_is_told_and_undoes_nothing(
        self, asker: MakeAsker, monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks
    ) -> None:
        def refuse(self: object) -> int:
            raise smtplib.SMTPServerDisconnected("no mail today")

        monkeypatch.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(letters.NotSentError), django_capture_on_commit_callbacks(execute=True):
            make(asker("administrator"))
        assert User.objects.filter(email="new.person@example.org").exists()


class TestInviting:
    def test_the_link_goes_again(self, asker: MakeAsker, django_capture_on_commit_callbacks) -> None:
        by = asker("administrator")
        user = make(by)
        with django_capture_on_commit_callbacks(execute=True):
            actions.invite(by=by, at=NOW, user_id=user.pk, site=SITE)
        assert len(mail.outbox) == 1
        assert events()[-1] == "access.account.invited"

    def test_not_to_somebody_who_has_a_password(self, asker: MakeAsker, make_user: MakeUser) -> None:
        with pytest.raises(Refused, match="has set a password"):
            actions.invite(by=asker("administrator"), at=NOW, user_id=make_user().pk, site=SITE)

    def test_not_to_a_closed_account(self, asker: MakeAsker) -> None:
        by = asker("administrator")
        user = make(by)
        actions.close_account(by=by, at=NOW, user_id=user.pk, reason=WHY)
        with pytest.raises(Refused, match="closed"):
            actions.invite(by=by, at=NOW, user_id=user.pk, site=SITE)


class TestClosing:
    def test_close_and_open_again(self, asker: MakeAsker, make_user: MakeUser) -> None:
        by, user = asker("administrator"), make_user("practitioner")
        actions.close_account(by=by, at=NOW, user_id=user.pk, reason=WHY)
        assert load_asker(user.pk, at=NOW).user_id is None
        with pytest.raises(Refused, match="already"):
            actions.close_account(by=by, at=NOW, user_id=user.pk, reason=WHY)
        actions.reopen_account(by=by, at=NOW, user_id=user.pk, reason=WHY)
        assert load_asker(user.pk, at=NOW).roles == {"practitioner"}
        with pytest.raises(Refused, match="already"):
            actions.reopen_account(by=by, at=NOW, user_id=user.pk, reason=WHY)
        assert events() == ["access.account.closed", "access.account.reopened"]
        assert AuditEvent.objects.first().reason == WHY

    def test_sessions_of_before_do_not_come_back(self, asker: MakeAsker, make_user: MakeUser) -> None:
        by, user = asker("administrator"), make_user()
        before = user.get_session_auth_hash()
        actions.close_account(by=by, at=NOW, user_id=user.pk, reason=WHY)
        actions.reopen_account(by=by, at=NOW, user_id=user.pk, reason=WHY)
        user.refresh_from_db()
        assert user.get_session_auth_hash() != before

    def test_not_by_others_not_his_own_not_without_reason(self, asker: MakeAsker, make_user: MakeUser) -> None:
        user, by = make_user(), asker("administrator")
        assert by.user_id is not None
        with pytest.raises(Refused):
            actions.close_account(by=asker("supervisor"), at=NOW, user_id=user.pk, reason=WHY)
        with pytest.raises(Refused):
            actions.close_account(by=by, at=NOW, user_id=by.user_id, reason=WHY)
        with pytest.raises(InvalidInput):
            actions.close_account(by=by, at=NOW, user_id=user.pk, reason="gone")
        with pytest.raises(NotFound):
            actions.close_account(by=by, at=NOW, user_id=uuid.uuid4(), reason=WHY)
        user.refresh_from_db()
        assert user.is_active
        assert events() == []


class TestSecondFactor:
    def test_a_reset_takes_everything_and_tells_the_person(
        self, asker: MakeAsker, make_user: MakeUser, django_capture_on_commit_callbacks
    ) -> None:
        by, user = asker("administrator"), make_user("practitioner")
        before = user.get_session_auth_hash()
        with django_capture_on_commit_callbacks(execute=True):
            actions.take_away_second_factor(by=by, at=NOW, user_id=user.pk, reason=WHY, site=SITE)
        user.refresh_from_db()
        assert not Authenticator.objects.filter(user=user).exists()
        assert not user.has_usable_password()
        assert user.get_session_auth_hash() != before
        [letter] = mail.outbox
        assert letter.to == [user.email]
        assert "administrator has reset" in letter.body

    def test_not_his_own(self, asker: MakeAsker) -> None:
        by = asker("administrator")
        assert by.user_id is not None
        with pytest.raises(Refused):
            actions.take_away_second_factor(by=by, at=NOW, user_id=by.user_id, reason=WHY, site=SITE)
        assert Authenticator.objects.filter(user_id=by.user_id).exists()


class TestUnlocking:
    def test_an_administrator_unlocks(self, asker: MakeAsker, make_user: MakeUser) -> None:
        by, user = asker("administrator"), make_user()
        for _ in range(LOCK_AFTER):
            actions.count_failure(by=STRANGER, at=NOW, email=user.email, step="password")
        assert queries.locked_until(user.email, NOW) == NOW + dt.timedelta(minutes=15)
        assert queries.person(by, user.pk, at=NOW).locked_until is not None
        with pytest.raises(Refused):
            actions.unlock(by=asker("supervisor"), at=NOW, user_id=user.pk)
        actions.unlock(by=by, at=NOW, user_id=user.pk)
        assert queries.locked_until(user.email, NOW) is None
        assert events()[-1] == "access.account.unlocked"

    def test_there_must_be_something_to_unlock(self, asker: MakeAsker, make_user: MakeUser) -> None:
        with pytest.raises(Refused, match="not locked"):
            actions.unlock(by=asker("administrator"), at=NOW, user_id=make_user().pk)


def test_letters_are_neutral() -> None:
    user = User(name="Joan", email="joan@example.org", password="x", created_at=NOW)
    for letter in (
        letters.new_account(user, SITE),
        letters.new_password(user, SITE),
        letters.second_factor_taken_away(user, SITE),
        letters.changed(user, "A passkey was added to your account."),
    ):
        text = letter.body.lower()
        assert not any(word in text for word in ("helpline", "abuse", "harbour", "prevention", "127.0.0.1", "browser"))
