"""From a file to a matched comparison group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.data import Column, EventColumn, Frame, Source, read_frame
from roundel.evaluation.data.checks import people
from roundel.evaluation.data.values import yes_or_no
from roundel.evaluation.effects.matching import (
    Balance,
    Caliper,
    Matching,
    Support,
    balance,
    doubly_robust,
    match,
    matched_difference,
    support,
    weighted_difference,
    weights_for,
)
from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Bools, Estimate, Floats
from roundel.evaluation.stats.logistic import logistic

SCALES = ("probability", "logit")
ALIKE = 0.1


@dataclass(frozen=True)
class MatchColumns:
    """Which column is what; ``outcome`` is looked at only after the groups have been made."""

    treated: EventColumn
    covariates: tuple[Column, ...]
    outcome: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class MatchChoice:
    """How to match; ``scale`` is what distances are measured on."""

    caliper: Caliper
    order: str = "largest"
    ratio: int = 1
    scale: str = "probability"


@dataclass(frozen=True)
class Matched:
    """The groups, how alike they are, and the effects if an outcome was named. ``pairs`` are rows of the file."""

    treated: int
    comparison: int
    matched_treated: int
    matched_comparison: int
    caliper: float | None
    coefficients: dict[str, float]
    pairs: tuple[dict[str, float | int | str], ...]
    before: tuple[Balance, ...]
    after: tuple[Balance, ...]
    weighted: tuple[Balance, ...]
    support: Support
    effects: dict[str, Estimate]
    effective_comparison: float
    method: str
    warnings: tuple[str, ...]


def match_from(source: Source, columns: MatchColumns, choice: MatchChoice, *, level: float = LEVEL) -> Matched:
    """Propensity score by logistic regression, greedy matching, balance before and after, weighting beside it."""
    if choice.scale not in SCALES:
        raise BadInput(f"{choice.scale!r} is no scale of a score: choose one of {', '.join(SCALES)}")
    said = people(source, columns.id, None, "")
    frame = _frame(source, columns)
    x, names, _ = frame.design(columns.covariates)
    treated = _treated(frame, columns.treated)
    model = logistic(treated, x, names)
    score = model.fitted if choice.scale == "probability" else model.linear(x)
    found = match(score, treated, caliper=choice.caliper, order=choice.order, ratio=choice.ratio)
    weights = weights_for(model.fitted, treated, "att")
    after = balance(x, names, treated, _as_weights(found, len(treated)))
    return Matched(
        treated=int(treated.sum()),
        comparison=int((~treated).sum()),
        matched_treated=len(np.unique(found.treated)),
        matched_comparison=len(found.comparison),
        caliper=found.caliper if np.isfinite(found.caliper) else None,
        coefficients=dict(zip(("intercept", *names), model.beta.tolist(), strict=True)),
        pairs=_pairs(found, frame, columns.id),
        before=balance(x, names, treated),
        after=after,
        weighted=balance(x, names, treated, weights.values),
        support=support(score, treated),
        effects=_effects(frame, columns, (treated, x, model.fitted), found, level),
        effective_comparison=weights.effective_comparison,
        method=f"logistic propensity score ({choice.scale} scale); {found.method}; order: {found.order}",
        warnings=said + _warnings(frame, found, after),
    )


def _frame(source: Source, columns: MatchColumns) -> Frame:
    taken = {columns.treated.name, columns.outcome}
    twice = next((column.name for column in columns.covariates if column.name in taken), None)
    if twice:
        raise BadInput("it is treatment or outcome and cannot be a covariate as well", column=twice)
    numbers = [column.name for column in columns.covariates if not column.category]
    labels = [columns.treated.name, *(column.name for column in columns.covariates if column.category)]
    labels += [columns.id] if columns.id else []
    numbers += [columns.outcome] if columns.outcome else []
    return read_frame(source, numbers, labels, needed=(columns.treated.name,))


def _treated(frame: Frame, column: EventColumn) -> Bools:
    codes, levels = frame.labels[column.name]
    by_level = yes_or_no(column, list(levels))
    treated = np.array([by_level[level] for level in levels], dtype=bool)[codes]
    if treated.all() or not treated.any():
        raise NotEstimable("both groups must have somebody in them", column=column.name)
    return treated


def _as_weights(found: Matching, n: int) -> Floats:
    """1 for a matched treated person, one over his matches for each of these, 0 for everybody else."""
    weights = np.zeros(n)
    weights[found.treated] = 1.0
    _, where, each = np.unique(found.treated, return_inverse=True, return_counts=True)
    weights[found.comparison] = 1 / each[where]
    return weights


def _pairs(found: Matching, frame: Frame, identity: str | None) -> tuple[dict[str, float | int | str], ...]:
    made: list[dict[str, float | int | str]] = []
    for one, other, apart in zip(found.treated, found.comparison, found.distance, strict=True):
        pair: dict[str, float | int | str] = {
            "treated_row": int(frame.rows[one]),
            "comparison_row": int(frame.rows[other]),
            "distance": float(apart),
        }
        if identity:
            codes, levels = frame.labels[identity]
            pair |= {"treated_id": levels[codes[one]], "comparison_id": levels[codes[other]]}
        made.append(pair)
    return tuple(made)


def _effects(
    frame: Frame, columns: MatchColumns, groups: tuple[Bools, Floats, Floats], found: Matching, level: float
) -> dict[str, Estimate]:
    if columns.outcome is None:
        return {}
    (treated, x, p), y = groups, frame.numbers[columns.outcome]
    made = {"matched": matched_difference(y, found, level)} if len(np.unique(found.treated)) > 1 else {}
    for kind in ("att", "ate", "overlap"):
        made[f"weighted_{kind}"] = weighted_difference(y, treated, weights_for(p, treated, kind).values, level)
    try:
        made["doubly_robust_att"] = doubly_robust(y, treated, x, p, level=level)
    except NotEstimable:  # the outcome's own regression may be impossible where the score's is not
        return made
    return made


def _warnings(frame: Frame, found: Matching, after: tuple[Balance, ...]) -> tuple[str, ...]:
    said = []
    if frame.left_out:
        said.append(f"{frame.left_out} of {frame.read} rows left out, for want of a value in a column that is needed.")
    if len(found.unmatched):
        said.append(f"{len(found.unmatched)} treated people found no match: the result is not about them.")
    odd = [each.name for each in after if abs(each.standardised_difference) > ALIKE]
    if odd:
        said.append(f"Still apart after matching (standardised difference above {ALIKE}): {', '.join(odd)}.")
    return tuple(said)
