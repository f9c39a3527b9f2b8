"""The sample data of this app: alive, through the real actions, and quickly made."""

from __future__ import annotations

import random
import time

import pytest

from roundel.access import demo as people
from roundel.access.grants import Asker
from roundel.calls import demo, queries
from roundel.calls.models import Call, DaySecret
from tests.conftest import FrozenClock
from tests.factories import users

pytestmark = pytest.mark.django_db


def staff(role: str, at: object) -> list[Asker]:
    return [users.make_asker(role)]


def test_a_year_of_calls_up_to_this_moment(frozen_clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> None:
    frozen_clock.move_to(frozen_clock.now.replace(day=12, hour=20))  # a Friday evening
    monkeypatch.setattr(people, "staff", staff)
    monkeypatch.setattr(demo, "staff", staff)
    started = time.perf_counter()
    demo.bring_about(at=frozen_clock.now, chance=random.Random(1))
    print(f"{Call.objects.count():,} calls in {time.perf_counter() - started:.1f} s")
    assert Call.objects.count() > 5_000
    assert DaySecret.objects.count() == 1
    month = queries.read_month(
        users.make_asker("evaluator"), at=frozen_clock.now, month=frozen_clock.now.date().replace(day=1)
    )
    assert month.counts.answered
    assert month.counts.unanswered > month.counts.answered / 2
    assert sum(day.entered for day in month.days) == 2
    tiles = {tile.title: tile.value for tile in queries.tiles(users.make_asker("room_screen"), frozen_clock.now)}
    assert tiles["Ringing now"] == "1"
