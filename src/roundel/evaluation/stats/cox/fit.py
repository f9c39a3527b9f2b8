"""Maximising the partial likelihood, and what is read off at its top."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Floats, Interval, PValue
from roundel.evaluation.stats.cox import exact, likelihood
from roundel.evaluation.stats.cox.data import CoxData
from roundel.evaluation.stats.cox.likelihood import Ties
from roundel.evaluation.stats.cox.robust import robust_covariance
from roundel.evaluation.stats.normal import chi_squared, normal_p, z_of

TIES = ("efron", "breslow", "exact")
STEPS, CLOSE, FLAT = 40, 1e-9, 1e-8
FEW_PER_COVARIATE = 10


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
    """A fitted model. ``covariance`` is the one used for the intervals; log likelihoods are of no effect and of this."""

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

    @property
    def beta(self) -> Floats:
        """The estimates, shape (p,)."""
        return np.array([each.estimate for each in self.coefficients])


@dataclass(frozen=True)
class _Point:
    value: float
    slope: Floats
    curve: Floats


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
    centre, scale = data.x.mean(axis=0), data.x.std(axis=0)
    _check_variation(data, scale)
    turned = replace(data, x=(data.x - centre) / scale)
    beta, start, top, steps = _climb(turned, ties)
    inverse = np.linalg.inv(top.curve)
    used = robust_covariance(turned, Ties.of(turned, ties), beta, inverse) if sandwich else inverse
    return _model(data, ties, sandwich, level, (beta / scale, start, top, steps), (_unscale(inverse, scale), _unscale(used, scale)))


def _unscale(covariance: Floats, scale: Floats) -> Floats:
    found: Floats = covariance / np.outer(scale, scale)
    return found


def _check_variation(data: CoxData, scale: Floats) -> None:
    for name, spread, column in zip(data.names, scale, data.x.T, strict=True):
        if spread <= 1e-12 * max(1.0, float(np.abs(column).max())):
            raise NotEstimable("everybody has the same value, so it cannot explain anything", column=name)


def _at(data: CoxData, ties: str, layout: Ties, beta: Floats) -> _Point:
    eta = data.x @ beta
    if ties == "exact":
        return _Point(*exact.exact_parts(data, eta))
    with np.errstate(over="ignore", invalid="ignore"):
        now = likelihood.hazards(data, layout, eta)
        value = likelihood.log_likelihood(data, layout, eta, now)
        return _Point(value, likelihood.score(data, now), likelihood.information(data, layout, now))


def _climb(data: CoxData, ties: str) -> tuple[Floats, _Point, _Point, int]:
    """Newton's steps, halved where they would lead downhill; the start and the top."""
    layout = Ties.of(data, ties)
    beta = np.zeros(data.x.shape[1])
    start = now = _at(data, ties, layout, beta)
    _check_independence(data, start.curve)
    for step in range(1, STEPS + 1):
        move = _solve(now, data)
        after, ahead = beta + move, None
        for _ in range(30):
            ahead = _at(data, ties, layout, after)
            if np.isfinite(ahead.value) and ahead.value >= now.value - 1e-9 * abs(now.value):
                break
            move = move / 2
            after = beta + move
        assert ahead is not None  # noqa: S101 - the loop above ran
        beta, now = after, ahead
        if float(np.abs(move).max()) < CLOSE:
            _check_finite(data, start, now)
            return beta, start, now, step
    raise _infinite(data, beta)


def _solve(now: _Point, data: CoxData) -> Floats:
    try:
        found: Floats = np.linalg.solve(now.curve, now.slope)
    except np.linalg.LinAlgError:
        found = np.full(len(now.slope), np.nan)
    if not np.all(np.isfinite(found)):
        raise _infinite(data, now.slope)
    return found


def _check_independence(data: CoxData, curve: Floats) -> None:
    spread = np.sqrt(np.diag(curve))
    for name, size in zip(data.names, spread, strict=True):
        if not size > FLAT:
            raise NotEstimable("it does not vary among the people at risk when an event happens", column=name)
    values, vectors = np.linalg.eigh(curve / np.outer(spread, spread))
    if values[0] < FLAT:
        part = int(np.argmax(np.abs(vectors[:, 0])))
        raise NotEstimable("it follows from the other covariates, so their effects cannot be told apart", column=data.names[part])


def _check_finite(data: CoxData, start: _Point, top: _Point) -> None:
    shrunk = np.diag(top.curve) / np.diag(start.curve)
    if shrunk.min() < FLAT:
        raise _infinite(data, -shrunk)


def _infinite(data: CoxData, size: Floats) -> NotEstimable:
    name = data.names[int(np.argmax(np.abs(np.nan_to_num(size))))]
    return NotEstimable(
        "its coefficient has no finite value: it parts those with the event from those without", column=name
    )


def _model(
    data: CoxData,
    ties: str,
    sandwich: bool,
    level: float,
    climbed: tuple[Floats, _Point, _Point, int],
    covariances: tuple[Floats, Floats],
) -> CoxModel:
    beta, start, top, steps = climbed
    naive, used = covariances
    df, se, naive_se = len(beta), np.sqrt(np.diag(used)), np.sqrt(np.diag(naive))
    gain = float(start.slope @ np.linalg.solve(start.curve, start.slope))
    return CoxModel(
        coefficients=tuple(
            _coefficient(name, float(b), (float(s), float(plain)), sandwich, level)
            for name, b, s, plain in zip(data.names, beta, se, naive_se, strict=True)
        ),
        covariance=used,
        naive_covariance=naive,
        log_likelihood=(start.value, top.value),
        likelihood_ratio=chi_squared("likelihood ratio", max(0.0, 2 * (top.value - start.value)), df),
        score=chi_squared("score", gain, df),
        wald=chi_squared("robust Wald" if sandwich else "Wald", float(beta @ np.linalg.solve(used, beta)), df),
        n=len(data.time),
        events=int(data.event.sum()),
        ties=ties,
        robust=sandwich,
        steps=steps,
        method=f"Cox regression, {ties} ties, {'robust' if sandwich else 'model-based'} standard errors",
        warnings=_warnings(data),
        data=data,
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
