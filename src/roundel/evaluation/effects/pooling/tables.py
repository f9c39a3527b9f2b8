"""Pooling of sparse tables without adding to empty cells: Mantel-Haenszel and Peto. Both assume one common effect."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from roundel.evaluation.effects.pooling.studies import MEASURES, Study, counts
from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Estimate, Floats, Interval, PValue
from roundel.evaluation.stats.normal import normal_p, z_of


def mantel_haenszel(studies: Sequence[Study], measure: str = "rr", level: float = LEVEL) -> Estimate:
    """Mantel-Haenszel estimate of a common risk ratio, odds ratio or risk difference.

    Variances: risk ratio Greenland and Robins 1985 (Biometrics 41), odds ratio Robins, Breslow and Greenland 1986
    (Biometrics 42), risk difference Greenland and Robins. ``se`` of a ratio is on the log scale.
    """
    if measure not in MEASURES:
        raise BadInput(f"{measure!r} is no measure: choose one of {', '.join(MEASURES)}")
    a, b, c, d = counts(studies).T
    if measure == "rd":
        return _difference(a, b, c, d, level)
    log_ratio, variance = (_ratio if measure == "rr" else _odds)(a, b, c, d)
    return _from_log(log_ratio, math.sqrt(variance), int((a + b + c + d).sum()), f"Mantel-Haenszel {measure}", level)


def _ratio(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[float, float]:
    n1, n0 = a + b, c + d
    n = n1 + n0
    above, below = float((a * n0 / n).sum()), float((c * n1 / n).sum())
    _no_ratio(above, below)
    spread = float(((n1 * n0 * (a + c) - a * c * n) / n**2).sum())
    return math.log(above / below), spread / (above * below)


def _odds(a: Floats, b: Floats, c: Floats, d: Floats) -> tuple[float, float]:
    n = a + b + c + d
    r, s, p, q = a * d / n, b * c / n, (a + d) / n, (b + c) / n
    above, below = float(r.sum()), float(s.sum())
    _no_ratio(above, below)
    variance = (p * r).sum() / (2 * above**2) + (p * s + q * r).sum() / (2 * above * below)
    return math.log(above / below), float(variance + (q * s).sum() / (2 * below**2))


def _no_ratio(above: float, below: float) -> None:
    if above <= 0 or below <= 0:
        raise NotEstimable("no study has events in one of the two groups, so a pooled ratio has no value")


def _difference(a: Floats, b: Floats, c: Floats, d: Floats, level: float) -> Estimate:
    n1, n0 = a + b, c + d
    weights = n1 * n0 / (n1 + n0)
    value = float((weights * (a / n1 - c / n0)).sum() / weights.sum())
    spread = float(((a * b * n0**3 + c * d * n1**3) / (n1 * n0 * (n1 + n0) ** 2)).sum())
    se = math.sqrt(spread) / float(weights.sum())
    half = z_of(level) * se
    p = PValue("Mantel-Haenszel, Wald z", normal_p(value / se), value / se) if se > 0 else None
    interval = Interval(value - half, value + half, level, "Wald")
    return Estimate(value, interval, int((n1 + n0).sum()), "Mantel-Haenszel rd", se, p)


def peto(studies: Sequence[Study], level: float = LEVEL) -> Estimate:
    """Peto's one-step odds ratio, exp(sum(O - E) / sum V) with hypergeometric E and V (Yusuf and others 1985).

    Biased where the groups differ much in size or the effect is large.
    """
    a, b, c, d = counts(studies).T
    n1, n0, events = a + b, c + d, a + c
    n = n1 + n0
    variance = n1 * n0 * events * (n - events) / (n**2 * np.maximum(n - 1, 1))
    total = float(variance.sum())
    if total == 0:
        raise NotEstimable("no study has both people with the event and people without, so there is nothing to pool")
    value = float((a - n1 * events / n).sum()) / total
    return _from_log(value, 1 / math.sqrt(total), int(n.sum()), "Peto odds ratio", level)


def _from_log(value: float, se: float, n: int, method: str, level: float) -> Estimate:
    half = z_of(level) * se
    interval = Interval(math.exp(value - half), math.exp(value + half), level, "Wald on the log scale")
    p = PValue(f"{method}, Wald z", normal_p(value / se), value / se)
    return Estimate(math.exp(value), interval, n, method, se, p)
