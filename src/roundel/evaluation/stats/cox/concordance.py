"""Do people with a higher predicted hazard have the event sooner? Harrell's C, with its standard error."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import Floats, Ints
from roundel.evaluation.stats.cox.fit import CoxModel
from roundel.evaluation.stats.sums import sum_by

MOST, CHUNK = 20_000, 512


@dataclass(frozen=True)
class Concordance:
    """The share of comparable pairs in the right order, ties in the prediction counting half."""

    estimate: float
    se: float
    method: str = "Harrell's C, infinitesimal jackknife"


def concordance(model: CoxModel) -> Concordance:
    """C = (concordant + tied / 2) / comparable pairs within strata; weights multiply (Harrell 1982; Therneau 2020).

    Every pair is looked at, so only up to 20,000 rows: NotEstimable beyond.
    """
    data, risk = model.data, model.data.x @ model.standard_beta
    n = len(risk)
    if n > MOST:
        raise NotEstimable(f"concordance is counted pair by pair, for at most {MOST} rows")
    better, pairs = np.zeros(n), np.zeros(n)  # of each row: weighted concordance of its pairs, and their weight
    rows: Ints = data.slots.rows
    for start in range(0, len(rows), CHUNK):
        chosen = rows[start : start + CHUNK]
        later = _comparable(model, chosen)
        right = np.where(risk[chosen][:, None] > risk[None, :], 1.0, 0.0)
        right[risk[chosen][:, None] == risk[None, :]] = 0.5
        weight = later * data.w[None, :]
        better[chosen] += (weight * right).sum(axis=1)
        pairs[chosen] += weight.sum(axis=1)
        better += data.w[chosen] @ (later * right)
        pairs += data.w[chosen] @ later
    return _summary(better, pairs, data.w, data.cluster)


def _comparable(model: CoxModel, chosen: Ints) -> Floats:
    """Whether each chosen row's event came while the other was at risk and stayed on; shape (chosen, n)."""
    data = model.data
    time, event = data.time, data.event
    longer = time[None, :] > time[chosen][:, None]
    longer |= (time[None, :] == time[chosen][:, None]) & ~event[None, :]
    if data.entry is not None:
        longer &= data.entry[None, :] < time[chosen][:, None]
    if data.strata is not None:
        longer &= data.strata[None, :] == data.strata[chosen][:, None]
    return longer.astype(np.float64)


def _summary(better: Floats, pairs: Floats, w: Floats, cluster: Ints | None) -> Concordance:
    above, below = float(w @ better) / 2, float(w @ pairs) / 2
    if below == 0:
        raise NotEstimable("no two people can be compared")
    c = above / below
    influence = w * (better - c * pairs) / below
    if cluster is not None:
        where = np.unique(cluster, return_inverse=True)[1]
        influence = sum_by(where, influence, int(where.max()) + 1)
    return Concordance(c, math.sqrt(float((influence**2).sum())))
