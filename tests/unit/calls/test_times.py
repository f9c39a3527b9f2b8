"""Half-hours and local times, on the two nights on which the clock changes too."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundel.calls.grid import clock_words
from roundel.calls.times import NeverWas, Twice, half_hour_of, half_hours, moments, nearest_after, possible, starts

LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)
FORWARD, BACK = dt.date(2027, 3, 28), dt.date(2027, 10, 31)


def at(day: dt.date, *times: str) -> list[dt.datetime]:
    return [dt.datetime.combine(day, dt.time.fromisoformat(time)) for time in times]


def utc(*found: object) -> list[str]:
    return [f"{one.astimezone(dt.UTC):%H:%M}" if isinstance(one, dt.datetime) else one.__name__ for one in found]  # type: ignore[attr-defined]


@pytest.mark.parametrize(("day", "number"), [(FORWARD, 46), (BACK, 50), (dt.date(2027, 3, 14), 48)])
def test_a_day_has_as_many_half_hours_as_it_has(day: dt.date, number: int) -> None:
    every = list(half_hours(day, LONDON))
    assert len(every) == number
    assert {start.astimezone(LONDON).date() for start in every} == {day}
    assert every[-1] + dt.timedelta(minutes=30) == starts(day, LONDON)[1]


@given(st.integers(0, 10 * 365 * 24 * 60).map(lambda n: dt.datetime(2020, 1, 1, tzinfo=dt.UTC) + n * MINUTE))
def test_each_moment_lies_in_one_half_hour_of_its_day(moment: dt.datetime) -> None:
    start = half_hour_of(moment)
    assert dt.timedelta() <= moment - start < dt.timedelta(minutes=30)
    assert start in set(half_hours(moment.astimezone(LONDON).date(), LONDON))


def test_a_local_time_may_mean_two_moments_or_none() -> None:
    assert [len(possible(each, LONDON)) for each in at(BACK, "00:59", "01:30", "02:00")] == [1, 2, 1]
    assert [len(possible(each, LONDON)) for each in at(FORWARD, "00:59", "01:30", "02:00")] == [1, 0, 1]


def test_a_time_that_never_was_is_said_to_be_none() -> None:
    assert utc(*moments(at(FORWARD, "00:30", "01:30", "02:30"), LONDON)) == ["00:30", "NeverWas", "01:30"]


def test_the_order_of_the_file_settles_the_hour_that_comes_twice() -> None:
    """01:50 before 01:05: the clock went back between them, so all before is of the first hour, all after of the
    second."""
    told = at(BACK, "00:40", "01:10", "01:50", "01:05", "01:30", "02:10")
    assert utc(*moments(told, LONDON)) == ["23:40", "00:10", "00:50", "01:05", "01:30", "02:10"]
    falling = moments(told[::-1], LONDON)[::-1]
    assert utc(*falling) == ["23:40", "00:10", "00:50", "01:05", "01:30", "02:10"]


def test_what_the_order_cannot_settle_is_flagged() -> None:
    assert utc(*moments(at(BACK, "00:40", "01:30", "02:10"), LONDON)) == ["23:40", "Twice", "02:10"]


def test_a_time_out_of_order_spoils_only_itself() -> None:
    told = [*at(dt.date(2027, 11, 3), "10:00"), *at(BACK, "01:30"), *at(dt.date(2027, 11, 3), "10:00")]
    assert utc(*moments(told, LONDON)) == ["10:00", "Twice", "10:00"]


def test_a_file_without_order_settles_nothing() -> None:
    told = at(BACK, "09:00", "01:50", "01:05", "00:40", "12:00")
    assert utc(*moments(told, LONDON)) == ["09:00", "Twice", "Twice", "23:40", "12:00"]


@given(st.lists(st.integers(0, 4 * 60), min_size=1, max_size=12))
def test_what_is_settled_is_true(minutes: list[int]) -> None:
    """Whatever calls there were in that night: written down in their order, each is read rightly or flagged."""
    true = sorted(dt.datetime(2027, 10, 30, 23, tzinfo=dt.UTC) + dt.timedelta(minutes=each) for each in minutes)
    local = [each.astimezone(LONDON).replace(tzinfo=None) for each in true]
    for read, meant in zip(moments(local, LONDON), true, strict=True):
        assert read in (meant, Twice)


def test_the_end_of_a_call_follows_its_beginning() -> None:
    began = dt.datetime(2027, 10, 31, 0, 50, tzinfo=dt.UTC)  # 01:50, the first time
    (ended,) = at(BACK, "01:05")
    assert nearest_after(ended, began, LONDON) == dt.datetime(2027, 10, 31, 1, 5, tzinfo=dt.UTC)
    with pytest.raises(NeverWas):
        nearest_after(at(FORWARD, "01:30")[0], began, LONDON)


def test_the_grid_tells_the_two_hours_apart() -> None:
    words = [clock_words(start, LONDON) for start in half_hours(BACK, LONDON)]
    assert words[2:6] == ["1:00am (first time)", "1:30am (first time)", "1:00am (second time)", "1:30am (second time)"]
    assert len(set(words)) == 50
