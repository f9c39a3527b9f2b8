"""The shapes that answers come in: frozen, plain, and the same for every method."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Floats: TypeAlias = npt.NDArray[np.floating[Any]]
Ints: TypeAlias = npt.NDArray[np.integer[Any]]
Numbers: TypeAlias = Floats | Ints
Bools: TypeAlias = npt.NDArray[np.bool_]

LEVEL = 0.95  # of an interval, unless the caller says otherwise


@dataclass(frozen=True)
class Interval:
    """A confidence interval. An end is infinite where the data set no bound, and NaN where it is not defined."""

    low: float
    high: float
    level: float
    method: str

    def excludes(self, value: float) -> bool:
        """Whether ``value`` lies outside; False where an end is not defined."""
        return value < self.low or value > self.high


@dataclass(frozen=True)
class PValue:
    """The result of one significance test, which it names: p-values of different tests are different numbers."""

    test: str
    p: float
    statistic: float | None = None
    df: float | None = None


@dataclass(frozen=True)
class Estimate:
    """One number with its uncertainty.

    ``n`` is how many people (or studies) it rests on; ``se`` the standard error on the scale that ``method``
    names, where there is one; ``warnings`` are sentences for the reader.
    """

    estimate: float
    interval: Interval | None
    n: int
    method: str
    se: float | None = None
    p_value: PValue | None = None
    warnings: tuple[str, ...] = ()
