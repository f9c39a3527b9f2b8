"""Fine and Gray's regression of the cumulative incidence of one event, when another competes with it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Floats, Interval, Ints, Numbers, PValue
from roundel.evaluation.stats.newton import Point, Scale, climb
from roundel.evaluation.stats.normal import normal_p, z_of
from roundel.evaluation.stats.sums import sum_by


@dataclass(frozen=True)
class SubdistributionCoefficient:
    """``estimate`` is the log of the subdistribution hazard ratio."""

    name: str
    estimate: float
    se: float
    interval: Interval
    ratio: float
    ratio_interval: Interval
    p_value: PValue


@dataclass(frozen=True)
class FineGrayModel:
    """A fitted model; ``log_likelihood`` is of no effect and of this."""

    coefficients: tuple[SubdistributionCoefficient, ...]
    covariance: Floats
    log_likelihood: tuple[float, float]
    n: int
    events: int
    competing: int
    method: str = "Fine-Gray, Breslow ties, robust standard errors with the censoring estimated"
    warnings: tuple[str, ...] = (
        "A subdistribution hazard ratio tells the direction of an effect on the share with the event, not a rate.",
    )


def fine_gray(time: Floats, code: Ints, x: Floats, names: tuple[str, ...], level: float = LEVEL) -> FineGrayModel:
    """Fit it (Fine and Gray 1999, JASA 94:496). ``code`` (n,): 0 censored, 1 the event, 2 the competing one.

    Who had the competing event at X stays at risk at t > X with weight G(t-) / G(X-), G the Kaplan-Meier curve of
    censoring. Standard errors are the paper's sandwich, the share due to estimating G included.
    """
    if x.shape != (len(time), len(names)) or len(code) != len(time):
        raise BadInput("time, event and covariates must have a row for each person")
    if not (np.all(np.isfinite(x)) and np.all(np.isfinite(time)) and time.min() >= 0):
        raise BadInput("times must be numbers and not negative, and covariates must be numbers")
    if not np.isin(code, (0, 1, 2)).all():
        raise BadInput("event codes are 0, 1 and 2")
    if not (code == 1).any():
        raise NotEstimable("nobody had the event, so its incidence has no regression")
    scale = Scale.of(x, names)
    rows = _Rows(time, code, scale.turn(x))
    climbed = climb(rows.at, names)
    inverse = np.linalg.inv(climbed.top.curve)
    influence = rows.influence(climbed.beta) @ inverse
    covariance, beta = scale.back(influence.T @ influence), climbed.beta / scale.spread
    return FineGrayModel(
        tuple(
            _coefficient(name, float(value), float(spread) ** 0.5, level)
            for name, value, spread in zip(names, beta, np.diag(covariance), strict=True)
        ),
        covariance,
        (climbed.start.value, climbed.top.value),
        len(time),
        int((code == 1).sum()),
        int((code == 2).sum()),
    )


def _coefficient(name: str, value: float, se: float, level: float) -> SubdistributionCoefficient:
    half = z_of(level) * se
    low, high = value - half, value + half
    return SubdistributionCoefficient(
        name,
        value,
        se,
        Interval(low, high, level, "robust Wald"),
        float(np.exp(value)),
        Interval(float(np.exp(low)), float(np.exp(high)), level, "robust Wald"),
        PValue("robust Wald z", normal_p(value / se), value / se),
    )


class _Rows:
    """Rows in order of time. Slots are the E distinct event times; ``upto`` counts those at or before a row."""

    def __init__(self, time: Floats, code: Ints, x: Floats) -> None:
        order = np.argsort(time, kind="stable")
        self.time, self.code, self.x = time[order], code[order], x[order]
        self.slots, where = np.unique(self.time[self.code == 1], return_inverse=True)
        self.events = np.bincount(where).astype(np.float64)
        self.upto = np.searchsorted(self.slots, self.time, side="right")  # slots at or before each row's time
        self.competing = self.code == 2
        times, cumulative = self.censoring
        self.there = _step(times, cumulative, self.slots)  # G just before each slot
        own = _step(times, cumulative, self.time)
        self.worth = np.where(self.competing, 1 / own, 0.0)

    @cached_property
    def censoring(self) -> tuple[Floats, Floats]:
        """The Kaplan-Meier curve of censoring: times, and G after each."""
        times, where = np.unique(self.time, return_inverse=True)
        left = np.bincount(where)
        at_risk = len(self.time) - np.concatenate([[0], np.cumsum(left)[:-1]])
        return times, np.cumprod(1 - np.bincount(where, weights=self.code == 0) / at_risk)

    def _at_risk(self, values: Floats) -> Floats:
        """Weighted sum over those at risk at each slot, shape (E,)."""
        size = len(self.slots)
        alive = np.cumsum(sum_by(self.upto, values, size + 1)[::-1])[::-1][1:]
        gone = np.cumsum(sum_by(self.upto, values * self.worth, size + 1))[:size]
        found: Floats = alive + self.there * gone
        return found

    def _met(self, steps: Floats) -> Floats:
        """Sum of a slot's quantity over each row's weighted time at risk, shape (n,)."""
        before = np.concatenate([[0.0], np.cumsum(steps)])[self.upto]
        later = np.concatenate([np.cumsum((steps * self.there)[::-1])[::-1], [0.0]])[self.upto]
        found: Floats = before + self.worth * later
        return found

    def _means(self, theta: Floats, total: Floats) -> Floats:
        found: Floats = np.column_stack([self._at_risk(theta * column) / total for column in self.x.T])
        return found

    def at(self, beta: Floats) -> Point:
        """Log likelihood, slope and information at ``beta``."""
        eta = self.x @ beta
        had = self.code == 1
        with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
            theta = np.exp(eta)
            total = self._at_risk(theta)
            met = self._met(self.events / total)
            value = float(eta[had].sum()) - float(self.events @ np.log(total))
            slope = (had - theta * met) @ self.x
            middle = self._means(theta, total)
            curve = self.x.T @ (self.x * (theta * met)[:, None]) - middle.T @ (middle * self.events[:, None])
        return Point(value, slope, curve)

    def influence(self, beta: Floats) -> Floats:
        """eta + psi of the paper for each row, shape (n, p)."""
        theta = np.exp(self.x @ beta)
        total = self._at_risk(theta)
        step, middle = self.events / total, self._means(theta, total)
        found = self.x * ((self.code == 1) - theta * self._met(step))[:, None]
        for column in range(self.x.shape[1]):
            found[:, column] += theta * self._met(step * middle[:, column])
        had = self.code == 1
        found[had] -= middle[self.upto[had] - 1]
        whole: Floats = found + self._of_censoring(theta, step, middle)
        return whole

    def _of_censoring(self, theta: Floats, step: Floats, middle: Floats) -> Floats:
        """psi: what the estimated curve of censoring adds; q(u) / pi(u) over the censoring martingale."""
        times, where = np.unique(self.time, return_inverse=True)
        left = np.bincount(where)
        at_risk = (len(self.time) - np.concatenate([[0], np.cumsum(left)[:-1]])).astype(np.float64)
        censored = np.bincount(where, weights=self.code == 0)
        weight = theta * self.worth
        later = np.searchsorted(self.slots, times, side="left")  # slots t >= u begin here, as the paper has it
        size = len(times)
        found = np.empty_like(self.x)
        gone = _before(sum_by(where, weight, size))
        rest = _after(step * self.there)[later]
        for column in range(self.x.shape[1]):
            own = _before(sum_by(where, weight * self.x[:, column], size))
            q = own * rest - gone * _after(step * self.there * middle[:, column])[later]
            jump, drift = q / at_risk, np.cumsum(q * censored / at_risk**2)
            found[:, column] = np.where(self.code == 0, jump[where], 0.0) - drift[where]
        return found


def _step(times: Floats, values: Floats, at: Floats) -> Floats:
    """The value of a falling curve just before each of ``at``; 1 before its first step."""
    found: Floats = np.concatenate([[1.0], values])[np.searchsorted(times, at, side="left")]
    return found


def _before(values: Numbers) -> Floats:
    return np.concatenate([[0.0], np.cumsum(values)[:-1]])


def _after(values: Floats) -> Floats:
    """Sum from each slot on, and nought past the last: shape (E + 1,)."""
    return np.concatenate([np.cumsum(values[::-1])[::-1], [0.0]])
