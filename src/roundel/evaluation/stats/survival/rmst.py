"""Restricted mean: the average time without the event, up to a horizon."""

from __future__ import annotations

import math

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Estimate, Interval, PValue
from roundel.evaluation.stats.normal import normal_p, z_of
from roundel.evaluation.stats.survival.tables import EventTable


def restricted_mean(table: EventTable, tau: float, level: float = LEVEL) -> Estimate:
    """The area under the Kaplan-Meier curve from 0 to ``tau``, in the unit of time.

    Variance sum A(t)^2 d / (n (n - d)) over event times up to tau, with A(t) the area from t to tau (Meier 1975;
    Royston and Parmar 2013). NotEstimable if nobody was watched until tau, unless the curve has reached nought before.
    """
    if not (math.isfinite(tau) and tau > 0):
        raise BadInput(f"the horizon must be above nought, and {tau} is not")
    n, d = table.at_risk.astype(np.float64), table.all_events.astype(np.float64)
    survival = np.cumprod(1 - d / n)
    if tau > table.times[-1] and survival[-1] > 0:
        raise NotEstimable(f"nobody was watched until {tau:g}; the longest was {table.times[-1]:g}")
    inside = table.times <= tau
    edges = np.concatenate([[0.0], table.times[inside], [tau]])
    areas = np.diff(edges) * np.concatenate([[1.0], survival[inside]])
    after = np.cumsum(areas[::-1])[::-1][1:]  # from each time to tau
    dead, alive = d[inside], n[inside]
    steps = np.where((dead > 0) & (alive > dead), dead / (alive * np.maximum(alive - dead, 1)), 0.0)
    se = math.sqrt(float((after**2 * steps).sum()))
    mean, half = float(areas.sum()), z_of(level) * se
    return Estimate(mean, Interval(mean - half, mean + half, level, "Wald"), table.n, f"restricted mean to {tau:g}", se)


def restricted_mean_difference(one: EventTable, other: EventTable, tau: float, level: float = LEVEL) -> Estimate:
    """Restricted mean of ``one`` less that of ``other``, independent groups, Wald."""
    first, second = restricted_mean(one, tau, level), restricted_mean(other, tau, level)
    se = math.hypot(first.se or 0.0, second.se or 0.0)
    value, half = first.estimate - second.estimate, z_of(level) * se
    p = PValue("Wald z of the difference in restricted means", normal_p(value / se), value / se) if se > 0 else None
    interval = Interval(value - half, value + half, level, "Wald")
    return Estimate(value, interval, one.n + other.n, f"difference in restricted means to {tau:g}", se, p)
