"""Inverse-variance pooling: one common effect, or effects that vary between studies."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.effects.pooling import between
from roundel.evaluation.effects.pooling.studies import MEASURES, Effects
from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Floats, Interval, PValue
from roundel.evaluation.stats.normal import chi_squared, normal_p, t_of, t_p, z_of

FEW = 5  # studies, below which the variance between them is hardly known


@dataclass(frozen=True)
class Pooled:
    """A pooled effect. ``log_estimate`` and ``se`` are on the scale of pooling; ``estimate`` and intervals are not.

    ``prediction`` is where the effect of one more such study would lie. ``i2`` is the share (0 to 1) of the variance
    that is not chance; ``h2`` the ratio 1 / (1 - i2). ``weights`` add up to one.
    """

    estimate: float
    interval: Interval
    n: int
    method: str
    measure: str
    studies: int
    log_estimate: float
    se: float
    p_value: PValue
    tau2: float
    tau2_interval: Interval | None
    q: PValue
    i2: float
    h2: float
    prediction: Interval | None
    weights: tuple[float, ...]
    warnings: tuple[str, ...] = ()


def on_its_scale(measure: str, value: float) -> float:
    """A pooled value as the reader knows it: ratios back from their logarithm."""
    return value if measure == "rd" else math.exp(value)


def pool(effects: Effects, tau2: str = "reml", ci: str = "wald", level: float = LEVEL) -> Pooled:
    """The weighted mean of the studies' effects, weights 1 / (v + tau^2).

    ``tau2``: fixed (a common effect, tau^2 = 0), reml, dl, pm, ml, he. ``ci``: wald (normal) or hksj, which scales the
    variance by the scatter seen and uses t with k - 1 df (Hartung and Knapp 2001; Sidik and Jonkman 2002). The
    prediction interval is mean +- q sqrt(se^2 + tau^2) with the quantile q of the same choice. I^2 is
    tau^2 / (tau^2 + s^2) with the typical variance s^2 (Higgins and Thompson 2002); of a common effect, from Q.
    """
    check_choice(effects, tau2, ci)
    between_studies = 0.0 if tau2 == "fixed" else between.METHODS[tau2](effects.values, effects.variances)
    weights = 1 / (effects.variances + between_studies)
    mean = float((weights * effects.values).sum() / weights.sum())
    se, quantile, p = _uncertainty(effects, weights, mean, ci, level)
    i2, h2 = heterogeneity(effects, between_studies, tau2)
    ends = [on_its_scale(effects.measure, mean + sign * quantile * se) for sign in (-1, 1)]
    many = len(effects.values) > 1
    return Pooled(
        estimate=on_its_scale(effects.measure, mean),
        interval=Interval(ends[0], ends[1], level, "Hartung-Knapp" if ci == "hksj" else "Wald"),
        n=effects.n,
        method=f"inverse variance; between studies: {between.NAMES[tau2]}",
        measure=MEASURES[effects.measure],
        studies=len(effects.values),
        log_estimate=mean,
        se=se,
        p_value=p,
        tau2=between_studies,
        tau2_interval=between.q_profile(effects.values, effects.variances, level) if many and tau2 != "fixed" else None,
        q=cochran(effects),
        i2=i2,
        h2=h2,
        prediction=_prediction(effects, mean, math.sqrt(se**2 + between_studies), quantile, level)
        if many and tau2 != "fixed"
        else None,
        weights=tuple(float(weight) for weight in weights / weights.sum()),
        warnings=_warnings(effects, tau2),
    )


def check_choice(effects: Effects, tau2: str, ci: str) -> None:
    """Refuse what is not on offer, and Hartung-Knapp limits of a single study."""
    if tau2 not in between.NAMES:
        raise BadInput(f"{tau2!r} is no estimator of tau squared: choose one of {', '.join(between.NAMES)}")
    if ci not in {"wald", "hksj"}:
        raise BadInput(f"{ci!r} is no interval: choose wald or hksj")
    if tau2 != "fixed" and len(effects.values) < 2:
        raise NotEstimable("one study alone tells nothing about the differences between studies")
    if ci == "hksj" and len(effects.values) < 2:
        raise NotEstimable("Hartung-Knapp limits need at least two studies")


def cochran(effects: Effects) -> PValue:
    """Cochran's test that all studies have one effect."""
    q = between.q_statistic(effects.values, effects.variances)
    return chi_squared("Cochran's Q", q, len(effects.values) - 1)


def heterogeneity(effects: Effects, tau2: float, method: str) -> tuple[float, float]:
    """I^2 (share) and H^2."""
    k = len(effects.values)
    if k < 2:
        return 0.0, 1.0
    if method == "fixed":
        h2 = between.q_statistic(effects.values, effects.variances) / (k - 1)
        return max(0.0, 1 - 1 / h2) if h2 > 0 else 0.0, h2
    w = 1 / effects.variances
    typical = float((k - 1) * w.sum() / (w.sum() ** 2 - (w**2).sum()))
    return tau2 / (tau2 + typical), tau2 / typical + 1


def _uncertainty(effects: Effects, weights: Floats, mean: float, ci: str, level: float) -> tuple[float, float, PValue]:
    se = math.sqrt(1 / float(weights.sum()))
    if ci == "wald":
        return se, z_of(level), PValue("Wald z", normal_p(mean / se), mean / se)
    df = len(effects.values) - 1
    se *= math.sqrt(float((weights * (effects.values - mean) ** 2).sum()) / df)
    if se == 0:
        raise NotEstimable("the studies' effects are all equal, so Hartung-Knapp has no scatter to go by")
    return se, t_of(level, df), PValue("Hartung-Knapp t", t_p(mean / se, df), mean / se, df)


def _prediction(effects: Effects, mean: float, spread: float, quantile: float, level: float) -> Interval:
    low, high = (on_its_scale(effects.measure, mean + sign * quantile * spread) for sign in (-1, 1))
    return Interval(low, high, level, "prediction")


def _warnings(effects: Effects, tau2: str) -> tuple[str, ...]:
    said = []
    if effects.corrected:
        said.append(f"0.5 was added to every cell of: {', '.join(effects.corrected)}.")
    if effects.left_out:
        said.append(f"Without any event, and so left out: {', '.join(effects.left_out)}.")
    if tau2 != "fixed" and len(effects.values) < FEW:
        said.append(
            f"With {len(effects.values)} studies the variance between them is hardly known; "
            "the prediction interval is too narrow."
        )
    return tuple(said)


def leave_one_out(effects: Effects, tau2: str = "reml", ci: str = "wald", level: float = LEVEL) -> dict[str, Pooled]:
    """The pooled result without each study in turn, by its name."""
    if len(effects.values) < 3:
        raise NotEstimable("leaving one out needs at least three studies")
    each = np.eye(len(effects.values), dtype=bool)
    return {
        f"{name}": pool(effects.only([not out for out in row]), tau2, ci, level)
        for name, row in zip(effects.names, each, strict=True)
    }
