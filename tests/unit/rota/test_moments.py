"""Local times as moments: every day of the year, and the two nights in which the clocks change."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundel.rota import moments
from roundel.rota.planned import Pattern

FORWARD, BACK = dt.date(2027, 3, 28), dt.date(2027, 10, 31)
NIGHT, MORNING = dt.time(22), dt.time(6)
HOUR = dt.timedelta(hours=1)
DAYS = st.dates(dt.date(2020, 1, 1), dt.date(2040, 12, 31))
TIMES = st.builds(dt.time, st.integers(0, 23), st.sampled_from([0, 15, 30, 45]))


@pytest.mark.parametrize(
    ("begins_on", "hours"),
    [(FORWARD - moments.A_DAY, 7), (BACK - moments.A_DAY, 9), (FORWARD, 8), (BACK, 8), (dt.date(2027, 6, 1), 8)],
)
def test_a_night_is_as_long_as_it_really_is(begins_on: dt.date, hours: int) -> None:
    starts_at, ends_at = moments.span(begins_on, NIGHT, MORNING)
    assert ends_at - starts_at == hours * HOUR
    assert moments.clock_change(starts_at, ends_at) == (8 - hours) * HOUR


def test_a_time_that_does_not_come_is_known() -> None:
    assert not moments.exists(FORWARD, dt.time(1, 30))
    assert moments.exists(FORWARD, dt.time(2, 30))
    assert moments.exists(BACK, dt.time(1, 30)), "it comes twice"


def test_of_a_time_that_comes_twice_the_first_counts_and_shifts_meet() -> None:
    first, second = moments.span(BACK, dt.time(0), dt.time(1, 30)), moments.span(BACK, dt.time(1, 30), dt.time(6))
    assert first[1] == second[0] == dt.datetime(2027, 10, 31, 0, 30, tzinfo=dt.UTC)


@settings(deadline=None)  # the machine may be busy
@given(day=DAYS, begins=TIMES, ends=TIMES)
def test_a_shift_lasts_as_long_as_the_clock_says_give_or_take_a_change(
    day: dt.date, begins: dt.time, ends: dt.time
) -> None:
    starts_at, ends_at = moments.span(day, begins, ends)
    by_the_clock = dt.datetime.combine(day, ends) - dt.datetime.combine(day, begins)
    if by_the_clock <= dt.timedelta():
        by_the_clock += moments.A_DAY
    assert abs((ends_at - starts_at) - by_the_clock) in (0 * HOUR, HOUR)
    if moments.exists(day, begins):
        assert moments.local(starts_at).replace(tzinfo=None) == dt.datetime.combine(day, begins)
        assert moments.day_of(starts_at) == day


@settings(deadline=None)  # the machine may be busy
@given(day=DAYS)
def test_weeks_hold_seven_days_and_one_monday(day: dt.date) -> None:
    monday = moments.monday_of(day)
    assert monday.weekday() == 0
    assert dt.timedelta() <= day - monday < moments.WEEK
    length = moments.midnight(monday + moments.WEEK) - moments.midnight(monday)
    assert abs(length - moments.WEEK) in (0 * HOUR, HOUR)


@settings(deadline=None)  # the machine may be busy
@given(first=DAYS, weeks=st.integers(1, 26), weekdays=st.sets(st.integers(0, 6), min_size=1))
def test_a_pattern_has_each_of_its_weekdays_once_a_week(first: dt.date, weeks: int, weekdays: set[int]) -> None:
    pattern = Pattern("line", tuple(weekdays), NIGHT, MORNING, 1, 30, first, weeks)
    days = pattern.days()
    assert len(days) == len(set(days)) == weeks * len(weekdays)
    assert {day.weekday() for day in days} == weekdays
    assert first <= min(days) <= max(days) < first + weeks * moments.WEEK
    starts = [pattern.on(day).span()[0] for day in days]
    assert {moments.local(one).time() for one in starts} == {NIGHT}
