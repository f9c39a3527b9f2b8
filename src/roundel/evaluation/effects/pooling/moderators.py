"""Does the effect go with a feature of the study: its dose, its year, whether its authors ran the programme?"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.effects.pooling.studies import Effects
from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Estimate, Floats, Interval, PValue
from roundel.evaluation.stats.normal import chi_squared, normal_p, z_of

STEPS, CLOSE = 1_000, 1e-14


@dataclass(frozen=True)
class MetaRegression:
    """Coefficients by name (on the scale of pooling), the variance left between studies, and the test of moderators."""

    coefficients: dict[str, Estimate]
    tau2: float
    moderators: PValue
    residual: PValue
    studies: int
    method: str = "mixed-effects meta-regression, restricted maximum likelihood, Wald"


def meta_regression(effects: Effects, moderators: dict[str, Floats], level: float = LEVEL) -> MetaRegression:
    """Weighted regression of the effects on moderators (each of shape (k,)), tau^2 by REML (Viechtbauer 2010).

    NotEstimable with fewer than two studies more than coefficients, or if moderators do not vary on their own.
    """
    k = len(effects.values)
    design = np.column_stack([np.ones(k), *(np.asarray(each, dtype=np.float64) for each in moderators.values())])
    if not moderators or not np.all(np.isfinite(design)):
        raise BadInput("every study needs a number for every moderator")
    if k < design.shape[1] + 2:
        raise NotEstimable(f"{k} studies are too few for {len(moderators)} moderators")
    if np.linalg.matrix_rank(design) < design.shape[1]:
        raise NotEstimable("a moderator does not vary, or follows from the others")
    tau2 = _tau2(effects.values, effects.variances, design)
    variance, beta, _ = _fit(effects.values, effects.variances, design, tau2)
    tested = float(beta[1:] @ np.linalg.solve(variance[1:, 1:], beta[1:]))
    _, _, residuals = _fit(effects.values, effects.variances, design, 0.0)
    scatter = float((residuals**2 / effects.variances).sum())
    return MetaRegression(
        {
            name: _coefficient(float(value), float(spread) ** 0.5, k, level)
            for name, value, spread in zip(("intercept", *moderators), beta, np.diag(variance), strict=True)
        },
        tau2,
        chi_squared("Wald test of the moderators", tested, len(moderators)),
        chi_squared("Q of what is left between studies", scatter, k - design.shape[1]),
        k,
    )


def _coefficient(value: float, se: float, k: int, level: float) -> Estimate:
    half = z_of(level) * se
    interval = Interval(value - half, value + half, level, "Wald")
    return Estimate(value, interval, k, "coefficient", se, PValue("Wald z", normal_p(value / se), value / se))


def _fit(values: Floats, variances: Floats, design: Floats, tau2: float) -> tuple[Floats, Floats, Floats]:
    weights = 1 / (variances + tau2)
    variance: Floats = np.linalg.inv(design.T @ (design * weights[:, None]))
    beta: Floats = variance @ (design.T @ (weights * values))
    return variance, beta, values - design @ beta


def _tau2(values: Floats, variances: Floats, design: Floats) -> float:
    """Fisher scoring with P = W - W X (X'WX)^-1 X'W: the step is (y'PPy - tr P) / tr PP."""
    tau2 = max(0.0, float(values.var(ddof=1) - variances.mean()))
    for _ in range(STEPS):
        weights = np.diag(1 / (variances + tau2))
        inverse = np.linalg.inv(design.T @ weights @ design)
        projection = weights - weights @ design @ inverse @ design.T @ weights
        left = projection @ values
        slope = float(left @ left) - float(np.trace(projection))
        after = max(0.0, tau2 + slope / float((projection**2).sum()))
        if abs(after - tau2) <= CLOSE * max(1.0, tau2):
            return after
        tau2 = after
    return tau2
