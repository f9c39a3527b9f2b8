"""The distributions that everything else leans on, with the checks of their arguments."""

from __future__ import annotations

import math

from scipy import special

from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import PValue


def z_of(level: float) -> float:
    """The two-sided normal quantile of a confidence level: 1.96 for 0.95. BadInput unless 0 < level < 1."""
    if not 0 < level < 1:
        raise BadInput(f"a confidence level lies between 0 and 1, and {level} does not")
    return float(special.ndtri(0.5 + level / 2))


def t_of(level: float, df: float) -> float:
    """The two-sided quantile of Student's t with ``df`` degrees of freedom."""
    z_of(level)
    return float(special.stdtrit(df, 0.5 + level / 2))


def normal_p(z: float) -> float:
    """Two-sided p-value of a standard normal statistic."""
    return float(2 * special.ndtr(-abs(z)))


def t_p(t: float, df: float) -> float:
    """Two-sided p-value of Student's t."""
    return float(2 * special.stdtr(df, -abs(t)))


def chi_squared(test: str, statistic: float, df: float) -> PValue:
    """A chi-squared test's result; without degrees of freedom or statistic its p is NaN."""
    p = float(special.chdtrc(df, statistic)) if df > 0 and math.isfinite(statistic) else math.nan
    return PValue(test, p, float(statistic), float(df))
