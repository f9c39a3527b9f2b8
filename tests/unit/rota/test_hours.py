"""Working time, time on call, and rest."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundel.rota import hours, words
from roundel.rota.enums import Duty
from roundel.rota.hours import Stretch

HOUR = dt.timedelta(hours=1)
MONDAY = dt.datetime(2027, 3, 15, tzinfo=dt.UTC)


def work(begins: float, ends: float, duty: str = Duty.LINE, break_minutes: int = 0) -> Stretch:
    return Stretch(duty, MONDAY + begins * HOUR, MONDAY + ends * HOUR, break_minutes)


def test_breaks_are_left_out_and_time_on_call_is_counted_apart() -> None:
    found = hours.total([work(9, 17, break_minutes=30), work(33, 41, Duty.SUPERVISOR), work(9, 33, Duty.LEAD)])
    assert (found.worked, found.on_call) == (15.5 * HOUR, 24 * HOUR)
    assert not found.too_many


def test_more_than_forty_eight_hours_is_too_many() -> None:
    week = [work(24 * day + 9, 24 * day + 19) for day in range(5)]
    assert hours.total(week).too_many
    assert not hours.total(week[:4]).too_many


@pytest.mark.parametrize(
    ("others", "short"),
    [
        ([], None),
        ([work(6, 9)], None),  # twelve hours of one day, without a pause
        ([work(5, 9)], None),  # thirteen
        ([work(4, 9)], 0 * HOUR),  # fourteen
        ([work(-6, -2)], None),  # eleven hours before
        ([work(-6, -1)], 10 * HOUR),
        ([work(29, 33)], None),
        ([work(28, 32)], 10 * HOUR),
        ([work(-6, -1, Duty.LEAD)], None),  # on call is no work
        ([work(4, 7), work(-12, -7)], 11 * HOUR - HOUR * 9),
    ],
)
def test_rest(others: list[Stretch], short: dt.timedelta | None) -> None:
    """Of a shift from 9 to 18 on Monday beside others."""
    found = hours.short_rest(others, work(9, 18))
    assert (found and found.longest) == short


def test_on_call_asks_for_no_rest() -> None:
    assert hours.short_rest([work(0, 9)], work(9, 33, Duty.LEAD)) is None


def test_too_little_rest_is_said_in_words() -> None:
    found = hours.short_rest([work(18, 22)], work(32, 36))
    assert found is not None
    assert "from 6:00pm on Monday to 12:00pm on Tuesday, with only 10 hours of rest" in words.rest(found)


@pytest.mark.parametrize(("other", "clashes"), [((5, 9), False), ((13, 17), False), ((8, 10), True), ((10, 11), True)])
def test_nobody_is_in_two_places(other: tuple[int, int], clashes: bool) -> None:
    assert bool(hours.overlapping([work(*other, Duty.SUPERVISOR)], work(9, 13))) is clashes


SPANS = st.tuples(st.integers(-36, 60), st.integers(1, 12)).map(lambda span: work(span[0], span[0] + span[1]))


def slow_rest(others: list[Stretch], one: Stretch) -> bool:
    """Whether the working day around one is over thirteen hours: hour by hour, without any cleverness."""
    busy = {each for part in [*others, one] for each in range(*(_hour(end) for end in part[1:3]))}
    first = last = _hour(one.starts_at)
    while any(before in busy for before in range(first - 11, first)):
        first = min(before for before in range(first - 11, first) if before in busy)
    while any(after in busy for after in range(last + 1, last + 12)):
        last = max(after for after in range(last + 1, last + 12) if after in busy)
    return last + 1 - first > 13


def _hour(at: dt.datetime) -> int:
    return int((at - MONDAY) / HOUR)


@settings(deadline=None)  # the machine may be busy
@given(others=st.lists(SPANS, max_size=5), one=SPANS)
def test_rest_agrees_with_counting_hour_by_hour(others: list[Stretch], one: Stretch) -> None:
    assert (hours.short_rest(others, one) is not None) is slow_rest(others, one)
