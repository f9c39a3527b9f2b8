"""The difference in the outcome once the groups have been made alike."""

from __future__ import annotations

import math

import numpy as np

from roundel.evaluation.effects.matching.greedy import Matching
from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Bools, Estimate, Floats, Interval, PValue
from roundel.evaluation.stats.logistic import logistic
from roundel.evaluation.stats.normal import normal_p, z_of

SCORE_KNOWN = "The score is taken as known; its own uncertainty is not in the interval."


def matched_difference(outcome: Floats, matching: Matching, level: float = LEVEL) -> Estimate:
    """Mean over matched treated people of their outcome less the mean of their matches; standard error over people.

    sd(differences) / sqrt(m) (Abadie and Imbens 2006 without replacement, matches taken as given).
    """
    order = np.argsort(matching.treated, kind="stable")
    people, first, each = np.unique(matching.treated[order], return_index=True, return_counts=True)
    sums = np.add.reduceat(outcome[matching.comparison[order]], first)
    apart = outcome[people] - sums / each
    if len(apart) < 2:
        raise NotEstimable("one matched person is too few for a standard error")
    se = float(apart.std(ddof=1)) / math.sqrt(len(apart))
    return _wald(float(apart.mean()), se, len(people), "matched difference in means (on those matched)", level)


def weighted_difference(outcome: Floats, treated: Bools, weights: Floats, level: float = LEVEL) -> Estimate:
    """Difference in weighted means, each divided by the sum of its weights (Hajek), with the HC0 standard error.

    se^2 = sum over both groups of sum w^2 (y - mean)^2 / (sum w)^2 (White 1980).
    """
    value, variance = 0.0, 0.0
    for group, sign in ((treated, 1), (~treated, -1)):
        w, y = weights[group], outcome[group]
        mean = float(w @ y) / float(w.sum())
        value += sign * mean
        variance += float((w**2 * (y - mean) ** 2).sum()) / float(w.sum()) ** 2
    return _wald(value, math.sqrt(variance), len(outcome), "difference in weighted means, HC0", level, (SCORE_KNOWN,))


def doubly_robust(
    outcome: Floats, treated: Bools, x: Floats, propensity: Floats, *, kind: str = "att", level: float = LEVEL
) -> Estimate:
    """Augmented inverse-probability weighting: right if either the score or the outcome's regression is right.

    The outcome is regressed on ``x`` (n, p) in each group (logistic if it is 0 or 1, else linear); ``kind`` att or ate.
    Standard error from the influence function (Robins, Rotnitzky and Zhao 1994, JASA 89; Lunceford and Davidian 2004).
    """
    if kind not in {"att", "ate"}:
        raise BadInput(f"{kind!r} is no target here: choose att or ate")
    t, p, n = treated.astype(np.float64), propensity, len(outcome)
    without = _predicted(outcome, ~treated, x)
    left = outcome - without
    if kind == "att":
        share = float(t.mean())
        parts = (t * left - (1 - t) * p / (1 - p) * left) / share
        value = float(parts.mean())
        influence = parts - t * value / share
    else:
        within = _predicted(outcome, treated, x)
        parts = within - without + t * (outcome - within) / p - (1 - t) * left / (1 - p)
        value = float(parts.mean())
        influence = parts - value
    se = math.sqrt(float((influence**2).sum())) / n
    return _wald(value, se, n, f"doubly robust (AIPW), {kind}", level)


def _predicted(outcome: Floats, group: Bools, x: Floats) -> Floats:
    if np.isin(outcome, (0, 1)).all():
        names = tuple(f"covariate {place + 1} in the outcome's regression" for place in range(x.shape[1]))
        model = logistic(outcome[group] == 1, x[group], names)
        found: Floats = 1 / (1 + np.exp(-model.linear(x)))
        return found
    design = np.column_stack([np.ones(len(x)), x])
    beta = np.linalg.lstsq(design[group], outcome[group], rcond=None)[0]
    return np.asarray(design @ beta, dtype=np.float64)


def _wald(value: float, se: float, n: int, method: str, level: float, warnings: tuple[str, ...] = ()) -> Estimate:
    half = z_of(level) * se
    p = PValue("Wald z", normal_p(value / se), value / se) if se > 0 else None
    return Estimate(value, Interval(value - half, value + half, level, "Wald"), n, method, se, p, warnings)
