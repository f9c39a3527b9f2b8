"""Watching as results come in: a risk-adjusted CUSUM that can show harm early, and limits for a funnel plot."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Bools, Floats, Ints


@dataclass(frozen=True)
class Cusum:
    """The two running sums after each person, shape (n,), and the persons (from 1) at whom a sum passed the limit.

    ``harm`` rises when more people have the event than expected, ``benefit`` when fewer do; both never fall below
    nought, and begin again after a signal. ``observed_less_expected`` is the plain running difference.
    """

    harm: Floats
    benefit: Floats
    harm_signals: tuple[int, ...]
    benefit_signals: tuple[int, ...]
    observed_less_expected: Floats
    limit: float
    odds_ratio: float


def cusum(events: Ints, probabilities: Floats, *, limit: float, odds_ratio: float = 2.0) -> Cusum:
    """Risk-adjusted CUSUM for odds of the event ``odds_ratio`` times (and one over it) what was expected.

    A person with probability p adds log(R) y - log(1 - p + R p) (Steiner, Cook, Farewell and Treasure 2000,
    Biostatistics 1:441). ``events`` (0 or 1) and ``probabilities`` have shape (n,), in order of time.
    """
    seen, p = np.asarray(events), np.asarray(probabilities, dtype=np.float64)
    if seen.shape != p.shape or not np.isin(seen, (0, 1)).all() or not np.all((p >= 0) & (p <= 1)):
        raise BadInput("a CUSUM takes an event (0 or 1) and a probability for each person")
    if odds_ratio <= 1 or limit <= 0:
        raise BadInput("the odds ratio to look for must be above one, and the limit above nought")
    harm, harm_signals = _run(seen, p, odds_ratio, limit)
    benefit, benefit_signals = _run(seen, p, 1 / odds_ratio, limit)
    return Cusum(harm, benefit, harm_signals, benefit_signals, np.cumsum(seen - p), limit, odds_ratio)


def _run(events: Ints, p: Floats, odds_ratio: float, limit: float) -> tuple[Floats, tuple[int, ...]]:
    steps = math.log(odds_ratio) * events - np.log(1 - p + odds_ratio * p)
    sums, signals, now = np.empty(len(steps)), [], 0.0
    for person, step in enumerate(steps):
        now = max(0.0, now + float(step))
        sums[person] = now
        if now > limit:
            signals.append(person + 1)
            now = 0.0
    return sums, tuple(signals)


def average_run_length(probability: float, *, limit: float, odds_ratio: float = 2.0, steps: int = 400) -> float:
    """How many people on average until a false signal, if everybody has this probability and nothing has changed.

    A Markov chain over ``steps`` values of the sum (Brook and Evans 1972, Biometrika 59), so approximate. For choosing
    the limit: higher limits signal later, rightly and wrongly.
    """
    if not 0 < probability < 1 or limit <= 0 or odds_ratio <= 0 or odds_ratio == 1:
        raise BadInput("the probability lies between 0 and 1, the limit above nought, the odds ratio off one")
    grid = np.linspace(0, limit, steps)
    width = grid[1] - grid[0]
    moves = np.zeros((steps, steps))
    fixed = math.log(1 - probability + odds_ratio * probability)
    for step, chance in ((math.log(odds_ratio) - fixed, probability), (-fixed, 1 - probability)):
        target = np.rint(np.maximum(0, grid + step) / width).astype(int)
        inside = target < steps
        np.add.at(moves, (np.flatnonzero(inside), target[inside]), chance)
    found = np.linalg.solve(np.eye(steps) - moves, np.ones(steps))
    return float(found[0])


@dataclass(frozen=True)
class FunnelLimits:
    """Counts between which units of each size lie if nothing but chance sets them apart; shapes (k,)."""

    low: Ints
    high: Ints
    level: float
    method: str


def funnel_binomial(rate: float, sizes: Ints, level: float = 0.95) -> FunnelLimits:
    """Exact limits for units of so many people around one rate: quantiles of the binomial (Spiegelhalter 2005)."""
    sizes = np.asarray(sizes, dtype=np.int64)
    if not 0 < rate < 1 or not 0 < level < 1:
        raise BadInput("the rate and the level lie between 0 and 1")
    if (sizes < 1).any():
        raise NotEstimable("a unit without anybody has no place in the funnel")
    tail = (1 - level) / 2
    low, high = (_binomial_quantile(sizes, rate, share) for share in (tail, 1 - tail))
    return FunnelLimits(low, high, level, "binomial quantiles")


def funnel_poisson(expected: Floats, level: float = 0.95) -> FunnelLimits:
    """Exact limits of a count around its expectation: quantiles of the Poisson distribution."""
    means = np.asarray(expected, dtype=np.float64)
    if not np.all(means > 0) or not 0 < level < 1:
        raise BadInput("expectations are above nought, and the level lies between 0 and 1")
    tail = (1 - level) / 2
    low, high = (_poisson_quantile(means, share) for share in (tail, 1 - tail))
    return FunnelLimits(low, high, level, "Poisson quantiles")


def _binomial_quantile(sizes: Ints, rate: float, share: float) -> Ints:
    """The smallest count with P(X <= count) >= share, by bisection on whole numbers."""
    return _bisect(sizes, lambda count: special.bdtr(count.astype(np.float64), sizes, rate) >= share)


def _poisson_quantile(means: Floats, share: float) -> Ints:
    top = np.ceil(means + 20 * np.sqrt(means) + 50).astype(np.int64)
    return _bisect(top, lambda count: special.pdtr(count, means) >= share)


def _bisect(top: Ints, reached: Callable[[Ints], Bools]) -> Ints:
    low, high = np.full(top.shape, -1, dtype=np.int64), top.copy()
    while (high - low > 1).any():
        middle = (low + high) // 2
        enough = np.where(middle < 0, False, reached(np.maximum(middle, 0)))
        high, low = np.where(enough, middle, high), np.where(enough, low, middle)
    return high
