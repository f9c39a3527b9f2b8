"""When a call-back is safe, due and too late: hours of the caller, slots, bank holidays, nights of a clock change."""

from __future__ import annotations

import datetime as dt

import pytest

from roundel.callbacks import timing
from roundel.callbacks.enums import Priority
from roundel.callbacks.patterns import Pattern, lay
from roundel.callbacks.timing import Plan
from roundel.kernel.working_time import office

WEDNESDAY = dt.datetime(2027, 3, 24, 10, 0, tzinfo=dt.UTC)  # before Easter: Friday and Monday are bank holidays
HOUR = dt.timedelta(hours=1)


def at(text: str) -> dt.datetime:
    """A moment on the wall clock of London."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=office().zone).astimezone(dt.UTC)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def windows(plan: Plan, since: dt.datetime) -> list[tuple[str, str]]:
    zone = office().zone
    found = timing.windows(plan, since, office())
    return [(f"{a.astimezone(zone):%a %d %H:%M}", f"{b.astimezone(zone):%a %d %H:%M}") for a, b in found]


def test_as_soon_as_possible_is_each_working_day_up_to_the_last() -> None:
    plan = Plan(None, None, None, day("2027-03-30"))
    assert windows(plan, WEDNESDAY) == [
        ("Wed 24 10:00", "Wed 24 17:00"),
        ("Thu 25 09:00", "Thu 25 17:00"),
        ("Tue 30 09:00", "Tue 30 17:00"),
    ]


def test_the_hours_of_the_caller_bound_each_day() -> None:
    plan = Plan(None, dt.time(16), dt.time(19), day("2027-03-25"))
    assert windows(plan, WEDNESDAY) == [("Wed 24 16:00", "Wed 24 17:00"), ("Thu 25 16:00", "Thu 25 17:00")]
    assert windows(Plan(None, dt.time(18), dt.time(19), day("2027-03-30")), WEDNESDAY) == []


def test_a_slot_may_lie_outside_office_hours_and_a_later_hour_is_leave_until_then() -> None:
    slot = (at("2027-03-24T19:00"), at("2027-03-24T20:00"))
    assert windows(Plan(slot, None, None, day("2027-03-24")), WEDNESDAY) == [("Wed 24 19:00", "Wed 24 20:00")]
    assert windows(Plan(slot, dt.time(19, 30), dt.time(21), day("2027-03-24")), WEDNESDAY) == [
        ("Wed 24 19:30", "Wed 24 21:00")
    ]
    assert windows(Plan(slot, dt.time(20), None, day("2027-03-24")), WEDNESDAY) == []


def test_after_its_slot_a_call_is_safe_on_working_days_up_to_the_last_day() -> None:
    slot = (at("2027-03-24T14:00"), at("2027-03-24T15:00"))
    plan = Plan(slot, None, dt.time(12), day("2027-03-30"))
    assert windows(plan, at("2027-03-24T15:00")) == [("Thu 25 09:00", "Thu 25 12:00"), ("Tue 30 09:00", "Tue 30 12:00")]


def test_the_window_that_is_open_or_the_next() -> None:
    plan = Plan(None, None, None, day("2027-03-25"))
    assert timing.window_at(plan, at("2027-03-24T20:00"), WEDNESDAY, office()) == (
        at("2027-03-25T09:00"),
        at("2027-03-25T17:00"),
    )
    assert timing.window_at(plan, at("2027-03-25T17:00"), WEDNESDAY, office()) is None
    rested = timing.window_at(plan, WEDNESDAY, WEDNESDAY + HOUR, office())
    assert rested == (WEDNESDAY + HOUR, at("2027-03-24T17:00"))


@pytest.mark.parametrize(
    ("priority", "since", "due"),
    [
        (Priority.NOW, "2027-03-24T10:00", "2027-03-24T10:30"),
        (Priority.TODAY, "2027-03-24T10:00", "2027-03-24T17:00"),
        (Priority.ORDINARY, "2027-03-24T10:00", "2027-03-25T17:00"),
        (Priority.ORDINARY, "2027-03-25T10:00", "2027-03-30T17:00"),  # Easter between
        (Priority.NOW, "2027-03-25T16:50", "2027-03-30T09:20"),
        (Priority.TODAY, "2027-03-26T12:00", "2027-03-30T17:00"),  # a bank holiday: the day on which we open next
    ],
)
def test_due_by_the_clock_of_working_hours(priority: Priority, since: str, due: str) -> None:
    found = timing.times(Plan(None, None, None, day("2027-04-01")), at(since), priority, office())
    assert found is not None
    assert found.due_at == at(due)


def test_nothing_is_due_before_it_may_be_made_or_after_it_is_too_late() -> None:
    plan = Plan(None, dt.time(15), dt.time(16), day("2027-03-24"))
    found = timing.times(plan, WEDNESDAY, Priority.NOW, office())
    assert found == timing.Times(at("2027-03-24T15:00"), at("2027-03-24T15:30"), at("2027-03-24T16:00"))
    ordinary = timing.times(plan, WEDNESDAY, Priority.ORDINARY, office())
    assert ordinary is not None
    assert ordinary.due_at == ordinary.expires_at == at("2027-03-24T16:00")
    assert timing.times(plan, at("2027-03-24T16:00"), Priority.NOW, office()) is None


def test_the_last_day_is_the_slots_or_the_fifth_working_day() -> None:
    slot = (at("2027-03-30T14:00"), at("2027-03-30T15:00"))
    assert timing.last_day_unless_named(slot, WEDNESDAY, office()) == day("2027-03-30")
    assert timing.last_day_unless_named(None, WEDNESDAY, office()) == day("2027-04-02")


# -- nights of a clock change: 28 March 2027 has no 1:30am, 31 October 2027 has two


def test_the_safe_hours_are_those_on_the_wall_on_both_sides_of_a_change() -> None:
    plan = Plan(None, dt.time(10), dt.time(11), day("2027-03-30"))
    before, after = list(timing.windows(plan, at("2027-03-25T08:00"), office()))
    assert before == (dt.datetime(2027, 3, 25, 10, tzinfo=dt.UTC), dt.datetime(2027, 3, 25, 11, tzinfo=dt.UTC))
    assert after == (dt.datetime(2027, 3, 30, 9, tzinfo=dt.UTC), dt.datetime(2027, 3, 30, 10, tzinfo=dt.UTC))


def night(first: str, opens: int = 0, closes: int = 4) -> list[str]:
    pattern = Pattern({6}, dt.time(opens), dt.time(closes), dt.timedelta(minutes=30), 1, day(first), 1)
    return [f"{a:%H:%M}-{b:%H:%M}" for a, b in lay(pattern, office()).times]


def test_the_hour_that_spring_leaves_out_has_no_slot() -> None:
    assert night("2027-03-28", 0, 3) == ["00:00-00:30", "00:30-01:00", "01:00-01:30", "01:30-02:00"]


def test_the_hour_that_autumn_has_twice_is_offered_once_and_no_slot_grows() -> None:
    found = night("2027-10-31", 0, 3)
    assert found == ["23:00-23:30", "23:30-00:00", "00:00-00:30", "00:30-01:00", "02:00-02:30", "02:30-03:00"]


def test_a_pattern_leaves_out_bank_holidays_and_keeps_saturdays_outside_office_hours() -> None:
    pattern = Pattern(range(7), dt.time(18), dt.time(19), HOUR, 2, day("2027-03-24"), 1)
    laid = lay(pattern, office())
    assert laid.closed == (day("2027-03-26"), day("2027-03-29"))
    assert [f"{opens.astimezone(office().zone):%a %H:%M}" for opens, _ in laid.times] == [
        "Wed 18:00", "Thu 18:00", "Sat 18:00", "Sun 18:00", "Tue 18:00",
    ]  # fmt: skip


def test_slots_fill_the_hours_and_the_last_ends_in_them() -> None:
    pattern = Pattern({2}, dt.time(14), dt.time(15, 20), dt.timedelta(minutes=30), 1, day("2027-03-24"), 2)
    assert len(lay(pattern, office()).times) == 4
    assert lay(Pattern({2}, dt.time(14), dt.time(14, 20), HOUR, 1, day("2027-03-24"), 2), office()).times == ()
    late = Pattern({2}, dt.time(22), dt.time(23, 59), HOUR, 1, day("2027-03-24"), 1)
    assert len(lay(late, office()).times) == 1
