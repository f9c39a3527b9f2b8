"""Greedy nearest-neighbour matching on a score, without replacement, with a caliper whose unit is named.

Treated people choose in turn (``order``: largest score first, smallest first, or as they stand in the data) the nearest
comparison person who is still free. Of two at the same distance the one that stands first in the data is taken. For k
each, everybody has his first before anybody has a second. Who finds nobody within the caliper stays unmatched.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Bools, Floats, Ints

ORDERS = ("largest", "smallest", "data")
UNITS = ("sd_overall", "sd_pooled", "score")


@dataclass(frozen=True)
class Caliper:
    """How far apart two may be, at most: ``width`` times the unit.

    sd_overall: the standard deviation of everybody's score; sd_pooled: the root of the mean of the two groups'
    variances; score: the score itself.
    """

    width: float = math.inf
    unit: str = "sd_overall"

    def __post_init__(self) -> None:
        if self.unit not in UNITS:
            raise BadInput(f"{self.unit!r} is no unit of a caliper: choose one of {', '.join(UNITS)}")
        if not self.width > 0:
            raise BadInput("a caliper is above nought")

    def absolute(self, score: Floats, treated: Bools) -> float:
        """The caliper on the scale of the score."""
        if not math.isfinite(self.width) or self.unit == "score":
            return self.width
        if self.unit == "sd_overall":
            return self.width * float(score.std(ddof=1))
        pooled = (float(score[treated].var(ddof=1)) + float(score[~treated].var(ddof=1))) / 2
        return self.width * math.sqrt(pooled)


@dataclass(frozen=True)
class Matching:
    """Pairs as positions in the data: ``treated`` (m,), ``comparison`` (m,), ``distance`` (m,), in order of choice."""

    treated: Ints
    comparison: Ints
    distance: Floats
    unmatched: Ints
    caliper: float
    order: str
    ratio: int
    method: str = "greedy nearest neighbour, without replacement; ties to the first in the data"


def match(
    score: Floats, treated: Bools, *, caliper: Caliper | None = None, order: str = "largest", ratio: int = 1
) -> Matching:
    """Match on ``score`` (n,). NotEstimable if a group is empty or nobody finds a match."""
    if order not in ORDERS:
        raise BadInput(f"{order!r} is no order: choose one of {', '.join(ORDERS)}")
    if ratio < 1:
        raise BadInput("each treated person needs at least one comparison person")
    if treated.all() or not treated.any():
        raise NotEstimable("both groups must have somebody in them")
    widest = (caliper or Caliper()).absolute(score, treated)
    queue = _queue(score, np.flatnonzero(treated), order)
    free = _Free(score, np.flatnonzero(~treated))
    pairs: list[tuple[int, int, float]] = []
    asking = list(zip(queue.tolist(), score[queue].tolist(), free.places(score[queue]), strict=True))
    for _ in range(ratio):
        for person, own, place in asking:
            found = free.take_nearest(own, place, widest)
            if found is not None:
                pairs.append((person, *found))
    if not pairs:
        raise NotEstimable("nobody finds a comparison person within the caliper")
    chosen = np.array([pair[0] for pair in pairs])
    others = np.array([pair[1] for pair in pairs])
    apart = np.array([pair[2] for pair in pairs])
    alone = np.setdiff1d(np.flatnonzero(treated), chosen)
    return Matching(chosen, others, apart, alone, widest, order, ratio)


def _queue(score: Floats, people: Ints, order: str) -> Ints:
    if order == "data":
        return people
    key = -score[people] if order == "largest" else score[people]
    return people[np.argsort(key, kind="stable")]


class _Free:
    """Comparison people sorted by score; a taken one passes on whoever asks to the next free one on either side.

    Two forests of pointers with path halving (Tarjan's union-find), so that a choice costs next to nothing.
    """

    def __init__(self, score: Floats, people: Ints) -> None:
        order = np.lexsort((people, score[people]))
        self._people: list[int] = people[order].tolist()
        values = score[people][order]
        self._score: list[float] = values.tolist()
        self._values = values
        self._run: list[int] = np.searchsorted(values, values, side="left").tolist()  # where equal scores begin
        self._up = list(range(len(values) + 1))  # the last one stands for nobody
        self._down = list(range(len(values) + 1))  # shifted by one: the first stands for nobody

    def places(self, scores: Floats) -> list[int]:
        """Where each of ``scores`` would stand among the comparison people."""
        found: list[int] = np.searchsorted(self._values, scores, side="left").tolist()
        return found

    def take_nearest(self, score: float, place: int, widest: float) -> tuple[int, float] | None:
        """The nearest free person and the distance, no longer free; None if there is nobody within ``widest``."""
        above = _root(self._up, place)
        below = _root(self._down, place) - 1
        best = self._nearer(above, below, score)
        if best is None:
            return None
        apart = abs(self._score[best] - score)
        if apart > widest:
            return None
        self._up[best], self._down[best + 1] = best + 1, best
        return self._people[best], apart

    def _nearer(self, above: int, below: int, score: float) -> int | None:
        up = above if above < len(self._score) else None
        # Of several with one score the first in the data: it is the first free one of the run.
        down = _root(self._up, self._run[below]) if below >= 0 else None
        if up is None or down is None:
            return down if up is None else up
        left, right = abs(self._score[down] - score), abs(self._score[up] - score)
        if left == right:
            return down if self._people[down] < self._people[up] else up
        return down if left < right else up


def _root(pointers: list[int], place: int) -> int:
    while pointers[place] != place:
        pointers[place] = pointers[pointers[place]]
        place = pointers[place]
    return place
