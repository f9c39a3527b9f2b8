"""What a week held, compared with counting it minute by minute; and what is said about it."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundel.supervision.exposure import Lines, Talk, Week, mondays, rest_words, runs, weeks_of
from tests.unit.supervision import exposure_oracle as oracle

LONDON = ZoneInfo("Europe/London")
# A Monday; summer time ends on the Sunday before the third week.
FIRST = dt.date(2026, 10, 12)
START = dt.datetime(2026, 10, 12, tzinfo=dt.UTC)
MINUTE, HOUR = dt.timedelta(minutes=1), dt.timedelta(hours=1)
LINES = Lines(week=20 * HOUR, run=3 * HOUR)


@st.composite
def talks(draw: st.DrawFn) -> Talk:
    """A conversation somewhere in three weeks, crowded so that runs and evenings come about."""
    day, minute = draw(st.integers(0, 20)), draw(st.integers(0, 24 * 60 - 1))
    began = START + dt.timedelta(days=day, minutes=minute)
    ended = began + MINUTE * draw(st.integers(0, 150))
    recorded = draw(st.sampled_from((began, ended, ended + 40 * MINUTE)))
    closed = max(ended, recorded) + MINUTE * draw(st.sampled_from((0, 1, 10, 59, 60, 61, 3_000)))
    return Talk(began, ended, recorded, closed, draw(st.booleans()))


def talk(hour: float, length: int = 30, writing: int = 0, *, day: int = 0, hard: bool = False) -> Talk:
    began = START + dt.timedelta(days=day, hours=hour)
    ended = began + MINUTE * length
    return Talk(began, ended, began, ended + MINUTE * writing, hard)


@settings(deadline=None, max_examples=120)
@given(st.lists(talks(), max_size=12))
def test_the_weeks_are_those_that_counting_every_minute_gives(found: list[Talk]) -> None:
    days = mondays(FIRST + dt.timedelta(days=20), weeks=4)
    assert weeks_of(found, days, LONDON) == oracle.weeks(found, days, LONDON)


def test_the_last_weeks_end_with_this_one() -> None:
    assert mondays(dt.date(2026, 10, 18), weeks=2) == [dt.date(2026, 10, 5), FIRST]
    assert mondays(FIRST, weeks=1) == [FIRST]
    assert len(mondays(FIRST)) == 12


@pytest.mark.parametrize(("gap", "longest"), [(29, 89), (30, 30)])
def test_a_break_is_half_an_hour(gap: int, longest: int) -> None:
    """One minute less is no break."""
    two = [talk(10), talk(10.5 + gap / 60)]
    assert weeks_of(two, [FIRST], LONDON)[0].longest == MINUTE * longest


def test_writing_up_is_no_break() -> None:
    first, second = talk(10, writing=20), talk(11)
    assert list(runs([first, second])) == [(first.began, second.ended)]


def test_what_was_reopened_later_was_not_written_up_all_that_time() -> None:
    week = weeks_of([talk(10, length=30, writing=5_000)], [FIRST], LONDON)[0]
    assert (week.talking, week.working) == (30 * MINUTE, 90 * MINUTE)


def test_an_evening_is_counted_once_and_belongs_to_its_day() -> None:
    late = [talk(19), talk(20), talk(24.5), talk(10, day=2)]  # UTC; an hour later in London
    assert weeks_of(late, [FIRST], LONDON)[0].evenings == 1


def test_a_week_without_conversations_is_there() -> None:
    assert weeks_of([], [FIRST], LONDON) == [Week(FIRST)]


@pytest.mark.parametrize(
    ("week", "said"),
    [
        (Week(FIRST, working=20 * HOUR, longest=3 * HOUR), []),
        (
            Week(FIRST, working=20 * HOUR + MINUTE),
            ["20 hours 1 minute with writing up; the line here is 20 hours a week."],
        ),
        (
            Week(FIRST, longest=4 * HOUR),
            ["4 hours without a break of half an hour; the line here is 3 hours."],
        ),
    ],
)
def test_over_a_line_it_is_said_and_on_it_it_is_not(week: Week, said: list[str]) -> None:
    assert rest_words(week, LINES) == said
