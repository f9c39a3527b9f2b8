"""How long a session lasts, who ends it, and where one is after signing in again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from roundel.access import actions
from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.audit.models import AuditEvent
from roundel.kernel import clock

pytestmark = pytest.mark.django_db
MakeUser = Callable[..., User]
ClientAs = Callable[..., Client]
IDLE = settings.ROUNDEL_IDLE_MINUTES
WHY = "The person has left the organisation."
AS_SCRIPT = {"accept": "application/json"}


def left(client: Client) -> int:
    return client.get("/session/remaining", headers=AS_SCRIPT).json()["seconds"]


def next_of(answer) -> str:
    return parse_qs(urlsplit(answer.headers["Location"]).query)["next"][0]


def test_asking_how_long_is_left_does_not_prolong(client_as: ClientAs, frozen_clock) -> None:
    client = client_as("practitioner")
    assert left(client) == IDLE * 60
    client.get("/account/")
    frozen_clock.forward(minutes=10)
    assert left(client) == (IDLE - 10) * 60
    frozen_clock.forward(minutes=10)
    assert left(client) == (IDLE - 20) * 60


def test_staying_signed_in(client_as: ClientAs, frozen_clock) -> None:
    client = client_as("practitioner")
    client.get("/account/")
    frozen_clock.forward(minutes=IDLE - 1)
    answer = client.post("/session/continue", headers=AS_SCRIPT)
    assert answer.json()["seconds"] == IDLE * 60
    assert answer.json()["csrf"]
    assert answer.json()["person"] == str(client.user.pk)
    frozen_clock.forward(minutes=IDLE - 1)
    assert client.get("/account/").status_code == 200


def test_an_unused_session_ends_on_the_server(client_as: ClientAs, frozen_clock) -> None:
    client = client_as("practitioner")
    client.get("/account/")
    frozen_clock.forward(minutes=IDLE)
    answer = client.get("/account/?page=2")
    assert next_of(answer) == "/account/?page=2"
    assert not Session.objects.exists()
    assert AuditEvent.objects.get().event == "access.sign_in.timed_out"
    frozen_clock.forward(minutes=-5)
    assert client.get("/account/").status_code == 302, "turning the clock back does not bring it back"


def test_a_script_is_told_by_a_status(client_as: ClientAs, frozen_clock) -> None:
    client = client_as("practitioner")
    client.get("/account/")
    frozen_clock.forward(minutes=IDLE)
    answer = client.get("/session/remaining", headers=AS_SCRIPT)
    assert (answer.status_code, answer.json()) == (401, {"signed_out": True})
    assert Client().post("/session/continue", headers=AS_SCRIPT).status_code == 401


def test_one_comes_back_to_the_page_of_the_form(client_as: ClientAs, frozen_clock) -> None:
    client = client_as("administrator")
    client.get("/people-and-roles/new/")
    frozen_clock.forward(minutes=IDLE)
    answer = client.post("/people-and-roles/new/", {"name": "x"})
    assert next_of(answer) == "/people-and-roles/new/"


def test_an_address_that_only_takes_forms_leads_to_the_page_above(
    client_as: ClientAs, make_user: MakeUser, frozen_clock
) -> None:
    client, user = client_as("administrator"), make_user()
    page = f"/people-and-roles/{user.pk}/"
    client.get(page)
    frozen_clock.forward(minutes=IDLE)
    back = next_of(client.post(f"{page}unlock/"))
    assert client_as("administrator").get(back).headers["Location"] == page


def test_a_script_does_not_decide_where_one_comes_back_to(client_as: ClientAs, frozen_clock) -> None:
    client = client_as("practitioner")
    client.get("/account/")
    frozen_clock.forward(minutes=IDLE)
    assert next_of(client.post("/session/continue")) == "/"


def test_the_sign_in_page_is_shown_at_once_after_a_time_out(client_as: ClientAs, frozen_clock) -> None:
    client = client_as("practitioner")
    client.get("/account/")
    frozen_clock.forward(minutes=IDLE)
    assert client.get("/accounts/login/").status_code == 200


def test_a_closed_account_is_out_at_once(client_as: ClientAs, asker: Callable[..., Asker]) -> None:
    client, by = client_as("practitioner"), asker("administrator")
    assert client.get("/account/").status_code == 200
    actions.close_account(by=by, at=clock.now(), user_id=client.user.pk, reason=WHY)
    assert client.get("/account/").status_code == 302
    actions.reopen_account(by=by, at=clock.now(), user_id=client.user.pk, reason=WHY)
    assert client.get("/account/").status_code == 302, "reopening does not bring old sessions back"


def test_an_ended_role_is_gone_at_once(client_as: ClientAs, asker: Callable[..., Asker]) -> None:
    client, by = client_as("supervisor"), asker("administrator")
    assert client.get("/emergency-access/").status_code == 200
    role = client.user.roles.get()
    actions.end_role(by=by, at=clock.now(), user_id=client.user.pk, role_id=role.pk)
    assert client.get("/emergency-access/").status_code == 403


def test_a_reset_second_step_ends_the_sessions(client_as: ClientAs, asker: Callable[..., Asker]) -> None:
    client, by = client_as("practitioner"), asker("administrator")
    assert client.get("/account/").status_code == 200
    actions.take_away_second_factor(by=by, at=clock.now(), user_id=client.user.pk, reason=WHY, site="")
    assert client.get("/account/").headers["Location"].startswith("/accounts/login/")


def test_signing_out_is_noted_and_ends_the_session(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    answer = client.post("/accounts/logout/")
    assert answer.headers["Location"] == "/accounts/login/"
    assert client.get("/account/").status_code == 302
    assert AuditEvent.objects.get().event == "access.sign_in.out"


def test_a_page_costs_a_write_only_now_and_then(client_as: ClientAs, frozen_clock, django_assert_num_queries) -> None:
    client = client_as("practitioner")
    client.get("/account/")
    before = _session_rows()
    frozen_clock.forward(seconds=29)
    client.get("/account/")
    assert _session_rows() == before
    frozen_clock.forward(seconds=1)
    client.get("/account/")
    assert _session_rows() != before


def test_no_page_is_kept_by_the_browser(client_as: ClientAs) -> None:
    answer = client_as("practitioner").get("/account/")
    assert "no-store" in answer.headers["Cache-Control"]
    cookie = answer.client.cookies[settings.SESSION_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def _session_rows() -> list[str]:
    return list(Session.objects.values_list("session_data", flat=True))
