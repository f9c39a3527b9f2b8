"""Weights that make the groups alike: for whom is the effect told?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Bools, Floats

WEIGHTS = {
    "att": "the effect on those who took part",
    "ate": "the effect on everybody",
    "overlap": "the effect on those who might as well have been in either group",
}


@dataclass(frozen=True)
class Weights:
    """``values`` (n,), and how many unweighted people the weighted groups are worth (Kish)."""

    values: Floats
    kind: str
    effective_treated: float
    effective_comparison: float


def weights_for(propensity: Floats, treated: Bools, kind: str = "att") -> Weights:
    """att: 1 and p / (1 - p); ate: 1 / p and 1 / (1 - p) (Robins and others 2000); overlap: 1 - p and p (Li, Morgan and
    Zaslavsky 2018, JASA 113). Effective size (sum w)^2 / sum w^2. NotEstimable where a weight would be infinite.
    """
    if kind not in WEIGHTS:
        raise BadInput(f"{kind!r} are no weights: choose one of {', '.join(WEIGHTS)}")
    p = np.asarray(propensity, dtype=np.float64)
    if np.any((p <= 0) | (p >= 1)):
        raise NotEstimable("somebody was certain, or certain not, to take part, so no weight makes up for it")
    match kind:
        case "att":
            values = np.where(treated, 1.0, p / (1 - p))
        case "ate":
            values = np.where(treated, 1 / p, 1 / (1 - p))
        case _:
            values = np.where(treated, 1 - p, p)
    return Weights(values, kind, _effective(values[treated]), _effective(values[~treated]))


def _effective(weights: Floats) -> float:
    return float(weights.sum() ** 2 / (weights**2).sum())
