"""Are the groups alike? Standardised differences and variance ratios, and whether their scores overlap at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.results import Bools, Floats

ALIKE = 0.1  # a standardised difference beyond it is usually called imbalance


@dataclass(frozen=True)
class Balance:
    """One covariate: means, the difference in standard deviations of the treated, and the ratio of variances."""

    name: str
    treated_mean: float
    comparison_mean: float
    standardised_difference: float
    variance_ratio: float


def balance(x: Floats, names: Sequence[str], treated: Bools, weights: Floats | None = None) -> tuple[Balance, ...]:
    """Balance of the columns of ``x`` (n, p), weighted by ``weights`` (n,).

    The difference in means is told in standard deviations of all treated people before any matching, so that it
    changes only because means do (Stuart 2010, Stat Sci 25); of a column of noughts and ones that is sqrt(p (1 - p)). A
    column that does not vary among them gives NaN.
    """
    w = np.ones(len(treated)) if weights is None else weights
    binary = np.isin(x, (0, 1)).all(axis=0)
    spread = np.where(binary, x[treated].std(axis=0), x[treated].std(axis=0, ddof=1))
    found = []
    for name, column, sd in zip(names, x.T, spread, strict=True):
        one, other = (_moments(column[group], w[group]) for group in (treated, ~treated))
        with np.errstate(divide="ignore", invalid="ignore"):
            apart = float(np.divide(one[0] - other[0], sd)) if sd > 0 else float("nan")
        ratio = one[1] / other[1] if other[1] > 0 else float("nan")
        found.append(Balance(name, one[0], other[0], apart, ratio))
    return tuple(found)


def _moments(values: Floats, weights: Floats) -> tuple[float, float]:
    """Weighted mean and variance, the latter with the correction that is n - 1 for equal weights."""
    total = float(weights.sum())
    mean = float(weights @ values) / total
    left = total - float((weights**2).sum()) / total
    return mean, float(weights @ (values - mean) ** 2) / left if left > 0 else float("nan")


@dataclass(frozen=True)
class Support:
    """The range of scores that both groups have, and how many people lie outside it."""

    low: float
    high: float
    treated_outside: int
    comparison_outside: int


def support(score: Floats, treated: Bools) -> Support:
    """From the larger of the two smallest scores to the smaller of the two largest."""
    one, other = score[treated], score[~treated]
    low, high = max(float(one.min()), float(other.min())), min(float(one.max()), float(other.max()))

    def outside(values: Floats) -> int:
        return int(((values < low) | (values > high)).sum())

    return Support(low, high, outside(one), outside(other))
