"""The trail of a concern: one event for each deed, whole, and not to be changed behind the application's back."""

from __future__ import annotations

import datetime as dt

import pytest

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.audit.presenters import line
from roundel.audit.sealing import seal_everything
from roundel.audit.verification import verify
from roundel.safeguarding import actions
from tests.factories import safeguarding as made
from tests.factories import users
from tests.integration.audit.writing import unguarded
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def story() -> Asker:
    """A whole life of a concern, by the lead who owns it."""
    lead = users.make_asker("safeguarding_lead")
    concern = made.concern(owner=lead)
    made.acknowledged(made.disclosed(concern, by=lead), by=lead)
    made.disclosed(concern, by=lead)
    actions.strike_out(by=lead, at=NOW, concern=concern, number=2, reason="Recorded twice.")
    actions.add_note(by=lead, at=NOW, concern=concern, words="They visited.", happened_at=NOW)
    actions.write_plan(by=lead, at=NOW, concern=concern, plan="Ask on Monday.", base_version=1)
    other = users.make_asker("supervisor").signed_in_id()
    actions.hand_over(by=lead, at=NOW, concern=concern, owner_id=other, why="Leave.")
    made.closed(concern, by=lead)
    actions.reopen_concern(by=lead, at=NOW, concern=concern, reason="They asked again.")
    return lead


def test_each_deed_leaves_one_event_in_words() -> None:
    story()
    found = AuditEvent.objects.filter(event__startswith="safeguarding.").order_by("id")
    assert [name.removeprefix("safeguarding.") for name in found.values_list("event", flat=True)] == [
        "decision.proposed",
        "decision.seconded",
        "disclosure.recorded",
        "disclosure.acknowledged",
        "disclosure.recorded",
        "disclosure.struck",
        "concern.noted",
        "concern.planned",
        "concern.handed_over",
        "concern.closed",
        "concern.reopened",
    ]
    told = " ".join(str(line(event)) for event in found)
    for secret in ("visited", "Monday", "Leave", "asked again", "Front door", "4471", "twice"):
        assert secret not in told


def test_the_event_of_seconding_names_the_concern_that_it_made() -> None:
    concern = made.concern()
    event = AuditEvent.objects.get(event="safeguarding.decision.seconded")
    assert concern.reference in event.detail


def test_a_changed_event_is_found() -> None:
    story()
    seal_everything()
    assert verify(at=NOW).problem is None
    event = AuditEvent.objects.get(event="safeguarding.decision.seconded")
    with unguarded():
        AuditEvent.objects.filter(pk=event.pk).update(happened_at=NOW - dt.timedelta(days=1))
    problem = verify(at=NOW).problem
    assert problem is not None
    assert problem.what == "changed"
