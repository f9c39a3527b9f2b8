"""Counting without a database: periods, linked people, and what may be published."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from roundel.helpline.figures import periods
from roundel.helpline.figures.counts import Counts
from roundel.helpline.figures.people import (
    DONE,
    FIRST,
    UNASKED,
    Linked,
    LinkedAnswer,
    LinkedContact,
    Person,
    joined,
    roots,
)
from roundel.helpline.figures.periods import Month
from roundel.helpline.figures.publish import publish
from roundel.helpline.figures.series import ALL, WITHHELD
from roundel.helpline.figures.tables import headlines, sections

TODAY = dt.date(2026, 11, 23)
GROUPS = {"group": ["own", "survivor"]}


def test_a_quarter_lies_within_its_year() -> None:
    quarter = periods.quarter(2026, 4)
    assert (quarter.label, quarter.first, quarter.after) == (
        "October to December 2026",
        dt.date(2026, 10, 1),
        dt.date(2027, 1, 1),
    )
    assert quarter.whole == periods.year(2026)


@pytest.mark.parametrize(
    ("first", "last", "same"),
    [
        (Month(2026, 3), Month(2026, 3), periods.month(2026, 3)),
        (Month(2026, 4), Month(2026, 6), periods.quarter(2026, 2)),
        (Month(2026, 1), Month(2026, 12), periods.year(2026)),
    ],
)
def test_months_that_make_a_known_period_are_that_period(first: Month, last: Month, same: periods.Period) -> None:
    assert periods.own(first, last) == same


def test_other_months_are_protected_for_themselves() -> None:
    own = periods.own(Month(2026, 11), Month(2027, 2))
    assert own.label == "November 2026 to February 2027"
    assert own.whole == own
    assert own.after == dt.date(2027, 3, 1)


def contact(key: int, *, caller: str | None = None, began: int = 0, within: bool = True, **more: Any) -> LinkedContact:
    return LinkedContact(key, caller, began, more.pop("group", "own"), within, **more)


def test_two_contacts_that_are_linked_are_one_person() -> None:
    linked = Linked(
        pairs=[(("contact", 1), ("contact", 2))],
        contacts=[contact(1), contact(2, began=1, group="survivor")],
    )
    counted = {Person("own", False, FIRST): 5, Person("survivor", False, FIRST): 2}
    assert joined(counted, linked) == {Person("own", False, FIRST): 5, Person("survivor", False, FIRST): 1}


def test_a_link_joins_a_code_and_a_contact_without_one() -> None:
    linked = Linked(
        pairs=[(("caller", "A"), ("contact", 2))],
        contacts=[contact(1, caller="A", actions=("x",)), contact(2, began=1)],
        answers=[LinkedAnswer("x", 2, "done", before=False)],
    )
    counted = {Person("own", True, FIRST): 1, Person("own", False, FIRST): 1}
    assert joined(counted, linked) == {Person("own", True, DONE): 1}


def test_links_outside_the_period_join_as_well() -> None:
    linked = Linked(
        pairs=[(("contact", 1), ("contact", 2)), (("contact", 2), ("contact", 3))],
        contacts=[contact(1, began=1), contact(2, within=False, actions=("x",)), contact(3, began=2)],
    )
    assert joined({Person("own", False, FIRST): 2}, linked) == {Person("own", False, UNASKED): 1}


def test_what_was_closed_before_the_period_is_not_asked_after() -> None:
    linked = Linked(
        pairs=[(("contact", 1), ("contact", 2))],
        contacts=[contact(1, within=False, actions=("x",)), contact(2, began=9)],
        answers=[LinkedAnswer("x", 7, "not_needed", before=True)],
    )
    assert joined({Person("own", False, FIRST): 1}, linked) == {Person("own", False, FIRST): 1}


def test_more_linked_people_than_people_is_an_error() -> None:
    linked = Linked(pairs=[(("contact", 1), ("contact", 2))], contacts=[contact(1), contact(2)])
    with pytest.raises(ArithmeticError):
        joined({}, linked)


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=20))
def test_roots_agree_with_spreading(pairs: list[tuple[int, int]]) -> None:
    root = roots(pairs)
    for start in range(13):
        reached = {start}
        while more := {b for pair in pairs for a, b in (pair, pair[::-1]) if a in reached} - reached:
            reached |= more
        assert {key for key in range(13) if root(key) == root(start)} == reached


def counts_of(talks: list[tuple[int, str, bool]]) -> Counts:
    counts = Counts()
    for number, group, agreed in talks:
        counts.conversations[Month(2026, number).label, group, "search"] += 1
        if number == 3:
            counts.agreeing[group, agreed] += 1
            counts.people[Person(group, agreed, FIRST)] += 1
            counts.kinds["police", "agreed"] += 1
            counts.outcomes["agreed", group] += 1
    return counts


talk = st.tuples(st.sampled_from([1, 2, 3, 3, 3, 7]), st.sampled_from(["own", "survivor", ""]), st.booleans())


@given(st.lists(talk, max_size=60))
@settings(max_examples=40, deadline=None)
def test_no_number_from_one_to_four_is_shown(talks: list[tuple[int, str, bool]]) -> None:
    shown = publish(counts_of(talks), periods.month(2026, 3), GROUPS)
    for group in ("", "own"):
        cells = [cell for one in sections(shown, group, today=TODAY) for row in one.rows for cell in row[1:]]
        cells += [one.value for one in headlines(shown, group)]
        assert not {1, 2, 3, 4} & {cell for cell in cells if isinstance(cell, int)}


@given(st.lists(talk, max_size=60))
@settings(max_examples=40, deadline=None)
def test_a_month_is_withheld_in_every_view_or_in_none(talks: list[tuple[int, str, bool]]) -> None:
    counts = counts_of(talks)
    by_month = publish(counts, periods.month(2026, 3), GROUPS)
    by_year = publish(counts, periods.year(2026), GROUPS)
    for group in (ALL, "own", "survivor"):
        assert by_month.contacts(group) == by_year.contacts(group, "March 2026")


def test_shares_of_groups_are_withheld_together() -> None:
    talks = [(3, "own", True)] * 40 + [(3, "own", False)] * 10 + [(3, "survivor", True)] * 3
    shown = publish(counts_of(talks), periods.month(2026, 3), GROUPS)
    assert shown.share_agreeing() == "81%"
    assert shown.share_agreeing("own") == shown.agreeing("own") == WITHHELD


def test_nobody_is_not_a_share_of_nought() -> None:
    shown = publish(Counts(), periods.month(2026, 3), {"group": ["own"]})
    assert (shown.people(), shown.share_agreeing(), shown.share_of_asked(DONE)) == (0, "nobody", "nobody")


def test_counts_are_plain_counters() -> None:
    assert Counts().people == Counter()
