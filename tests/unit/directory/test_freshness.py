"""How old an entry is on any day: the states follow one another, never back, and the list's filter agrees."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundel.directory.enums import Freshness
from roundel.directory.freshness import cutoffs, freshness, months_before

ORDER = (Freshness.FRESH, Freshness.CHECK_IT, Freshness.OVERDUE)
DAYS = st.dates(min_value=dt.date(1990, 1, 1), max_value=dt.date(2200, 12, 31))
CHECKED = dt.date(2027, 3, 14)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (CHECKED, Freshness.FRESH),
        (dt.date(2027, 9, 13), Freshness.FRESH),
        (dt.date(2027, 9, 14), Freshness.CHECK_IT),
        (dt.date(2028, 3, 13), Freshness.CHECK_IT),
        (dt.date(2028, 3, 14), Freshness.OVERDUE),
        (dt.date(2040, 1, 1), Freshness.OVERDUE),
    ],
)
def test_an_entry_grows_old(today: dt.date, state: Freshness) -> None:
    assert freshness(CHECKED, today) == state


def test_what_nobody_checked_says_so() -> None:
    assert freshness(None, CHECKED) == Freshness.NEVER


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (dt.date(2028, 8, 31), 6, dt.date(2028, 2, 29)),
        (dt.date(2027, 8, 31), 6, dt.date(2027, 2, 28)),
        (dt.date(2028, 2, 29), 12, dt.date(2027, 2, 28)),
        (dt.date(2027, 1, 1), 6, dt.date(2026, 7, 1)),
        (dt.date(2027, 12, 31), 12, dt.date(2026, 12, 31)),
    ],
)
def test_months_end_where_they_end(day: dt.date, months: int, before: dt.date) -> None:
    assert months_before(day, months) == before


@given(DAYS, st.integers(0, 800), st.integers(0, 800))
def test_an_entry_never_grows_younger_by_waiting(checked: dt.date, first: int, more: int) -> None:
    early, late = checked + dt.timedelta(days=first), checked + dt.timedelta(days=first + more)
    assert ORDER.index(freshness(checked, early)) <= ORDER.index(freshness(checked, late))


@given(DAYS, DAYS)
def test_a_later_check_is_never_older(one: dt.date, other: dt.date) -> None:
    today = dt.date(2201, 1, 1)
    earlier, later = sorted((one, other))
    assert ORDER.index(freshness(later, today)) <= ORDER.index(freshness(earlier, today))


@given(DAYS)
def test_the_cutoffs_are_half_a_year_and_a_year_back(today: dt.date) -> None:
    half, whole = cutoffs(today)
    assert whole < half < today
    assert 180 <= (today - half).days <= 184
    assert 365 <= (today - whole).days <= 366
    assert freshness(half + dt.timedelta(days=1), today) == Freshness.FRESH
    assert freshness(whole + dt.timedelta(days=1), today) == Freshness.CHECK_IT
