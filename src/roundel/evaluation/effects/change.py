"""Has one person's score on a questionnaire changed by more than its error of measurement?"""

from __future__ import annotations

import math
from dataclasses import dataclass

from roundel.evaluation.errors import BadInput

RELIABLE = 1.96


@dataclass(frozen=True)
class ReliableChange:
    """The index, the two standard errors that it rests on, and whether it is beyond 1.96 either way."""

    index: float
    standard_error: float
    standard_error_of_difference: float
    reliable: bool
    method: str = "Jacobson and Truax 1991 (J Consult Clin Psychol 59:12)"


def reliable_change(before: float, after: float, *, sd: float, reliability: float) -> ReliableChange:
    """(after - before) / (sqrt 2 sd sqrt(1 - r)); ``sd`` of the norm group and ``reliability`` r of the instrument."""
    if not sd > 0 or not 0 <= reliability < 1:
        raise BadInput("the standard deviation is above nought, and the reliability lies between 0 and 1")
    error = sd * math.sqrt(1 - reliability)
    apart = math.sqrt(2) * error
    index = (after - before) / apart
    return ReliableChange(index, error, apart, abs(index) > RELIABLE)
