"""Small files of studies or scores, whole in memory."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from roundel.evaluation.data import Source, read_frame
from roundel.evaluation.effects.pooling.studies import Effects, Study
from roundel.evaluation.errors import BadInput, EvaluationError
from roundel.evaluation.results import Floats
from roundel.evaluation.stats.two_by_two import TwoByTwo

# Customary names: events and totals of each group, or those with and without the event.
TOTALS = (
    ("treated_events", "treated", "comparison_events", "comparison"),
    ("treated_events", "treated_total", "comparison_events", "comparison_total"),
    ("events_treated", "n_treated", "events_comparison", "n_comparison"),
    ("a", "n1", "c", "n2"),
    ("ai", "n1i", "ci", "n2i"),
    ("event.e", "n.e", "event.c", "n.c"),
)
CELLS = (("tpos", "tneg", "cpos", "cneg"), ("ai", "bi", "ci", "di"), ("a", "b", "c", "d"))
EFFECTS = (("yi", "vi"), ("effect", "variance"))
NAMES = ("study", "name", "author", "trial")
EXPECTED = (
    "treated_events, treated, comparison_events, comparison (or tpos, tneg, cpos, cneg; or yi, vi), and study for names"
)


def read_studies(source: Source) -> list[Study] | Effects:
    """Studies by their counts, or (columns yi and vi) by effect and variance on the scale of pooling."""
    kind = next((names for names in (*TOTALS, *CELLS, *EFFECTS) if set(names) <= set(source.columns)), None)
    if kind is None:
        raise BadInput(f"the file needs the columns {EXPECTED}; it has {', '.join(source.columns)}")
    named = next((name for name in NAMES if name in source.columns), None)
    frame = read_frame(source, kind, [named] if named else [], needed=kind)
    columns = [frame.numbers[name] for name in kind]
    labels = [f"study {row}" for row in frame.rows]
    if named:
        codes, levels = frame.labels[named]
        labels = [levels[code] for code in codes]
    if kind in EFFECTS:
        return Effects(tuple(labels), columns[0], columns[1], "rd", len(labels))
    return [_study(name, row, kind, values) for name, row, *values in zip(labels, frame.rows, *columns, strict=True)]


def _study(name: str, row: int, kind: Sequence[str], values: Sequence[float]) -> Study:
    a, second, c, fourth = values
    treated, comparison = (second, fourth) if kind in TOTALS else (a + second, c + fourth)
    if any(value != int(value) for value in values):
        raise BadInput("counts are whole numbers", row=int(row))
    try:
        return Study(name, TwoByTwo(int(a), int(treated), int(c), int(comparison)))
    except EvaluationError as error:
        raise BadInput(error.sentence, row=int(row)) from error


def read_scores(source: Source) -> tuple[Floats, int | None]:
    """Scores from the column ``score`` (one row a person, or so many as ``people`` says), and the events seen in
    ``reoffended`` (0 or 1) if there is such a column."""
    if "score" not in source.columns:
        raise BadInput(f'the file needs a column "score"; it has {", ".join(source.columns)}')
    extra = [name for name in ("people", "reoffended") if name in source.columns]
    frame = read_frame(source, ["score", *extra], [], needed=["score", *extra])
    scores = frame.numbers["score"]
    seen = int(frame.numbers["reoffended"].sum()) if "reoffended" in extra else None
    if "people" in extra:
        scores = np.repeat(scores, frame.numbers["people"].astype(np.int64))
    return scores, seen
