"""Count tables with margins, hierarchies and shared totals, and what of them may be shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, TypeAlias

from roundel.suppression.protection import THRESHOLD, Sum, System, protect

Tree: TypeAlias = Mapping[str, Any]
CellKey: TypeAlias = frozenset[tuple[str, str]]


class Reason(StrEnum):
    """Why a cell is hidden. For the person who publishes; readers are never told which."""

    SMALL = "small"
    PROTECTS = "protects"


@dataclass(frozen=True)
class Shown:
    """A count that may be shown."""

    n: int


@dataclass(frozen=True)
class Hidden:
    """A count that may not be shown."""

    reason: Reason
    MARK: ClassVar[str] = "suppressed"


Cell: TypeAlias = Shown | Hidden


@dataclass(frozen=True)
class Axis:
    """One way in which a table is divided: labels, and which label is the total of which others.

    ``total`` is the label that means everything; tables that share it share their margins.
    """

    name: str
    children: Mapping[str, tuple[str, ...]]
    labels: tuple[str, ...]
    total: str | None = None

    @classmethod
    def flat(cls, name: str, labels: Sequence[str], total: str = "Total") -> Axis:
        """Labels side by side with one total."""
        return cls(name, {total: tuple(labels)}, (*_distinct([*labels, total]),), total)

    @classmethod
    def tree(cls, name: str, tree: Tree) -> Axis:
        """Totals within totals: ``{"2026": {"2026 Q1": ["January", "February", "March"], ...}}``."""
        children: dict[str, tuple[str, ...]] = {}
        labels = _distinct(list(_walk(tree, children)))
        return cls(name, children, tuple(labels))

    @property
    def leaves(self) -> tuple[str, ...]:
        """The labels that are no total."""
        return tuple(label for label in self.labels if label not in self.children)

    def part(self, label: str) -> CellKey:
        """What this label contributes to the identity of a cell; nothing if it means everything."""
        return frozenset() if label == self.total else frozenset({(self.name, label)})


@dataclass(frozen=True)
class Table:
    """Counts by row and column. ``counts`` has the leaves; pairs left out are noughts.

    ``within``: what all its counts have in common, as ``Axis.part`` gives it. A table of one year then shares
    its margins with a table that has the year among its rows.
    """

    rows: Axis
    columns: Axis
    counts: Mapping[tuple[str, str], int]
    within: CellKey = frozenset()

    def __post_init__(self) -> None:
        known = {(row, column) for row in self.rows.leaves for column in self.columns.leaves}
        if strangers := set(self.counts) - known:
            raise ValueError(f"counts for cells that the table does not have: {sorted(strangers)}")
        if self.rows.name == self.columns.name:
            raise ValueError("the two axes of a table must have different names")

    def key(self, row: str, column: str) -> CellKey:
        """The identity of a cell, the same in every table that shows this count."""
        return self.within | self.rows.part(row) | self.columns.part(column)

    def values(self) -> dict[CellKey, int]:
        """Every cell, margins included."""
        return {
            self.key(row, column): self._count(row, column)
            for row in self.rows.labels
            for column in self.columns.labels
        }

    def sums(self) -> Iterator[Sum]:
        """Every sum that holds between its cells."""
        for total, parts in self.rows.children.items():
            for column in self.columns.labels:
                yield Sum(self.key(total, column), tuple(self.key(part, column) for part in parts))
        for total, parts in self.columns.children.items():
            for row in self.rows.labels:
                yield Sum(self.key(row, total), tuple(self.key(row, part) for part in parts))

    def _count(self, row: str, column: str) -> int:
        if parts := self.rows.children.get(row):
            return sum(self._count(part, column) for part in parts)
        if parts := self.columns.children.get(column):
            return sum(self._count(row, part) for part in parts)
        return self.counts.get((row, column), 0)


@dataclass(frozen=True)
class SuppressedTable:
    """A table as it may be published."""

    table: Table
    cells: Mapping[tuple[str, str], Cell]

    def cell(self, row: str, column: str) -> Cell:
        """What may be shown in one cell; KeyError for a label that the table does not have."""
        return self.cells[row, column]

    @property
    def hidden(self) -> int:
        """How many cells are hidden."""
        return sum(isinstance(cell, Hidden) for cell in self.cells.values())


def suppress(table: Table, threshold: int = THRESHOLD) -> SuppressedTable:
    """The table with every cell hidden that is small, or that would give a small one away."""
    return suppress_together([table], threshold)[0]


def suppress_together(tables: Sequence[Table], threshold: int = THRESHOLD) -> list[SuppressedTable]:
    """Tables that are published together, protected against being subtracted from each other.

    Axes of one name are one axis: give months, quarters and year of a series as one tree. Raises
    ValueError when two tables disagree about a count that both show.
    """
    counts: dict[CellKey, int] = {}
    for table in tables:
        for key, count in table.values().items():
            if counts.setdefault(key, count) != count:
                raise ValueError(f"two tables disagree about {sorted(key)}")
    sums = dict.fromkeys(relation for table in tables for relation in table.sums())
    protection = protect(System(counts, sums), threshold)

    def cell(key: CellKey) -> Cell:
        if key in protection.small:
            return Hidden(Reason.SMALL)
        return Hidden(Reason.PROTECTS) if key in protection.protecting else Shown(counts[key])

    return [
        SuppressedTable(t, {(r, c): cell(t.key(r, c)) for r in t.rows.labels for c in t.columns.labels}) for t in tables
    ]


def _walk(tree: Tree | Sequence[str], children: dict[str, tuple[str, ...]]) -> Iterator[str]:
    """Every label, parts before their total, noting whose parts they are."""
    if not isinstance(tree, Mapping):
        yield from tree
        return
    for label, below in tree.items():
        yield from _walk(below, children)
        if below:
            children[label] = tuple(below)
        yield label


def _distinct(labels: list[str]) -> list[str]:
    if len(set(labels)) != len(labels):
        raise ValueError("the labels of an axis must differ from each other")
    return labels
