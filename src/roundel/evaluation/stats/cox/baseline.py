"""The hazard of somebody with given covariates."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import Floats, Ints
from roundel.evaluation.stats.cox import likelihood
from roundel.evaluation.stats.cox.fit import CoxModel
from roundel.evaluation.stats.cox.likelihood import Ties


@dataclass(frozen=True)
class Baseline:
    """Cumulative hazard and survival after each event time, shapes (E,), by stratum and time."""

    times: Floats
    stratum: Ints
    hazard: Floats
    survival: Floats
    method: str


def baseline(model: CoxModel, covariates: Floats | None = None) -> Baseline:
    """Cumulative hazard at ``covariates`` (p,), all noughts by default: Breslow's estimator, or Efron's with his ties.

    Survival is exp(-hazard).
    """
    if model.ties == "exact":
        raise BadInput("the baseline hazard is made for Efron's and Breslow's ties")
    data, beta = model.data, model.standard_beta
    at = np.zeros(len(beta)) if covariates is None else np.asarray(covariates, dtype=np.float64)
    now = likelihood.hazards(data, Ties.of(data, model.ties), data.x @ beta)
    stratum, running = data.slots.stratum, np.cumsum(now.whole)
    first = np.concatenate([[True], stratum[1:] != stratum[:-1]])
    start = np.concatenate([[0.0], running[:-1]])[first][np.cumsum(first) - 1]
    hazard = (running - start) * math.exp(float(model.scale.turn(at) @ beta))
    return Baseline(data.slots.times, stratum, hazard, np.exp(-hazard), f"{model.ties} cumulative hazard")
