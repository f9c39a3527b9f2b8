"""The columns that a regression or a matching needs, as arrays: one row for each that is complete."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from roundel.evaluation.data import checks
from roundel.evaluation.data.columns import Column
from roundel.evaluation.data.source import Source
from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Bools, Floats, Ints

MOST_LEVELS = 200


@dataclass(frozen=True)
class Frame:
    """``numbers`` by column (n,), ``labels`` by column: codes (n,) and their names; ``rows`` (n,) from 1 in the file.

    ``left_out`` counts rows that lacked something, ``read`` all rows.
    """

    numbers: dict[str, Floats]
    labels: dict[str, tuple[Ints, tuple[str, ...]]]
    rows: Ints
    left_out: int
    read: int

    def design(self, columns: Sequence[Column]) -> tuple[Floats, tuple[str, ...], dict[str, list[int]]]:
        """The covariates as a matrix (n, p), the names of its columns, and which columns belong to which covariate.

        A category's levels are sorted (numbers as numbers); the first is what the others are compared with.
        """
        parts: list[Floats] = []
        names: list[str] = []
        terms: dict[str, list[int]] = {}
        for column in columns:
            made, called = self._one(column)
            terms[column.name] = list(range(len(names), len(names) + len(called)))
            parts.extend(made)
            names.extend(called)
        whole = np.empty((len(self.rows), len(parts)), order="F")  # methods go through it column by column
        for place, part in enumerate(parts):
            whole[:, place] = part
        return whole, tuple(names), terms

    def _one(self, column: Column) -> tuple[list[Floats], list[str]]:
        if not column.category:
            return [self.numbers[column.name]], [column.name]
        codes, levels = self.labels[column.name]
        if len(levels) < 2:
            raise NotEstimable("everybody has the same value, so it cannot explain anything", column=column.name)
        if len(levels) > MOST_LEVELS:
            raise BadInput(f"it has {len(levels)} different values, too many for a category", column=column.name)
        made = [(codes == level).astype(np.float64) for level in range(1, len(levels))]
        return made, [f"{column.name}[{level}]" for level in levels[1:]]


def read_frame(source: Source, numbers: Sequence[str], labels: Sequence[str], needed: Sequence[str] = ()) -> Frame:
    """Read columns of numbers and of labels. Rows that lack any are left out and counted; those in ``needed`` must not.

    BadInput, with row and column, where a number is no number.
    """
    import ibis

    numbers, labels = list(dict.fromkeys(numbers)), list(dict.fromkeys(labels))
    for name in numbers:
        _refuse_words(source, name, is_covariate=name not in needed)
    for name in needed:
        checks.missing(source, name, "the value is missing")
    chosen = {f"n{place}": source.number(name) for place, name in enumerate(numbers)}
    chosen |= {f"l{place}": source.words(name) for place, name in enumerate(labels)}
    table = source.arrow(source.table.select(**chosen, row=ibis.row_number()))
    read = table.num_rows
    if not read:
        raise NotEstimable("there is no row in the file")
    values = {name: _floats(table, f"n{place}") for place, name in enumerate(numbers)}
    words = {name: _codes(table.column(f"l{place}")) for place, name in enumerate(labels)}
    rows: Ints = table.column("row").to_numpy() + 1
    del table
    kept = _complete(values, words, read)
    if not kept.any():
        raise NotEstimable("no row has a value in every column that is needed")
    if not kept.all():
        values = {name: column[kept] for name, column in values.items()}
        words = {name: _used(codes[kept], levels) for name, (codes, levels) in words.items()}
    return Frame(values, words, rows[kept], int(read - kept.sum()), read)


def _refuse_words(source: Source, name: str, *, is_covariate: bool) -> None:
    """A column of numbers holds no words; infinite and NaN are no numbers either."""
    raw, number = source.column(name), source.number(name)
    wrong = raw.notnull() & (number.isnull() | number.isnan() | number.isinf())
    found = source.first_row(wrong, raw.cast("string"))
    if found is not None:
        hint = f"; write C({name}) if it is a category" if is_covariate else ""
        raise BadInput(f"{found[1]!r} is not a number{hint}", row=found[0], column=name)


def _floats(table: Any, name: str) -> Floats:
    found: Floats = table.column(name).to_numpy(zero_copy_only=False).astype(np.float64, copy=False)
    return found


def _codes(column: Any) -> tuple[Ints, tuple[str, ...]]:
    """Codes by sorted level, -1 for what is missing."""
    encoded = column.combine_chunks().dictionary_encode()
    seen = encoded.dictionary.to_pylist()
    order = sorted(range(len(seen)), key=lambda place: _sorting(seen[place]))
    rank = np.full(len(seen) + 1, -1, dtype=np.int64)
    rank[order] = np.arange(len(seen))
    codes = encoded.indices.fill_null(len(seen)).to_numpy(zero_copy_only=False)
    return rank[codes], tuple(seen[place] for place in order)


def _sorting(level: str) -> tuple[int, float, str]:
    try:
        return (0, float(level), level)
    except ValueError:
        return (1, 0.0, level)


def _complete(values: dict[str, Floats], words: dict[str, tuple[Ints, tuple[str, ...]]], read: int) -> Bools:
    kept = np.ones(read, dtype=bool)
    for column in values.values():
        kept &= np.isfinite(column)
    for codes, _ in words.values():
        kept &= codes >= 0
    return kept


def _used(codes: Ints, levels: tuple[str, ...]) -> tuple[Ints, tuple[str, ...]]:
    """Only the levels that are left after rows were left out."""
    present, again = np.unique(codes, return_inverse=True)
    return again.astype(np.int64), tuple(levels[level] for level in present)
