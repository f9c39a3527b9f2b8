"""Does a hazard ratio stay the same over time? The score test for a coefficient that changes with time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import Floats, PValue
from roundel.evaluation.stats.cox import likelihood
from roundel.evaluation.stats.cox.data import CoxData
from roundel.evaluation.stats.cox.fit import CoxModel
from roundel.evaluation.stats.cox.likelihood import Ties
from roundel.evaluation.stats.normal import chi_squared
from roundel.evaluation.stats.survival.kaplan_meier import kaplan_meier
from roundel.evaluation.stats.survival.tables import count_events

TRANSFORMS = ("km", "identity", "log", "rank")


@dataclass(frozen=True)
class Proportionality:
    """The test of each covariate (or group of dummy variables), and of all together."""

    tests: Mapping[str, PValue]
    everything: PValue
    transform: str


def proportionality(
    model: CoxModel, transform: str = "km", terms: Mapping[str, Sequence[int]] | None = None
) -> Proportionality:
    """Score test of x g(t) beside x, with g one less the pooled Kaplan-Meier (km), time, its log or its rank.

    Grambsch and Therneau 1994 (Biometrika 81) in the exact form of survival 3 (Therneau): information of both blocks
    at the fitted coefficients. ``terms`` joins columns that belong together, by position.
    """
    if transform not in TRANSFORMS:
        raise BadInput(f"{transform!r} is no transform of time: choose one of {', '.join(TRANSFORMS)}")
    if model.ties == "exact":
        raise BadInput("the test of proportional hazards is made for Efron's and Breslow's ties")
    data, p = model.data, len(model.coefficients)
    ties, g = Ties.of(data, model.ties), _clock(data, transform)
    slope, curve = _both_blocks(data, ties, model.standard_beta, g)
    chosen = terms or {name: [column] for column, name in enumerate(data.names)}
    each = {
        name: _test(f"score test of proportional hazards: {name}", slope, curve, columns, p)
        for name, columns in chosen.items()
    }
    whole = _test("score test of proportional hazards: all together", slope, curve, range(p), p)
    return Proportionality(each, whole, transform)


def _test(name: str, slope: Floats, curve: Floats, columns: Sequence[int], p: int) -> PValue:
    kept = [*range(p), *(p + column for column in columns)]
    part = np.concatenate([np.zeros(p), slope[list(columns)]])
    return chi_squared(name, float(part @ np.linalg.solve(curve[np.ix_(kept, kept)], part)), len(columns))


def _both_blocks(data: CoxData, ties: Ties, beta: Floats, g: Floats) -> tuple[Floats, Floats]:
    """Score of x g(t), shape (p,), and the information of (x, x g), shape (2p, 2p)."""
    slots, size = data.slots, len(data.slots.times)
    now = likelihood.hazards(data, ties, data.x @ beta)
    middle = likelihood.means(data, ties, now)
    at, of_ties = slots.upto[slots.rows] - 1, g[ties.slot]
    seen = (data.w[slots.rows] * g[at]) @ data.x[slots.rows]
    slope: Floats = seen - (ties.weight * of_ties) @ middle

    def block(power: int) -> Floats:
        steps = now.step * of_ties**power
        met = likelihood.met(data, ties.by_slot(steps, size), ties.by_slot(steps * ties.fraction, size))
        return likelihood.gram(data.x, now.theta * met) - likelihood.gram(middle, ties.weight * of_ties**power)

    plain, once, twice = block(0), block(1), block(2)
    return slope, np.block([[plain, once], [once, twice]])


def _clock(data: CoxData, transform: str) -> Floats:
    """g at each slot, shape (E,), less its mean over events."""
    times = data.slots.times
    match transform:
        case "identity":
            g = times
        case "log":
            g = np.log(times)
        case "rank":
            values, count = np.unique(data.time[data.event], return_counts=True)
            g = (np.cumsum(count) - (count - 1) / 2)[np.searchsorted(values, times)]
        case _:
            curve = kaplan_meier(count_events(data.time, data.event.astype(np.int64), data.entry), "plain")
            before = np.concatenate([[1.0], curve.survival])
            g = 1 - before[np.searchsorted(curve.times, times, side="left")]
    centred: Floats = g - float((g * data.slots.deaths).sum()) / float(data.slots.deaths.sum())
    return centred
