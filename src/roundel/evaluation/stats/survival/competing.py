"""Competing events: what share have had this event by now, when another event takes people out of its reach."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import LEVEL, Estimate, Floats, Interval, Ints
from roundel.evaluation.stats.normal import z_of
from roundel.evaluation.stats.survival.tables import EventTable


@dataclass(frozen=True)
class CumulativeIncidence:
    """Share with each event by each time; ``times``, ``at_risk``, ``survival`` (T,), the others (T, C)."""

    times: Floats
    at_risk: Ints
    events: Ints
    survival: Floats
    incidence: Floats
    se: Floats
    low: Floats
    high: Floats
    level: float
    n: int
    method: str = "Aalen-Johansen; limits log-log"

    def at(self, time: float, cause: int) -> Estimate:
        """The share with ``cause`` (from 1) by ``time``. BadInput for a time after the last that was watched."""
        if not 0 <= time <= self.times[-1]:
            raise BadInput(f"nobody was watched for as long as {time:g}; the longest was {self.times[-1]:g}")
        step = int(np.searchsorted(self.times, time, side="right")) - 1
        if step < 0:
            return Estimate(0.0, None, self.n, self.method, 0.0)
        low, high = float(self.low[step, cause - 1]), float(self.high[step, cause - 1])
        interval = Interval(low, high, self.level, "log-log") if np.isfinite(low) else None
        value, se = float(self.incidence[step, cause - 1]), float(self.se[step, cause - 1])
        return Estimate(value, interval, self.n, self.method, se)


def aalen_johansen(table: EventTable, level: float = LEVEL) -> CumulativeIncidence:
    """F_k(t) = sum S(s-) d_k / n over times up to t (Aalen and Johansen 1978, Scand J Stat 5).

    Its variance, by the delta method (Dinse and Larson 1986; equal to the infinitesimal jackknife without late entry):
    sum (F(t) - F(s))^2 d / (n (n - d)) + S(s-)^2 d_k (n - d_k) / n^3 - 2 (F(t) - F(s)) S(s-) d_k / n^2.
    Limits F^exp(+- z se / (F log F)).
    """
    n, d = table.at_risk.astype(np.float64), table.events.astype(np.float64)
    if (n <= 0).any():
        raise BadInput("at some time more people have left than had entered: check entries and times")
    total = d.sum(axis=1)
    survival = np.cumprod(1 - total / n)
    before = np.concatenate([[1.0], survival[:-1]])
    incidence = np.cumsum(before[:, None] * d / n[:, None], axis=0)
    se = np.sqrt(np.column_stack([_variance(incidence[:, k], before, d[:, k], total, n) for k in range(d.shape[1])]))
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
        by = z_of(level) * se / (incidence * np.log(incidence))
        ends = [np.where((incidence > 0) & (incidence < 1), incidence ** np.exp(sign * by), np.nan) for sign in (-1, 1)]
    return CumulativeIncidence(
        table.times, table.at_risk, table.events, survival, incidence, se, ends[0], ends[1], level, table.n
    )


def _variance(incidence: Floats, before: Floats, own: Floats, total: Floats, n: Floats) -> Floats:
    """The three sums above with F(t) - F(s) multiplied out, so that each is one running sum; shape (T,).

    Where everybody left has the event at once (n = d) nobody is left for F(t) - F(s) to matter to.
    """
    spread = np.where(n > total, total / (n * np.maximum(n - total, 1)), 0.0)
    cross = before * own / n**2
    squares = np.cumsum(spread)
    first = np.cumsum(spread * incidence)
    second = np.cumsum(spread * incidence**2)
    found = incidence**2 * squares - 2 * incidence * first + second
    found += np.cumsum(before**2 * own * (n - own) / n**3)
    found -= 2 * (incidence * np.cumsum(cross) - np.cumsum(cross * incidence))
    kept: Floats = np.maximum(found, 0.0)
    return kept
