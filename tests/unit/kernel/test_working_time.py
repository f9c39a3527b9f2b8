"""The working-hours clock: weekends, bank holidays, clock changes, and the settings' words."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundel.kernel import working_time
from roundel.kernel.working_time import WorkingTime, parse_hours, problems

LONDON = ZoneInfo("Europe/London")
HOUR = dt.timedelta(hours=1)


def london(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    return dt.datetime(year, month, day, hour, minute, tzinfo=LONDON)


@pytest.fixture
def office() -> WorkingTime:
    return working_time.office()


@pytest.mark.parametrize(
    ("start", "hours", "due"),
    [
        (london(2027, 3, 10, 10), 4, london(2027, 3, 10, 14)),  # within a day
        (london(2027, 3, 10, 15), 4, london(2027, 3, 11, 11)),  # over night
        (london(2027, 3, 10, 22), 1, london(2027, 3, 11, 10)),  # begun after closing
        (london(2027, 3, 12, 16), 2, london(2027, 3, 15, 10)),  # over a weekend
        (london(2027, 3, 10, 9), 8, london(2027, 3, 10, 17)),  # ends at closing, not the next morning
        (london(2027, 3, 25, 16), 2, london(2027, 3, 30, 10)),  # Good Friday and Easter Monday, and the clocks go on
        (london(2027, 12, 24, 16), 2, london(2027, 12, 29, 10)),  # Christmas on a weekend: substitute days
    ],
)
def test_deadlines_in_working_hours(office: WorkingTime, start: dt.datetime, hours: int, due: dt.datetime) -> None:
    assert office.due(start, hours * HOUR) == due


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (london(2027, 3, 10, 10), 1, london(2027, 3, 11, 17)),
        (london(2027, 3, 12, 23), 1, london(2027, 3, 15, 17)),
        (london(2027, 3, 25, 8), 3, london(2027, 4, 1, 17)),
    ],
)
def test_deadlines_in_working_days(office: WorkingTime, start: dt.datetime, days: int, due: dt.datetime) -> None:
    assert office.due_days(start, days) == due


def test_it_is_open_from_nine_until_just_before_five(office: WorkingTime) -> None:
    assert not office.is_open(london(2027, 3, 10, 8, 59))
    assert office.is_open(london(2027, 3, 10, 9))
    assert not office.is_open(london(2027, 3, 10, 17))
    assert not office.is_open(london(2027, 3, 26, 12)), "Good Friday"
    # In summer the same hours are an hour earlier by UTC.
    assert office.is_open(dt.datetime(2027, 7, 7, 8, 30, tzinfo=dt.UTC))


def test_days_of_our_own_do_not_count(settings: object) -> None:
    settings.ROUNDEL_CLOSED_DAYS = ["2027-03-11"]  # type: ignore[attr-defined]
    assert working_time.office().due(london(2027, 3, 10, 16), 2 * HOUR) == london(2027, 3, 12, 10)


def test_scotland_has_its_own_days(settings: object) -> None:
    settings.ROUNDEL_BANK_HOLIDAYS = "SCT"  # type: ignore[attr-defined]
    assert working_time.office().is_working_day(dt.date(2027, 3, 29)), "Easter Monday is no bank holiday there"
    assert not working_time.office().is_working_day(dt.date(2027, 11, 30))


MOMENTS = st.integers(0, 3 * 365 * 24 * 60).map(lambda minutes: london(2026, 1, 1) + dt.timedelta(minutes=minutes))


@given(MOMENTS, st.integers(1, 200 * 60))
def test_so_much_working_time_lies_before_the_deadline(start: dt.datetime, minutes: int) -> None:
    office, working = working_time.office(), dt.timedelta(minutes=minutes)
    due = office.due(start, working)
    assert office.between(start, due) == working
    assert office.between(start, due - dt.timedelta(seconds=1)) < working


@given(MOMENTS, st.integers(1, 20))
def test_working_days_by_counting_each_day(start: dt.datetime, days: int) -> None:
    office = working_time.office()
    day, left = start.astimezone(LONDON).date(), days
    while left:
        day += dt.timedelta(days=1)
        left -= office.is_working_day(day)
    assert office.due_days(start, days) == dt.datetime.combine(day, dt.time(17), LONDON)


def test_an_office_that_never_opens_is_an_error() -> None:
    never = WorkingTime({}, lambda day: False, LONDON)
    with pytest.raises(ValueError, match="never open"):
        never.due(london(2027, 3, 10), HOUR)


def test_hours_are_read() -> None:
    hours = parse_hours("Mon-Thu 09:00-17:00, Fri 09:00-16:30, Sat 10:00-12:00")
    assert sorted(hours) == [0, 1, 2, 3, 4, 5]
    assert hours[4] == (dt.time(9), dt.time(16, 30))


@pytest.mark.parametrize("text", ["", "Mon", "Mon 9-17", "Xyz 09:00-17:00", "Mon 17:00-09:00", "Mon 25:00-26:00"])
def test_what_cannot_be_read_is_said_at_start(text: str) -> None:
    assert problems(text, "ENG", []) != []


def test_every_problem_is_said_at_once() -> None:
    assert len(problems("never", "FRA", ["soon"])) == 3
    assert problems("Mon-Fri 09:00-17:00", "WLS", ["2027-12-24"]) == []
