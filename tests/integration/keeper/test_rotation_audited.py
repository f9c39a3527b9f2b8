"""A rotation of keys stands in the audit: when it began, when it ended, and how much."""

from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from roundel.audit.models import AuditEvent
from roundel.kernel.fields import rotation
from tests.factories import contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def new_key(settings: Any) -> None:
    """A contact sealed under the key of the tests, and another key that is current now."""
    contacts.finished(notes="He talked.", identifying="Lives at the harbour.")
    keys = settings.ROUNDEL_KEYS["sealing"]["keys"] | {"new": base64.b64encode(b"n" * 32).decode()}
    settings.ROUNDEL_KEYS = settings.ROUNDEL_KEYS | {"sealing": {"current": "new", "keys": keys}}


def rotate(**options: Any) -> None:
    call_command("rotate_keys", stdout=io.StringIO(), **options)


def told() -> list[tuple[str, dict[str, int]]]:
    events = AuditEvent.objects.filter(kind="audit.keys").order_by("pk")
    assert {event.actor_name for event in events} <= {"rotate_keys"}
    return [(event.event, json.loads(event.detail)) for event in events]


@pytest.mark.usefixtures("new_key")
def test_begin_and_end_with_their_counts() -> None:
    stale = sum(rotation.remaining(place) for place in rotation.places())
    assert stale >= 2
    rotate()
    assert told() == [
        ("audit.keys.rotation_begun", {"stale": stale}),
        ("audit.keys.rotation_ended", {"resealed": stale, "left": 0}),
    ]


@pytest.mark.usefixtures("new_key")
def test_looking_is_no_event() -> None:
    with pytest.raises(CommandError, match="not under the current key"):
        rotate(check=True)
    assert told() == []


@pytest.mark.usefixtures("new_key")
def test_nothing_left_to_do_is_no_event() -> None:
    rotate()
    rotate()
    assert len(told()) == 2


@pytest.mark.usefixtures("new_key")
def test_a_rotation_that_is_stopped_has_a_beginning_only(monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: Any, **__: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(rotation.ColumnPlace, "reseal", stopped)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    assert [event for event, _ in told()] == ["audit.keys.rotation_begun"]
