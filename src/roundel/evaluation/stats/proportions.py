"""One proportion, and its limits."""

from __future__ import annotations

import math

from scipy import special

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Estimate, Interval
from roundel.evaluation.stats.normal import z_of


def check_count(events: int, people: int) -> None:
    """BadInput unless both are whole numbers with 0 <= events <= people; NotEstimable of nobody."""
    if events != int(events) or people != int(people):
        raise BadInput(f"counts are whole numbers, and {events}/{people} are not")
    if people == 0:
        raise NotEstimable("nobody is in one of the groups, so it has no rate")
    if not 0 <= events <= people:
        raise BadInput(f"{events} of {people} is no count of people: it must lie between 0 and {people}")


def wald(events: int, people: int, level: float = LEVEL) -> Interval:
    """p +- z sqrt(p (1 - p) / n), cut at 0 and 1. Poor near 0 and 1: shown because others publish it."""
    check_count(events, people)
    p = events / people
    half = z_of(level) * math.sqrt(p * (1 - p) / people)
    return Interval(max(0.0, p - half), min(1.0, p + half), level, "Wald")


def wilson(events: int, people: int, level: float = LEVEL) -> Interval:
    """Score limits: the p for which |p^ - p| = z sqrt(p (1 - p) / n) (Wilson 1927, JASA 22)."""
    check_count(events, people)
    p, z2 = events / people, z_of(level) ** 2
    middle = (p + z2 / (2 * people)) / (1 + z2 / people)
    half = math.sqrt(z2 * (p * (1 - p) / people + z2 / (4 * people**2))) / (1 + z2 / people)
    low = 0.0 if events == 0 else middle - half
    return Interval(low, 1.0 if events == people else middle + half, level, "Wilson score")


def clopper_pearson(events: int, people: int, level: float = LEVEL) -> Interval:
    """Exact limits from the beta distribution; covers at least ``level`` (Clopper and Pearson 1934, Biometrika 26)."""
    check_count(events, people)
    z_of(level)
    tail = (1 - level) / 2
    low = 0.0 if events == 0 else float(special.betaincinv(events, people - events + 1, tail))
    high = 1.0 if events == people else float(special.betaincinv(events + 1, people - events, 1 - tail))
    return Interval(low, high, level, "Clopper-Pearson exact")


INTERVALS = {"wald": wald, "wilson": wilson, "exact": clopper_pearson}


def proportion(events: int, people: int, method: str = "wilson", level: float = LEVEL) -> Estimate:
    """A rate with its limits: ``method`` is wald, wilson or exact."""
    if method not in INTERVALS:
        raise BadInput(f"{method!r} is no interval of a proportion: choose one of {', '.join(INTERVALS)}")
    interval = INTERVALS[method](events, people, level)
    return Estimate(events / people, interval, people, "proportion")


def proportion_against(rate: float, people: int, reference: float, level: float = LEVEL) -> Estimate:
    """Difference of an observed rate from a reference that is taken as known, with Wald limits.

    rate - reference +- z sqrt(rate (1 - rate) / n). This is how a small group is set against a very large matched
    one (the Justice Data Lab); it leaves out the uncertainty of the reference.
    """
    if not (0 <= rate <= 1 and 0 <= reference <= 1):
        raise BadInput("rates lie between 0 and 1")
    if people < 1:
        raise NotEstimable("nobody is in the group, so it has no rate")
    se, difference = math.sqrt(rate * (1 - rate) / people), rate - reference
    half = z_of(level) * se
    warning = "The comparison's rate is taken as known; its own uncertainty is not in the interval."
    interval = Interval(difference - half, difference + half, level, "Wald, reference known")
    return Estimate(difference, interval, people, "difference from a known rate", se, None, (warning,))
