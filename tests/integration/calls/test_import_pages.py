"""Importing through the pages: a file that never touches the disk, errors that say what to do."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from roundel.calls.models import Call, Import
from roundel.calls.reading import MOST_BYTES
from roundel.kernel import clock
from tests.conftest import FrozenClock
from tests.factories import telephone
from tests.support.clients import StaffClient, new_session

pytestmark = pytest.mark.django_db
GOOD = f"{telephone.HEADER}a1,2027-03-10 10:00,answered,0161 496 7351,60\na2,never,missed,0161 496 7352,\n"


@pytest.fixture
def client(client_as, frozen_clock: FrozenClock) -> StaffClient:
    made: StaffClient = client_as("supervisor")
    return made


def upload(client: Client, content: str | bytes, **more: str):
    raw = content.encode() if isinstance(content, str) else content
    return client.post("/calls/import", {"file": SimpleUploadedFile("calls.csv", raw, "text/csv"), **more})


def test_a_file_is_checked_looked_at_and_added(client: StaffClient) -> None:
    answer = upload(client, GOOD)
    assert answer.status_code == 302
    page = client.get(answer.headers["Location"]).content.decode()
    assert "What would be added" in page
    assert "This is no date and time" in page
    assert "7351" not in page
    assert client.post(answer.headers["Location"] + "/add").status_code == 302
    assert Call.objects.count() == 1
    page = client.get(answer.headers["Location"]).content.decode()
    assert "This file was added" in page
    assert "take it back" in page
    assert "What became of it" in client.get("/calls/import").content.decode()


def test_the_file_of_a_whole_year_is_never_put_on_a_disk(client: StaffClient, monkeypatch) -> None:
    def no_disk(*args: object, **kwargs: object) -> None:
        raise AssertionError("a file was put on the disk")

    monkeypatch.setattr("django.core.files.uploadedfile.TemporaryUploadedFile.__init__", no_disk)
    rows = "".join(f"b{n},2027-03-10 10:00,missed,0161 496 7351,{'0' * 60}\n" for n in range(40_000))
    assert len(rows) > settings.FILE_UPLOAD_MAX_MEMORY_SIZE
    assert upload(client, telephone.HEADER + rows).status_code == 302


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "The file is empty."),
        ("Colour,Size\nred,2\n", "Choose the column that says when the call came"),
        (b"\x00\x01\x02 no text", "This is no text file"),
        ("2027-03-10 10:00,missed\n2027-03-10 10:00,missed\n", "Choose the column that says when the call came"),
        ("Start,Status\n03/13/2027 10:00,missed\n", "the month seems to stand before the day"),
        (b"x" * (MOST_BYTES + 1), "larger than 10 MB"),
    ],
)
def test_a_file_that_is_none_is_refused_with_the_reason(client: StaffClient, content: str | bytes, words: str) -> None:
    answer = upload(client, content)
    assert answer.status_code == 200
    assert words in answer.content.decode().replace("&#39;", "'")
    assert not Import.objects.exists()


def test_columns_that_are_not_understood_are_chosen_by_hand(client: StaffClient) -> None:
    content = "Wann,Wer,Was\n2027-03-10 10:00,0161 496 7351,answered\n"
    page = upload(client, content).content.decode()
    assert "Which column says what" in page
    assert ">Wann</option>" in page
    answer = upload(client, content, began="0", number="1", outcome="2")
    assert answer.status_code == 302
    assert Import.objects.get().new == 1


def test_columns_can_be_chosen_before_anything_is_read(client: StaffClient) -> None:
    page = upload(client, GOOD, choose="yes").content.decode()
    assert "Which column says what" in page
    assert not Import.objects.exists()


def test_a_column_that_is_not_in_the_file_is_refused(client: StaffClient) -> None:
    answer = upload(client, GOOD, began="1", outcome="99")
    assert answer.status_code == 200
    assert "Choose one of the columns of this file." in answer.content.decode()


def test_the_form_is_protected_although_the_file_is_read_first(frozen_clock: FrozenClock, client: StaffClient) -> None:
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies[settings.SESSION_COOKIE_NAME] = new_session(client.user).session_key or ""
    assert upload(stranger, GOOD).status_code == 403
    assert not Import.objects.exists()


def test_a_file_is_taken_back_on_its_own_page(client: StaffClient) -> None:
    found = telephone.imported(GOOD, at=clock.now())
    page = client.get(f"/calls/import/{found.pk}/take-back").content.decode()
    assert "1 calls that came from this file are removed" in page
    assert client.post(f"/calls/import/{found.pk}/take-back").status_code == 302
    assert not Call.objects.exists()
