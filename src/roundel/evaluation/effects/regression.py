"""From a file to a Cox or Fine-Gray regression."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from roundel.evaluation.data import Column, EventColumn, Frame, Source, read_frame
from roundel.evaluation.data.checks import people
from roundel.evaluation.data.values import causes, yes_or_no
from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Bools, Floats
from roundel.evaluation.stats.cox import (
    Concordance,
    CoxData,
    CoxModel,
    Proportionality,
    concordance,
    cox,
    proportionality,
)
from roundel.evaluation.stats.fine_gray import FineGrayModel, fine_gray


@dataclass(frozen=True)
class RegressionColumns:
    """Which column is what; all but time, event and covariates may be None."""

    time: str
    event: EventColumn
    covariates: tuple[Column, ...]
    entry: str | None = None
    strata: str | None = None
    cluster: str | None = None
    weights: str | None = None
    id: str | None = None

    def used_twice(self) -> str | None:
        """A column that is both outcome and covariate."""
        taken = {self.time, self.event.name, self.entry}
        return next((column.name for column in self.covariates if column.name in taken), None)


@dataclass(frozen=True)
class CoxResult:
    """The model with its checks; ``proportional`` and ``concordance`` are None where they are not defined."""

    model: CoxModel
    proportional: Proportionality | None
    concordance: Concordance | None
    left_out: int
    warnings: tuple[str, ...]


def cox_from(source: Source, columns: RegressionColumns, *, ties: str = "efron", level: float = LEVEL) -> CoxResult:
    """Read the columns, fit, and test whether hazards are proportional."""
    said = people(source, columns.id, columns.entry, columns.time) if columns.cluster is None or columns.id else ()
    data, terms, left_out = _cox_data(source, columns)
    model = cox(data, ties=ties, level=level)
    del data  # the model keeps the columns in the shape that it needs
    said += _rows_left_out(left_out, model.n + left_out)
    return CoxResult(model, _proportional(model, terms), _concordance(model), left_out, said + model.warnings)


def _cox_data(source: Source, columns: RegressionColumns) -> tuple[CoxData, dict[str, list[int]], int]:
    """The rows as arrays; the frame that they come from is let go here, for it holds every column once more."""
    frame = _frame(source, columns)
    _check_times(frame, columns)
    x, names, terms = frame.design(columns.covariates)
    codes, levels = frame.labels[columns.event.name]
    by_level = yes_or_no(columns.event, list(levels))
    data = CoxData(
        frame.numbers[columns.time],
        np.array([by_level[level] for level in levels], dtype=bool)[codes],
        x,
        names,
        entry=frame.numbers[columns.entry] if columns.entry else None,
        strata=frame.labels[columns.strata][0] if columns.strata else None,
        weights=frame.numbers[columns.weights] if columns.weights else None,
        cluster=frame.labels[columns.cluster][0] if columns.cluster else None,
    )
    return data, terms, frame.left_out


def fine_gray_from(
    source: Source, columns: RegressionColumns, *, censored: str = "0", level: float = LEVEL
) -> FineGrayModel:
    """Regression of the incidence of the first cause (or that named in the event), all others competing."""
    frame = _frame(source, columns)
    x, names, _ = frame.design(columns.covariates)
    codes, levels = frame.labels[columns.event.name]
    by_level, _ = causes(columns.event, list(levels), censored)
    code = np.minimum(np.array([by_level[level] for level in levels], dtype=np.int64)[codes], 2)
    _check_times(frame, columns)
    model = fine_gray(frame.numbers[columns.time], code, x, names, level)
    return replace(model, warnings=_rows_left_out(frame.left_out, frame.read) + model.warnings)


def _frame(source: Source, columns: RegressionColumns) -> Frame:
    twice = columns.used_twice()
    if twice:
        raise BadInput("it is the outcome and cannot be a covariate as well", column=twice)
    numbers = [columns.time, columns.entry, columns.weights, *(c.name for c in columns.covariates if not c.category)]
    labels = [columns.event.name, columns.strata, columns.cluster, *(c.name for c in columns.covariates if c.category)]
    return read_frame(source, _named(numbers), _named(labels), needed=(columns.time, columns.event.name))


def _named(columns: Sequence[str | None]) -> list[str]:
    return [column for column in columns if column]


def _check_times(frame: Frame, columns: RegressionColumns) -> None:
    time = frame.numbers[columns.time]
    _refuse(frame, time < 0, time, columns.time, "a time is not negative")
    if columns.entry:
        entry = frame.numbers[columns.entry]
        _refuse(frame, entry < 0, entry, columns.entry, "an entry is not negative")
        _refuse(frame, entry >= time, entry, columns.entry, "the entry is not before the exit")
    if columns.weights:
        weights = frame.numbers[columns.weights]
        _refuse(frame, weights <= 0, weights, columns.weights, "a weight is above nought")


def _refuse(frame: Frame, wrong: Bools, values: Floats, column: str, sentence: str) -> None:
    if wrong.any():
        place = int(np.argmax(wrong))
        raise BadInput(f"{sentence}, and {values[place]:g} stands there", row=int(frame.rows[place]), column=column)


def _rows_left_out(left_out: int, read: int) -> tuple[str, ...]:
    if not left_out:
        return ()
    return (f"{left_out} of {read} rows left out, for want of a value in a column that is needed.",)


def _proportional(model: CoxModel, terms: dict[str, list[int]]) -> Proportionality | None:
    if model.ties == "exact" or len(model.data.slots.times) < 3:
        return None
    try:
        return proportionality(model, terms=terms)
    except np.linalg.LinAlgError:
        return None


def _concordance(model: CoxModel) -> Concordance | None:
    try:
        return concordance(model)
    except NotEstimable:
        return None
