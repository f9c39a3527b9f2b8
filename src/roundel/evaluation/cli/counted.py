"""Commands about counts: compare, expected, pool."""

from __future__ import annotations

import argparse
from dataclasses import dataclass, replace
from typing import Any

from roundel.evaluation.cli import options
from roundel.evaluation.cli.output import Answer, between, estimate, number, p_value, percent, table
from roundel.evaluation.effects import pooling
from roundel.evaluation.effects.compare import Comparison, Measure, compare
from roundel.evaluation.effects.expected import ObservedExpected, observed_expected, observed_expected_people
from roundel.evaluation.effects.norms import names, norm
from roundel.evaluation.effects.pooling.between import METHODS
from roundel.evaluation.effects.verdict import CAUSE, DEPENDS, EXPECTED, GROUPS, POOLED, verdict
from roundel.evaluation.errors import BadInput, NotEstimable
from roundel.evaluation.results import Estimate
from roundel.evaluation.stats.two_by_two import TwoByTwo


def add_commands(commands: options.Commands) -> None:
    """Their options."""
    made = options.add(commands, "compare", _compare, "Two groups and one outcome, in every customary way at once")
    made.add_argument("--treated", type=options.counts, required=True, metavar="EVENTS/PEOPLE")
    made.add_argument("--comparison", type=options.counts, required=True, metavar="EVENTS/PEOPLE")
    made.add_argument("--untraced", type=options.whole, default=0, help="treated people whose outcome is not known")
    made.add_argument("--untraced-comparison", type=options.whole, default=0, help="and of the comparison group")

    made = options.add(commands, "expected", _expected, "A number observed against the number expected")
    made.add_argument("--observed", type=options.whole, help="people who had the outcome")
    made.add_argument("--expected", type=options.real, help="how many were expected to")
    made.add_argument("--scores", metavar="FILE", help="a file with a column score (and reoffended, 0 or 1)")
    made.add_argument("--norm", metavar="NAME", help=f"the norm table for the scores: {', '.join(names())}")

    made = options.add(commands, "pool", _pool, "Several studies taken together")
    made.add_argument("studies", help="a file with treated_events, treated, comparison_events, comparison")
    made.add_argument("--measure", choices=[*pooling.MEASURES], default="rr", help="risk ratio, odds ratio, difference")
    made.add_argument("--tau2", choices=["fixed", *METHODS], default="reml", help="variance between studies (reml)")
    made.add_argument("--ci", choices=["hksj", "wald"], default="hksj", help="Hartung-Knapp (hksj) or Wald limits")


# compare


def _compare(asked: argparse.Namespace) -> Answer:
    try:
        counts = TwoByTwo(*asked.treated, *asked.comparison)
    except NotEstimable:
        raise
    except BadInput as error:
        raise BadInput(f"--treated and --comparison are EVENTS/PEOPLE: {error}") from error
    found = compare(counts, untraced=(asked.untraced, asked.untraced_comparison), level=asked.level)
    difference = found.risk_difference.intervals["newcombe"]
    sentence = (
        f"{GROUPS[found.verdict]} {percent(found.treated_rate.estimate)} of {counts.treated} treated people against "
        f"{percent(found.comparison_rate.estimate)} of {counts.comparison}: the data fit a difference from "
        f"{_points(difference.low)} to {_points(difference.high)} percentage points."
    )
    agree = () if found.methods_agree else (DEPENDS,)
    return Answer("compare", found, sentence, tuple(_compare_lines(found)), (*agree, *found.warnings, CAUSE))


def _points(value: float) -> str:
    return f"{100 * value:+.1f}"


def _compare_lines(found: Comparison) -> list[str]:
    rows: list[list[str]] = []
    rows += _measure("Rate, treated", found.treated_rate, percent)
    rows += _measure("Rate, comparison", found.comparison_rate, percent)
    rows += _measure("Risk difference", found.risk_difference, percent)
    rows += _measure("Risk ratio", found.risk_ratio, number)
    rows += _measure("Odds ratio", found.odds_ratio, number)
    lines = table(["", "value", "limits", ""], rows)
    lines += ["", *(p_value(test) for test in found.tests), ""]
    if found.number_needed:
        lines.append(f"{found.number_needed.method}: {estimate(found.number_needed)}")
    if found.e_value:
        limit = "" if found.e_value.limit is None else f", for the limit {number(found.e_value.limit)}"
        lines.append(f"E-value: {number(found.e_value.point)}{limit}")
    if found.tipping_point:
        tip = found.tipping_point
        lines.append(
            f"Tipping point: none, whatever became of the {tip.untraced_treated} people who could not be traced"
            if tip.events_in_treated is None
            else f"Tipping point: {tip.events_in_treated} of {tip.untraced_treated} people who could not be traced"
        )
    return lines


def _measure(name: str, found: Measure | None, form: Any) -> list[list[str]]:
    if found is None:
        return [[name, "not defined", "", ""]]
    if not found.intervals:
        return [[name, form(found.estimate), "", ""]]
    return [
        [name if place == 0 else "", form(found.estimate) if place == 0 else "", between(each, form), each.method]
        for place, each in enumerate(found.intervals.values())
    ]


# expected


def _expected(asked: argparse.Namespace) -> Answer:
    if (asked.scores is None) == (asked.expected is None):
        raise BadInput("give either --observed with --expected, or --scores with --norm")
    found = _from_scores(asked) if asked.scores else _from_numbers(asked)
    says = verdict(found.interval, 1.0)
    sentence = (
        f"{EXPECTED[says]} {found.observed} did, and {number(found.expected)} were expected: a ratio of "
        f"{number(found.estimate)}, and the data fit anything from {between(found.interval)}."
    )
    return Answer("expected", found, sentence, tuple(_expected_lines(found)), found.warnings)


