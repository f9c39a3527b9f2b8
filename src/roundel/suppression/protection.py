"""Which cells to hide so that no hidden cell can be worked out: cell suppression with a proof for each cell.

A *system* is a set of counts with the sums that hold between them (a total is the sum of its parts).
Counts of 1 to threshold - 1 are hidden (primary suppression); then others (secondary), until for every
hidden cell there is a *witness*: another set of counts that agrees with everything shown and with all
sums, in which hidden cells are at least 1 (noughts are shown, so a reader knows that), and in which the
cell has another value and is not below the threshold. Whoever reads the publication cannot tell the
witness from the truth, so he can neither know the cell nor that it is small. Witnesses are whole
numbers and are checked one by one, so safety does not rest on the search being clever.

The search is the cheapest-alternating-cycle heuristic of secondary suppression (Kelly, Golden and Assad,
"Cell suppression: disclosure protection for sensitive tabular data", Networks 22, 1992; Cox, "Network
models for complementary cell suppression", JASA 90, 1995; Hundepool et al., "Statistical Disclosure
Control", 2012, ch. 4), done over sums of any shape, so that hierarchies and linked tables are one system.
Not covered: a reader who knows one of the counts himself, and tables published apart from each other.
"""

from __future__ import annotations

import heapq
import itertools
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

THRESHOLD = 5
MOST_STEPS = 1_000
# How much a sum that is still off counts against the loss: first thrifty, then ever more hurried.
PULLS = (10, 100, 10_000)
Key: TypeAlias = Hashable
Counts: TypeAlias = Mapping[Key, int]
K = TypeVar("K", bound=Hashable)


class Unproven(RuntimeError):
    """A hidden cell has no witness: the table must not be published. Never expected."""


@dataclass(frozen=True)
class Sum:
    """``total`` is the sum of ``parts``."""

    total: Key
    parts: tuple[Key, ...]


class System:
    """Counts and the sums between them. Raises ValueError if a count is negative or a sum does not hold."""

    def __init__(self, counts: Mapping[K, int], sums: Iterable[Sum]) -> None:
        self.counts: dict[Key, int] = dict(counts.items())
        self.members: list[dict[Key, int]] = [{**dict.fromkeys(s.parts, 1), s.total: -1} for s in sums]
        self.sums_of: dict[Key, list[int]] = {key: [] for key in self.counts}
        for number, members in enumerate(self.members):
            for key in members:
                self.sums_of[key].append(number)
        if any(count < 0 for count in self.counts.values()) or not self.holds(self.counts):
            raise ValueError("a count is negative, or a total is not the sum of its parts")

    def holds(self, counts: Counts) -> bool:
        """Whether every sum holds for these counts."""
        return all(not sum(sign * counts[key] for key, sign in members.items()) for members in self.members)


@dataclass(frozen=True)
class Protection:
    """The cells to hide: small ones, those that protect them, and the witnesses that prove it enough."""

    small: frozenset[Key]
    protecting: frozenset[Key]
    witnesses: tuple[Counts, ...]

    @property
    def hidden(self) -> frozenset[Key]:
        """Every hidden cell."""
        return self.small | self.protecting


def protect(system: System, threshold: int = THRESHOLD) -> Protection:
    """Choose what to hide, always the same for the same counts; raises Unproven rather than guess."""
    small = [key for key, count in system.counts.items() if 0 < count < threshold]
    hidden, waiting = set(small), list(small)
    witnesses: list[Counts] = []
    for key in waiting:  # grows while it is walked: a protecting cell needs protection too
        if any(_proves(witness, system, key, threshold) for witness in witnesses):
            continue
        witness, chosen = _witness(system, hidden, key, threshold)
        witnesses.append(witness)
        hidden.update(chosen)
        waiting.extend(chosen)
    result = Protection(frozenset(small), frozenset(hidden.difference(small)), tuple(witnesses))
    check(system, result, threshold)
    return result


