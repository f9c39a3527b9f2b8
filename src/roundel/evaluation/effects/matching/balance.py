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
    people, others = x[treated], x[~treated]
    binary = ((x == 0) | (x == 1)).all(axis=0)
    of_numbers = people.std(axis=0, ddof=1) if len(people) > 1 else np.full(len(names), np.nan)
    spread = np.where(binary, people.std(axis=0), of_numbers)
    one, other = _moments(people, w[treated]), _moments(others, w[~treated])
    with np.errstate(divide="ignore", invalid="ignore"):
        apart = np.where(spread > 0, (one[0] - other[0]) / spread, np.nan)
        ratio = np.where(other[1] > 0, one[1] / other[1], np.nan)
    return tuple(
        Balance(name, *(float(part[place]) for part in (one[0], other[0], apart, ratio)))
        for place, name in enumerate(names)
    )


def _moments(values: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """Weighted means and variances of columns, the latter with the correction that is n - 1 for equal weights."""
    total = float(weights.sum())
    means = weights @ values / total
    left = total - float((weights**2).sum()) / total
    squares: Floats = weights @ (values - means) ** 2
    return means, squares / left if left > 0 else np.full(len(means), np.nan)


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
