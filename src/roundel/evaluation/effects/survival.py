"""From a file to curves and tests: the two halves of every survival method, joined."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.data import Counts, Source, SurvivalColumns, reduce_survival
from roundel.evaluation.data.reduce import EVERYBODY
from roundel.evaluation.errors import EvaluationError, NotEstimable
from roundel.evaluation.results import LEVEL, Estimate, Floats, Ints, PValue
from roundel.evaluation.stats.poisson import exact
from roundel.evaluation.stats.survival import (
    CumulativeIncidence,
    Curve,
    EventTable,
    LogRank,
    Quantile,
    aalen_johansen,
    at_times,
    from_counts,
    gray,
    kaplan_meier,
    log_rank,
    quantiles,
    restricted_mean,
    restricted_mean_difference,
)

FEW_EVENTS = 10


@dataclass(frozen=True)
class Group:
    """One group's curve, and what was read off it."""

    name: str
    n: int
    events: int
    curve: Curve
    quantiles: tuple[Quantile, ...]
    at: dict[float, Estimate]
    restricted_mean: Estimate | None
    rate: Estimate | None


@dataclass(frozen=True)
class Survival:
    """Curves by group and the tests between them (none for one group)."""

    groups: tuple[Group, ...]
    tests: tuple[LogRank, ...]
    restricted_mean_difference: Estimate | None
    n: int
    events: int
    method: str
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What to read off the curves: ``limits`` of them, survival ``at`` times, a restricted mean to ``tau``."""

    limits: str = "log-log"
    at: tuple[float, ...] = ()
    tau: float | None = None
    level: float = LEVEL


def event_tables(counts: Counts) -> dict[str, dict[str, EventTable]]:
    """Event tables by stratum and group."""
    found: dict[str, dict[str, EventTable]] = {}
    causes = max(1, len(counts.causes))
    for stratum in sorted(set(counts.strata)):
        for group in sorted(set(counts.groups[counts.strata == stratum])):
            here = (counts.strata == stratum) & (counts.groups == group)
            exits = (counts.times[here], counts.codes[here], counts.counts[here])
            found.setdefault(stratum, {})[group] = from_counts(exits, _entries(counts, stratum, group), causes=causes)
    return found


def _entries(counts: Counts, stratum: str, group: str) -> tuple[Floats, Ints] | None:
    if counts.entries is None:
        return None
    here = (counts.entries.strata == stratum) & (counts.entries.groups == group)
    return counts.entries.times[here], counts.entries.counts[here]


def together(tables: list[EventTable]) -> EventTable:
    """Several tables of one group as one."""
    if len(tables) == 1:
        return tables[0]
    causes = tables[0].events.shape[1]
    times = np.concatenate([np.tile(table.times, causes + 1) for table in tables])
    codes = np.concatenate([np.repeat(np.arange(causes + 1), len(table.times)) for table in tables])
    counts = np.concatenate([np.column_stack([table.censored, table.events]).T.ravel() for table in tables])
    late = any(table.entries.size for table in tables)
    entries = (
        (np.concatenate([t.entry_times for t in tables]), np.concatenate([t.entries for t in tables])) if late else None
    )
    return from_counts((times, codes, counts), entries, causes=causes)


def survival(source: Source, columns: SurvivalColumns, reading: Reading | None = None) -> Survival:
    """Kaplan-Meier and Nelson-Aalen by group, log-rank and Peto-Peto tests (within strata), restricted means.

    NotEstimable if ``by`` is asked for and there is one group only, or if nobody has the event.
    """
    asked = reading or Reading()
    counts = reduce_survival(source, columns)
    strata = event_tables(counts)
    groups = merged(strata)
    if columns.by and len(groups) < 2:
        raise NotEstimable("everybody is in one group, so there is nothing to compare", column=columns.by)
    events = sum(int(table.all_events.sum()) for table in groups.values())
    if events == 0:
        raise NotEstimable("nobody had the event: there is no curve to draw", column=columns.event.name)
    tests = tuple(log_rank(list(strata.values()), weights) for weights in ("log-rank", "peto")) if columns.by else ()
    read = tuple(_group(name, groups[name], asked) for name in sorted(groups))
    difference = None
    if asked.tau is not None and len(groups) == 2:
        first, second = (groups[name] for name in sorted(groups))
        difference = restricted_mean_difference(first, second, asked.tau, asked.level)
    return Survival(
        read,
        tests,
        difference,
        sum(table.n for table in groups.values()),
        events,
        "Kaplan-Meier (Greenwood), Nelson-Aalen, log-rank, Peto-Peto, restricted mean",
        counts.warnings + _warnings(groups, events, counts.left_out, columns),
    )


def merged(strata: dict[str, dict[str, EventTable]]) -> dict[str, EventTable]:
    """Each group's table over all strata."""
    names = sorted({name for layer in strata.values() for name in layer})
    return {name: together([layer[name] for layer in strata.values() if name in layer]) for name in names}


