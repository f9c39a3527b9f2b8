"""Do the curves of two or more groups differ? Log-rank and Peto-Peto tests, with or without strata."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Floats, PValue
from roundel.evaluation.stats.normal import chi_squared
from roundel.evaluation.stats.survival.tables import EventTable

NAMES = {"log-rank": 0.0, "peto": 1.0}


@dataclass(frozen=True)
class LogRank:
    """By group: people, (weighted) events seen and expected; and the test."""

    groups: tuple[str, ...]
    n: tuple[int, ...]
    observed: tuple[float, ...]
    expected: tuple[float, ...]
    p_value: PValue
    strata: int
    method: str


def log_rank(
    strata: Sequence[Mapping[str, EventTable]] | Mapping[str, EventTable], weights: str = "log-rank"
) -> LogRank:
    """Observed less expected events by group, over one stratum or several (each a mapping of group to table).

    At each time E = d n_g / n and the hypergeometric covariance; weights 1 (log-rank: Mantel 1966) or the pooled
    survival just before (peto: Peto and Peto 1972, Harrington and Fleming's rho = 1). chi2 = U' V^- U, groups - 1 df.
    """
    if weights not in NAMES:
        raise BadInput(f"{weights!r} is no such test: choose one of {', '.join(NAMES)}")
    layers = [strata] if isinstance(strata, Mapping) else list(strata)
    groups = sorted({name for layer in layers for name in layer})
    if len(groups) < 2:
        raise NotEstimable("a comparison of curves needs at least two groups")
    seen, expected, variance = np.zeros(len(groups)), np.zeros(len(groups)), np.zeros((len(groups),) * 2)
    for layer in layers:
        o, e, v = _stratum([layer.get(name) for name in groups], NAMES[weights])
        seen, expected, variance = seen + o, expected + e, variance + v
    name = "log-rank" if weights == "log-rank" else "Peto-Peto"
    stratified = f"stratified {name}" if len(layers) > 1 else name
    n = tuple(sum(layer[group].n for layer in layers if group in layer) for group in groups)
    p = _test(stratified, seen - expected, variance)
    return LogRank(
        tuple(groups), n, tuple(map(float, seen)), tuple(map(float, expected)), p, len(layers), f"{stratified} test"
    )


def _stratum(tables: list[EventTable | None], rho: float) -> tuple[Floats, Floats, Floats]:
    present = [table for table in tables if table is not None]
    times = np.unique(np.concatenate([table.times[table.all_events > 0] for table in present]))
    d = np.column_stack([_events_at(table, times) for table in tables])
    n = np.column_stack([_at_risk(table, times) for table in tables])
    all_d, all_n = d.sum(axis=1), n.sum(axis=1)
    pooled = np.cumprod(1 - all_d / all_n)
    weight = np.concatenate([[1.0], pooled[:-1]])[: len(times)] ** rho
    share = n / all_n[:, None]
    factor = weight**2 * all_d * np.where(all_n > 1, (all_n - all_d) / np.maximum(all_n - 1, 1), 0.0)
    variance = np.diag((factor[:, None] * share).sum(axis=0)) - (share * factor[:, None]).T @ share
    return (weight[:, None] * d).sum(axis=0), (weight[:, None] * share * all_d[:, None]).sum(axis=0), variance


def _events_at(table: EventTable | None, times: Floats) -> Floats:
    found = np.zeros(len(times))
    if table is not None:
        had = table.all_events > 0
        found[np.searchsorted(times, table.times[had])] = table.all_events[had]
    return found


def _at_risk(table: EventTable | None, times: Floats) -> Floats:
    return np.zeros(len(times)) if table is None else table.at_risk_at(times).astype(np.float64)


def _test(name: str, score: Floats, variance: Floats) -> PValue:
    kept = np.diag(variance) > 0  # a group that was never at risk beside another tells nothing
    if kept.sum() < 2:
        raise NotEstimable(
            "no event happened while people of two groups were at risk, so the curves cannot be compared"
        )
    chosen = np.flatnonzero(kept)[:-1]
    part = score[chosen]
    statistic = float(part @ np.linalg.solve(variance[np.ix_(chosen, chosen)], part))
    return chi_squared(name, max(0.0, statistic), len(chosen))
