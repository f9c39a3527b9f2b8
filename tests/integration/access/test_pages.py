"""The pages of accounts and emergency access: who may open them, what stays typed, how much they ask the database."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from html import unescape

import pytest
from django.core import mail
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from roundel.access import actions, middleware
from roundel.access.enums import Ground
from roundel.access.grants import load_asker
from roundel.access.models import RecordGrant, User
from roundel.access.roles import ROLES
from roundel.access.scopes import Closed
from roundel.access.views import people
from roundel.audit.models import AuditEvent
from roundel.kernel import clock
from tests.integration.access.stand_in import KIND, OPEN_REFERENCE, REFERENCE, make_record

pytestmark = pytest.mark.django_db
MakeUser = Callable[..., User]
ClientAs = Callable[..., Client]
WHY = "The telephone was lost on the train."
EMERGENCY = f"/emergency-access/{KIND}/{REFERENCE}"


def pages_about(user: User) -> list[str]:
    held = user.roles.get()
    return [
        reverse("access:users"),
        reverse("access:new_user"),
        reverse("access:user", args=[user.pk]),
        reverse("access:give_role", args=[user.pk]),
        reverse("access:end_role", args=[user.pk, held.pk]),
        reverse("access:close_user", args=[user.pk]),
        reverse("access:reopen_user", args=[user.pk]),
        reverse("access:reset_second_factor", args=[user.pk]),
    ]


def error_beside(answer) -> list[str]:
    found = re.findall(r'class="govuk-error-message">(.*?)</p>', answer.content.decode(), re.DOTALL)
    return [unescape(re.sub(r"<.*?>|\s+", " ", one)).replace("Error:", "").strip() for one in found]


class TestWho:
    def test_the_administrator_opens_every_page_and_other_roles_none(
        self, client_as: ClientAs, make_user: MakeUser
    ) -> None:
        user = make_user("practitioner")
        for role in ROLES:
            client = client_as(role)
            expected = 200 if role == "administrator" else 403
            assert {client.get(page).status_code for page in pages_about(user)} == {expected}, role

    def test_a_stranger_is_asked_to_sign_in(self, make_user: MakeUser) -> None:
        for page in pages_about(make_user("practitioner")):
            assert Client().get(page).headers["Location"].startswith("/accounts/login/")

    def test_an_administrator_sees_the_own_account_and_changes_nothing_there(self, client_as: ClientAs) -> None:
        client = client_as("administrator")
        own = client.get(reverse("access:user", args=[client.user.pk]))
        assert own.status_code == 200
        assert "Another administrator changes it" in own.content.decode()
        for page in pages_about(client.user)[3:]:
            assert client.get(page).status_code == 403
            assert client.post(page, {"reason": WHY}).status_code == 403
        assert not AuditEvent.objects.exists()

    def test_an_unknown_account_is_not_there(self, client_as: ClientAs) -> None:
        client = client_as("administrator")
        for name in ("user", "give_role", "close_user", "reset_second_factor"):
            assert client.get(reverse(f"access:{name}", args=[uuid.uuid4()])).status_code == 404

    def test_the_pages_of_an_administrator_hold_no_record(self, client_as: ClientAs, make_user: MakeUser) -> None:
        make_record(make_user("practitioner"))
        client = client_as("administrator")
        assert client.get(EMERGENCY).status_code == 404
        assert REFERENCE not in client.get(reverse("access:users")).content.decode()

    @pytest.mark.parametrize("role", ROLES)
    def test_everybody_has_an_account_page(self, client_as: ClientAs, role: str) -> None:
        page = client_as(role).get("/account/").content.decode()
        assert ROLES[role].name in page


class TestList:
    def test_three_accounts_cost_no_more_questions_than_one(self, client_as: ClientAs, make_user: MakeUser) -> None:
        client = client_as("administrator")
        client.get(reverse("access:users"))
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                client.get(reverse("access:users"))
            counts.append(len(asked))
            make_user("practitioner", "auditor")
            make_user("supervisor", second_factor=False)
        assert counts[0] == counts[1]

    def test_search_by_name_and_address(self, client_as: ClientAs, make_user: MakeUser) -> None:
        client = client_as("administrator")
        make_user(name="Asha Rowe")
        make_user(name="Tom Ellery")
        for words, seen in (("rowe asha", True), ("ROWE", True), ("ellery", False), ("%", False), ("_", False)):
            page = client.get(reverse("access:users"), {"q": words}).content.decode()
            assert ("Asha Rowe" in page) is seen, words
        assert "No account has" in client.get(reverse("access:users"), {"q": "zzz"}).content.decode()

    def test_the_list_is_paged(self, client_as: ClientAs, make_user: MakeUser, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("roundel.access.queries.PAGE", 2)
        client = client_as("administrator")
        for _ in range(3):
            make_user()
        page = client.get(reverse("access:users"), {"page": "2"}).content.decode()
        assert "Showing 3 to 4 of 4" in re.sub(r"<.*?>", "", page)
        for wrong in ("0", "99", "x", ""):
            assert client.get(reverse("access:users"), {"page": wrong}).status_code == 200


class TestMaking:
    def test_an_account_is_made_and_a_role_given(self, client_as: ClientAs, django_capture_on_commit_callbacks) -> None:
        client = client_as("administrator")
        with django_capture_on_commit_callbacks(execute=True):
            answer = client.post(reverse("access:new_user"), {"name": "Nia Tudor", "email": "Nia@example.org"})
        user = User.objects.get(email="nia@example.org")
        assert answer.headers["Location"] == reverse("access:give_role", args=[user.pk])
        assert mail.outbox[0].to == ["nia@example.org"]
        today = clock.today()
        day = {"from_day-day": today.day, "from_day-month": today.month, "from_day-year": today.year}
        answer = client.post(answer.headers["Location"], {"role": "practitioner", **day})
        assert answer.headers["Location"] == reverse("access:user", args=[user.pk])
        assert load_asker(user.pk, at=clock.now()).roles == {"practitioner"}

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"name": "Nia", "email": ""}, "Enter the person's e-mail address."),
            ({"name": "Nia", "email": "nia at example"}, "Enter an e-mail address, like name@example.org."),
            ({"name": "", "email": "nia@example.org"}, "Enter the person's name."),
            ({"name": "x" * 100_000, "email": "nia@example.org"}, "120 characters"),
            ({"name": "\x00", "email": "nia@example.org"}, ""),
        ],
    )
    def test_bad_input_is_told_beside_the_field_and_kept(
        self, client_as: ClientAs, typed: dict[str, str], said: str
    ) -> None:
        answer = client_as("administrator").post(reverse("access:new_user"), typed)
        assert answer.status_code == 200
        assert any(said in one for one in error_beside(answer))
        kept = typed["email"] if typed["name"] in {"", "\x00"} or len(typed["name"]) > 999 else typed["name"]
        assert kept in answer.content.decode()
        assert not User.objects.filter(email="nia@example.org").exists()

    def test_a_role_that_does_not_fit_is_told_and_the_choice_kept(
        self, client_as: ClientAs, make_user: MakeUser
    ) -> None:
        user = make_user("practitioner")
        page = reverse("access:give_role", args=[user.pk])
        day = {"from_day-day": "1", "from_day-month": "2", "from_day-year": "2020"}
        client = client_as("administrator")
        assert "cannot begin in the past" in error_beside(client.post(page, {"role": "auditor", **day}))[0]
        day["from_day-year"] = str(clock.today().year + 1)
        answer = client.post(page, {"role": "administrator", **day})
        [told] = error_beside(answer) or [""]
        assert "cannot be one person" in told or "at most a year" in told
        assert 'value="2"' in answer.content.decode()
        assert error_beside(client.post(page, {})) == [
            "Choose a role.", "Enter the day from which the person has this role.",
        ]  # fmt: skip
        assert user.roles.count() == 1

    def test_a_letter_that_could_not_go_is_told(
        self,
        client_as: ClientAs,
        make_user: MakeUser,
        monkeypatch: pytest.MonkeyPatch,
        django_capture_on_commit_callbacks,
    ) -> None:
        def refuse(letter: object) -> None:
            raise people.letters.NotSentError

        monkeypatch.setattr("roundel.access.actions.accounts._send_after_commit", refuse)
        user = make_user("practitioner")
        page = reverse("access:reset_second_factor", args=[user.pk])
        answer = client_as("administrator").post(page, {"reason": WHY}, follow=True)
        assert "the e-mail could not be sent" in answer.content.decode()


class TestChanging:
    def test_a_role_is_ended_after_a_question(self, client_as: ClientAs, make_user: MakeUser) -> None:
        client, user = client_as("administrator"), make_user("practitioner")
        page = reverse("access:end_role", args=[user.pk, user.roles.get().pk])
        assert "How to undo it" in client.get(page).content.decode()
        assert load_asker(user.pk, at=clock.now()).roles
        client.post(page)
        assert not load_asker(user.pk, at=clock.now()).roles
        assert client.get(page).status_code == 404
        assert "Roles that have ended" in client.get(reverse("access:user", args=[user.pk])).content.decode()

    @pytest.mark.parametrize("name", ["close_user", "reopen_user", "reset_second_factor"])
    def test_a_reason_is_asked_and_what_was_typed_stays(
        self, client_as: ClientAs, make_user: MakeUser, name: str
    ) -> None:
        client, user = client_as("administrator"), make_user("practitioner")
        if name == "reopen_user":
            user.is_active = False
            user.save()
        page = reverse(f"access:{name}", args=[user.pk])
        assert error_beside(client.post(page, {"reason": ""})) == ["Say in a sentence why."]
        short = client.post(page, {"reason": "lost <b>it</b>"})
        assert error_beside(short) == ["Say in a sentence why. Somebody else will read it."]
        assert "lost &lt;b&gt;it&lt;/b&gt;" in short.content.decode()
        assert not AuditEvent.objects.exists()
        assert client.post(page, {"reason": WHY}).status_code == 302
        assert AuditEvent.objects.get().reason == WHY

    def test_unlocking_and_inviting_take_a_form_only(self, client_as: ClientAs, make_user: MakeUser) -> None:
        client, user = client_as("administrator"), make_user("practitioner")
        for _ in range(5):
            actions.count_failure(
                by=load_asker(client.user.pk, at=clock.now()), at=clock.now(), email=user.email, step="code"
            )
        page = reverse("access:user", args=[user.pk])
        assert "after too many attempts" in client.get(page).content.decode()
        for name in ("unlock_user", "invite_user"):
            assert client.get(reverse(f"access:{name}", args=[user.pk])).headers["Location"] == page
        assert client.post(reverse("access:unlock_user", args=[user.pk])).status_code == 302
        assert "after too many attempts" not in client.get(page).content.decode()
        assert client.post(reverse("access:invite_user", args=[user.pk])).status_code == 403


class TestEmergency:
    @pytest.fixture(autouse=True)
    def _records(self, make_user: MakeUser) -> None:
        make_record(make_user())
        make_record(make_user(), OPEN_REFERENCE)

    def test_the_page_says_what_will_happen_and_opens_after_a_reason(self, client_as: ClientAs) -> None:
        client = client_as("practitioner")
        page = client.get(EMERGENCY).content.decode()
        for said in ("1 hour", "marked as emergency access", "within three days", "not you"):
            assert said in page
        answer = client.post(EMERGENCY, {"reason": "now"})
        assert error_beside(answer)
        assert not RecordGrant.objects.filter(ground=Ground.BREAK_GLASS).exists()
        answer = client.post(EMERGENCY, {"reason": "A child may be alone with him tonight."})
        assert answer.headers["Location"] == f"/records/{REFERENCE}/"
        assert client.get(EMERGENCY).headers["Location"] == f"/records/{REFERENCE}/"
        assert REFERENCE in client.get("/account/").content.decode()

    def test_the_reference_may_be_written_as_it_is_said(self, client_as: ClientAs) -> None:
        assert client_as("practitioner").get(EMERGENCY.replace(REFERENCE, "h7f3k47")).status_code == 200

    def test_who_may_know_and_who_may_not(self, client_as: ClientAs) -> None:
        for role in ROLES:
            expected = 200 if role in {"practitioner", "supervisor", "safeguarding_lead"} else 404
            client = client_as(role)
            assert client.get(EMERGENCY).status_code == expected, role
            assert client.get(EMERGENCY.replace(REFERENCE, "H-4444-49")).status_code == 404, role

    def test_a_record_that_is_open_needs_no_emergency(self, client_as: ClientAs) -> None:
        page = f"/emergency-access/{KIND}/{OPEN_REFERENCE}"
        assert client_as("supervisor").get(page).headers["Location"] == f"/records/{OPEN_REFERENCE}/"
        assert client_as("practitioner").get(page).status_code == 200

    def test_the_review_from_the_list_to_the_end(self, client_as: ClientAs) -> None:
        asha, marian, tom = client_as("practitioner"), client_as("supervisor"), client_as("practitioner")
        why = "A child may be <alone> with him tonight."
        asha.post(EMERGENCY, {"reason": why})
        grant = RecordGrant.objects.get(ground=Ground.BREAK_GLASS)
        page = reverse("access:review", args=[grant.pk])
        assert page in marian.get(reverse("access:reviews")).content.decode()
        shown = marian.get(page).content.decode()
        assert "A child may be &lt;alone&gt; with him tonight." in shown
        assert "opened record H-7F3K-47 by emergency access" in shown
        assert AuditEvent.objects.filter(event="access.emergency.read", actor_id=marian.user.pk).count() == 1
        for client in (asha, tom):
            assert client.get(page).status_code == 403
            assert client.post(page, {"outcome": "justified"}).status_code == 403
        assert error_beside(marian.post(page, {"outcome": "", "note": "kept"})) == ["Choose what you found."]
        answer = marian.post(page, {"outcome": "not_justified", "note": ""})
        assert error_beside(answer) == ["Say in a sentence why. Somebody else will read it."]
        assert marian.post(page, {"outcome": "justified", "note": ""}).headers["Location"] == reverse("access:reviews")
        assert "It was needed" in marian.get(reverse("access:reviews")).content.decode()
        assert marian.post(page, {"outcome": "justified"}).status_code == 403

    def test_ones_own_is_shown_without_a_way_to_review_it(self, client_as: ClientAs) -> None:
        marian = client_as("supervisor")
        marian.post(EMERGENCY, {"reason": "A child may be alone with him tonight."})
        grant = RecordGrant.objects.get(ground=Ground.BREAK_GLASS)
        page = marian.get(reverse("access:reviews")).content.decode()
        assert REFERENCE in page
        assert str(grant.pk) not in page
        assert marian.get(reverse("access:review", args=[grant.pk])).status_code == 403

    def test_three_reviews_cost_no_more_questions_than_one(self, client_as: ClientAs) -> None:
        marian = client_as("supervisor")
        marian.get(reverse("access:reviews"))
        counts = []
        for _ in range(2):
            client_as("practitioner").post(EMERGENCY, {"reason": "A child may be alone with him tonight."})
            with CaptureQueriesContext(connection) as asked:
                marian.get(reverse("access:reviews"))
            counts.append(len(asked))
            client_as("practitioner").post(EMERGENCY, {"reason": "A child may be alone with him tonight."})
        assert counts[0] == counts[1]


class TestClosed:
    """What somebody sees who opens a record that is closed to him."""

    def answer(self, role: str, make_user: MakeUser):
        def refuse(request: HttpRequest) -> HttpResponse:
            raise AssertionError("never called")

        request = RequestFactory().get(f"/records/{REFERENCE}/")
        request.user = make_user(role)
        request.session = {}
        request.asker = load_asker(request.user.pk, at=clock.now())
        return middleware.refusals(refuse).process_exception(request, Closed(KIND, REFERENCE))

    def test_the_way_to_emergency_access_is_shown_to_those_who_have_it(self, make_user: MakeUser) -> None:
        with_it, without = (self.answer(role, make_user) for role in ("practitioner", "coordinator"))
        assert with_it.status_code == without.status_code == 403
        assert EMERGENCY in with_it.content.decode()
        assert "/emergency-access/" not in without.content.decode()