def _group(name: str, table: EventTable, asked: Reading) -> Group:
    """What is refused names the group, unless there is one only."""
    try:
        return _read_off(name, table, asked)
    except EvaluationError as error:
        raise type(error)(error.sentence if name == EVERYBODY else f'in the group "{name}" {error.sentence}') from error


def _read_off(name: str, table: EventTable, asked: Reading) -> Group:
    curve = kaplan_meier(table, asked.limits, asked.level)
    mean = restricted_mean(table, asked.tau, asked.level) if asked.tau is not None else None
    read = dict(zip(asked.at, at_times(curve, np.array(asked.at)), strict=True)) if asked.at else {}
    events = int(table.all_events.sum())
    return Group(name, table.n, events, curve, quantiles(curve), read, mean, rate(table, asked.level))


def rate(table: EventTable, level: float = LEVEL) -> Estimate | None:
    """Events per unit of time watched, with exact Poisson limits (Garwood 1936); None if no time was watched."""
    watched = float(
        (table.times * (table.all_events + table.censored)).sum() - (table.entry_times * table.entries).sum()
    )
    if watched <= 0:
        return None
    events = int(table.all_events.sum())
    return Estimate(events / watched, exact(events, watched, level), table.n, "events per unit of time, exact Poisson")


def _rows_left_out(rows: int, columns: SurvivalColumns) -> str:
    where = " or ".join(name for name in (columns.by, columns.strata) if name)
    return f"{rows} {'row' if rows == 1 else 'rows'} without a value in {where} left out."


def _warnings(groups: dict[str, EventTable], events: int, left_out: int, columns: SurvivalColumns) -> tuple[str, ...]:
    said = []
    if left_out:
        said.append(_rows_left_out(left_out, columns))
    if events < FEW_EVENTS:
        said.append(
            f"{events} {'event is' if events == 1 else 'events are'} too few for tests and limits to be relied on."
        )
    if all(table.times.size == 1 for table in groups.values()):
        said.append("Everybody has the same time, so the curve is one step.")
    return tuple(said)


@dataclass(frozen=True)
class Incidence:
    """Cumulative incidence by group, and Gray's test for each event (none for one group or late entries)."""

    groups: dict[str, CumulativeIncidence]
    causes: tuple[str, ...]
    tests: dict[str, PValue]
    n: int
    method: str
    warnings: tuple[str, ...]


def incidence(source: Source, columns: SurvivalColumns, *, censored: str = "0", level: float = LEVEL) -> Incidence:
    """Aalen-Johansen by group, and Gray's test of each cause that anybody had."""
    counts = reduce_survival(source, columns, censored=censored)
    if not counts.causes:
        raise NotEstimable("nobody had any event", column=columns.event.name)
    groups = merged(event_tables(counts))
    if columns.by and len(groups) < 2:
        raise NotEstimable("everybody is in one group, so there is nothing to compare", column=columns.by)
    said = list(counts.warnings)
    tests = {}
    if columns.by and not columns.entry:
        tests = {name: gray(groups, place + 1) for place, name in enumerate(counts.causes)}
    elif columns.by:
        said.append("Gray's test is not defined for people who enter late, and was left out.")
    if counts.left_out:
        said.append(_rows_left_out(counts.left_out, columns))
    if len(counts.causes) == 1:
        said.append("There is one kind of event only, so nothing competes with it.")
    curves = {name: aalen_johansen(table, level) for name, table in groups.items()}
    n = sum(table.n for table in groups.values())
    return Incidence(curves, counts.causes, tests, n, "Aalen-Johansen; Gray's test", tuple(said))
