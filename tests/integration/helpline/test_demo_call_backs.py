"""The sample call-backs that led to a contact."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from roundel.access.demo import make_demo_users
from roundel.callbacks.models import CallBack
from roundel.helpline.demo import call_backs
from roundel.helpline.models import Contact
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("days", [0, 3, 286])  # a Sunday, a Wednesday, Christmas
def test_each_leads_from_one_contact_to_the_next(days: int) -> None:
    at = NOW + dt.timedelta(days=days)
    make_demo_users(at - dt.timedelta(days=400))
    call_backs.bring_about(at=at, chance=random.Random(1))
    references = set(Contact.objects.values_list("reference", flat=True))
    found = list(CallBack.objects.all())
    assert [one.state for one in found] == ["reached", "reached"]
    assert {name for one in found for name in (one.source_reference, one.result_reference)} == references
    assert all(one.ended_at and one.ended_at < at and one.number is None for one in found)
