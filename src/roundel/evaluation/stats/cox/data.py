"""Rows made ready for the partial likelihood: who is at risk at which event time, as indices instead of loops."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Bools, Floats, Ints
from roundel.evaluation.stats.sums import sum_by


@dataclass(frozen=True)
class CoxData:
    """One row per person, or per interval (entry, exit] of a person whose covariates change; n rows, p covariates.

    ``time`` (n,), ``event`` (n,), ``x`` (n, p), ``names`` p of them. Optional: ``entry`` (n,), ``strata`` (n,) with a
    baseline hazard each, ``weights`` (n,) above nought, ``cluster`` (n,): rows of one person or place.
    """

    time: Floats
    event: Bools
    x: Floats
    names: tuple[str, ...]
    entry: Floats | None = None
    strata: Ints | None = None
    weights: Floats | None = None
    cluster: Ints | None = None

    def __post_init__(self) -> None:
        n = len(self.time)
        if self.x.shape != (n, len(self.names)) or len(self.event) != n:
            raise BadInput("time, event and covariates must have a row for each person")
        if n == 0 or not self.event.any():
            raise NotEstimable("nobody had the event, so nothing can be said of its hazard")
        if not (np.all(np.isfinite(self.x)) and np.all(np.isfinite(self.time)) and self.time.min() >= 0):
            raise BadInput("times must be numbers and not negative, and covariates must be numbers")
        if self.entry is not None and np.any(self.entry >= self.time):
            raise BadInput("somebody must enter before he leaves", row=int(np.argmax(self.entry >= self.time)) + 1)
        if self.weights is not None and not np.all((self.weights > 0) & np.isfinite(self.weights)):
            raise BadInput("weights must be above nought")

    def with_x(self, x: Floats) -> CoxData:
        """The same rows with other columns; what has been worked out about times and weights is kept."""
        _ = self.slots, self.w
        other = copy.copy(self)
        object.__setattr__(other, "x", x)
        return other

    @cached_property
    def w(self) -> Floats:
        """Weights, one if none were given."""
        return np.ones(len(self.time)) if self.weights is None else np.asarray(self.weights, dtype=np.float64)

    @cached_property
    def slots(self) -> Slots:
        """The event times, each stratum's own."""
        return Slots.of(self)


@dataclass(frozen=True)
class Slots:
    """Distinct event times, by stratum and then by time: E of them.

    Row i is at risk in slots ``since[i]`` to ``upto[i]`` - 1; if it has the event, in its last one. ``deaths`` (E,)
    counts events, ``death_weight`` (E,) their weights. ``truncated``: whether rows leave out early slots.
    """

    times: Floats
    stratum: Ints
    since: Ints
    upto: Ints
    rows: Ints
    deaths: Ints
    death_weight: Floats
    truncated: bool

    @classmethod
    def of(cls, data: CoxData) -> Slots:
        """Find them. Sorting happens once here; every later step is a running sum."""
        strata = np.zeros(len(data.time), dtype=np.int64) if data.strata is None else data.strata
        values, when = np.unique(data.time[data.event], return_inverse=True)
        # An event time in a stratum as one number, so that a search finds both at once.
        code = strata[data.event] * values.size + when
        codes, where = np.unique(code, return_inverse=True)
        base = strata * values.size
        upto = np.searchsorted(codes, base + np.searchsorted(values, data.time, side="right"), side="left")
        early = 0 if data.entry is None else np.searchsorted(values, data.entry, side="right")
        since = np.searchsorted(codes, base + early, side="left")
        rows = np.flatnonzero(data.event)
        weight = sum_by(where, data.w[rows], codes.size)
        deaths = np.bincount(where, minlength=codes.size)
        truncated = data.entry is not None or bool((since > 0).any())
        stratum = codes // values.size
        return cls(values[codes % values.size], stratum, since, upto, rows, deaths, weight, truncated)

    def at_risk(self, values: Floats) -> Floats:
        """Sum of ``values`` (n,) over the rows at risk in each slot, shape (E,)."""
        size = len(self.times)
        leaving = sum_by(self.upto, values, size + 1)
        if not self.truncated:
            found: Floats = np.cumsum(leaving[::-1])[::-1][1:]
            return found
        coming = sum_by(self.since, values, size + 1)
        there: Floats = np.cumsum(coming - leaving)[:size]
        return there

    def of_deaths(self, values: Floats) -> Floats:
        """Sum of ``values`` (n,) over the events of each slot, shape (E,)."""
        return sum_by(self.upto[self.rows] - 1, values[self.rows], len(self.times))

    def over_risk(self, values: Floats) -> Floats:
        """For each row the sum of a slot's ``values`` (E,) over the slots in which it is at risk, shape (n,)."""
        running = np.concatenate([[0.0], np.cumsum(values)])
        found: Floats = running[self.upto] - running[self.since]
        return found
