"""A count over the months, by group and by coded answers, protected as one system.

    contacts by month, quarter and year x group
    contacts by month, quarter and year x how they heard
    contacts of the whole year x group x how they heard

They share their margins, so they are protected together, also where the same things are counted by a second
answer: none of them gives away what another hides, and neither does a month taken from its quarter. By group and
answer at once only the whole year is given (or a whole period of somebody's own), because the parts of a year could
be taken from each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeAlias

from roundel.helpline.figures.periods import Period
from roundel.suppression import Axis, Shown, SuppressedTable, Table, suppress_together
from roundel.suppression.tables import Cell

ALL = "all"
UNKNOWN = "not_recorded"
WITHHELD = "withheld"
Number: TypeAlias = int | str  # a count, or WITHHELD
Key3: TypeAlias = tuple[str, str, str]


@dataclass(frozen=True)
class Series:
    """What may be shown of one count. ``both`` is there for whole years only."""

    period: Period
    by_group: SuppressedTable
    by_code: SuppressedTable
    both: SuppressedTable | None

    @property
    def gives_both(self) -> bool:
        """Whether groups and answers are given at once."""
        return self.both is not None

    def cell(self, code: str = ALL, group: str = ALL, month: str = "") -> Cell:
        """One cell of the period, or of one of its months; KeyError for group and answer at once without ``both``."""
        when = month or self.period.label
        if code == ALL:
            return self.by_group.cell(when, group)
        if group == ALL:
            return self.by_code.cell(when, code)
        if self.both is None or month:
            raise KeyError("by group and answer at once only a whole year is given")
        return self.both.cell(group, code)

    def number(self, code: str = ALL, group: str = ALL, month: str = "") -> Number:
        """The count, or the one word for all that are hidden: to tell them apart would give them away."""
        return number(self.cell(code, group, month))


def number(cell: Cell) -> Number:
    """The count, or the one word for all hidden ones."""
    return cell.n if isinstance(cell, Shown) else WITHHELD


def series(period: Period, groups: Axis, parts: Mapping[str, tuple[Axis, Mapping[Key3, int]]]) -> dict[str, Series]:
    """Protect counts by (month, group, code), given for all months that are published with the period.

    ``parts``: the same things counted by different answers, each with its axis; all are protected together.
    """
    whole = period.whole
    months = whole.axis()
    # All of them whatever is asked for: what is hidden must not depend on the question.
    tables = []
    for codes, counts in parts.values():
        tables += [
            Table(months, groups, _sums(counts, 0, 1)),
            Table(months, codes, _sums(counts, 0, 2)),
            Table(groups, codes, _sums(counts, 1, 2), within=months.part(whole.label)),
        ]
    shown = suppress_together(tables)
    return {
        name: Series(period, by_group, by_code, both if period == whole else None)
        for name, (by_group, by_code, both) in zip(parts, _batched(shown, 3), strict=True)
    }


def tree_axis(name: str, tree: Mapping[str, list[str]]) -> Axis:
    """Coded answers, some of them with parts, and everything as their total."""
    return replace(Axis.tree(name, {ALL: tree}), total=ALL)


def code_axis(name: str, codes: list[str]) -> Axis:
    """Coded answers side by side, with one for what was not recorded, and everything as their total."""
    return Axis.flat(name, [*codes, UNKNOWN], total=ALL)


def group_axis(groups: tuple[str, ...]) -> Axis:
    """Caller groups, with everybody as their total."""
    return Axis.flat("group", [group or UNKNOWN for group in groups] or [UNKNOWN], total=ALL)


def _batched(items: Sequence[SuppressedTable], size: int) -> Iterator[Sequence[SuppressedTable]]:
    """The items in runs of one size."""
    return (items[at : at + size] for at in range(0, len(items), size))


def _sums(counts: Mapping[Key3, int], row: int, column: int) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for key, n in counts.items():
        found[key[row] or UNKNOWN, key[column] or UNKNOWN] += n
    return dict(found)
