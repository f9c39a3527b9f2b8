"""How far each row pulls the estimate, and standard errors that trust the rows more than the model."""

from __future__ import annotations

import numpy as np

from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import Floats
from roundel.evaluation.stats.cox import likelihood
from roundel.evaluation.stats.cox.data import CoxData
from roundel.evaluation.stats.cox.likelihood import Ties
from roundel.evaluation.stats.sums import sum_by


def score_residuals(data: CoxData, ties: Ties, beta: Floats) -> Floats:
    """Each row's share of the score, unweighted, shape (n, p) (Therneau and Grambsch 2000, ch. 4).

    Event (x - mean) less the integral of (x - mean) exp(x b) over the hazard met; under Efron the mean at an event is
    that over its tied denominators.
    """
    slots, size = data.slots, len(data.slots.times)
    eta = data.x @ beta
    now = likelihood.hazards(data, ties, eta)
    middle = likelihood.means(data, ties, now)
    risk = np.exp(eta)
    found = data.x * (data.event - risk * now.met)[:, None]
    at = slots.upto[slots.rows] - 1
    for column in range(data.x.shape[1]):
        steps = now.step * middle[:, column]
        spared = ties.by_slot(steps * ties.fraction, size)
        found[:, column] += risk * likelihood.met(data, ties.by_slot(steps, size), spared)
        mean = ties.by_slot(ties.weight * middle[:, column], size) / slots.death_weight
        found[slots.rows, column] -= mean[at]
    return found


def robust_covariance(data: CoxData, ties: Ties, beta: Floats, inverse: Floats) -> Floats:
    """The sandwich: sum over clusters of (sum of w residual x inverse information), crossed with itself; (p, p).

    Clusters are independent of one another; without ``cluster`` each row is its own.
    """
    moved = (data.w[:, None] * score_residuals(data, ties, beta)) @ inverse
    if data.cluster is not None:
        _, where = np.unique(data.cluster, return_inverse=True)
        count = int(where.max()) + 1
        if count < 2:
            raise NotEstimable("robust standard errors need more than one cluster")
        moved = np.column_stack([sum_by(where, column, count) for column in moved.T])
    found: Floats = moved.T @ moved
    return found
