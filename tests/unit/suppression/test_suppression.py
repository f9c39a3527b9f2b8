"""Small numbers stay hidden from a reader who does his sums."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.suppression import Axis, Hidden, Reason, Shown, Table, Unproven, suppress, suppress_together
from roundel.suppression.protection import Protection, System, check, protect
from tests.unit.suppression.attacker import all_counts, learns_something

GROUPS = Axis.flat("group", ["own thoughts", "another adult", "a child"], "Everybody")
HALVES = Axis.flat("half", ["first", "second"], "Year")


def table_of(*rows: tuple[int, ...]) -> Table:
    groups = Axis.flat("group", [f"g{number}" for number in range(len(rows))], "All")
    columns = Axis.flat("column", [f"c{number}" for number in range(len(rows[0]))], "Total")
    counts = {(f"g{r}", f"c{c}"): n for r, row in enumerate(rows) for c, n in enumerate(row)}
    return Table(groups, columns, counts)


def test_nothing_is_hidden_when_nothing_is_small() -> None:
    shown = suppress(table_of((5, 9), (12, 0)))
    assert shown.hidden == 0
    assert shown.cell("All", "Total") == Shown(26)


def test_a_small_cell_is_hidden_with_the_three_that_would_give_it_away() -> None:
    shown = suppress(table_of((3, 20), (30, 40)))
    assert shown.cell("g0", "c0") == Hidden(Reason.SMALL)
    assert {at for at, cell in shown.cells.items() if isinstance(cell, Hidden)} == {
        ("g0", "c0"), ("g0", "c1"), ("g1", "c0"), ("g1", "c1"),
    }  # fmt: skip
    assert shown.cell("All", "Total") == Shown(93)


def test_the_cheapest_cells_are_chosen() -> None:
    shown = suppress(table_of((3, 100, 20), (400, 500, 600), (7, 300, 9)))
    hidden = {at for at, cell in shown.cells.items() if cell == Hidden(Reason.PROTECTS)}
    assert hidden == {("g0", "c2"), ("g2", "c0"), ("g2", "c2")}


def test_noughts_are_shown_as_noughts() -> None:
    shown = suppress(table_of((0, 20, 3), (30, 40, 9), (6, 7, 8)))
    assert shown.cell("g0", "c0") == Shown(0)


def test_two_small_cells_whose_sum_is_small_are_not_enough() -> None:
    # 1 + 2 beside a shown 20 and a shown total of 23: both would be known to be under 5.
    shown = suppress(table_of((1, 2, 20), (50, 60, 70), (80, 90, 95)))
    assert isinstance(shown.cell("g0", "c2"), Hidden) or isinstance(shown.cell("g0", "Total"), Hidden)
    assert learns_something([shown], 5) is None


def test_a_small_margin_is_hidden_too() -> None:
    shown = suppress(table_of((1, 1), (30, 40), (50, 60)))
    assert shown.cell("g0", "Total") == Hidden(Reason.SMALL)
    assert learns_something([shown], 5) is None


def test_a_table_with_a_single_person_tells_nothing() -> None:
    shown = suppress(table_of((1, 0), (0, 0)))
    assert {cell for cell in shown.cells.values() if isinstance(cell, Shown)} == {Shown(0)}
    assert learns_something([shown], 5) is None


def test_an_empty_table_is_all_noughts() -> None:
    assert set(suppress(table_of((0, 0), (0, 0))).cells.values()) == {Shown(0)}


def test_the_same_counts_always_hide_the_same_cells() -> None:
    rows = ((3, 8, 8, 8), (8, 8, 8, 8), (8, 8, 2, 8))
    assert suppress(table_of(*rows)).cells == suppress(table_of(*rows)).cells


def test_hidden_cells_are_printed_alike() -> None:
    # A mark that told the small cells from those that protect them would undo the protection.
    assert Hidden(Reason.SMALL).MARK == Hidden(Reason.PROTECTS).MARK == "suppressed"


def test_months_quarters_and_year_protect_each_other() -> None:
    year = Axis.tree("period", {"2026": {"Q1": ["Jan", "Feb", "Mar"], "Q2": ["Apr", "May", "Jun"]}})
    counts = {(g, m): 20 for g in GROUPS.leaves for m in year.leaves} | {("a child", "Feb"): 2}
    shown = suppress(Table(GROUPS, year, counts))
    assert isinstance(shown.cell("a child", "Feb"), Hidden)
    assert learns_something([shown], 5) is None
    assert shown.cell("Everybody", "2026") == Shown(342)


def test_publishing_the_tables_one_by_one_would_give_the_cell_away() -> None:
    """The attack that suppress_together is for: two tables with one margin, subtracted from each other."""
    months = Axis.flat("month", ["Jan", "Feb"], "Both")
    by_group = Table(Axis.flat("group", ["a", "b"]), months, {("a", "Jan"): 22, ("a", "Feb"): 20, ("b", "Jan"): 8})
    by_region = Table(Axis.flat("region", ["x", "y"]), months, {("x", "Jan"): 4, ("x", "Feb"): 20, ("y", "Jan"): 26})
    assert learns_something([suppress(by_group)], 5) is None
    assert learns_something([suppress(by_region)], 5) is None
    assert learns_something([suppress(by_group), suppress(by_region)], 5) is not None
    assert learns_something(suppress_together([by_group, by_region]), 5) is None


def test_tables_that_disagree_are_refused() -> None:
    one = Table(GROUPS, HALVES, {("a child", "first"): 7})
    other = Table(Axis.flat("region", ["north"], "Everybody"), HALVES, {("north", "first"): 8})
    with pytest.raises(ValueError, match="disagree"):
        suppress_together([one, other])


@pytest.mark.parametrize("counts", [{("a child", "third"): 5}, {("nobody", "first"): 5}, {("Everybody", "first"): 5}])
def test_counts_that_the_table_has_no_cell_for_are_refused(counts: dict[tuple[str, str], int]) -> None:
    with pytest.raises(ValueError, match="does not have"):
        Table(GROUPS, HALVES, counts)


def test_negative_counts_are_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        suppress(Table(GROUPS, HALVES, {("a child", "first"): -1}))


def test_labels_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="differ"):
        Axis.flat("group", ["same", "same"])


def test_a_choice_without_proof_is_never_published() -> None:
    table = table_of((3, 20), (30, 40))
    system = System(table.values(), list(table.sums()))
    small = frozenset({table.key("g0", "c0")})
    with pytest.raises(Unproven):
        check(system, Protection(small, frozenset(), ()))
    whole = protect(system)
    with pytest.raises(Unproven):
        check(system, Protection(whole.small, frozenset(), whole.witnesses))


counts_mostly_small = st.one_of(st.integers(0, 6), st.integers(0, 14))
whole_settings = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@whole_settings
@given(st.data(), st.integers(1, 3), st.integers(1, 3))
def test_no_reader_learns_anything_from_a_small_table(data: st.DataObject, height: int, width: int) -> None:
    rows = [tuple(data.draw(counts_mostly_small) for _ in range(width)) for _ in range(height)]
    shown = suppress(table_of(*rows))
    _is_faithful(shown.table, shown)
    assert learns_something([shown], 5) is None


@whole_settings
@given(st.lists(counts_mostly_small, min_size=8, max_size=8), st.sampled_from([3, 5]))
def test_no_reader_learns_anything_from_a_hierarchy(counts: list[int], threshold: int) -> None:
    period = Axis.tree("period", {"year": {"h1": ["q1", "q2"], "h2": ["q3", "q4"]}})
    groups = Axis.flat("group", ["a", "b"], "All")
    leaves = [(group, quarter) for group in groups.leaves for quarter in period.leaves]
    shown = suppress(Table(groups, period, dict(zip(leaves, counts, strict=True))), threshold)
    assert learns_something([shown], threshold) is None


@whole_settings
@given(st.lists(counts_mostly_small, min_size=8, max_size=8))
def test_no_reader_learns_anything_by_subtracting_two_tables(counts: list[int]) -> None:
    """The same people by group and by region: the margins are the same, the insides are not."""
    people = [(g, r, m) for g in "ab" for r in "xy" for m in ("Jan", "Feb")]
    month = Axis.flat("month", ["Jan", "Feb"], "Both")
    by_group: dict[tuple[str, str], int] = {}
    by_region: dict[tuple[str, str], int] = {}
    for (group, region, when), count in zip(people, counts, strict=True):
        by_group[group, when] = by_group.get((group, when), 0) + count
        by_region[region, when] = by_region.get((region, when), 0) + count
    published = suppress_together(
        [
            Table(Axis.flat("group", ["a", "b"]), month, by_group),
            Table(Axis.flat("region", ["x", "y"]), month, by_region),
        ]
    )
    assert learns_something(published, 5) is None


@pytest.mark.parametrize("typical", [2, 4, 10, 40])
def test_a_year_by_month_and_group_is_done_in_seconds(typical: int) -> None:
    chance = random.Random(typical)
    period = Axis.tree("period", {"2026": {f"Q{q}": [f"month {3 * q + m}" for m in (-2, -1, 0)] for q in (1, 2, 3, 4)}})
    groups = Axis.flat("group", list("abcdef"), "All")
    counts = {(g, m): int(chance.expovariate(1 / typical)) for g in groups.leaves for m in period.leaves}
    began = time.perf_counter()
    shown = suppress(Table(groups, period, counts))
    assert time.perf_counter() - began < 5
    _is_faithful(shown.table, shown)


def _is_faithful(table: Table, shown) -> None:  # type: ignore[no-untyped-def]
    """What is shown is true; what is small is hidden; what is nought is shown."""
    for at, count in all_counts(table).items():
        cell = shown.cells[at]
        assert cell == Shown(count) if isinstance(cell, Shown) else count > 0
        assert isinstance(cell, Hidden) or not 0 < count < 5
