"""From the studies' counts to one effect and one variance each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Bools, Floats
from roundel.evaluation.stats.two_by_two import TwoByTwo

MEASURES = {"rr": "risk ratio", "or": "odds ratio", "rd": "risk difference"}
ADDED = 0.5  # to every cell of a study with an empty one


@dataclass(frozen=True)
class Study:
    """One study: its name and its counts."""

    name: str
    table: TwoByTwo


@dataclass(frozen=True)
class Effects:
    """Effects and sampling variances, shapes (k,); ratios are logarithms. ``corrected`` names where 0.5 was added.

    ``left_out`` names studies without any information on the measure (no event in either group, or nothing else).
    """

    names: tuple[str, ...]
    values: Floats
    variances: Floats
    measure: str
    n: int
    corrected: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not (np.all(np.isfinite(self.values)) and np.all(np.isfinite(self.variances))):
            raise BadInput("every study needs an effect and a variance that are numbers")
        if np.any(self.variances <= 0):
            raise BadInput(f'the variance of "{self.names[int(np.argmin(self.variances))]}" must be above nought')

    def only(self, keep: Sequence[bool]) -> Effects:
        """Some of the studies."""
        chosen = np.asarray(keep, dtype=bool)
        names = tuple(name for name, kept in zip(self.names, chosen, strict=True) if kept)
        return Effects(names, self.values[chosen], self.variances[chosen], self.measure, self.n)


def counts(studies: Sequence[Study]) -> Floats:
    """The four cells of every study, shape (k, 4)."""
    if not studies:
        raise NotEstimable("there is no study to pool")
    return np.array([study.table.cells for study in studies], dtype=np.float64)


def informative(cells: Floats, measure: str) -> Bools:
    """Which studies say anything about a ratio: those with an event, and (for odds) with a person without one."""
    events, others = cells[:, 0] + cells[:, 2], cells[:, 1] + cells[:, 3]
    kept = np.ones(len(cells), dtype=bool) if measure == "rd" else events > 0
    return kept & (others > 0) if measure == "or" else kept


def effects_of(studies: Sequence[Study], measure: str = "rr") -> Effects:
    """log risk ratio, log odds ratio or risk difference of each study, with its large-sample variance.

    A study with an empty cell has 0.5 added to all four (for differences only where the variance would be nought);
    a study with no event at all says nothing about a ratio and is left out, by name.
    """
    if measure not in MEASURES:
        raise BadInput(f"{measure!r} is no measure: choose one of {', '.join(MEASURES)}")
    cells = counts(studies)
    kept = informative(cells, measure)
    if not kept.any():
        raise NotEstimable("no study has an event, so there is no ratio to pool")
    used = [study for study, keep in zip(studies, kept, strict=True) if keep]
    cells = cells[kept]
    empty = _without_variance(cells) if measure == "rd" else (cells == 0).any(axis=1)
    values, variances = _MAKERS[measure](*(cells + ADDED * empty[:, None]).T)
    return Effects(
        tuple(study.name for study in used),
        values,
        variances,
        measure,
        int(cells.sum()),
        tuple(study.name for study, was in zip(used, empty, strict=True) if was),
        tuple(study.name for study, keep in zip(studies, kept, strict=True) if not keep),
    )


def _without_variance(cells: Floats) -> Bools:
    a, b, c, d = cells.T
    none: Bools = (a * b + c * d) == 0
    return none


def _log_ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    return np.log(a / (a + b)) - np.log(c / (c + d)), 1 / a - 1 / (a + b) + 1 / c - 1 / (c + d)


def _log_odds(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    return np.log(a * d) - np.log(b * c), 1 / a + 1 / b + 1 / c + 1 / d


def _difference(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[Floats, Floats]:
    return a / (a + b) - c / (c + d), a * b / (a + b) ** 3 + c * d / (c + d) ** 3


_MAKERS = {"rr": _log_ratio, "or": _log_odds, "rd": _difference}
