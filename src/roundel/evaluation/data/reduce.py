"""Rows to whole numbers: how many of each group left at each time, and how."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

from roundel.evaluation.data import checks
from roundel.evaluation.data.source import Source, as_number, as_words
from roundel.evaluation.data.values import EventColumn, causes, yes_or_no
from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import Floats, Ints

if TYPE_CHECKING:
    from ibis.expr.types import Column

Words: TypeAlias = npt.NDArray[np.object_]
EVERYBODY = "everybody"


@dataclass(frozen=True)
class SurvivalColumns:
    """Which column is what. ``by`` names groups, ``strata`` what the comparison is made within, ``id`` the person."""

    time: str
    event: EventColumn
    by: str | None = None
    strata: str | None = None
    entry: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class Entries:
    """Distinct combinations of group, stratum and time of entry, and how many people each holds; all of shape (l,)."""

    groups: Words
    strata: Words
    times: Floats
    counts: Ints


@dataclass(frozen=True)
class Counts:
    """Distinct combinations and how many people each holds; all of shape (k,); ``entries`` only where some enter late.

    ``codes``: 0 left without an event, 1 ... the events in the order of ``causes``. ``left_out`` counts rows without a
    group or stratum.
    """

    groups: Words
    strata: Words
    times: Floats
    codes: Ints
    counts: Ints
    entries: Entries | None
    causes: tuple[str, ...]
    left_out: int
    warnings: tuple[str, ...] = ()


def reduce_survival(source: Source, columns: SurvivalColumns, *, censored: str | None = None) -> Counts:
    """Count people by group, stratum, time and event: one pass over the rows (two with entries).

    ``censored`` names the value of those who left without any event, and all other values are competing events; without
    it the event column is yes or no. BadInput, with row and column, for a time that is missing, negative or no number,
    a missing event, an entry that is not before the exit, and a person who is there twice.
    """
    warnings = checks.people(source, columns.id, columns.entry, columns.time)
    small = _exits(source, columns)
    checks.small_table(source, columns, small)
    kept = _known(small)
    values = sorted(set(small["event"][kept]))
    if not values:
        raise NotEstimable("there is nobody in the file with a time, an event and a group")
    codes, names = _coded(columns.event, values, censored)
    return Counts(
        small["group"][kept],
        small["stratum"][kept],
        small["time"][kept].astype(np.float64),
        np.array([codes[value] for value in small["event"][kept]], dtype=np.int64),
        small["n"][kept].astype(np.int64),
        _entries(source, columns) if columns.entry else None,
        names,
        int(small["n"][~kept].sum()),
        warnings,
    )


def _coded(event: EventColumn, values: list[str], censored: str | None) -> tuple[dict[str, int], tuple[str, ...]]:
    if censored is None:
        return yes_or_no(event, values), ("event",)
    return causes(event, values, censored)


def _labels(source: Source, columns: SurvivalColumns) -> dict[str, Column]:
    """Group and stratum as they stand in the file."""
    import ibis

    everybody = ibis.literal(EVERYBODY)
    return {
        "group": source.raw(columns.by) if columns.by else everybody,
        "stratum": source.raw(columns.strata) if columns.strata else everybody,
    }


def _exits(source: Source, columns: SurvivalColumns) -> dict[str, Any]:
    """Rows are counted as they stand; only what is left is turned into words and numbers, for it is little."""
    time, event = source.raw(columns.time), source.raw(columns.event.name)
    prepared = source.table.select(**_labels(source, columns), time=time, event=event, late=_late(source, columns))
    grouped = prepared.group_by(["group", "stratum", "time", "event"]).agg(
        n=lambda table: table.count(), late=lambda table: table.late.sum()
    )
    return _numpy(
        source.arrow(
            grouped.select(
                group=as_words(grouped.group),
                stratum=as_words(grouped.stratum),
                time=as_number(grouped.time, columns.time),
                event=as_words(grouped.event),
                n=grouped.n,
                late=grouped.late,
            )
        )
    )


def _late(source: Source, columns: SurvivalColumns) -> Any:
    """1 for a row whose entry is missing, negative or not before its exit."""
    import ibis

    if columns.entry is None:
        return ibis.literal(0)
    entry, time = source.number(columns.entry), source.number(columns.time)
    return (entry.isnull() | (entry < 0) | (entry >= time)).ifelse(1, 0)


def _entries(source: Source, columns: SurvivalColumns) -> Entries:
    assert columns.entry is not None  # noqa: S101 - asked before
    prepared = source.table.select(**_labels(source, columns), entry=source.raw(columns.entry))
    grouped = prepared.group_by(["group", "stratum", "entry"]).agg(n=lambda table: table.count())
    told = grouped.select(
        group=as_words(grouped.group),
        stratum=as_words(grouped.stratum),
        entry=as_number(grouped.entry, columns.entry),
        n=grouped.n,
    )
    small = _numpy(source.arrow(told))
    kept = _known(small)
    return Entries(
        small["group"][kept],
        small["stratum"][kept],
        small["entry"][kept].astype(np.float64),
        small["n"][kept].astype(np.int64),
    )


def _known(small: dict[str, Any]) -> Any:
    return np.array(
        [
            group is not None and stratum is not None
            for group, stratum in zip(small["group"], small["stratum"], strict=True)
        ],
        dtype=bool,
    )


def _numpy(table: Any) -> dict[str, Any]:
    """Columns of a small arrow table; text as objects with None, numbers with NaN for what is missing."""
    found = {}
    for name in table.column_names:
        column = table.column(name)
        text = str(column.type) in {"string", "large_string"}
        found[name] = np.array(column.to_pylist(), dtype=object) if text else column.to_numpy(zero_copy_only=False)
    return found
