"""The plain rules by which looks stand out. Each example has a neighbour that does not."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

import pytest

from roundel.audit.unusual import Seen, Unusual, find_unusual
from roundel.kernel.ids import new_id

SAM, ALEX = new_id(), new_id()
MONDAY = dt.datetime(2027, 3, 8, 0, 0, tzinfo=dt.UTC)


def look(at: dt.datetime, *, who: uuid.UUID = SAM, record: uuid.UUID | None = None, **more: bool) -> Seen:
    return Seen(who, "Sam Rivers", at, "helpline.contact", record or new_id(), "H-7F3K-9Q", True, **more)


def ordinary_weeks(who: uuid.UUID = SAM, a_day: int = 4) -> list[Seen]:
    """Four weeks of weekdays before MONDAY, nine to five, a few records an hour."""
    days = [MONDAY - dt.timedelta(days=n) for n in range(1, 29)]
    return [
        look(day + dt.timedelta(hours=hour, minutes=5 * n), who=who)
        for day in reversed(days)
        if day.weekday() < 5
        for hour in (9, 11, 14, 16)
        for n in range(a_day)
    ]


def found(seen: Iterable[Seen]) -> list[Unusual]:
    return find_unusual(seen, MONDAY)


def many(count: int, *, hour: int = 11, who: uuid.UUID = SAM) -> list[Seen]:
    return [look(MONDAY + dt.timedelta(hours=hour, minutes=n), who=who) for n in range(count)]


def test_an_ordinary_day_is_not_unusual() -> None:
    assert found([*ordinary_weeks(), *many(8)]) == []


def test_many_records_within_an_hour_are_told_with_what_is_usual() -> None:
    (one,) = found([*ordinary_weeks(), *many(31)])
    assert one.rule == "many"
    assert one.words == "opened 31 records between 11am and 12pm; usually 4 in such an hour"


def test_each_person_is_compared_with_himself() -> None:
    busy = ordinary_weeks(a_day=11)
    assert found([*busy, *many(31)]) == []
    assert len(found([*busy, *ordinary_weeks(ALEX), *many(31, who=ALEX)])) == 1


def test_the_same_record_many_times_is_one_record() -> None:
    record = new_id()
    seen = [look(MONDAY + dt.timedelta(hours=11, minutes=n), record=record) for n in range(40)]
    assert [one.rule for one in found([*ordinary_weeks(), *seen])] == ["often"]


def test_somebody_new_is_told_apart() -> None:
    (one,) = found(many(15))
    assert "too little is known" in one.words
    assert found(many(14)) == []


def test_a_look_at_night_by_somebody_who_works_by_day() -> None:
    night = look(MONDAY + dt.timedelta(days=1, hours=2, minutes=14))
    (one,) = found([*ordinary_weeks(), night])
    assert (one.rule, one.words) == (
        "hours",
        "opened 1 record at 2:14am on 9 March 2027, when this person hardly ever works",
    )
    assert one.object_id is None


def test_the_hour_beside_a_usual_hour_is_usual() -> None:
    assert found([*ordinary_weeks(), look(MONDAY + dt.timedelta(hours=10, minutes=30))]) == []
    assert found([*ordinary_weeks(), look(MONDAY + dt.timedelta(hours=8, minutes=1))]) == []


def test_weekends_are_compared_with_weekends() -> None:
    saturday = MONDAY + dt.timedelta(days=5, hours=11)
    assert [one.rule for one in found([*ordinary_weeks(), look(saturday)])] == ["hours"]


def test_a_night_worker_at_night_is_not_unusual() -> None:
    nights = [look(MONDAY - dt.timedelta(days=n) + dt.timedelta(hours=2)) for n in range(28, 0, -1)]
    assert found([*nights, look(MONDAY + dt.timedelta(days=1, hours=2, minutes=14))]) == []


def test_nothing_is_said_of_hours_where_little_is_known() -> None:
    few = [look(MONDAY - dt.timedelta(days=n) + dt.timedelta(hours=11)) for n in range(9, 0, -1)]
    assert found([*few, look(MONDAY + dt.timedelta(hours=2))]) == []


@pytest.mark.parametrize(
    ("more", "rule", "words"),
    [
        ({"by_emergency": True}, "emergency", "opened by emergency access, twice"),
        ({"restricted": True}, "restricted", "opened a record that is restricted to named people, twice"),
    ],
)
def test_special_doors_are_always_told(more: dict[str, bool], rule: str, words: str) -> None:
    record = new_id()
    seen = [look(MONDAY + dt.timedelta(hours=11, minutes=n), record=record, **more) for n in (1, 2)]
    (one,) = found([*ordinary_weeks(), *seen])
    assert (one.rule, one.words, one.object_id) == (rule, words, record)


def test_opening_one_record_often_without_working_on_it() -> None:
    record = new_id()
    looks = [look(MONDAY + dt.timedelta(hours=11, minutes=n), record=record) for n in range(10)]
    (one,) = found([*ordinary_weeks(), *looks])
    assert (one.rule, one.words) == ("often", "opened the same record 10 times and wrote nothing in it")
    assert found([*ordinary_weeks(), *looks[:9]]) == []
    wrote = Seen(SAM, "Sam Rivers", MONDAY + dt.timedelta(hours=12), "helpline.contact", record, "H-7F3K-9Q", False)
    assert found([*ordinary_weeks(), *looks, wrote]) == []


def test_what_lies_before_the_period_is_not_told_again() -> None:
    old = look(MONDAY - dt.timedelta(days=3), by_emergency=True)
    assert found([old]) == []


def test_the_newest_comes_first() -> None:
    seen = [look(MONDAY + dt.timedelta(days=n, hours=11), by_emergency=True) for n in range(3)]
    assert [one.at.day for one in found(seen)] == [10, 9, 8]