def check(system: System, protection: Protection, threshold: int = THRESHOLD) -> None:
    """Prove that every hidden cell is safe, from the witnesses alone; raises Unproven."""
    for witness in protection.witnesses:
        agrees = all(
            witness[key] >= 1 if key in protection.hidden else witness[key] == count
            for key, count in system.counts.items()
        )
        if not agrees or not system.holds(witness):
            raise Unproven("a witness does not agree with what would be published")
    for key in protection.hidden:
        if not any(_proves(witness, system, key, threshold) for witness in protection.witnesses):
            raise Unproven("a hidden cell could be worked out")


def _proves(witness: Counts, system: System, key: Key, threshold: int) -> bool:
    return witness[key] != system.counts[key] and witness[key] >= threshold


def _witness(system: System, hidden: set[Key], key: Key, threshold: int) -> tuple[Counts, list[Key]]:
    """A witness for one cell, and what else must be hidden for it (in the order chosen)."""
    values, chosen = dict(system.counts), list[Key]()
    while not _proves(values, system, key, threshold):
        open_to_change = hidden.union(chosen)
        move = _cheapest_move(system, values, open_to_change, key)
        if move is None:
            fallback = _smallest_shown(system, open_to_change, key)
            if fallback is None:  # nothing but noughts is shown: any multiple of the truth will do
                return {k: count * (threshold + 1) for k, count in system.counts.items()}, chosen
            chosen.append(fallback)
            continue
        chosen.extend(k for k in move if k not in open_to_change)
        for k, step in move.items():
            values[k] += step
    return values, chosen


def _cheapest_move(system: System, values: Counts, hidden: set[Key], key: Key) -> dict[Key, int] | None:
    """Raise ``key`` by one and others by one up or down so that all sums hold, hiding little.

    The loss is the size of what must be hidden. None if nothing is found in time.
    """
    tries = (_search(system, values, hidden, key, pull) for pull in PULLS)
    return next((move for move in tries if move is not None), None)


def _search(system: System, values: Counts, hidden: set[Key], key: Key, pull: int) -> dict[Key, int] | None:
    """One best-first search over partial moves, by loss and how many sums are still off (weighted A*, Pohl 1970)."""
    order = itertools.count()
    start: dict[Key, int] = {key: 1}
    queue = [(0, 1, next(order), 0, start, _imbalance(system, {}, key, 1))]
    seen: set[frozenset[tuple[Key, int]]] = set()
    for _ in range(MOST_STEPS):
        if not queue:
            return None
        _, size, _, loss, move, imbalance = heapq.heappop(queue)
        if not imbalance:
            return move
        if (state := frozenset(move.items())) in seen:
            continue
        seen.add(state)
        number = min(imbalance)
        for other, sign in system.members[number].items():
            step = -sign if imbalance[number] > 0 else sign
            if other in move or not system.counts[other] or values[other] + step < 1:
                continue
            lost = loss if other in hidden else loss + system.counts[other]
            after = _imbalance(system, imbalance, other, step)
            rank = lost + pull * len(after)
            heapq.heappush(queue, (rank, size + 1, next(order), lost, {**move, other: step}, after))
    return None


def _imbalance(system: System, before: Mapping[int, int], key: Key, step: int) -> dict[int, int]:
    """By how much each sum is off after one more step; sums that hold are left out."""
    after = dict(before)
    for number in system.sums_of[key]:
        off = after.pop(number, 0) + step * system.members[number][key]
        if off:
            after[number] = off
    return after


def _smallest_shown(system: System, hidden: set[Key], key: Key) -> Key | None:
    """The smallest cell still shown that shares a sum with ``key``, or failing that any."""
    near = [other for number in system.sums_of[key] for other in system.members[number]]
    for group in (near, system.counts):
        shown = [k for k in group if k not in hidden and system.counts[k]]
        if shown:
            return min(shown, key=system.counts.__getitem__)
    return None
