"""Are small studies with small effects missing? Egger's regression, and trim and fill. Both ask; neither proves."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.effects.pooling.inverse_variance import Pooled, pool
from roundel.evaluation.effects.pooling.studies import Effects
from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import LEVEL, Floats, PValue
from roundel.evaluation.stats.normal import t_p

FEW, ROUNDS = 10, 100


@dataclass(frozen=True)
class Egger:
    """``slope`` on the standard error and its test; ``limit`` is the effect that a study without error would have."""

    slope: float
    limit: float
    p_value: PValue
    warnings: tuple[str, ...] = ()


def egger(effects: Effects) -> Egger:
    """Regression of effect on standard error, weights 1 / v, residual variance estimated (Egger and others 1997)."""
    k, errors = len(effects.values), np.sqrt(effects.variances)
    if k < 3:
        raise NotEstimable("Egger's regression needs at least three studies")
    if np.ptp(errors) <= 1e-12 * errors.max():
        raise NotEstimable("the studies are equally precise, so nothing can go with their precision")
    design = np.column_stack([np.ones(k), errors]) / errors[:, None]
    scaled = effects.values / errors
    inverse = np.linalg.inv(design.T @ design)
    limit, slope = inverse @ design.T @ scaled
    left = scaled - design @ np.array([limit, slope])
    t = float(slope) / math.sqrt(float(left @ left) / (k - 2) * float(inverse[1, 1]))
    few = (f"With {k} studies this test finds little: ten are the usual minimum.",) if k < FEW else ()
    return Egger(float(slope), float(limit), PValue("Egger's regression", t_p(t, k - 2), t, k - 2), few)


@dataclass(frozen=True)
class TrimmedAndFilled:
    """How many studies seem to be missing, on which side of the mean, and the result with their mirror images."""

    missing: int
    side: str
    filled: Pooled
    warnings: tuple[str, ...] = ("The filled-in studies are a what-if, not data.",)


def trim_and_fill(effects: Effects, tau2: str = "reml", ci: str = "wald", level: float = LEVEL) -> TrimmedAndFilled:
    """The L0 estimator of Duval and Tweedie 2000 (Biometrics 56), on the side that Egger's slope points to.

    The most extreme studies are trimmed until their number settles, the mean of the rest is taken, and the mirror
    images of those trimmed are added.
    """
    slope = egger(effects).slope
    sign = 1.0 if slope > 0 else -1.0  # with a positive slope the small studies missing are those to the left
    values = sign * effects.values
    order = np.argsort(values, kind="stable")
    turned, variances = values[order], effects.variances[order]
    k0 = _missing(turned, variances, effects, tau2)
    k = len(turned)
    centre = _centre(turned[: k - k0], variances[: k - k0], effects, tau2)
    mirrored = 2 * centre - turned[k - k0 :]
    whole = Effects(
        tuple(f"study {i + 1}" for i in range(k + k0)),
        sign * np.concatenate([turned, mirrored]),
        np.concatenate([variances, variances[k - k0 :]]),
        effects.measure,
        effects.n,
    )
    side = "left (lower values)" if sign > 0 else "right (higher values)"
    return TrimmedAndFilled(k0, side, pool(whole, tau2, ci, level))


def _missing(values: Floats, variances: Floats, effects: Effects, tau2: str) -> int:
    k, k0 = len(values), 0
    for _ in range(ROUNDS):
        centred = values - _centre(values[: k - k0], variances[: k - k0], effects, tau2)
        ranks = _ranks(np.abs(centred))
        signed = float(ranks[centred > 0].sum())
        estimate = (4 * signed - k * (k + 1)) / (2 * k - 1)
        found = min(max(0, round(estimate)), k - 2)
        if found == k0:
            return k0
        k0 = found
    return k0


def _centre(values: Floats, variances: Floats, effects: Effects, tau2: str) -> float:
    kept = Effects(tuple("" for _ in values), values, variances, effects.measure, effects.n)
    return pool(kept, tau2).log_estimate if len(values) > 1 else float(values[0])


def _ranks(values: Floats) -> Floats:
    """Ranks from 1 in order of size; equal ones in the order in which they stand."""
    ranks = np.empty(len(values))
    ranks[np.argsort(values, kind="stable")] = np.arange(1, len(values) + 1)
    return ranks
