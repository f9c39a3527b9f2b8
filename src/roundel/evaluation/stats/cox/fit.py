"""Maximising the partial likelihood, and what is read off at its top."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Floats, Interval, PValue
from roundel.evaluation.stats.cox import exact, likelihood
from roundel.evaluation.stats.cox.data import CoxData
from roundel.evaluation.stats.cox.likelihood import Ties
from roundel.evaluation.stats.cox.robust import robust_covariance
from roundel.evaluation.stats.newton import Climb, Point, Scale, climb
from roundel.evaluation.stats.normal import chi_squared, normal_p, z_of

TIES = ("efron", "breslow", "exact")
FEW_PER_COVARIATE, TINY = 10, 1e-20


@dataclass(frozen=True)
class Coefficient:
    """One covariate: ``estimate`` is the log hazard ratio, ``se`` the one used (robust if there is one)."""

    name: str
    estimate: float
    se: float
    interval: Interval
    hazard_ratio: float
    hazard_ratio_interval: Interval
    p_value: PValue
    naive_se: float


@dataclass(frozen=True)
class CoxModel:
    """A fitted model. ``covariance`` is what intervals rest on; log likelihoods are of no effect and of this one."""

    coefficients: tuple[Coefficient, ...]
    covariance: Floats
    naive_covariance: Floats
    log_likelihood: tuple[float, float]
    likelihood_ratio: PValue
    score: PValue
    wald: PValue
    n: int
    events: int
    ties: str
    robust: bool
    steps: int
    method: str
    warnings: tuple[str, ...] = ()
    data: CoxData = field(repr=False, default=None)  # type: ignore[assignment]
    scale: Scale = field(repr=False, default=None)  # type: ignore[assignment]

    @property
    def beta(self) -> Floats:
        """The estimates, shape (p,)."""
        return np.array([each.estimate for each in self.coefficients])

    @property
    def standard_beta(self) -> Floats:
        """The estimates for the columns of ``data``, which have been centred and scaled by ``scale``; shape (p,)."""
        return self.beta * self.scale.spread


def cox(data: CoxData, *, ties: str = "efron", robust: bool | None = None, level: float = LEVEL) -> CoxModel:
    """Fit log hazard = baseline + x b by Newton's method on the partial likelihood (Cox 1972, JRSS B 34).

    ``robust``: sandwich standard errors over clusters (Lin and Wei 1989, JASA 84); by default where there are clusters
    or weights. NotEstimable where a covariate does not vary or follows from others, or its coefficient is infinite.
    """
    if ties not in TIES:
        raise BadInput(f"{ties!r} is no handling of ties: choose one of {', '.join(TIES)}")
    sandwich = (data.cluster is not None or data.weights is not None) if robust is None else robust
    if ties == "exact" and (sandwich or data.weights is not None):
        raise BadInput("the exact handling of ties knows neither weights nor clusters: use efron")
    scale = Scale.of(data.x, data.names)
    turned = data.with_x(scale.turn(data.x))
    layout = Ties.of(turned, ties)
    climbed = climb(lambda beta: _at(turned, ties, layout, beta), turned.names)
    inverse = np.linalg.inv(climbed.top.curve)
    used = robust_covariance(turned, layout, climbed.beta, inverse) if sandwich else inverse
    _check_spread(turned.names, inverse, used)
    beta = climbed.beta / scale.spread
    return _model(_Fitted(turned, ties, sandwich, level, scale), climbed, beta, (scale.back(inverse), scale.back(used)))


def _check_spread(names: tuple[str, ...], *covariances: Floats) -> None:
    for covariance in covariances:
        for name, variance in zip(names, np.diag(covariance), strict=True):
            if not variance > TINY:
                raise NotEstimable("its standard error is not defined: there are too few rows or clusters", column=name)


def _all_nought(beta: Floats, used: Floats) -> float:
    """Wald's statistic that all coefficients are nought; NaN with no more clusters than coefficients."""
    if np.linalg.matrix_rank(used, hermitian=True) < len(beta):
        return math.nan
    return float(beta @ np.linalg.solve(used, beta))


@dataclass(frozen=True)
class _Fitted:
    data: CoxData
    ties: str
    sandwich: bool
    level: float
    scale: Scale


def _at(data: CoxData, ties: str, layout: Ties, beta: Floats) -> Point:
    eta = data.x @ beta
    if ties == "exact":
        return Point(*exact.exact_parts(data, eta))
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        now = likelihood.hazards(data, layout, eta)
        value = likelihood.log_likelihood(data, layout, eta, now)
        return Point(value, likelihood.score(data, now), likelihood.information(data, layout, now))


def _model(what: _Fitted, climbed: Climb, beta: Floats, covariances: tuple[Floats, Floats]) -> CoxModel:
    start, top, data, sandwich = climbed.start, climbed.top, what.data, what.sandwich
    naive, used = covariances
    df, se, naive_se = len(beta), np.sqrt(np.diag(used)), np.sqrt(np.diag(naive))
    gain = float(start.slope @ np.linalg.solve(start.curve, start.slope))
    return CoxModel(
        coefficients=tuple(
            _coefficient(name, float(b), (float(s), float(plain)), sandwich, what.level)
            for name, b, s, plain in zip(data.names, beta, se, naive_se, strict=True)
        ),
        covariance=used,
        naive_covariance=naive,
        log_likelihood=(start.value, top.value),
        likelihood_ratio=chi_squared("likelihood ratio", max(0.0, 2 * (top.value - start.value)), df),
        score=chi_squared("score", gain, df),
        wald=chi_squared("robust Wald" if sandwich else "Wald", _all_nought(beta, used), df),
        n=len(data.time),
        events=int(data.event.sum()),
        ties=what.ties,
        robust=sandwich,
        steps=climbed.steps,
        method=f"Cox regression, {what.ties} ties, {'robust' if sandwich else 'model-based'} standard errors",
        warnings=_warnings(data),
        data=data,
        scale=what.scale,
    )


def _coefficient(name: str, value: float, ses: tuple[float, float], sandwich: bool, level: float) -> Coefficient:
    se, half, kind = ses[0], z_of(level) * ses[0], "robust Wald" if sandwich else "Wald"
    with np.errstate(over="ignore"):
        ends = [float(np.exp(value - half)), float(np.exp(value + half))]
    return Coefficient(
        name,
        value,
        se,
        Interval(value - half, value + half, level, kind),
        math.exp(value),
        Interval(ends[0], ends[1], level, kind),
        PValue(f"{kind} z", normal_p(value / se), value / se),
        ses[1],
    )


def _warnings(data: CoxData) -> tuple[str, ...]:
    events, p = int(data.event.sum()), data.x.shape[1]
    if events < FEW_PER_COVARIATE * p:
        return (f"{events} events are few for {p} coefficients: intervals and tests may mislead.",)
    return ()
