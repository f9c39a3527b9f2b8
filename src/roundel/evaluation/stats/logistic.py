"""Logistic regression by Newton's method (iteratively reweighted least squares), with separation told apart."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Bools, Floats
from roundel.evaluation.stats.newton import Point, Scale, climb


@dataclass(frozen=True)
class LogisticModel:
    """``beta`` (p + 1,), the intercept first; ``covariance`` to match; ``fitted`` (n,) probabilities."""

    names: tuple[str, ...]
    beta: Floats
    covariance: Floats
    fitted: Floats
    log_likelihood: float
    steps: int

    def linear(self, x: Floats) -> Floats:
        """The linear predictor of rows (n, p)."""
        found: Floats = self.beta[0] + x @ self.beta[1:]
        return found


def logistic(y: Bools, x: Floats, names: tuple[str, ...], weights: Floats | None = None) -> LogisticModel:
    """log odds of y = b0 + x b by maximum likelihood (McCullagh and Nelder 1989, ch. 4).

    ``y`` (n,), ``x`` (n, p). NotEstimable, naming the column, if y does not vary, a column does not, columns follow
    from one another, or a column parts the two groups so that its coefficient is infinite (separation).
    """
    if x.shape != (len(y), len(names)) or not np.all(np.isfinite(x)):
        raise BadInput("every row needs a number for every covariate")
    if y.all() or not y.any():
        raise NotEstimable("both groups must have somebody in them")
    w = np.ones(len(y)) if weights is None else weights
    scale = Scale.of(x, names)
    whole = np.column_stack([np.ones(len(y)), scale.turn(x)])
    share = float(w[y].sum() / w.sum())
    start = np.concatenate([[np.log(share / (1 - share))], np.zeros(len(names))])

    def at(beta: Floats) -> Point:
        eta = whole @ beta
        p = 1 / (1 + np.exp(-np.clip(eta, -700, 700)))
        value = float((w * (y * eta - np.logaddexp(0, eta))).sum())
        return Point(value, (w * (y - p)) @ whole, whole.T @ (whole * (w * p * (1 - p))[:, None]))

    climbed = climb(at, ("intercept", *names), start=start)
    turn = np.diag(np.concatenate([[1.0], 1 / scale.spread]))
    turn[0, 1:] = -scale.centre / scale.spread
    beta = turn @ climbed.beta
    covariance = turn @ np.linalg.inv(climbed.top.curve) @ turn.T
    fitted = 1 / (1 + np.exp(-(whole @ climbed.beta)))
    return LogisticModel(names, beta, covariance, fitted, climbed.top.value, climbed.steps)
