"""Norm tables: from a score to the probability of a proven reoffence. Versioned data with source and date."""

from __future__ import annotations

import json
from dataclasses import dataclass
from importlib import resources

import numpy as np

from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import Floats


@dataclass(frozen=True)
class Norm:
    """A table as published: p(score) = 1 / (1 + exp(-(intercept + slope score))), nought at nought if it says so."""

    name: str
    version: str
    title: str
    source: str
    taken: str
    outcome: str
    horizon: str
    lowest_score: int
    highest_score: int
    intercept: float
    slope: float
    zero_at_zero: bool
    bands: tuple[tuple[str, int, int], ...]
    limits: tuple[str, ...]

    def probabilities(self, scores: Floats) -> Floats:
        """Shape (n,) of whole scores -> shape (n,) of probabilities. BadInput names the row of a score outside."""
        values = np.asarray(scores, dtype=np.float64)
        wrong = ~((values >= self.lowest_score) & (values <= self.highest_score) & (values == np.floor(values)))
        if wrong.any():
            row = int(np.argmax(wrong))
            raise BadInput(
                f"{values[row]:g} is no {self.name} score: they are whole numbers from {self.lowest_score} "
                f"to {self.highest_score}",
                row=row + 1,
            )
        found: Floats = 1 / (1 + np.exp(-(self.intercept + self.slope * values)))
        return np.where(values == 0, 0.0, found) if self.zero_at_zero else found

    def band(self, score: int, *, offence_free_years: float = 0.0) -> str:
        """The published band of a score; one less after five years without an offence."""
        self.probabilities(np.array([score]))
        place = next(i for i, (_, low, high) in enumerate(self.bands) if low <= score <= high)
        return self.bands[max(0, place - (offence_free_years >= 5))][0]


def names() -> list[str]:
    """The norm tables that are here."""
    here = resources.files(__package__ or __name__)
    return sorted(entry.name.removesuffix(".json") for entry in here.iterdir() if entry.name.endswith(".json"))


def norm(name: str) -> Norm:
    """A norm table by its name. BadInput if there is none of that name."""
    if name not in names():
        raise BadInput(f"there is no norm table {name!r}; there are: {', '.join(names())}")
    read = json.loads((resources.files(__package__ or __name__) / f"{name}.json").read_text(encoding="utf-8"))
    read["bands"] = tuple(tuple(band) for band in read["bands"])
    return Norm(**(read | {"limits": tuple(read["limits"])}))
