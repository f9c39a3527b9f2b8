"""How many people a comparison needs, and the smallest difference that one of its size could have seen.

Two independent groups, a two-sided test of two proportions without continuity correction (Fleiss, Levin and Paik 2003,
Statistical Methods for Rates and Proportions, ch. 4):
n per group = (z_a sqrt((1 + 1/k) p q) + z_b sqrt(p1 q1 + p0 q0 / k))^2 / (p1 - p0)^2, p the mean rate, k the comparison
people for each treated one.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import optimize, special

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.stats.normal import z_of

METHOD = "two-sided test of two proportions, normal, without continuity correction"


@dataclass(frozen=True)
class Design:
    """A plan: two-sided ``alpha``, ``power`` wanted, and comparison people for each treated one."""

    alpha: float = 0.05
    power: float = 0.80
    per_treated: float = 1.0

    def __post_init__(self) -> None:
        z_of(1 - self.alpha)
        if not 0 < self.power < 1:
            raise BadInput(f"power lies between 0 and 1, and {self.power} does not")
        if not (math.isfinite(self.per_treated) and self.per_treated > 0):
            raise BadInput("the comparison people for each treated one must be above nought")


@dataclass(frozen=True)
class SampleSize:
    """People needed in each group to find ``rate`` against ``base``."""

    treated: int
    comparison: int
    base: float
    rate: float
    method: str = METHOD


@dataclass(frozen=True)
class Detectable:
    """The smallest fall in the rate that a comparison of this size finds with the power it was planned for."""

    rate: float | None
    ratio: float | None
    base: float
    treated: int
    method: str = METHOD


def people_needed(base: float, rate: float, design: Design | None = None) -> SampleSize:
    """People in each group to tell ``rate`` (with the service) from ``base`` (without it)."""
    plan = design or Design()
    _check_rates(base, rate)
    exact = _per_group(base, rate, plan)
    treated = math.ceil(exact - 1e-9)
    return SampleSize(treated, math.ceil(treated * plan.per_treated - 1e-9), base, rate)


def power_of(base: float, rate: float, treated: int, design: Design | None = None) -> float:
    """The probability that a comparison with ``treated`` people finds the difference."""
    plan = design or Design()
    _check_rates(base, rate)
    _check_people(treated)
    under_null, under_change = _spreads(base, rate, plan)
    reached = math.sqrt(treated) * abs(rate - base) - z_of(1 - plan.alpha) * under_null
    return float(special.ndtr(reached / under_change)) if under_change > 0 else float(reached > 0)


def smallest_detectable(base: float, treated: int, design: Design | None = None) -> Detectable:
    """The highest rate below ``base`` that would be told from it with the planned power; None if not even nought."""
    plan = design or Design()
    _check_people(treated)
    if not 0 < base < 1:
        raise BadInput(f"a rate lies between 0 and 1, and {base} does not")
    nearly = base * 1e-9
    if power_of(base, nearly, treated, plan) < plan.power:
        return Detectable(None, None, base, treated)
    found = float(
        optimize.brentq(lambda rate: power_of(base, rate, treated, plan) - plan.power, nearly, base * (1 - 1e-9))
    )
    return Detectable(found, found / base, base, treated)


def _per_group(base: float, rate: float, plan: Design) -> float:
    under_null, under_change = _spreads(base, rate, plan)
    wanted = z_of(1 - plan.alpha) * under_null + float(special.ndtri(plan.power)) * under_change
    return (wanted / (rate - base)) ** 2


def _spreads(base: float, rate: float, plan: Design) -> tuple[float, float]:
    k = plan.per_treated
    mean = (rate + k * base) / (1 + k)
    null = math.sqrt(mean * (1 - mean) * (1 + 1 / k))
    return null, math.sqrt(rate * (1 - rate) + base * (1 - base) / k)


def _check_rates(base: float, rate: float) -> None:
    if not (0 < base < 1 and 0 <= rate < 1):
        raise BadInput("rates lie between 0 and 1")
    if base == rate:
        raise NotEstimable("equal rates cannot be told apart by any number of people")


def _check_people(treated: int) -> None:
    if treated < 1 or treated != int(treated):
        raise BadInput(f"the number of people is a whole number from 1 up, and {treated} is not")