def _from_numbers(asked: argparse.Namespace) -> ObservedExpected:
    observed = options.needed(asked.observed, "--observed", "--expected")
    return observed_expected(observed, asked.expected, asked.level)


def _from_scores(asked: argparse.Namespace) -> ObservedExpected:
    from roundel.evaluation.data import open_source
    from roundel.evaluation.effects.tables import read_scores

    chosen = norm(options.needed(asked.norm, "--norm", "--scores"))
    scores, seen = read_scores(open_source(asked.scores))
    if asked.observed is not None and seen is not None and asked.observed != seen:
        raise BadInput(f"--observed says {asked.observed} and the column reoffended says {seen}")
    observed = asked.observed if asked.observed is not None else seen
    if observed is None:
        raise BadInput("--scores needs --observed, or a column reoffended in the file")
    return observed_expected_people(observed, chosen.probabilities(scores), table=chosen, level=asked.level)


def _expected_lines(found: ObservedExpected) -> list[str]:
    turned = "expected_over_observed"
    rows = [[each.method, between(each)] for name, each in found.intervals.items() if name != turned]
    lines = table(["Observed / expected", number(found.estimate)], rows)
    if found.expected_over_observed is not None:
        lines.append(
            f"Expected / observed: {number(found.expected_over_observed)} ({between(found.intervals[turned])})"
        )
    lines += ["", *(p_value(test) for test in found.p_values)]
    return [*lines, f"Norm: {found.norm}"] if found.norm else lines


# pool


@dataclass(frozen=True)
class PoolAnswer:
    """Everything that pooling finds; parts that the studies do not allow are None."""

    pooled: pooling.Pooled
    common_effect: pooling.Pooled
    mantel_haenszel: Estimate | None
    peto: Estimate | None
    studies: tuple[dict[str, Any], ...]
    leave_one_out: dict[str, Estimate] | None
    egger: pooling.Egger | None
    trim_and_fill: pooling.TrimmedAndFilled | None


def _pool(asked: argparse.Namespace) -> Answer:
    from roundel.evaluation.data import open_source
    from roundel.evaluation.effects.tables import read_studies

    read = read_studies(open_source(asked.studies))
    counted = [] if isinstance(read, pooling.Effects) else read
    effects = (
        replace(read, measure=asked.measure)
        if isinstance(read, pooling.Effects)
        else pooling.effects_of(read, asked.measure)
    )
    found = _pool_all(effects, counted, asked)
    pooled, nothing = found.pooled, 0.0 if asked.measure == "rd" else 1.0
    sentence = (
        f"{POOLED[verdict(pooled.interval, nothing)]} {_studies(pooled.studies)}, {pooled.measure} "
        f"{number(pooled.estimate)} ({between(pooled.interval)})."
    )
    return Answer("pool", found, sentence, tuple(_pool_lines(found)), pooled.warnings)


def _studies(count: int) -> str:
    return "1 study" if count == 1 else f"{count} studies"


def _pool_all(effects: pooling.Effects, counted: list[pooling.Study], asked: argparse.Namespace) -> PoolAnswer:
    tau2, ci, level = asked.tau2, asked.ci, asked.level
    pooled = pooling.pool(effects, tau2, ci, level)
    common = pooling.pool(effects, "fixed", "wald", level)
    without = _try(lambda: pooling.leave_one_out(effects, tau2, ci, level))
    return PoolAnswer(
        pooled,
        common,
        _try(lambda: pooling.mantel_haenszel(counted, asked.measure, level)) if counted else None,
        _try(lambda: pooling.peto(counted, level)) if counted and asked.measure == "or" else None,
        tuple(
            {"study": name, "value": float(value), "variance": float(variance), "weight": weight}
            for name, value, variance, weight in zip(
                effects.names, effects.values, effects.variances, pooled.weights, strict=True
            )
        ),
        {name: Estimate(each.estimate, each.interval, each.n, each.method) for name, each in without.items()}
        if without
        else None,
        _try(lambda: pooling.egger(effects)),
        _try(lambda: pooling.trim_and_fill(effects, tau2, ci, level)),
    )


def _try(make: Any) -> Any:
    """None where the studies do not allow it."""
    try:
        return make()
    except NotEstimable:
        return None


def _pool_lines(found: PoolAnswer) -> list[str]:
    pooled = found.pooled
    lines = table(
        ["Study", "value (log of a ratio)", "weight"],
        ([each["study"], number(each["value"]), percent(each["weight"])] for each in found.studies),
    )
    lines += [
        "",
        f"Varying effects: {number(pooled.estimate)} ({between(pooled.interval)}), {pooled.interval.method} limits",
        f"Common effect: {number(found.common_effect.estimate)} ({between(found.common_effect.interval)})",
        f"The next such study would lie between: {between(pooled.prediction)}",
        f"{p_value(pooled.p_value)}; {p_value(pooled.q)}",
        f"Variance between studies {number(pooled.tau2)} ({pooled.method}), I² {percent(pooled.i2)}",
    ]
    if found.mantel_haenszel:
        lines.append(f"Mantel-Haenszel, common effect: {estimate(found.mantel_haenszel)}")
    if found.peto:
        lines.append(f"Peto, common odds ratio: {estimate(found.peto)}")
    for name, each in (found.leave_one_out or {}).items():
        lines.append(f"Without {name}: {estimate(each)}")
    if found.egger:
        lines.append(f"Small studies: {p_value(found.egger.p_value)}")
    if found.trim_and_fill:
        filled = found.trim_and_fill
        lines.append(
            f"Trim and fill: {filled.missing} missing, as it seems; filled in "
            f"{number(filled.filled.estimate)} ({between(filled.filled.interval)})"
        )
    return lines
