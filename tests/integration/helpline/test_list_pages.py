"""The page of contacts, saved views, finding by code, and the export."""

from __future__ import annotations

import csv
import io

import pytest
import pyzipper

from roundel.access.grants import load_asker
from roundel.audit.models import AuditEvent
from roundel.correspondence import actions as codes
from roundel.helpline import actions, export
from roundel.helpline.actions import views
from roundel.helpline.models import SavedView
from roundel.kernel.errors import InvalidInput
from tests.factories import contacts, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
PASSWORD = "a long enough password"


def text_of(response) -> str:
    return response.content.decode()


def test_the_page_shows_contacts_with_their_filters(client_as) -> None:
    contact, other = contacts.finished(group="survivor"), contacts.finished()
    page = text_of(client_as("practitioner").get("/contacts/?group=survivor&order=longest"))
    assert contact.reference in page
    assert other.reference not in page
    assert "Remove this filter:" in page
    assert '<select class="govuk-select" id="id_group" name="group">' in page
    assert "&lt;" not in page


@pytest.mark.parametrize("query", ["", "group=survivor", "group=nobody"])
def test_the_filters_are_those_of_the_reader(client_as, query: str) -> None:
    """They are drawn once for a choice and kept; what differs between readers must not be kept with them."""
    named = users.make_user("practitioner")
    contacts.restricted(to=load_asker(named.pk, at=NOW))
    for client, sees in (
        (client_as("practitioner"), False),
        (client_as(user=named), True),
        (client_as("supervisor"), False),
    ):
        page = text_of(client.get(f"/contacts/?{query}"))
        assert ('name="restricted"' in page) is sees


def test_an_empty_list_says_what_will_stand_here(client_as) -> None:
    assert "Every contact will stand here" in text_of(client_as("practitioner").get("/contacts/"))
    assert "No contact fits these filters" in text_of(client_as("practitioner").get("/contacts/?group=own"))


@pytest.mark.parametrize(
    "query",
    [
        "group=nobody",
        "period=own",
        "period=own&since-day=31&since-month=2&since-year=2027",
        "period=own&since-day=2&since-month=2&since-year=2027&until-day=1&until-month=2&until-year=2027",
        "practitioner=somebody",
        "caller=12",
        "after=rubbish",
        "before=5-5",
        "order=by_suspicion",
        "after=99999999999999999999-00000000000000000000000000000000",
    ],
)
def test_what_is_wrong_in_the_address_is_said_and_nothing_is_shown(client_as, query: str) -> None:
    contact = contacts.finished()
    response = client_as("practitioner").get(f"/contacts/?{query}")
    page = text_of(response)
    assert response.status_code == 200
    assert "There is a problem" in page
    assert "no contact is shown" in page
    assert contact.reference not in page
    assert not AuditEvent.objects.filter(event="helpline.list.read").exists()


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("practitioner", 200),
        ("supervisor", 200),
        ("safeguarding_lead", 200),
        ("evaluator", 403),
        ("administrator", 403),
    ],
)
def test_who_sees_the_list(client_as, role: str, status: int) -> None:
    assert client_as(role).get("/contacts/").status_code == status


def test_a_code_leads_to_the_callers_contacts_and_stands_in_no_address(client_as) -> None:
    by = users.make_asker("practitioner")
    issued = codes.issue_code(by=by, at=NOW)
    actions.set_caller(by=by, at=NOW, contact=contacts.written(by=by), caller_id=issued.caller.pk)
    client = client_as("practitioner")
    response = client.post("/contacts/find-code", {"code": issued.code})
    assert response.status_code == 302
    assert issued.code not in response["Location"]
    assert issued.caller.alias in text_of(client.get(response["Location"]))
    issued.caller.refresh_from_db()
    assert issued.caller.last_used_at is None  # a look-up is no use by the caller


@pytest.mark.parametrize("code", ["", "1234", "1234 5678 9012 3456", "x" * 200])
def test_a_wrong_code_is_said_beside_the_box_and_not_shown_again(client_as, code: str) -> None:
    page = text_of(client_as("practitioner").post("/contacts/find-code", {"code": code}))
    assert "There is a problem" in page


def test_a_view_is_kept_used_and_removed(client_as) -> None:
    client = client_as("practitioner")
    response = client.post("/contacts/views/?group=own&period=week", {"name": "  Own,  this week "})
    assert response["Location"] == "/contacts/?period=week&group=own"
    page = text_of(client.get(response["Location"]))
    assert "Own, this week" in page
    view = SavedView.objects.get()
    assert client_as("practitioner").post(f"/contacts/views/{view.pk}/remove").status_code == 404
    assert SavedView.objects.exists()
    client.post(f"/contacts/views/{view.pk}/remove")
    assert not SavedView.objects.exists()
    events = list(AuditEvent.objects.filter(kind="helpline.view").order_by("happened_at", "id"))
    assert [event.event for event in events] == ["helpline.view.saved", "helpline.view.removed"]


