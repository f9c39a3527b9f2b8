"""Two groups, one yes-or-no outcome: differences, ratios, and the tests, each by its name."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from scipy import special

from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import LEVEL, Estimate, Floats, Interval, PValue
from roundel.evaluation.stats.normal import chi_squared, z_of
from roundel.evaluation.stats.proportions import check_count, wilson

TIE = 1 + 1e-7  # tables as probable as the observed one up to rounding, as R's fisher.test counts them


@dataclass(frozen=True)
class TwoByTwo:
    """Events and people in the treated group and in the comparison group."""

    treated_events: int
    treated: int
    comparison_events: int
    comparison: int

    def __post_init__(self) -> None:
        check_count(self.treated_events, self.treated)
        check_count(self.comparison_events, self.comparison)

    @property
    def cells(self) -> tuple[int, int, int, int]:
        """a, b, c, d: treated with and without the event, comparison with and without."""
        a, c = self.treated_events, self.comparison_events
        return a, self.treated - a, c, self.comparison - c

    @property
    def n(self) -> int:
        """Everybody."""
        return self.treated + self.comparison

    @property
    def rates(self) -> tuple[float, float]:
        """The event rate of the treated, and of the comparison group."""
        return self.treated_events / self.treated, self.comparison_events / self.comparison


def risk_difference(table: TwoByTwo, method: str = "newcombe", level: float = LEVEL) -> Estimate:
    """p1 - p0, treated minus comparison. ``method``: newcombe, or wald.

    Newcombe's hybrid score limits are made of the Wilson limits of the two rates (Newcombe 1998, Stat Med 17:873,
    method 10); Wald's are +- z sqrt(p1 q1 / n1 + p0 q0 / n0). Score limits stand in ``score``.
    """
    p1, p0 = table.rates
    se = math.sqrt(p1 * (1 - p1) / table.treated + p0 * (1 - p0) / table.comparison)
    if method == "wald":
        half = z_of(level) * se
        interval = Interval(p1 - p0 - half, p1 - p0 + half, level, "Wald")
    else:
        interval = _newcombe(table, level)
    return Estimate(p1 - p0, interval, table.n, "risk difference", se)


def _newcombe(table: TwoByTwo, level: float) -> Interval:
    (p1, p0), difference = table.rates, table.rates[0] - table.rates[1]
    one = wilson(table.treated_events, table.treated, level)
    nought = wilson(table.comparison_events, table.comparison, level)
    low = difference - math.hypot(p1 - one.low, nought.high - p0)
    return Interval(low, difference + math.hypot(one.high - p1, p0 - nought.low), level, "Newcombe hybrid score")


def risk_ratio(table: TwoByTwo, level: float = LEVEL) -> Estimate:
    """p1 / p0 with limits on the log scale: se = sqrt(1/a - 1/n1 + 1/c - 1/n0) (Katz and others 1978, Biometrics 34).

    ``se`` is on the log scale. With no event in a group the Wald limits are not defined and the interval is None;
    with none in the comparison group the ratio has no value: NotEstimable.
    """
    a, c = table.treated_events, table.comparison_events
    if c == 0:
        raise NotEstimable("nobody in the comparison group had the event, so the risk ratio has no value")
    if a == 0:
        return Estimate(0.0, None, table.n, "risk ratio", None, None, (NO_WALD,))
    se = math.sqrt(1 / a - 1 / table.treated + 1 / c - 1 / table.comparison)
    return _on_log_scale(table.rates[0] / table.rates[1], se, "risk ratio", table.n, level)


NO_WALD = "A group has no event (or nothing but events), so the Wald limits are not defined; read the score limits."


def odds_ratio(table: TwoByTwo, level: float = LEVEL) -> Estimate:
    """(a d) / (b c) with Woolf's limits: se of its log = sqrt(1/a + 1/b + 1/c + 1/d) (Woolf 1955, Ann Hum Genet 19)."""
    a, b, c, d = table.cells
    if b * c == 0 and a * d == 0:
        raise NotEstimable("the odds ratio is nought divided by nought here, and has no value")
    if 0 in (a, b, c, d):
        value = math.inf if b * c == 0 else a * d / (b * c)
        return Estimate(value, None, table.n, "odds ratio", None, None, (NO_WALD,))
    se = math.sqrt(1 / a + 1 / b + 1 / c + 1 / d)
    return _on_log_scale(a * d / (b * c), se, "odds ratio", table.n, level)


