"""Refusing rows that cannot be right, by row and column."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from roundel.evaluation.data.source import Source
from roundel.evaluation.errors import BadInput, NotEstimable

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Column

    from roundel.evaluation.data.reduce import SurvivalColumns


def small_table(source: Source, columns: SurvivalColumns, small: dict[str, Any]) -> None:
    """Look at the counted combinations, and go back to the rows only if something is wrong with one of them."""
    if not len(small["n"]):
        raise NotEstimable("there is no row in the file")
    times = small["time"].astype(np.float64)
    if not np.all(np.isfinite(times) & (times >= 0)):
        bad_number(source, columns.time, negative="a time is not negative")
    if any(value is None for value in small["event"]):
        missing(source, columns.event.name, "the event is missing: say for everybody whether it happened")
    if np.nansum(small["late"].astype(np.float64)) > 0 and columns.entry:
        _late(source, columns)


def bad_number(source: Source, name: str, *, negative: str | None = None) -> None:
    """Raise for the first row whose value is missing, no number, infinite, or (where that is wrong) negative."""
    number, raw = source.number(name), source.column(name)
    wrong = number.isnull() | number.isnan() | number.isinf()
    wrong = wrong | (number < 0) if negative else wrong
    found = source.first_row(wrong, raw.cast("string"))
    if found is None:
        return
    row, value = found
    if value is None:
        raise BadInput("the value is missing", row=row, column=name)
    finite = _number(value)
    if finite is None:
        raise BadInput(f"{value!r} is not a number", row=row, column=name)
    raise BadInput(f"{negative}, and {value} is", row=row, column=name)


def _number(text: str) -> float | None:
    try:
        found = float(text)
    except ValueError:
        return None
    return found if np.isfinite(found) else None


def missing(source: Source, name: str, sentence: str) -> None:
    """Raise for the first row without a value."""
    column = source.column(name)
    found = source.first_row(column.isnull(), column.cast("string"))
    if found is not None:
        raise BadInput(sentence, row=found[0], column=name)


def _late(source: Source, columns: SurvivalColumns) -> None:
    assert columns.entry is not None  # noqa: S101 - asked before
    bad_number(source, columns.entry, negative="an entry is not negative")
    entry, time = source.number(columns.entry), source.number(columns.time)
    found = source.first_row(entry >= time, entry)
    if found is not None:
        raise BadInput("the entry is not before the exit", row=found[0], column=columns.entry)


def people(source: Source, identity: str | None, entry: str | None, time: str) -> tuple[str, ...]:
    """Refuse a person who is there twice; with entries, one whose intervals (entry, time] overlap.

    Without a named column, one that is called "id" and holds a value twice makes a warning.
    """
    if identity is not None:
        missing(source, identity, "the identifier is missing")
        if entry is None:
            _twice(source, source.words(identity), identity)
        else:
            _overlapping(source, identity, entry, time)
        return ()
    guess = next((name for name in source.columns if name.lower() == "id"), None)
    if guess is None or entry is not None:
        return ()
    named = source.table.select(id_=source.words(guess))
    again = named.group_by("id_").agg(n=lambda table: table.count()).filter(lambda table: table.n > 1)
    if not source.arrow(again.count()).as_py():
        return ()
    return (f'Column "{guess}" holds a value more than once, and each row was taken as a person of its own.',)


def _twice(source: Source, named: Column, identity: str) -> None:
    table = source.table.select(id_=named)
    again = table.group_by("id_").agg(n=lambda each: each.count()).filter(lambda each: each.n > 1)
    found = source.arrow(again.order_by("id_").limit(1)).to_pylist()
    if not found:
        return
    same: BooleanValue = named == found[0]["id_"]
    place = source.first_row(same, named)
    raise BadInput(f"the same person is there {found[0]['n']} times", row=place[0] if place else None, column=identity)


def _overlapping(source: Source, identity: str, entry: str, time: str) -> None:
    import ibis

    rows = source.table.select(
        id_=source.words(identity), entry_=source.number(entry), exit_=source.number(time), row_=ibis.row_number()
    )
    before = rows.exit_.lag().over(ibis.window(group_by="id_", order_by=["entry_", "exit_"]))
    wrong = rows.mutate(before_=before).filter(lambda each: each.entry_ < each.before_)
    found = source.arrow(wrong.order_by("row_").limit(1)).to_pylist()
    if found:
        raise BadInput(
            "the interval begins before an earlier one of the same person has ended",
            row=found[0]["row_"] + 1,
            column=entry,
        )
