"""Kaplan-Meier and Nelson-Aalen curves."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import LEVEL, Estimate, Floats, Interval, Ints
from roundel.evaluation.stats.normal import z_of
from roundel.evaluation.stats.survival.tables import EventTable

LIMITS = ("log", "log-log", "plain")
EQUAL = 1.5e-8  # how near a step comes to a quantile and still meets it, for products that should be equal


@dataclass(frozen=True)
class Curve:
    """Survival and cumulative hazard after each time; all of shape (T,). NaN where a limit is not defined.

    ``se`` is of the survival, ``hazard_se`` of the cumulative hazard (Nelson-Aalen).
    """

    times: Floats
    at_risk: Ints
    events: Ints
    censored: Ints
    survival: Floats
    se: Floats
    low: Floats
    high: Floats
    hazard: Floats
    hazard_se: Floats
    limits: str
    level: float
    n: int
    method: str = "Kaplan-Meier (Greenwood), Nelson-Aalen"


def kaplan_meier(table: EventTable, limits: str = "log-log", level: float = LEVEL) -> Curve:
    """S(t) = prod (1 - d / n) over times up to t; events of all causes count.

    Variance S^2 sum d / (n (n - d)) (Kaplan and Meier 1958, JASA 53; Greenwood 1926). ``limits``: plain S +- z se, log
    S exp(+- z se / S), log-log S^exp(+- z se / (S log S)) (Kalbfleisch and Prentice), cut at 0 and 1. Cumulative hazard
    sum d / n with variance sum d / n^2 (Nelson 1972, Aalen 1978).
    """
    if limits not in LIMITS:
        raise BadInput(f"{limits!r} are no limits of a curve: choose one of {', '.join(LIMITS)}")
    n, d = table.at_risk.astype(np.float64), table.all_events.astype(np.float64)
    _no_gap(table)
    survival = np.cumprod(1 - d / n)
    with np.errstate(divide="ignore", invalid="ignore"):
        spread = np.sqrt(np.cumsum(np.where(d > 0, d / (n * (n - d)), 0.0)))
        se = np.where(survival > 0, survival * spread, np.nan)
    low, high = _limits(survival, spread, limits, z_of(level))
    hazard, hazard_se = np.cumsum(d / n), np.sqrt(np.cumsum(d / n**2))
    return Curve(
        *(table.times, table.at_risk, table.all_events, table.censored),
        *(survival, se, low, high, hazard, hazard_se),
        *(limits, level, table.n),
    )


def _no_gap(table: EventTable) -> None:
    if (table.at_risk <= 0).any():
        raise BadInput("at some time more people have left than had entered: check entries and times")


def _limits(survival: Floats, spread: Floats, limits: str, z: float) -> tuple[Floats, Floats]:
    """``spread`` is the standard error of log S, shape (T,)."""
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        low, high = _LIMITS[limits](survival, spread, z)
    defined = (survival > 0) & ((survival < 1) | (limits != "log-log"))
    return np.where(defined, np.clip(low, 0, 1), np.nan), np.where(defined, np.clip(high, 0, 1), np.nan)


def _plain(survival: Floats, spread: Floats, z: float) -> tuple[Floats, Floats]:
    return survival - z * survival * spread, survival + z * survival * spread


def _log(survival: Floats, spread: Floats, z: float) -> tuple[Floats, Floats]:
    return survival * np.exp(-z * spread), survival * np.exp(z * spread)


def _log_log(survival: Floats, spread: Floats, z: float) -> tuple[Floats, Floats]:
    by = z * spread / np.log(survival)
    return survival ** np.exp(-by), survival ** np.exp(by)


_LIMITS = {"plain": _plain, "log": _log, "log-log": _log_log}


def at_times(curve: Curve, times: Floats) -> tuple[Estimate, ...]:
    """Survival at each of ``times``: that after the last step before or at it; 1 before the first.

    BadInput for a time after the last at which anybody was watched: the curve says nothing there.
    """
    found = []
    for time in np.asarray(times, dtype=np.float64):
        if time < 0 or not np.isfinite(time):
            raise BadInput(f"{time:g} is no time")
        if time > curve.times[-1]:
            raise BadInput(f"nobody was watched for as long as {time:g}; the longest was {curve.times[-1]:g}")
        step = int(np.searchsorted(curve.times, time, side="right")) - 1
        found.append(_at_step(curve, step))
    return tuple(found)


def _at_step(curve: Curve, step: int) -> Estimate:
    if step < 0:
        return Estimate(1.0, None, curve.n, "Kaplan-Meier", 0.0, None, ("Before anybody had the event or left.",))
    low, high = float(curve.low[step]), float(curve.high[step])
    interval = Interval(low, high, curve.level, curve.limits) if np.isfinite([low, high]).all() else None
    return Estimate(float(curve.survival[step]), interval, curve.n, "Kaplan-Meier", float(curve.se[step]))


@dataclass(frozen=True)
class Quantile:
    """By when a share of people had the event; None where the curve (or its limit) does not fall so far."""

    share: float
    time: float | None
    low: float | None
    high: float | None


def quantiles(curve: Curve, shares: tuple[float, ...] = (0.25, 0.5, 0.75)) -> tuple[Quantile, ...]:
    """The first time at which the curve is at or below 1 - share; on a level step that meets it, the step's middle.

    Limits are the same reading of the curve's limits (Brookmeyer and Crowley 1982).
    """
    return tuple(
        Quantile(
            share, *(_crossing(curve.times, values, 1 - share) for values in (curve.survival, curve.low, curve.high))
        )
        for share in shares
    )


def _crossing(times: Floats, values: Floats, level: float) -> float | None:
    values = np.where(np.isnan(values), np.where(np.arange(len(values)) == 0, 1.0, np.nan), values)
    reached = np.flatnonzero(values < level + EQUAL)
    if not reached.size:
        return None
    first = int(reached[0])
    if abs(values[first] - level) <= EQUAL:
        further = np.flatnonzero(values < level - EQUAL)
        if further.size:
            return float(times[first] + times[further[0]]) / 2
    return float(times[first])
