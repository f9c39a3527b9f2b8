"""Numbers of people under five are not shown, and cannot be worked out from what is."""

from __future__ import annotations

import datetime as dt

from hypothesis import given, settings
from hypothesis import strategies as st

from roundel.calls.course import HEIGHT, TOP, picture
from roundel.calls.demand import WITHHELD, PeopleShown, Protected
from roundel.calls.times import days_of

MONTH = dt.date(2027, 2, 1)
DAYS = days_of(MONTH)


def protected(*numbers: tuple[int, int]) -> tuple[Protected, list[dt.date]]:
    known = dict(zip(DAYS, numbers, strict=False))
    return Protected(MONTH, known), list(known)


def test_large_numbers_are_shown() -> None:
    found, days = protected((20, 12), (31, 20))
    assert found.day(days[0]) == PeopleShown(20, 12, "60%")
    assert found.month() == PeopleShown(51, 32, "63%")


def test_a_small_day_is_withheld_and_its_neighbour_protects_it() -> None:
    found, days = protected((3, 1), (31, 20), (40, 22))
    assert found.day(days[0]).people == WITHHELD
    shown = [found.day(day).people for day in days]
    assert shown.count(WITHHELD) >= 2
    assert isinstance(found.month().people, int)


def test_a_small_rest_is_withheld_with_its_share() -> None:
    """Nineteen of twenty reached somebody: the one who did not is nobody's business."""
    found, days = protected((20, 19))
    assert found.day(days[0]).through == WITHHELD
    assert found.day(days[0]).share == WITHHELD


def test_repeated_calls_are_withheld_with_the_people() -> None:
    assert PeopleShown(WITHHELD).again(9) == WITHHELD
    assert PeopleShown(7).again(9) == 2


def test_a_day_that_nobody_knows_of_is_not_nought() -> None:
    found, _ = protected((20, 12))
    assert found.day(DAYS[9]) == PeopleShown(None, None, None)
    assert Protected(MONTH, {}).month() == PeopleShown(None, None, None)


people = st.integers(0, 40).flatmap(lambda n: st.tuples(st.just(n), st.integers(0, n)))


@settings(max_examples=25, deadline=None)
@given(st.lists(people, min_size=1, max_size=28))
def test_no_small_number_is_ever_shown(numbers: list[tuple[int, int]]) -> None:
    found, days = protected(*numbers)
    for day in days:
        shown = found.day(day)
        assert not (isinstance(shown.people, int) and 0 < shown.people < 5)
        assert not (isinstance(shown.through, int) and 0 < shown.through < 5)
        if isinstance(shown.people, int) and isinstance(shown.through, int):
            assert not 0 < shown.people - shown.through < 5
    hidden = [day for day in days if found.day(day).people == WITHHELD]
    assert len(hidden) != 1 or found.month().people == WITHHELD


@given(st.lists(st.tuples(st.text(max_size=3), st.integers(0, 99), st.integers(0, 99)), max_size=50))
def test_the_picture_stays_in_its_frame(rows: list[tuple[str, int, int]]) -> None:
    drawn = picture(rows)
    for column, (_, answered, unanswered) in zip(drawn.columns, rows, strict=True):
        assert 0 <= column.x <= column.x + column.width <= 100.1
        assert column.top >= TOP - 0.2
        assert abs(column.answered + column.unanswered - HEIGHT * (answered + unanswered) / max(drawn.most, 1)) < 0.2
