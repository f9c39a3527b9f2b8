"""Cox's proportional hazards regression."""

from __future__ import annotations

from roundel.evaluation.stats.cox.baseline import Baseline, baseline
from roundel.evaluation.stats.cox.concordance import Concordance, concordance
from roundel.evaluation.stats.cox.data import CoxData
from roundel.evaluation.stats.cox.fit import TIES, Coefficient, CoxModel, cox
from roundel.evaluation.stats.cox.proportionality import Proportionality, proportionality

__all__ = [
    "TIES",
    "Baseline",
    "Coefficient",
    "Concordance",
    "CoxData",
    "CoxModel",
    "Proportionality",
    "baseline",
    "concordance",
    "cox",
    "proportionality",
]
