"""What is typed is kept for its writer, and for nobody else."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from roundel.access.grants import NOBODY, Asker
from roundel.audit.models import AuditEvent
from roundel.drafts.actions import LONGEST, drop_draft, keep_draft
from roundel.drafts.models import Draft
from roundel.drafts.queries import draft_of, typed
from roundel.kernel.errors import InvalidInput, Refused
from tests.support.moments import NOW

MakeAsker = Callable[..., Asker]
SOON = NOW + dt.timedelta(seconds=2)


def keep(by: Asker, fields: dict[str, list[str]], at: dt.datetime = NOW, **more: Any) -> Draft | None:
    return keep_draft(by=by, at=at, form="contact", about="H-7F3K-9Q", typed=fields, **more)


def test_the_first_keystroke_makes_one_draft_and_the_next_change_it(asker: MakeAsker) -> None:
    practitioner = asker("practitioner")
    keep(practitioner, {"notes": ["S"]})
    keep(practitioner, {"notes": ["She said"], "topics": ["stress", "court"]}, at=SOON, base_version=3)

    draft = Draft.objects.get()
    assert (draft.begun_at, draft.saved_at, draft.base_version) == (NOW, SOON, 3)
    data = typed(draft_of(practitioner, "contact", "H-7F3K-9Q"))
    assert data is not None
    assert (data["notes"], data.getlist("topics")) == ("She said", ["stress", "court"])


@pytest.mark.parametrize("fields", [{}, {"notes": [""]}, {"code": ["1234"]}, {"csrfmiddlewaretoken": ["x"]}])
def test_nothing_typed_makes_no_row(asker: MakeAsker, fields: dict[str, list[str]]) -> None:
    assert keep(asker("practitioner"), fields) is None
    assert not Draft.objects.exists()


def test_text_that_is_taken_out_again_leaves_the_draft_empty_not_the_old_text(asker: MakeAsker) -> None:
    practitioner = asker("practitioner")
    keep(practitioner, {"notes": ["wrong person"]})
    keep(practitioner, {"notes": [""]}, at=SOON)
    assert draft_of(practitioner, "contact", "H-7F3K-9Q").payload == {}  # type: ignore[union-attr]


def test_codes_and_passwords_are_never_kept(asker: MakeAsker) -> None:
    draft = keep(asker("practitioner"), {"notes": ["x"], "code": ["1234 5678"], "password": ["secret"]})
    assert draft is not None
    assert set(draft.payload) == {"notes"}


def test_a_draft_is_its_writers_alone(asker: MakeAsker) -> None:
    writer, colleague = asker("practitioner"), asker("supervisor")
    keep(writer, {"notes": ["mine"]})
    assert draft_of(writer, "contact", "H-7F3K-9Q") is not None
    assert draft_of(colleague, "contact", "H-7F3K-9Q") is None
    assert not drop_draft(by=colleague, at=NOW, form="contact", about="H-7F3K-9Q")
    with pytest.raises(Refused):
        keep(NOBODY, {"notes": ["x"]})


def test_the_text_does_not_stand_in_the_database(asker: MakeAsker) -> None:
    keep(asker("practitioner"), {"notes": ["Llanfihangel"]})
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM drafts_draft")
        row = cursor.fetchone()
    assert b"Llanfihangel" not in b"".join(
        bytes(c) if isinstance(c, bytes | memoryview) else str(c).encode() for c in row
    )


def test_beginning_and_end_are_events_and_each_save_between_is_not(asker: MakeAsker) -> None:
    practitioner = asker("practitioner")
    before = AuditEvent.objects.count()
    for number in range(4):
        keep(practitioner, {"notes": ["x" * (number + 1)]})
    assert drop_draft(by=practitioner, at=SOON, form="contact", about="H-7F3K-9Q")
    events = AuditEvent.objects.order_by("id").values_list("event", flat=True)[before:]
    assert list(events) == ["drafts.draft.begun", "drafts.draft.dropped"]
    assert not Draft.objects.exists()


def test_a_draft_as_long_as_the_longest_note_is_kept_and_a_longer_one_refused(asker: MakeAsker) -> None:
    practitioner = asker("practitioner")
    assert keep(practitioner, {"notes": ["ẅ" * 100_000]})
    with pytest.raises(InvalidInput):
        keep(practitioner, {"notes": ["x" * (LONGEST + 1)]})


@pytest.mark.parametrize(
    "body", [b"", b"[]", b'{"fields": 3}', b'{"fields": {}, "version": "x"}', b"\xff", b'{"version": 1}']
)
def test_what_is_no_draft_is_refused_in_words(client_as: Callable[..., Any], body: bytes) -> None:
    answer = client_as("practitioner").post("/drafts/contact/H-7F3K-9Q", body, content_type="application/json")
    assert answer.status_code == 400
    assert answer.json() == {"message": "This is not a draft."}


def test_a_browser_is_told_when_it_was_saved(client_as: Callable[..., Any], frozen_clock: Any) -> None:
    body = json.dumps({"fields": {"notes": ["hello"]}, "version": 2})
    answer = client_as("practitioner").post("/drafts/contact/H-7F3K-9Q", body, content_type="application/json")
    assert answer.status_code == 200
    assert answer.json()["saved_at"].endswith(("am", "pm"))
    assert Draft.objects.get().payload == {"notes": ["hello"]}