def test_a_view_of_the_same_name_keeps_the_new_filters(client_as) -> None:
    client = client_as("practitioner")
    for group in ("own", "survivor"):
        client.post(f"/contacts/views/?group={group}", {"name": "Mine"})
    assert [view.query for view in SavedView.objects.all()] == ["?group=survivor"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "bad\x00name"])
def test_a_view_needs_a_name(client_as, name: str) -> None:
    response = client_as("practitioner").post("/contacts/views/?group=own", {"name": name})
    assert response.status_code == 200
    assert "There is a problem" in text_of(response)
    assert not SavedView.objects.exists()


def test_there_are_not_endlessly_many_views() -> None:
    by = users.make_asker("practitioner")
    for number in range(views.MOST_VIEWS):
        views.save_view(by=by, at=NOW, name=str(number), query="?group=own")
    with pytest.raises(InvalidInput):
        views.save_view(by=by, at=NOW, name="one more", query="?group=own")
    views.save_view(by=by, at=NOW, name="0", query="?group=survivor")


def exported(response) -> list[list[str]]:
    with pyzipper.AESZipFile(io.BytesIO(b"".join(response.streaming_content))) as archive:
        assert archive.namelist() == ["list-2027-03-14.csv"]
        assert archive.infolist()[0].flag_bits & 1  # encrypted
        archive.setpassword(PASSWORD.encode())
        text = archive.read("list-2027-03-14.csv").decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text)))


def test_an_export_holds_coded_answers_and_opens_with_its_password(client_as) -> None:
    contact = contacts.finished(notes="Said something.", group="survivor")
    contacts.finished()
    client = client_as("supervisor")
    assert "1 contact of this list" in text_of(client.get("/contacts/export?group=survivor"))
    response = client.post("/contacts/export?group=survivor", {"password": PASSWORD})
    assert response["Content-Disposition"] == 'attachment; filename="list-2027-03-14.zip"'
    heading, line = exported(response)
    assert tuple(heading) == export.HEADINGS
    assert line[:3] == [contact.reference, "2027-03-14 20:39", "25"]
    assert "Harmed as a child" in line
    assert not any("Said" in cell for cell in line)
    (event,) = AuditEvent.objects.filter(event="helpline.list.exported")
    assert (event.detail, event.actor_id) == ('{"group":"survivor","rows":1}', client.user.pk)


def test_an_export_without_its_password_says_nothing(client_as) -> None:
    contacts.finished()
    response = client_as("supervisor").post("/contacts/export", {"password": PASSWORD})
    content = b"".join(response.streaming_content)
    assert b"Reference" not in content
    with pyzipper.AESZipFile(io.BytesIO(content)) as archive, pytest.raises(RuntimeError):
        archive.read(archive.namelist()[0], pwd=b"another long password")


@pytest.mark.parametrize("password", ["", "short", "a" * 20, "x" * 200, "with\x00control-signs"])
def test_an_export_needs_a_real_password(client_as, password: str) -> None:
    contacts.finished()
    response = client_as("supervisor").post("/contacts/export", {"password": password})
    assert "There is a problem" in text_of(response)
    assert not AuditEvent.objects.filter(event="helpline.list.exported").exists()


@pytest.mark.parametrize("role", ["practitioner", "safeguarding_lead", "evaluator", "administrator"])
def test_who_may_not_export(client_as, role: str) -> None:
    for response in (
        client_as(role).get("/contacts/export"),
        client_as(role).post("/contacts/export", {"password": PASSWORD}),
    ):
        assert response.status_code == 403


def test_an_export_ends_at_its_limit(client_as, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        contacts.finished()
    monkeypatch.setattr(export, "MOST_ROWS", 2)
    client = client_as("supervisor")
    assert "The first 2 contacts" in text_of(client.get("/contacts/export"))
    assert len(exported(client.post("/contacts/export", {"password": PASSWORD}))) == 3


def test_an_export_holds_only_what_its_maker_may_see(client_as) -> None:
    user = users.make_user("supervisor")
    contacts.restricted()
    open_one = contacts.restricted(to=load_asker(user.pk, at=NOW))
    lines = exported(client_as(user=user).post("/contacts/export", {"password": PASSWORD}))
    assert [line[0] for line in lines[1:]] == [open_one.reference]
