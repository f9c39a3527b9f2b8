"""The demo's decisions and concerns: enough to look alive, and quickly made."""

from __future__ import annotations

import random

import pytest

from roundel.access.demo import make_demo_users, staff
from roundel.helpline.demo import decided
from roundel.safeguarding import queries
from roundel.safeguarding.models import Concern, ThresholdDecision
from tests.factories.users import LONG_AGO
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def test_each_point_of_a_life_is_there() -> None:
    make_demo_users(LONG_AGO)
    decided.bring_about(at=NOW, chance=random.Random(1))
    assert set(ThresholdDecision.objects.values_list("state", flat=True)) == {"proposed", "seconded", "alone"}
    assert sorted(Concern.objects.values_list("state", flat=True)) == ["closed", "open", "open"]
    for role in ("supervisor", "safeguarding_lead"):
        assert {item.urgency for item in queries.work_queue(staff(role, at=NOW)[0], NOW)} >= {"overdue"}
    assert queries.work_queue(staff("practitioner", at=NOW)[0], NOW)
