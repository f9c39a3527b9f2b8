"""Variance between studies, tau squared: how far the true effects lie apart.

DerSimonian and Laird 1986 (Control Clin Trials 7), Paule and Mandel 1982 (J Res NBS 87), restricted maximum likelihood
(Viechtbauer 2005, J Educ Behav Stat 30), maximum likelihood, and Hedges and Olkin's simple one. None is below nought.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from scipy import optimize, special

from roundel.evaluation.results import LEVEL, Floats, Interval
from roundel.evaluation.stats.normal import z_of

STEPS, CLOSE = 1_000, 1e-14


def q_statistic(values: Floats, variances: Floats, tau2: float = 0.0) -> float:
    """Cochran's Q, the weighted sum of squares around the mean, with weights 1 / (v + tau2)."""
    weights = 1 / (variances + tau2)
    mean = float((weights * values).sum() / weights.sum())
    return float((weights * (values - mean) ** 2).sum())


def der_simonian_laird(values: Floats, variances: Floats) -> float:
    """(Q - (k - 1)) / (sum w - sum w^2 / sum w)."""
    weights = 1 / variances
    scale = float(weights.sum() - (weights**2).sum() / weights.sum())
    return max(0.0, (q_statistic(values, variances) - (len(values) - 1)) / scale)


def hedges_olkin(values: Floats, variances: Floats) -> float:
    """The variance of the effects less their mean sampling variance."""
    return max(0.0, float(values.var(ddof=1) - variances.mean()))


def paule_mandel(values: Floats, variances: Floats) -> float:
    """The tau squared at which Q is just its expectation, k - 1."""
    return _where_q_is(values, variances, len(values) - 1)


def restricted_likelihood(values: Floats, variances: Floats) -> float:
    """Restricted maximum likelihood, by Fisher scoring with steps halved where they would lead downhill."""
    return _scored(values, variances, restricted=True)


def likelihood(values: Floats, variances: Floats) -> float:
    """Maximum likelihood. Too small with few studies; here for comparison."""
    return _scored(values, variances, restricted=False)


METHODS: dict[str, Callable[[Floats, Floats], float]] = {
    "reml": restricted_likelihood,
    "dl": der_simonian_laird,
    "pm": paule_mandel,
    "ml": likelihood,
    "he": hedges_olkin,
}
NAMES = {
    "reml": "restricted maximum likelihood",
    "dl": "DerSimonian-Laird",
    "pm": "Paule-Mandel",
    "ml": "maximum likelihood",
    "he": "Hedges-Olkin",
    "fixed": "none (common effect)",
}


def q_profile(values: Floats, variances: Floats, level: float = LEVEL) -> Interval:
    """Limits of tau squared: where Q meets the quantiles of chi-squared, k - 1 df (Viechtbauer 2007, Stat Med 26)."""
    z_of(level)
    df, tail = len(values) - 1, (1 - level) / 2
    low = _where_q_is(values, variances, float(special.chdtri(df, tail)))
    high = _where_q_is(values, variances, float(special.chdtri(df, 1 - tail)))
    return Interval(low, high, level, "Q-profile")


def _where_q_is(values: Floats, variances: Floats, target: float) -> float:
    if q_statistic(values, variances) <= target:
        return 0.0
    top = 1.0
    while q_statistic(values, variances, top) > target:
        top *= 2
    found = optimize.brentq(lambda t: q_statistic(values, variances, t) - target, 0, top, xtol=1e-15, rtol=8.9e-16)
    return float(found)


def _log_likelihood(values: Floats, variances: Floats, tau2: float, restricted: bool) -> float:
    weights = 1 / (variances + tau2)
    found = float(np.log(weights).sum() / 2) - q_statistic(values, variances, tau2) / 2
    return found - float(np.log(weights.sum())) / 2 if restricted else found


def _scored(values: Floats, variances: Floats, restricted: bool) -> float:
    tau2 = max(hedges_olkin(values, variances), der_simonian_laird(values, variances))
    for _ in range(STEPS):
        step = _step(values, variances, tau2, restricted)
        here = _log_likelihood(values, variances, tau2, restricted)
        while (
            abs(step) > CLOSE and _log_likelihood(values, variances, max(0.0, tau2 + step), restricted) < here - 1e-13
        ):
            step /= 2
        after = max(0.0, tau2 + step)
        if abs(after - tau2) <= CLOSE * max(1.0, tau2):
            return after
        tau2 = after
    return tau2


def _step(values: Floats, variances: Floats, tau2: float, restricted: bool) -> float:
    w = 1 / (variances + tau2)
    total, squares = float(w.sum()), float((w**2).sum())
    mean = float((w * values).sum()) / total
    fit = float((w**2 * (values - mean) ** 2).sum())
    if not restricted:
        return (fit - total) / squares
    slope = fit - total + squares / total
    information = squares - 2 * float((w**3).sum()) / total + (squares / total) ** 2
    return slope / information
