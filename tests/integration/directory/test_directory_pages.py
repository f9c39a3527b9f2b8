"""The directory's pages over HTTP: searching, keeping, what was typed, and files sent and taken out."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker, load_asker
from roundel.directory import actions
from roundel.directory.models import Import, Service
from roundel.drafts import actions as drafts
from roundel.drafts.models import Draft
from roundel.kernel.uploads import LARGEST, NEVER_MEANT
from tests.factories import entries, signposts, steps
from tests.support.clients import StaffClient
from tests.support.moments import NOW

pytestmark = pytest.mark.usefixtures("frozen_clock")
ID, OTHER = "0fdfb57f-c147-4cfb-864c-44788a335d8c", "24682fa0-3eda-4afc-a026-84a21c7a882e"
TYPED = {
    "agency": "Harbour",
    "name": "Harbour line",
    "needs": ["legal"],
    "version": "1",
    "public_number": "01632 960009",
}
A_FILE = [{"id": ID, "name": "Port line", "status": "active", "organization": {"id": OTHER, "name": "Port"}}]


@pytest.fixture
def client(client_as: Callable[..., StaffClient]) -> StaffClient:
    return client_as("supervisor")


@pytest.fixture
def keeper(client: StaffClient) -> Asker:
    return load_asker(client.user.pk, at=NOW)


def test_an_empty_directory_says_how_to_begin(client: StaffClient, client_as: Callable[..., StaffClient]) -> None:
    assert "Add the first entry" in client.get("/directory/").text
    assert "Whoever keeps the directory adds them" in client_as("practitioner").get("/directory/").text


def test_the_list_says_how_old_each_entry_is(client: StaffClient) -> None:
    entries.added("Fresh")
    entries.added("Half", at=NOW - dt.timedelta(days=200))
    entries.added("Old", at=NOW - dt.timedelta(days=400))
    entries.added("Never", checked=False)
    page = client.get("/directory/").text
    for words in ("Checked ", "Check it: last checked ", "Not checked for over a year", "Never checked"):
        assert words in page
    assert "4 entries." in page


def test_a_search_that_finds_nothing_and_one_that_cannot_be_read(client: StaffClient) -> None:
    entries.added()
    assert "No entry fits" in client.get("/directory/?need=legal&words=nothing").text
    wrong = client.get("/directory/?need=no_such")
    assert (wrong.status_code, "A filter could not be read" in wrong.text) == (200, True)
    assert "Harbour line" not in wrong.text


def test_chosen_filters_can_be_taken_away_one_by_one(client: StaffClient) -> None:
    entries.added()
    page = client.get("/directory/?need=own_behaviour&area=wales&words=harb").text
    assert 'href="?area=wales&amp;words=harb"' in page
    assert "What is there first, then what is everywhere" in page


def test_the_page_costs_as_much_with_a_long_history(client: StaffClient, keeper: Asker) -> None:
    service = entries.added(by=keeper)

    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            assert client.get(f"/directory/{service.pk}").status_code == 200
        return len(caught)

    actions.save_service(by=keeper, at=NOW, service=service, entry=entries.an_entry("Two"), base_version=1)
    cost()  # the first look stamps the session
    one = cost()
    for n in range(2, 5):
        actions.save_service(by=keeper, at=NOW, service=service, entry=entries.an_entry(f"N{n}"), base_version=n)
        actions.check_service(by=keeper, at=NOW, service=service)
    assert cost() == one


def test_i_have_checked_this_today_is_one_button(client_as: Callable[..., StaffClient]) -> None:
    service = entries.added(at=NOW - dt.timedelta(days=400))
    client = client_as("practitioner")
    page = client.get(f"/directory/{service.pk}").text
    assert "I have checked this today" in page
    assert "say that it may have changed" in page
    assert "Change this entry" not in page
    client.post(f"/directory/{service.pk}/check")
    assert Service.objects.get().checked_on == NOW.date()
    assert "Checked" in client.get(f"/directory/{service.pk}").text


def test_a_trainee_sees_no_buttons(client_as: Callable[..., StaffClient]) -> None:
    service = entries.added()
    page = client_as("trainee").get(f"/directory/{service.pk}").text
    assert "Harbour line" in page
    assert "I have checked this today" not in page


def test_adding_and_changing_an_entry(client: StaffClient) -> None:
    answer = client.post("/directory/add", TYPED | {"checked": "true"})
    service = Service.objects.get()
    assert answer.headers["Location"] == f"/directory/{service.pk}"
    assert service.checked_on == NOW.date()
    client.post(f"/directory/{service.pk}/edit", TYPED | {"waiting": "weeks"})
    page = client.get(f"/directory/{service.pk}").text
    assert "Within a month" in page
    assert "Waiting time was: not recorded" in page


def test_everything_that_does_not_fit_is_said_at_once_and_what_was_typed_is_kept(client: StaffClient) -> None:
    wrong = {"name": "Harbour line", "agency": "Harbour", "needs": ["legal"], "email": "nobody", "website": "here"}
    page = client.post("/directory/add", wrong).text
    assert "Enter an e-mail address" in page
    assert "Enter a web address" in page
    assert 'value="nobody"' in page
    page = client.post("/directory/add", {"youngest": "many", "description": "Kept words"}).text
    for words in ("Enter the name of the service", "Choose at least one thing", "Enter a number from 0", "Kept words"):
        assert words in page
    assert not Service.objects.exists()


def test_the_second_of_two_sees_both_versions_and_saves_his(client: StaffClient) -> None:
    service = entries.added()
    there = f"/directory/{service.pk}/edit"
    client.post(there, TYPED | {"public_number": "01632 960007"})
    answer = client.post(there, TYPED | {"description": "What I know."})
    assert answer.status_code == 409
    assert "01632 960007" in answer.text
    assert "What I know." in answer.text
    assert 'name="needs" value="legal"' in answer.text
    client.post(there, TYPED | {"description": "What I know.", "version": "2"})
    assert (Service.objects.get().description, Service.objects.get().version) == ("What I know.", 3)


def test_what_was_typed_and_not_saved_waits(client: StaffClient, keeper: Asker) -> None:
    """A session that ended in the middle, a browser that closed: the form comes back as it was."""
    service = entries.added()
    typed = {"name": ["Half a name"], "needs": ["legal", "housing"]}
    drafts.keep_draft(by=keeper, at=NOW, form="directory", about=service.pk.hex, typed=typed, base_version=1)
    page = client.get(f"/directory/{service.pk}/edit").text
    assert "You began to write this" in page
    assert 'value="Half a name"' in page
    client.post(f"/directory/forget/{service.pk.hex}")
    assert "Half a name" not in client.get(f"/directory/{service.pk}/edit").text
    drafts.keep_draft(by=keeper, at=NOW, form="directory", about="new", typed=typed)
    assert 'value="Half a name"' in client.get("/directory/add").text
    client.post("/directory/add", TYPED)
    assert not Draft.objects.exists()


def test_retiring_and_bringing_back(client: StaffClient) -> None:
    service = entries.added()
    assert "Say why" in client.post(f"/directory/{service.pk}/retire", {"reason": ""}).text
    client.post(f"/directory/{service.pk}/retire", {"reason": "It has closed."})
    page = client.get(f"/directory/{service.pk}").text
    assert "It has closed." in page
    assert "I have checked this today" not in page
    assert client.get(f"/directory/{service.pk}/edit").status_code == 403
    client.post(f"/directory/{service.pk}/bring-back", {"reason": "It is open again."})
    assert "This entry is out of use" not in client.get(f"/directory/{service.pk}").text


def test_an_agency_page_and_its_form(client: StaffClient) -> None:
    service = entries.added()
    there = f"/directory/agencies/{service.agency_id}"
    assert "Harbour line" in client.get(there).text
    written = {"name": "Port", "description": "A charity.", "website": "https://port.example", "version": "1"}
    client.post(f"{there}/edit", written)
    assert "A charity." in client.get(there).text
    assert client.post(f"{there}/edit", written | {"name": "Other"}).status_code == 409
    assert "Enter a web address" in client.post(f"{there}/edit", written | {"website": "x", "version": "2"}).text


def test_where_to_report_says_what_never_to_do(client: StaffClient) -> None:
    service = entries.added(needs=("report_images",))
    page = client.get(f"/directory/{service.pk}").text
    assert "Never ask for it, look at it" in page
    assert "Never ask for it" not in client.get(f"/directory/{entries.added('Other').pk}").text


def upload(client: StaffClient, data: bytes, name: str = "directory.json") -> Any:
    return client.post("/directory/import", {"file": SimpleUploadedFile(name, data)})


def test_a_file_is_looked_at_before_it_is_taken(client: StaffClient) -> None:
    answer = upload(client, json.dumps(A_FILE).encode())
    sent = Import.objects.get()
    assert answer.headers["Location"] == f"/directory/import/{sent.pk}"
    page = client.get(f"/directory/import/{sent.pk}")
    assert "Port line" in page.text
    assert not Service.objects.exists()
    digest = re.search(r'name="digest" value="(\w+)"', page.text)[1]  # type: ignore[index]
    client.post(f"/directory/import/{sent.pk}", {"digest": "another"})
    assert not Service.objects.exists()
    client.post(f"/directory/import/{sent.pk}", {"digest": digest})
    assert Service.objects.get().name == "Port line"
    assert "1 added" in client.get("/directory/import").text
    assert "Its content is no longer kept" in client.get(f"/directory/import/{sent.pk}").text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "The file is empty."),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 60, "The file is not text in UTF-8"),
        (b"name;phone\n", "This is not JSON"),
        (json.dumps([A_FILE[0] | {"id": 7}]).encode(), "services[0].id"),
        (b" " * (LARGEST + 1_000), "The file is larger than 2 MB"),
        (b" " * (4 * LARGEST), "The file is larger than 2 MB"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_words(client: StaffClient, data: bytes, words: str) -> None:
    """It is judged by its content: a picture that calls itself JSON stays out, and nothing of it is kept."""
    page = upload(client, data).text
    assert words in page
    assert "Nothing was changed" in page
    assert not Import.objects.exists()


def test_what_no_file_of_ours_could_be_is_not_even_read(client: StaffClient) -> None:
    assert upload(client, b" " * (NEVER_MEANT + 1)).status_code == 400


def test_no_file_is_said_too(client: StaffClient) -> None:
    assert "Choose a file." in client.post("/directory/import", {}).text


def test_a_file_is_dropped(client: StaffClient) -> None:
    upload(client, json.dumps(A_FILE).encode())
    client.post(f"/directory/import/{Import.objects.get().pk}/drop")
    assert Import.objects.get().content is None
    assert "dropped by" in client.get("/directory/import").text


def test_the_directory_is_taken_out_as_a_file(client: StaffClient) -> None:
    entries.added("Siân's line")
    answer = client.post("/directory/export")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="directory-')
    assert answer.headers["Cache-Control"] == "no-store"
    assert json.loads(answer.content)["contents"][0]["name"] == "Siân's line"


def test_a_retired_entry_leaves_the_plan_and_stays_with_who_was_told(client: StaffClient, keeper: Asker) -> None:
    contact = steps.begin(keeper, said=True)
    signpost = signposts.given(contact, by=keeper)
    actions.retire_service(by=keeper, at=NOW, service=signpost.service, reason="It has closed.")
    assert "Harbour line" not in client.get(f"/contacts/{contact.reference}/plan").text
    assert "Harbour line" in client.get(f"/contacts/{contact.reference}").text
