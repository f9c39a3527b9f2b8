"""Counts by month, group and answer, as they may be shown: attacked by subtraction, in every way that a reader can."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundel.helpline.figures import periods
from roundel.helpline.figures.periods import Month, Period
from roundel.helpline.figures.series import ALL, UNKNOWN, WITHHELD, Key3, Series, code_axis, group_axis, series
from tests.unit.suppression.attacker import learns_something

GROUPS, CODES = group_axis(("own", "survivor")), code_axis("heard", ["search", "police"])
THREE = periods.own(Month(2026, 11), Month(2027, 1))
YEAR = periods.year(2026)


def made(period: Period, counts: dict[Key3, int]) -> Series:
    return series(period, GROUPS, {"heard": (CODES, counts)})["heard"]


def keys(period: Period) -> st.SearchStrategy[Key3]:
    months = [month.label for month in period.whole.months]
    return st.tuples(st.sampled_from(months), st.sampled_from(["own", "survivor"]), st.sampled_from(["search", ""]))


def counts_of(period: Period, most: int) -> st.SearchStrategy[dict[Key3, int]]:
    return st.dictionaries(keys(period), st.integers(0, most), max_size=10)


@given(counts_of(THREE, 9))
@settings(max_examples=60, deadline=None)
def test_nothing_is_learnt_by_subtracting_the_tables_of_a_period(counts: dict[Key3, int]) -> None:
    shown = made(THREE, counts)
    assert shown.both is not None
    assert learns_something([shown.by_group, shown.by_code, shown.both], 5) is None


@given(counts_of(YEAR, 12))
@settings(max_examples=30, deadline=None)
def test_a_month_a_quarter_and_the_year_say_the_same(counts: dict[Key3, int]) -> None:
    """Whatever periods a reader asks for one after another, he sees one publication: that of the year."""
    year = made(YEAR, counts)
    for part in (periods.month(2026, 3), periods.quarter(2026, 1), periods.quarter(2026, 4)):
        shown = made(part, counts)
        assert shown.by_group.cells == year.by_group.cells
        assert shown.by_code.cells == year.by_code.cells
        assert shown.both is None


def test_the_numbers_are_right() -> None:
    counts = Counter({("March 2026", "own", "search"): 40, ("March 2026", "survivor", "police"): 30,
                      ("June 2026", "own", ""): 25})  # fmt: skip
    year = made(YEAR, counts)
    assert (year.number(), year.number(group="own"), year.number("search")) == (95, 65, 40)
    assert (year.number(UNKNOWN), year.number(UNKNOWN, "own"), year.number("police", "own")) == (25, 25, 0)
    assert year.number(month="March 2026") == 70
    assert made(periods.quarter(2026, 2), counts).number() == 25


def test_what_is_small_is_withheld_and_what_would_give_it_away() -> None:
    year = made(YEAR, {("March 2026", "own", "search"): 40, ("March 2026", "survivor", "search"): 3})
    assert year.number(group="survivor") == WITHHELD
    assert year.number(group="own") == WITHHELD or year.number() == WITHHELD
    assert year.number("police") == 0


def test_by_group_and_answer_at_once_only_for_whole_years() -> None:
    month = made(periods.month(2026, 3), {("March 2026", "own", "search"): 40})
    assert not month.gives_both
    assert month.number("search") == 40
    with pytest.raises(KeyError, match="whole year"):
        month.number("search", "own")
    with pytest.raises(KeyError):
        month.number("no such answer")
    assert month.number(ALL, ALL) == 40
