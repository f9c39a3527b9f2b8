"""What is kept for a time only goes when its time has passed, and nothing else does."""

from __future__ import annotations

import datetime as dt
import io
import json

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone

from roundel.audit.models import AuditEvent
from roundel.correspondence.models import CodeAttempts
from roundel.drafts.actions import keep_draft
from roundel.drafts.models import Draft
from roundel.practice.models import PracticeCall
from tests.conftest import FrozenClock
from tests.factories import practice, users

pytestmark = pytest.mark.django_db


def tidy() -> str:
    out = io.StringIO()
    call_command("tidy", stdout=out)
    return out.getvalue()


@pytest.mark.parametrize(("days", "left"), [(30, 1), (31, 0)])
def test_drafts_go_after_thirty_days_without_a_keystroke(days: int, left: int, frozen_clock: FrozenClock) -> None:
    asker = users.make_asker("practitioner")
    for form in ("contact", "letter"):
        keep_draft(by=asker, at=frozen_clock.now, form=form, about="x", typed={"notes": ["half a thought"]})
    frozen_clock.forward(days=days)
    keep_draft(by=asker, at=frozen_clock.now, form="contact", about="x", typed={"notes": ["a whole thought"]})
    said = tidy()
    assert Draft.objects.filter(form="letter").count() == left
    assert Draft.objects.filter(form="contact").exists()
    events = list(AuditEvent.objects.filter(event="drafts.draft.expired"))
    assert [json.loads(event.detail) for event in events] == ([] if left else [{"count": 1}])
    assert f"{1 - left} old drafts" in said


def test_counts_of_wrong_codes_go_when_their_time_has_passed(frozen_clock: FrozenClock) -> None:
    CodeAttempts.objects.create(bucket="desk:then", window_start=frozen_clock.now - dt.timedelta(minutes=11), wrong=3)
    CodeAttempts.objects.create(bucket="desk:now", window_start=frozen_clock.now - dt.timedelta(minutes=9), wrong=10)
    tidy()
    assert list(CodeAttempts.objects.values_list("bucket", flat=True)) == ["desk:now"]


@pytest.mark.parametrize(("days", "left"), [(89, 1), (90, 0)])
def test_practice_calls_go_after_ninety_days(days: int, left: int, frozen_clock: FrozenClock) -> None:
    practice.finished()
    frozen_clock.forward(days=days)
    said = tidy()
    assert PracticeCall.objects.count() == left
    assert f"{1 - left} old practice calls" in said


def test_ended_sessions_go() -> None:
    day = dt.timedelta(days=1)
    Session.objects.create(session_key="ended", session_data="", expire_date=timezone.now() - day)
    Session.objects.create(session_key="open", session_data="", expire_date=timezone.now() + day)
    tidy()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["open"]


def test_nothing_to_do_is_no_event() -> None:
    tidy()
    assert not AuditEvent.objects.exists()
