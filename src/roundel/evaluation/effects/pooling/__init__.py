"""Several studies taken together."""

from __future__ import annotations

from roundel.evaluation.effects.pooling.bias import Egger, TrimmedAndFilled, egger, trim_and_fill
from roundel.evaluation.effects.pooling.inverse_variance import Pooled, leave_one_out, pool
from roundel.evaluation.effects.pooling.moderators import MetaRegression, meta_regression
from roundel.evaluation.effects.pooling.studies import MEASURES, Effects, Study, effects_of
from roundel.evaluation.effects.pooling.tables import mantel_haenszel, peto

__all__ = [
    "MEASURES",
    "Effects",
    "Egger",
    "MetaRegression",
    "Pooled",
    "Study",
    "TrimmedAndFilled",
    "effects_of",
    "egger",
    "leave_one_out",
    "mantel_haenszel",
    "meta_regression",
    "peto",
    "pool",
    "trim_and_fill",
]
