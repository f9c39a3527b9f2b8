"""Score limits of difference, ratio and odds ratio, and exact limits of the odds ratio.

Score limits are the values that a score test does not reject, each tested with the rates that fit best under it
(Miettinen and Nurminen 1985, Stat Med 4:213; their factor N / (N - 1) is in). They exist with empty cells too.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
from scipy import optimize

from roundel.evaluation.results import LEVEL, Interval
from roundel.evaluation.stats.normal import z_of
from roundel.evaluation.stats.two_by_two import TwoByTwo, hypergeometric

NAME = "Miettinen-Nurminen score"
WIDEST = 40.0  # of a log ratio, within which limits are sought; beyond it they are 0 or infinite
CLOSE = 1e-14


def score_difference(table: TwoByTwo, level: float = LEVEL) -> Interval:
    """Score limits of p1 - p0."""

    def statistic(difference: float) -> float:
        p0 = _rate_given_difference(table, difference)
        return _standardised(table, table.rates[0] - table.rates[1] - difference, p0 + difference, p0, 1.0)

    low, high = _limits(statistic, table.rates[0] - table.rates[1], -1.0, 1.0, z_of(level))
    return Interval(low, high, level, NAME)


def score_ratio(table: TwoByTwo, level: float = LEVEL) -> Interval:
    """Score limits of p1 / p0 (also Koopman 1984, Biometrics 40, but for the factor)."""
    p1_hat, p0_hat = table.rates

    def statistic(log_ratio: float) -> float:
        ratio = math.exp(log_ratio)
        p0 = _rate_given_ratio(table, ratio)
        return _standardised(table, p1_hat - ratio * p0_hat, min(1.0, ratio * p0), p0, ratio)

    return _log_interval(statistic, p1_hat, p0_hat, level)


def score_odds(table: TwoByTwo, level: float = LEVEL) -> Interval:
    """Score limits of the odds ratio."""
    (p1_hat, p0_hat), n1, n0 = table.rates, table.treated, table.comparison
    factor = table.n / (table.n - 1) if table.n > 1 else 1.0

    def statistic(log_odds: float) -> float:
        odds = math.exp(log_odds)
        p0 = _rate_given_odds(table, odds)
        p1 = p0 * odds / (1 - p0 + p0 * odds)
        v1, v0 = p1 * (1 - p1), p0 * (1 - p0)
        if v1 <= 0 or v0 <= 0:
            return _no_spread(p1_hat - p1)
        return ((p1_hat - p1) / v1 - (p0_hat - p0) / v0) / math.sqrt(factor * (1 / (n1 * v1) + 1 / (n0 * v0)))

    return _log_interval(statistic, p1_hat * (1 - p0_hat), p0_hat * (1 - p1_hat), level)


def exact_odds(table: TwoByTwo, level: float = LEVEL) -> Interval:
    """Exact conditional limits of the odds ratio, from the noncentral hypergeometric distribution.

    Each tail is (1 - level) / 2 (Cornfield 1956; the limits of R's fisher.test).
    """
    values, weights = hypergeometric(table)
    seen, tail = table.treated_events, (1 - level) / 2
    z_of(level)

    def share(log_odds: float, above: bool) -> float:
        logs = weights + values * log_odds
        mass = np.exp(logs - logs.max())
        part = mass[values >= seen] if above else mass[values <= seen]
        return float(part.sum() / mass.sum())

    low, high = 0.0, math.inf
    if seen > values[0]:
        low = math.exp(optimize.brentq(lambda x: share(x, True) - tail, -WIDEST, WIDEST, xtol=CLOSE))
    if seen < values[-1]:
        high = math.exp(optimize.brentq(lambda x: share(x, False) - tail, -WIDEST, WIDEST, xtol=CLOSE))
    return Interval(low, high, level, "exact conditional")


def _standardised(table: TwoByTwo, apart: float, p1: float, p0: float, ratio: float) -> float:
    spread = p1 * (1 - p1) / table.treated + ratio**2 * p0 * (1 - p0) / table.comparison
    factor = table.n / (table.n - 1) if table.n > 1 else 1.0
    return apart / math.sqrt(spread * factor) if spread > 0 else _no_spread(apart)


def _no_spread(apart: float) -> float:
    return math.copysign(math.inf, apart) if abs(apart) > CLOSE else 0.0


def _rate_given_difference(table: TwoByTwo, difference: float) -> float:
    """The comparison rate that fits best when p1 = p0 + difference: a root of a cubic, in closed form."""
    n1, n0, c = table.treated, table.comparison, table.comparison_events
    events = table.treated_events + c
    l3, l2 = table.n, (n1 + 2 * n0) * difference - table.n - events
    l1 = (n0 * difference - table.n - 2 * c) * difference + events
    l0 = c * difference * (1 - difference)
    q = l2**3 / (3 * l3) ** 3 - l1 * l2 / (6 * l3**2) + l0 / (2 * l3)
    p = math.copysign(math.sqrt(max(0.0, l2**2 / (3 * l3) ** 2 - l1 / (3 * l3))), q)
    angle = (math.pi + math.acos(max(-1.0, min(1.0, q / p**3)))) / 3 if p else 0.0
    rate = 2 * p * math.cos(angle) - l2 / (3 * l3)
    return max(0.0, -difference, min(1.0, 1 - difference, rate))


def _rate_given_ratio(table: TwoByTwo, ratio: float) -> float:
    a, c = table.treated_events, table.comparison_events
    second = table.n * ratio
    first = -(ratio * table.treated + a + table.comparison + ratio * c)
    root = math.sqrt(max(0.0, first**2 - 4 * second * (a + c)))
    return max(0.0, min(1.0, 1 / ratio, 2 * (a + c) / (-first + root)))


def _rate_given_odds(table: TwoByTwo, odds: float) -> float:
    events = table.treated_events + table.comparison_events
    second = table.comparison * (odds - 1)
    first = table.treated * odds + table.comparison - events * (odds - 1)
    root = math.sqrt(max(0.0, first**2 + 4 * second * events))
    return max(0.0, min(1.0, 2 * events / (first + root) if first + root > 0 else 1.0))


def _log_interval(statistic: Callable[[float], float], above: float, below: float, level: float) -> Interval:
    """Limits of a ratio ``above / below`` from its test on the log scale."""
    z = z_of(level)
    middle = math.log(above / below) if above > 0 and below > 0 else 0.0
    low = 0.0 if above == 0 else math.exp(_cross(statistic, -WIDEST, middle if below > 0 else WIDEST, z))
    high = math.inf if below == 0 else math.exp(_cross(statistic, middle if above > 0 else -WIDEST, WIDEST, -z))
    return Interval(low, high, level, NAME)


def _limits(
    statistic: Callable[[float], float], middle: float, least: float, most: float, z: float
) -> tuple[float, float]:
    inside = 1e-12
    low = least if middle <= least else _cross(statistic, least + inside, middle, z)
    return low, most if middle >= most else _cross(statistic, middle, most - inside, -z)


def _cross(statistic: Callable[[float], float], start: float, end: float, z: float) -> float:
    """Where the falling statistic passes z; the end nearer to it if it does not."""

    def over(value: float) -> float:
        found = statistic(value) - z
        return max(-1e9, min(1e9, found))

    if over(start) <= 0:
        return start
    if over(end) >= 0:
        return end
    return float(optimize.brentq(over, start, end, xtol=CLOSE, rtol=8.9e-16))
