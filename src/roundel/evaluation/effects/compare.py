"""Two groups compared in every customary way at once, so that nobody can choose the way that suits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from roundel.evaluation.effects.sensitivity import EValue, TippingPoint, e_value, tipping_point
from roundel.evaluation.effects.verdict import Verdict, verdict
from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import LEVEL, Estimate, Interval, PValue
from roundel.evaluation.stats import proportions, score, two_by_two
from roundel.evaluation.stats.two_by_two import TwoByTwo

FEW_EVENTS = 10


@dataclass(frozen=True)
class Measure:
    """One measure with each kind of limits by name; a kind that is not defined for these counts is left out."""

    estimate: float
    intervals: dict[str, Interval]
    method: str


@dataclass(frozen=True)
class Comparison:
    """The whole comparison. ``risk_ratio`` and ``odds_ratio`` are None where they have no value."""

    table: TwoByTwo
    treated_rate: Measure
    comparison_rate: Measure
    risk_difference: Measure
    risk_ratio: Measure | None
    odds_ratio: Measure | None
    relative_reduction: float | None
    number_needed: Estimate | None
    tests: tuple[PValue, ...]
    e_value: EValue | None
    tipping_point: TippingPoint | None
    verdict: Verdict
    methods_agree: bool
    n: int
    warnings: tuple[str, ...]


def compare(table: TwoByTwo, *, untraced: tuple[int, int] = (0, 0), level: float = LEVEL) -> Comparison:
    """Rates, difference, ratio, odds ratio, tests, number needed, E-value, tipping point, and the verdict.

    The verdict is "fewer" or "more" only where Newcombe's limits of the difference exclude nought and Fisher's exact
    test agrees at the same level; otherwise there is not enough evidence to say. ``untraced``: people of each group
    whose outcome is not known, for the tipping point.
    """
    tests = (two_by_two.fisher(table), two_by_two.pearson(table), two_by_two.yates(table))
    difference = _difference(table, level)
    found = verdict(difference.intervals["newcombe"], 0.0)
    says = [each.p < 1 - level for each in tests] + [each.excludes(0) for each in difference.intervals.values()]
    ratio = _ratio(table, level)
    return Comparison(
        table=table,
        treated_rate=_rate(table.treated_events, table.treated, level),
        comparison_rate=_rate(table.comparison_events, table.comparison, level),
        risk_difference=difference,
        risk_ratio=ratio,
        odds_ratio=_odds(table, level),
        relative_reduction=1 - ratio.estimate if ratio else None,
        number_needed=_number_needed(table, level),
        tests=tests,
        e_value=_e_value(ratio),
        tipping_point=_tipping(table, untraced, level),
        verdict=found if tests[0].p < 1 - level else Verdict.NOT_ENOUGH,
        methods_agree=all(says) or not any(says),
        n=table.n,
        warnings=_warnings(table),
    )


def _rate(events: int, people: int, level: float) -> Measure:
    kinds = {name: make(events, people, level) for name, make in proportions.INTERVALS.items()}
    return Measure(events / people, kinds, "proportion")


def _difference(table: TwoByTwo, level: float) -> Measure:
    kinds = {name: two_by_two.risk_difference(table, name, level).interval for name in ("newcombe", "wald")}
    kinds["score"] = score.score_difference(table, level)
    known = {name: interval for name, interval in kinds.items() if interval is not None}
    return Measure(table.rates[0] - table.rates[1], known, "risk difference, treated less comparison")


def _ratio(table: TwoByTwo, level: float) -> Measure | None:
    try:
        wald = two_by_two.risk_ratio(table, level)
    except NotEstimable:
        return None
    kinds = {"wald": wald.interval, "score": score.score_ratio(table, level)}
    return Measure(wald.estimate, {name: each for name, each in kinds.items() if each}, "risk ratio")


def _odds(table: TwoByTwo, level: float) -> Measure | None:
    try:
        wald = two_by_two.odds_ratio(table, level)
    except NotEstimable:
        return None
    exact, by_score = score.exact_odds(table, level), score.score_odds(table, level)
    kinds = {"wald": wald.interval, "exact": exact, "score": by_score}
    return Measure(wald.estimate, {name: each for name, each in kinds.items() if each}, "odds ratio (ad / bc)")


def _number_needed(table: TwoByTwo, level: float) -> Estimate | None:
    return two_by_two.number_needed(table, level) if table.rates[0] != table.rates[1] else None


def _e_value(ratio: Measure | None) -> EValue | None:
    if ratio is None or ratio.estimate <= 0:
        return None
    limits = ratio.intervals.get("wald") or ratio.intervals["score"]
    low = limits.low if limits.low > 0 else None
    return e_value(ratio.estimate, low, limits.high if math.isfinite(limits.high) else None)


def _tipping(table: TwoByTwo, untraced: tuple[int, int], level: float) -> TippingPoint | None:
    if not any(untraced):
        return None
    try:
        return tipping_point(table, *untraced, level=level)
    except NotEstimable:
        return None


def _warnings(table: TwoByTwo) -> tuple[str, ...]:
    events = table.treated_events + table.comparison_events
    if events == 0:
        return ("Nobody in either group had the event, so there is no ratio and nothing to test.",)
    if events < FEW_EVENTS:
        few = "1 event is few" if events == 1 else f"{events} events are few"
        return (f"{few}: Wald limits and chi-squared mislead here; read the exact ones.",)
    return ()
