"""The auditor's pages, through the whole stack."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.models import User
from roundel.audit.models import AuditEvent
from roundel.audit.sealing import seal_everything
from roundel.kernel import clock
from roundel.kernel.ids import new_id
from tests.factories.users import make_user
from tests.integration.audit.writing import RECORD, SAM, Person, write, write_several
from tests.support.clients import StaffClient, signed_in

pytestmark = pytest.mark.django_db
PAGES = (
    "/audit/",
    f"/audit/record/helpline.contact/{RECORD}",
    f"/audit/person/{SAM.user_id}",
    "/audit/unusual",
    "/audit/chain",
)


@pytest.fixture
def auditor() -> User:
    return make_user("auditor", name="Robin Shaw")


@pytest.fixture
def client(auditor: User) -> StaffClient:
    return signed_in(auditor)


def page(client: StaffClient, address: str, status: int = 200) -> str:
    response = client.get(address)
    assert response.status_code == status
    return str(response.content.decode())


@pytest.mark.parametrize("address", PAGES)
def test_the_auditor_reads_every_page_and_is_recorded(client: StaffClient, auditor: User, address: str) -> None:
    write()
    page(client, address)
    (looked,) = AuditEvent.objects.filter(actor_id=auditor.pk, event__startswith="audit.")
    assert looked.event.endswith(".viewed")


@pytest.mark.parametrize("address", PAGES)
@pytest.mark.parametrize("role", ["practitioner", "supervisor", "safeguarding_lead", "evaluator", "administrator"])
def test_nobody_else_reads_any_page(role: str, address: str) -> None:
    write()
    user = make_user(role)
    page(signed_in(user), address, 403)
    assert not AuditEvent.objects.filter(actor_id=user.pk, event__startswith="audit.").exists()


def test_who_when_which_and_why(client: StaffClient) -> None:
    write(by=Person(door="break_glass"), reason="a child <b>may</b> be in danger", detail={"restricted": True})
    shown = page(client, "/audit/")
    for words in (
        "Sam Rivers",
        "read contact H-7F3K-9Q",
        "14 March 2027, 9:04pm",
        "emergency access",
        "restricted record",
    ):
        assert words in shown
    assert "a child &lt;b&gt;may&lt;/b&gt; be in danger" in shown
    assert f"/audit/record/helpline.contact/{RECORD}" in shown
    assert f"/audit/person/{SAM.user_id}" in shown


def test_filters_in_the_address(client: StaffClient) -> None:
    write()
    write(by=Person("Alex Moss", new_id()))
    seal_everything()
    shown = page(client, f"/audit/?who={SAM.user_id}&nature=look&event=helpline.contact.read")
    assert shown.count("read contact H-7F3K-9Q") == 1
    dates = "since-day=14&since-month=3&since-year=2027&until-day=14&until-month=3&until-year=2027"
    assert page(client, f"/audit/?{dates}").count("read contact H-7F3K-9Q") == 2
    assert "No event fits" in page(client, "/audit/?since-day=15&since-month=3&since-year=2027")


@pytest.mark.parametrize(
    "query",
    [
        "who=nobody",
        "nature=dragon",
        "event=x",
        "since-day=31&since-month=2&since-year=2027",
        "before=%00",
        "until-year=9",
    ],
)
def test_nonsense_in_the_address_is_no_error_of_the_server(client: StaffClient, query: str) -> None:
    write()
    assert "read contact H-7F3K-9Q" in page(client, f"/audit/?{query}")


def test_an_until_date_at_the_end_of_time_is_no_error_of_the_server(client: StaffClient) -> None:
    page(client, "/audit/?until-day=31&until-month=12&until-year=9999&since-day=1&since-month=1&since-year=1000")


def test_older_events_are_a_link_away(client: StaffClient) -> None:
    write_several(55)
    shown = page(client, "/audit/?nature=look")
    assert "Older events" in shown
    assert "Newest events" not in shown
    place = shown.split("before=")[1].split('"')[0]
    older = page(client, f"/audit/?nature=look&before={place}")
    assert "Newest events" in older
    assert older.count("read contact") == 55 - 50


def test_a_record_nobody_looked_at_and_a_kind_that_does_not_exist(client: StaffClient) -> None:
    assert "Nobody has looked" in page(client, f"/audit/record/helpline.contact/{new_id()}")
    page(client, f"/audit/record/helpline.dragon/{new_id()}", 404)
    page(client, f"/audit/person/{new_id()}", 404)


def test_unusual_looks_with_their_reason(client: StaffClient) -> None:
    assert "Nothing stands out" in page(client, "/audit/unusual")
    write(by=Person(door="break_glass"), at=clock.now() - dt.timedelta(days=9))
    assert "Nothing stands out" in page(client, "/audit/unusual?days=7")
    assert "opened by emergency access, once" in page(client, "/audit/unusual?days=28")
    page(client, "/audit/unusual?days=100000")


def test_the_state_of_the_chain(client: StaffClient) -> None:
    write()
    shown = page(client, "/audit/chain")
    assert "not recorded" in shown  # never verified
    assert "audit_verify" in shown


@pytest.mark.parametrize("address", PAGES)
def test_a_page_costs_the_same_with_one_event_and_with_three(client: StaffClient, address: str) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as asked:
            page(client, address)
        return len(asked)

    write(reason="why")
    page(client, address)
    once = statements()
    write(reason="why", by=Person("Alex Moss", new_id()))
    write(reason="why", object_id=new_id())
    assert statements() == once
