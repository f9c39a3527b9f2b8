"""Gray's test: does the cumulative incidence of one event differ between groups, when another competes with it?"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import Floats, Numbers, PValue
from roundel.evaluation.stats.normal import chi_squared
from roundel.evaluation.stats.survival.tables import EventTable


def gray(tables: Mapping[str, EventTable], cause: int = 1) -> PValue:
    """Gray's K-sample test (Gray 1988, Ann Stat 16:1141) with rho = 0, for ``cause`` counted from 1.

    Group i's people count as n_i (1 - F_i(t-)) / S_i(t-), so that those who had the competing event stay in the
    reckoning as far as censoring allows. Right-censored data without late entry only: NotEstimable otherwise.
    """
    if len(tables) < 2:
        raise NotEstimable("a comparison of cumulative incidence needs at least two groups")
    if any(table.entries.size for table in tables.values()):
        raise NotEstimable("Gray's test is not defined for people who enter late")
    parts = [tables[name] for name in sorted(tables)]
    if not any(table.events[:, cause - 1].any() for table in parts):
        raise NotEstimable("nobody had the event, so its incidence cannot be compared")
    steps = _Steps(parts, cause)
    score, variance = steps.score()[:-1], steps.variance()[:-1, :-1]
    if np.linalg.matrix_rank(variance) < len(score):
        raise NotEstimable("no event happened while people of all groups were at risk")
    return chi_squared("Gray", float(score @ np.linalg.solve(variance, score)), len(score))


class _Steps:
    """All groups on one grid of event times: arrays of shape (T, G), running sums instead of a walk through time."""

    def __init__(self, tables: list[EventTable], cause: int) -> None:
        times = np.unique(np.concatenate([table.times[table.all_events > 0] for table in tables]))
        self.n = np.column_stack([table.at_risk_at(times) for table in tables]).astype(np.float64)
        own = [_at(table.times, table.events[:, cause - 1], times) for table in tables]
        every = [_at(table.times, table.all_events, times) for table in tables]
        self.own = np.column_stack(own)
        self.other = np.column_stack(every) - self.own
        self.here = self.n > 0
        with np.errstate(divide="ignore", invalid="ignore"):
            kept = np.where(self.here, 1 - (self.own + self.other) / self.n, 1.0)
            self.after = np.cumprod(kept, axis=0)
            self.before = _left(self.after, 1.0)
            incidence = np.cumsum(np.where(self.here, self.before * self.own / self.n, 0.0), axis=0)
            self.share = np.where(self.here, self.n / self.before, 0.0)
        self.alive = self.share * (1 - _left(incidence, 0.0))
        self.events = self.own.sum(axis=1)
        self.total = self.share.sum(axis=1)
        self.pooled = np.cumsum(self.events / self.total)
        # Covariance of the groups at each time (T, G, G), and the weight with which it has entered the score so far.
        self.apart = np.einsum("tg,gh->tgh", self.share, np.eye(len(tables)))
        self.apart -= np.einsum("tg,th->tgh", self.share, self.share) / self.total[:, None, None]
        hazard = self.events / (self.total * (1 - _left(self.pooled, 0.0)))
        self.entered = np.cumsum(self.apart * hazard[:, None, None], axis=0)

    def score(self) -> Floats:
        """Events less their expectation, shape (G,)."""
        expected = self.events[:, None] * self.alive / self.alive.sum(axis=1, keepdims=True)
        found: Floats = (self.own - expected).sum(axis=0)
        return found

    def variance(self) -> Floats:
        """Sum over times and groups of the squared influence of an event of either kind, shape (G, G)."""
        own_factor, own_size = self._of_own()
        other_factor, other_size = self._of_others()
        last = self.entered[-1]
        own = self.apart + own_factor[:, None, :] * (last - self.entered)
        others = other_factor[:, None, :] * (last - self.entered)
        found: Floats = np.einsum("tik,tjk,tk->ij", own, own, own_size)
        found += np.einsum("tik,tjk,tk->ij", others, others, other_size)
        return found

    def _of_own(self) -> tuple[Floats, Floats]:
        """How an event of this cause moves what comes after, and its variance, with a correction for ties."""
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(self.after > 0, 1 - (1 - self.pooled[:, None]) / self.after, 1.0)
            possible = self.total[:, None] * self.before - 1
            ties = np.where(self.events[:, None] > 1, 1 - (self.events[:, None] - 1) / possible, 1.0)
            size = ties * self.before * self.events[:, None] / (self.total[:, None] * self.n)
        return factor, np.where(self.here, size, 0.0)

    def _of_others(self) -> tuple[Floats, Floats]:
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(self.after > 0, (1 - self.pooled[:, None]) / self.after, 0.0)
            ties = np.where(self.other > 1, 1 - (self.other - 1) / (self.n - 1), 1.0)
            size = ties * self.before**2 * self.other / self.n**2
        return factor, np.where(self.here & (self.after > 0), size, 0.0)


def _at(own: Floats, counts: Numbers, times: Floats) -> Floats:
    """Counts moved from a group's own times to the grid, nought elsewhere."""
    found = np.zeros(len(times))
    shared = np.isin(own, times)
    found[np.searchsorted(times, own[shared])] = counts[shared]
    return found


def _left(values: Numbers, first: float) -> Floats:
    """The value just before each step."""
    return (
        np.vstack([np.full_like(values[:1], first), values[:-1]]) if values.ndim > 1 else np.append(first, values[:-1])
    )
