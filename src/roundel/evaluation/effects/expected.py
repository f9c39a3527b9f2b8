"""Did fewer people reoffend than would have been expected? The count seen against the sum of probabilities."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.effects.norms import Norm
from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import LEVEL, Floats, Interval, PValue
from roundel.evaluation.stats import poisson

FEW = 5.0
AS_KNOWN = "The expectation is taken as known; its own uncertainty is not in the limits."
SMALL = "Fewer than five were expected, so even a large effect could hardly be seen."


@dataclass(frozen=True)
class ObservedExpected:
    """Observed over expected, with every kind of limits; ``interval`` is the one to report."""

    estimate: float
    interval: Interval
    n: int | None
    method: str
    observed: int
    expected: float
    intervals: dict[str, Interval]
    p_values: tuple[PValue, ...]
    expected_over_observed: float | None
    norm: str | None = None
    variance: float | None = None
    warnings: tuple[str, ...] = ()


def observed_expected(observed: int, expected: float, level: float = LEVEL) -> ObservedExpected:
    """A count against an expectation from anywhere; the exact Poisson limits are the ones to report."""
    limits = {
        "exact": poisson.exact(observed, expected, level),
        "mid_p": poisson.mid_p(observed, expected, level),
        "byar": poisson.byar(observed, expected, level),
    }
    return ObservedExpected(
        estimate=observed / expected,
        interval=limits["exact"],
        n=None,
        method="observed / expected, exact Poisson",
        observed=observed,
        expected=float(expected),
        intervals=limits | _turned(observed, expected, level),
        p_values=(poisson.two_sided(observed, expected), poisson.lower_tail(observed, expected)),
        expected_over_observed=expected / observed if observed else None,
        warnings=(AS_KNOWN, SMALL) if expected < FEW else (AS_KNOWN,),
    )


def _turned(observed: int, expected: float, level: float) -> dict[str, Interval]:
    return {"expected_over_observed": poisson.expected_over_observed(observed, expected, level)} if observed else {}


def observed_expected_people(
    observed: int, probabilities: Floats, *, table: Norm | None = None, level: float = LEVEL
) -> ObservedExpected:
    """A count against the sum of people's own probabilities, shape (n,); the exact Poisson-binomial limits count."""
    values = np.asarray(probabilities, dtype=np.float64)
    chance = poisson.poisson_binomial(values)
    expected = float(values.sum())
    plain = observed_expected(observed, expected, level)
    if observed > len(values):
        raise BadInput(f"{observed} people had the event and there are only {len(values)}")
    exact = poisson.poisson_binomial_interval(observed, values, level)
    below = PValue("exact Poisson-binomial, one-sided (so few or fewer)", float(chance[: observed + 1].sum()))
    return ObservedExpected(
        estimate=plain.estimate,
        interval=exact,
        n=len(values),
        method="observed / expected, exact Poisson-binomial",
        observed=observed,
        expected=expected,
        intervals={"poisson_binomial": exact} | plain.intervals,
        p_values=(below, *plain.p_values),
        expected_over_observed=plain.expected_over_observed,
        norm=f"{table.title}, version {table.version}; {table.source}" if table else None,
        variance=float((values * (1 - values)).sum()),
        warnings=plain.warnings + (table.limits if table else ()),
    )


def acceptance(probabilities: Floats, level: float = LEVEL) -> tuple[int, int]:
    """Counts that would surprise nobody if the probabilities were right: (1 - level) / 2 at most beyond each end."""
    chance = np.cumsum(poisson.poisson_binomial(probabilities))
    tail = (1 - level) / 2
    return int(np.searchsorted(chance, tail, side="right")), int(np.searchsorted(chance, 1 - tail, side="left"))