def _on_log_scale(value: float, se: float, method: str, n: int, level: float) -> Estimate:
    half = z_of(level) * se
    interval = Interval(value * math.exp(-half), value * math.exp(half), level, "Wald on the log scale")
    return Estimate(value, interval, n, method, se)


def number_needed(table: TwoByTwo, level: float = LEVEL) -> Estimate:
    """1 / |risk difference|: how many take part for one event fewer (or, if the rate is higher, one more).

    Its limits are those of Newcombe's difference turned over. If they run through no difference, the number runs
    through infinity: the interval is then the two numbers on either side, and a warning says so (Altman 1998, BMJ 317).
    """
    difference = risk_difference(table, level=level)
    if difference.estimate == 0:
        raise NotEstimable("the two rates are equal, so no number of people makes one event fewer")
    assert difference.interval is not None  # noqa: S101 - risk_difference always gives one
    low, high = difference.interval.low, difference.interval.high
    method = "number needed for one event fewer" if difference.estimate < 0 else "number needed for one event more"
    if difference.interval.excludes(0):
        ends = sorted((1 / abs(low), 1 / abs(high)))
        interval = Interval(ends[0], ends[1], level, "Newcombe, turned over")
        return Estimate(1 / abs(difference.estimate), interval, table.n, method)
    best = 1 / abs(low if difference.estimate < 0 else high) if low != 0 != high else math.inf
    worst = 1 / abs(high if difference.estimate < 0 else low) if low != 0 != high else math.inf
    warning = (
        f"The interval runs from {best:.1f} through infinity to {worst:.1f} the other way round: "
        "the data fit fewer and more events alike."
    )
    interval = Interval(best, math.inf, level, "Newcombe, turned over; one side only")
    return Estimate(1 / abs(difference.estimate), interval, table.n, method, None, None, (warning,))


def pearson(table: TwoByTwo) -> PValue:
    """Pearson's chi-squared, without continuity correction: n (ad - bc)^2 / (product of the margins)."""
    return _chi_squared(table, 0.0, "chi-squared without continuity correction")


def yates(table: TwoByTwo) -> PValue:
    """Chi-squared with Yates's continuity correction: |ad - bc| less n/2, not below nought (Yates 1934)."""
    return _chi_squared(table, 0.5, "chi-squared with Yates's continuity correction")


def _chi_squared(table: TwoByTwo, correction: float, name: str) -> PValue:
    a, b, c, d = table.cells
    margins = (a + b) * (c + d) * (a + c) * (b + d)
    if margins == 0:
        return PValue(name, math.nan, math.nan, 1.0)
    apart = max(0.0, abs(a * d - b * c) - correction * table.n)
    return chi_squared(name, table.n * apart**2 / margins, 1)


def fisher(table: TwoByTwo) -> PValue:
    """Fisher's exact test, two-sided: all tables with these margins that are no more probable than this one."""
    values, log_weights = _hypergeometric(table)
    weights = np.exp(log_weights - log_weights.max())
    mine = weights[table.treated_events - int(values[0])]
    p = float(weights[weights <= mine * TIE].sum() / weights.sum())
    return PValue("Fisher's exact, two-sided", min(1.0, p))


def _hypergeometric(table: TwoByTwo) -> tuple[Floats, Floats]:
    """Possible numbers of events among the treated, and the log of each one's weight; shapes (k,), (k,)."""
    events = table.treated_events + table.comparison_events
    values = np.arange(max(0, events - table.comparison), min(table.treated, events) + 1, dtype=np.float64)
    return values, -_log_ways(values, table.treated) - _log_ways(events - values, table.comparison)


def _log_ways(chosen: Floats, people: int) -> Floats:
    """Minus the log of "people over chosen", up to a constant."""
    found: Floats = special.gammaln(chosen + 1) + special.gammaln(people - chosen + 1)
    return found


def hypergeometric(table: TwoByTwo) -> tuple[Floats, Floats]:
    """The conditional distribution of the treated group's events given all margins, odds ratio 1, unnormalised logs."""
    return _hypergeometric(table)
