"""The sample data come about by the real actions, and leave something in each state."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from roundel.supervision import demo, queries
from roundel.supervision.models import Comment, Debrief, Listening, Review, SupervisionSession
from tests.factories import contacts, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def test_the_demo_has_something_for_everybody() -> None:
    people = [users.make_user("practitioner", name=name) for name in ("Asha", "Tom")]
    boss = users.make_asker("supervisor")
    for user in people:
        by = users.make_asker(user=user)
        for days in range(3, 45, 2):
            contacts.finished(by=by, at=NOW - dt.timedelta(days=days))
    demo.bring_about(at=NOW, chance=random.Random(3))
    states = set(Review.objects.values_list("state", flat=True))
    assert states >= {"drawn", "in_review", "shared", "answered", "closed", "skipped"}
    assert {Debrief.objects.count(), Listening.objects.count(), SupervisionSession.objects.count()} == {2, 1, 3}
    assert Comment.objects.filter(state="waiting").exists()
    for asker in (boss, *(users.make_asker(user=user) for user in people)):
        assert queries.work_queue(asker, NOW)
