"""How much would have to be wrong before the answer changed: E-value, Rosenbaum bounds, tipping point."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import LEVEL, Floats, Interval
from roundel.evaluation.stats.two_by_two import TwoByTwo, risk_difference


@dataclass(frozen=True)
class EValue:
    """How strongly something unmeasured would have to go with both taking part and the outcome, as risk ratios."""

    point: float
    limit: float | None
    method: str = "E-value (VanderWeele and Ding 2017)"


def e_value(ratio: float, low: float | None = None, high: float | None = None) -> EValue:
    """RR + sqrt(RR (RR - 1)), a ratio below one turned over; likewise for the limit nearer to one, or 1 if passed.

    ``ratio``, ``low`` and ``high`` are risk ratios (an odds or hazard ratio serves while the outcome is rare, below
    about 15 %). VanderWeele and Ding 2017, Ann Intern Med 167:268.
    """
    for value in (ratio, low, high):
        if value is not None and not value > 0:
            raise BadInput(f"a ratio is above nought, and {value} is not")
    nearer = low if ratio >= 1 else high
    limit = None
    if nearer is not None:
        limit = 1.0 if (nearer <= 1) == (ratio >= 1) else _e(nearer)
    return EValue(_e(ratio), limit)


def _e(ratio: float) -> float:
    above = ratio if ratio >= 1 else 1 / ratio
    return above + math.sqrt(above * (above - 1)) if math.isfinite(above) else math.inf


@dataclass(frozen=True)
class RosenbaumBound:
    """The range of a one-sided p-value if two alike people differ in their odds of taking part by up to ``gamma``."""

    gamma: float
    p_lower: float
    p_upper: float
    method: str


def rosenbaum_binary(fewer: int, more: int, gamma: float) -> RosenbaumBound:
    """Bounds for matched pairs with a yes-or-no outcome (McNemar's discordant pairs).

    Of the pairs in which one of the two had the event, ``more`` speak for the finding and ``fewer`` against it (which
    way round they are given does not matter). p = P(Bin(fewer + more, g) >= the larger), with g from 1 / (1 + gamma) to
    gamma / (1 + gamma). Rosenbaum 2002, Observational Studies, ch. 4.
    """
    _check_gamma(gamma)
    pairs, larger = fewer + more, max(fewer, more)
    if fewer < 0 or more < 0 or pairs == 0:
        raise NotEstimable("there are no pairs in which just one of the two had the event")
    upper, lower = (float(special.bdtrc(larger - 1, pairs, share)) for share in (gamma / (1 + gamma), 1 / (1 + gamma)))
    return RosenbaumBound(gamma, lower, upper, "McNemar, exact, one-sided")


def rosenbaum_wilcoxon(differences: Floats, gamma: float) -> RosenbaumBound:
    """Bounds of Wilcoxon's signed-rank test over pair differences, shape (pairs,); noughts are left out.

    Normal approximation without continuity correction: the sum of ranks of positive differences has mean g sum(r) and
    variance g (1 - g) sum(r^2). One-sided towards positive differences.
    """
    _check_gamma(gamma)
    values = np.asarray(differences, dtype=np.float64)
    values = values[values != 0]
    if values.size == 0:
        raise NotEstimable("no pair differs, so there is nothing to test")
    ranks = _ranks(np.abs(values))
    positive = float(ranks[values > 0].sum())

    def p(share: float) -> float:
        spread = math.sqrt(share * (1 - share) * float((ranks**2).sum()))
        return float(special.ndtr(-(positive - share * float(ranks.sum())) / spread))

    return RosenbaumBound(gamma, p(1 / (1 + gamma)), p(gamma / (1 + gamma)), "Wilcoxon signed rank, normal, one-sided")


def _ranks(values: Floats) -> Floats:
    """Ranks from 1, equal values sharing their mean rank."""
    _, where, count = np.unique(values, return_inverse=True, return_counts=True)
    shared: Floats = (np.cumsum(count) - (count - 1) / 2)[where]
    return shared


def _check_gamma(gamma: float) -> None:
    if not (math.isfinite(gamma) and gamma >= 1):
        raise BadInput(f"gamma is a ratio of odds from 1 up, and {gamma} is not")


@dataclass(frozen=True)
class TippingPoint:
    """How many events among people who could not be traced would take the finding away; None if no number would."""

    events_in_treated: int | None
    untraced_treated: int
    rate_needed: float | None
    rate_seen: float
    interval_then: Interval | None
    method: str = "tipping point: Newcombe limits of the risk difference, untraced treated people added one by one"


def tipping_point(
    table: TwoByTwo, untraced_treated: int, untraced_comparison: int = 0, level: float = LEVEL
) -> TippingPoint:
    """The fewest events among untraced treated people at which the risk difference no longer excludes nought.

    Untraced people of the comparison group are given the rate that was seen in it (the nearest whole number). Only for
    a finding whose interval excludes nought from below (fewer events among the treated).
    """
    if untraced_treated < 0 or untraced_comparison < 0:
        raise BadInput("the number of people who could not be traced is not negative")
    at_first = risk_difference(table, level=level).interval
    if at_first is None or at_first.high >= 0:
        raise NotEstimable("there is no finding of fewer events for untraced people to take away")
    p1, p0 = table.rates
    comparison_events = table.comparison_events + round(untraced_comparison * p0)
    for events in range(untraced_treated + 1):
        whole = TwoByTwo(
            table.treated_events + events,
            table.treated + untraced_treated,
            comparison_events,
            table.comparison + untraced_comparison,
        )
        interval = risk_difference(whole, level=level).interval
        if interval is not None and interval.high >= 0:
            share = events / untraced_treated if untraced_treated else None
            return TippingPoint(events, untraced_treated, share, p1, interval)
    return TippingPoint(None, untraced_treated, None, p1, None)
