"""The sample shifts: enough to look alive, in a moment, and all by the real actions."""

from __future__ import annotations

import random

import pytest

from roundel.access.demo import make_demo_users
from roundel.access.grants import load_asker
from roundel.access.models import User
from roundel.rota import demo, moments, queries
from roundel.rota.models import CoverRequest, Shift, Signing
from tests.support.moments import NOW


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("days", [0, 3])
def test_the_sample_looks_alive(days: int) -> None:
    make_demo_users(NOW - 400 * moments.A_DAY)
    at = NOW - 6 * moments.A_DAY + days * moments.A_DAY
    demo.bring_about(at=at, chance=random.Random(7))
    supervisor = load_asker(User.objects.get(name="Marian Kemp").pk, at=at)
    week = queries.read_week(supervisor, at=at, monday=moments.monday_of(moments.day_of(at)))
    assert len({one.name for one in week.people}) >= 3
    assert Shift.objects.filter(ends_at__lt=at).count() > 30
    later = queries.read_week(supervisor, at=at, monday=week.monday + moments.WEEK)
    assert 0 < later.missing < 20
    assert CoverRequest.objects.count() == 2
    assert Signing.objects.count() > 100
    assert queries.work_queue(supervisor, at)
    assert [tile.value for tile in queries.tiles(supervisor, at)]
