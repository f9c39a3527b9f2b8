"""A reader who wants to know the hidden cells: sees what is published and nothing else.

Independent of the code under test: it takes the printed tables, writes down every sum that their
margins promise, and tries all whole numbers by brute force (interval pruning, then backtracking).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from roundel.suppression import Hidden, Shown, SuppressedTable, Table

Place = tuple[tuple[str, str], ...]


def place(table: Table, row: str, column: str) -> Place:
    """Which count of the world a printed cell speaks of; totals over everything are the same in every table."""
    named = [(table.rows, row), (table.columns, column)]
    return tuple(sorted([*table.within, *((axis.name, label) for axis, label in named if label != axis.total)]))


@dataclass
class Equation:
    """The sum of ``plus`` less the sum of ``minus`` is ``right``."""

    plus: list[Place]
    minus: list[Place]
    right: int


class Attacker:
    """Knows the shown cells, that noughts are shown, and every sum."""

    def __init__(self, published: Sequence[SuppressedTable], most: int) -> None:
        self.most = most
        self.shown: dict[Place, int] = {}
        self.hidden: set[Place] = set()
        for one in published:
            for (row, column), cell in one.cells.items():
                where = place(one.table, row, column)
                if isinstance(cell, Shown):
                    self.shown[where] = cell.n
                else:
                    self.hidden.add(where)
        self.hidden -= set(self.shown)  # hidden in one table, shown in another
        self.equations = [self.equation(*relation) for one in published for relation in relations(one.table)]

    def equation(self, total: Place, parts: list[Place]) -> Equation:
        right = self.shown.get(total, 0) - sum(self.shown.get(part, 0) for part in parts)
        return Equation([part for part in parts if part in self.hidden], [total] if total in self.hidden else [], right)

    def could_be(self, where: Place, low: int, high: int) -> bool:
        """Whether some table that agrees with the publication has this cell between ``low`` and ``high``."""
        ranges = dict.fromkeys(self.hidden, (1, self.most))
        ranges[where] = (max(1, low), min(self.most, high))
        return self.solve(ranges)

    def solve(self, ranges: dict[Place, tuple[int, int]]) -> bool:
        if not self.narrow(ranges):
            return False
        undecided = [each for each, (low, high) in ranges.items() if low < high]
        if not undecided:
            return True
        pick = min(undecided, key=lambda each: (ranges[each][1] - ranges[each][0], each))
        return any(
            self.solve({**ranges, pick: (value, value)}) for value in range(ranges[pick][0], ranges[pick][1] + 1)
        )

    def narrow(self, ranges: dict[Place, tuple[int, int]]) -> bool:
        """Bounds from the sums, over and over; False if nothing fits."""
        changed = True
        while changed:
            changed = False
            for equation in self.equations:
                terms = [(each, 1) for each in equation.plus] + [(each, -1) for each in equation.minus]
                lows = {each: min(sign * ranges[each][0], sign * ranges[each][1]) for each, sign in terms}
                highs = {each: max(sign * ranges[each][0], sign * ranges[each][1]) for each, sign in terms}
                if not sum(lows.values()) <= equation.right <= sum(highs.values()):
                    return False
                for each, sign in terms:
                    least = equation.right - (sum(highs.values()) - highs[each])
                    most = equation.right - (sum(lows.values()) - lows[each])
                    bounds = (least, most) if sign > 0 else (-most, -least)
                    now = (max(ranges[each][0], bounds[0]), min(ranges[each][1], bounds[1]))
                    if now[0] > now[1]:
                        return False
                    if now != ranges[each]:
                        ranges[each] = now
                        changed = True
                        break
        return True


def relations(table: Table) -> list[tuple[Place, list[Place]]]:
    """Every sum that the margins of a printed table promise."""
    found = [
        (place(table, total, column), [place(table, part, column) for part in parts])
        for total, parts in table.rows.children.items()
        for column in table.columns.labels
    ]
    found += [
        (place(table, row, total), [place(table, row, part) for part in parts])
        for total, parts in table.columns.children.items()
        for row in table.rows.labels
    ]
    return found


def learns_something(published: Sequence[SuppressedTable], threshold: int) -> str | None:
    """What a reader can work out that he should not; None if nothing."""
    counts = {place(one.table, *at): n for one in published for at, n in all_counts(one.table).items()}
    attacker = Attacker(published, most=max(counts.values(), default=0) + 2 * threshold)
    unseen = {place(one.table, *at) for one in published for at, cell in one.cells.items() if isinstance(cell, Hidden)}
    if given_away := unseen & set(attacker.shown):
        return f"{sorted(given_away)} hidden in one table and shown in another"
    for where in sorted(attacker.hidden):
        if not attacker.could_be(where, threshold, attacker.most):
            return f"{where} is known to be below {threshold}"
        truth = counts[where]
        if not (attacker.could_be(where, 1, truth - 1) or attacker.could_be(where, truth + 1, attacker.most)):
            return f"{where} is known to be {truth}"
    return None


def all_counts(table: Table) -> dict[tuple[str, str], int]:
    """The true counts of every printed cell, summed from the leaves."""

    def leaves(children: dict[str, tuple[str, ...]], label: str) -> list[str]:
        return [leaf for part in children[label] for leaf in leaves(children, part)] if label in children else [label]

    rows, columns = dict(table.rows.children), dict(table.columns.children)
    return {
        (row, column): sum(table.counts.get((r, c), 0) for r in leaves(rows, row) for c in leaves(columns, column))
        for row in table.rows.labels
        for column in table.columns.labels
    }
