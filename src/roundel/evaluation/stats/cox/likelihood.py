"""The partial likelihood with Breslow's or Efron's handling of ties, by running sums.

With theta = w exp(x b), S0 and S1 the sums of theta and theta x over people at risk, D0 and D1 those over the d people
whose events tie, the k-th of them (k = 0 ... d - 1) meets the denominator S0 - f D0, with f = k / d (Efron 1977, JASA
72) or 0 (Breslow 1974, Biometrics 30). The sum of theta x x' over people at risk never has to be made slot by slot:
what the information needs is its sum over slots, and that is the sum over people of theta x x' times the cumulative
hazard that each has met.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.results import Floats, Ints
from roundel.evaluation.stats.cox.data import CoxData
from roundel.evaluation.stats.sums import sum_by

ROWS = 65_536  # at a time


@dataclass(frozen=True)
class Ties:
    """Every event as one of those that tie in its slot: ``slot`` (m,) and ``fraction`` (m,) f, for m denominators.

    Under Breslow the d denominators of a slot are equal, and are kept once with ``weight`` d times as large.
    """

    slot: Ints
    fraction: Floats
    weight: Floats

    @classmethod
    def of(cls, data: CoxData, method: str) -> Ties:
        """Lay them out."""
        deaths, weight = data.slots.deaths, data.slots.death_weight
        if method == "breslow" or deaths.max() == 1:
            return cls(np.arange(len(deaths)), np.zeros(len(deaths)), weight)
        slot = np.repeat(np.arange(len(deaths)), deaths)
        first = np.repeat(np.cumsum(deaths) - deaths, deaths)
        return cls(slot, (np.arange(len(slot)) - first) / deaths[slot], (weight / deaths)[slot])

    def by_slot(self, values: Floats, size: int) -> Floats:
        """Sums over the denominators of each slot."""
        return sum_by(self.slot, values, size)


@dataclass(frozen=True)
class Hazards:
    """Steps of the baseline hazard at one beta.

    ``theta`` (n,) weighted risks; ``step`` (m,) each denominator's hazard, ``whole`` (E,) their sum by slot, ``spared``
    (E,) the part that those who have the event in the slot do not meet; ``met`` (n,) the cumulative hazard of each row.
    """

    theta: Floats
    denominator: Floats
    step: Floats
    whole: Floats
    spared: Floats
    met: Floats


def hazards(data: CoxData, ties: Ties, eta: Floats) -> Hazards:
    """The baseline hazard at the linear predictor ``eta`` (n,)."""
    slots = data.slots
    theta = data.w * np.exp(eta)
    denominator = slots.at_risk(theta)[ties.slot]
    if ties.fraction.any():
        denominator = denominator - ties.fraction * slots.of_deaths(theta)[ties.slot]
    step = ties.weight / denominator
    size = len(slots.times)
    whole, spared = ties.by_slot(step, size), ties.by_slot(step * ties.fraction, size)
    return Hazards(theta, denominator, step, whole, spared, met(data, whole, spared))


def met(data: CoxData, whole: Floats, spared: Floats) -> Floats:
    """Sum of a slot's quantity over each row's time at risk, less what its own event spares it, shape (n,)."""
    found = data.slots.over_risk(whole)
    rows = data.slots.rows
    found[rows] -= spared[data.slots.upto[rows] - 1]
    return found


def log_likelihood(data: CoxData, ties: Ties, eta: Floats, now: Hazards) -> float:
    """Sum of w eta over events less the weighted logs of the denominators."""
    rows = data.slots.rows
    return float(data.w[rows] @ eta[rows]) - float(ties.weight @ np.log(now.denominator))


def score(data: CoxData, now: Hazards) -> Floats:
    """Sum of x (w event - theta cumulative hazard), shape (p,)."""
    found: Floats = (data.w * data.event - now.theta * now.met) @ data.x
    return found


def means(data: CoxData, ties: Ties, now: Hazards) -> Floats:
    """Weighted mean of the covariates of those at risk at each denominator, shape (m, p)."""
    slots, found = data.slots, np.empty((len(ties.slot), data.x.shape[1]))
    for column in range(data.x.shape[1]):
        weighted = now.theta * data.x[:, column]
        above = slots.at_risk(weighted)[ties.slot]
        if ties.fraction.any():
            above = above - ties.fraction * slots.of_deaths(weighted)[ties.slot]
        found[:, column] = above / now.denominator
    return found


def information(data: CoxData, ties: Ties, now: Hazards) -> Floats:
    """Minus the second derivative of the log likelihood, shape (p, p)."""
    middle = means(data, ties, now)
    return gram(data.x, now.theta * now.met) - gram(middle, ties.weight)


def gram(x: Floats, weights: Floats) -> Floats:
    """X' diag(weights) X, some rows at a time, so that nothing as large as X is made."""
    found = np.zeros((x.shape[1], x.shape[1]))
    for start in range(0, len(x), ROWS):
        part = x[start : start + ROWS]
        found += part.T @ (part * weights[start : start + ROWS, None])
    return found
