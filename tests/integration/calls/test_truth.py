"""The people behind redials, counted against a simulated call log of which the truth is known."""

from __future__ import annotations

import datetime as dt
import random

import pytest

from roundel.access.grants import Asker
from roundel.calls.enums import Outcome
from roundel.calls.models import Call, DaySecret
from roundel.calls.queries.counting import half_hours, people
from tests.conftest import FrozenClock
from tests.factories import telephone, users
from tests.factories.call_log import SimulatedCall, as_csv, simulate, truth

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2027, 3, day) for day in (1, 2, 3, 26, 28, 29)]  # over the night in which the clock goes forward
LAST = dt.datetime(2027, 3, 31, 8, tzinfo=dt.UTC)


@pytest.fixture
def reader() -> Asker:
    return users.make_asker("supervisor")


def counted(reader: Asker, by: str = "day") -> dict[object, tuple[int, int]]:
    return {key: tuple(found) for key, found in people(reader, DAYS[0], DAYS[-1], by).items()}  # type: ignore[misc]


def check(reader: Asker, log: list[SimulatedCall]) -> None:
    """Calls and people, by day and half-hour, are what the log says."""
    assert counted(reader) == truth(log)
    assert counted(reader, "half_hour") == truth(log, "half_hour")
    counts = half_hours(reader, DAYS[0], DAYS[-1])
    for outcome in (Outcome.ANSWERED, Outcome.MISSED, Outcome.ABANDONED):
        true = sum(call.outcome == outcome for call in log)
        assert sum(getattr(each.counts, outcome.value) for each in counts.values()) == true


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("answered", [0.2, 0.8])
def test_a_file_counts_the_people_behind_its_calls(reader: Asker, seed: int, answered: float) -> None:
    log = simulate(seed, DAYS, 40, answered)
    telephone.imported(as_csv(log), at=LAST)
    check(reader, log)


def test_files_that_overlap_count_each_person_once(reader: Asker) -> None:
    """The second file begins in the middle of a day: a caller of the morning who rings again is still one."""
    log = simulate(7, DAYS, 40, 0.2)
    middle = len(log) // 2
    telephone.imported(as_csv(log[: middle + 60]), at=LAST)
    telephone.imported(as_csv(log[middle - 60 :]), at=LAST)
    check(reader, log)


def test_a_file_counts_right_however_often_it_comes(reader: Asker) -> None:
    log = simulate(8, DAYS[:2], 30, 0.3)
    for part in (log[:50], log, log[20:], log):
        telephone.imported(as_csv(part), at=LAST)
    check(reader, log)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_webhook_counts_the_people_behind_its_calls(reader: Asker, seed: int, frozen_clock: FrozenClock) -> None:
    """Each day is told while it lasts, out of order within its minutes, some of it twice."""
    log, chance = simulate(seed, DAYS, 12, 0.3), random.Random(seed)
    for call in log:
        told = ["ringing", call.outcome.value, "ended"]
        chance.shuffle(told)
        for event in (*told, chance.choice(told)):
            telephone.tell(event, call.call_id, at=call.began_at, number=call.number, extension="204")
    check(reader, log)
    assert Call.objects.count() == len(log)
    assert DaySecret.objects.count() == 1, "only the last day's secret is left"


def test_a_file_after_the_webhook_adds_nothing_that_is_known(reader: Asker) -> None:
    log = simulate(5, DAYS[:1], 20, 0.4)
    for call in log[: len(log) // 2]:
        telephone.tell("ringing", call.call_id, at=call.began_at, number=call.number)
        telephone.tell(call.outcome.value, call.call_id, at=call.began_at, number=call.number)
    done = telephone.imported(as_csv(log), at=LAST)
    assert done.added == len(log) - len(log) // 2
    check(reader, log)
