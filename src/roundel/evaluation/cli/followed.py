"""Commands about time: survival, incidence, cox."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from roundel.evaluation.cli import options
from roundel.evaluation.cli.output import Answer, between, estimate, number, p_value, percent, table
from roundel.evaluation.data import EventColumn, Source, SurvivalColumns, open_source, parse_columns, parse_event
from roundel.evaluation.effects.regression import CoxResult, RegressionColumns, cox_from, fine_gray_from
from roundel.evaluation.effects.survival import Group, Incidence, Reading, Survival, incidence, survival
from roundel.evaluation.effects.verdict import (
    CURVES_DIFFER,
    CURVES_NOT_ENOUGH,
    INCIDENCE_DIFFERS,
    INCIDENCE_NOT_ENOUGH,
)
from roundel.evaluation.results import Estimate
from roundel.evaluation.stats.cox import TIES
from roundel.evaluation.stats.fine_gray import FineGrayModel
from roundel.evaluation.stats.survival.kaplan_meier import LIMITS


def add_commands(commands: options.Commands) -> None:
    """Their options."""
    made = options.add(commands, "survival", _survival, "Kaplan-Meier, Nelson-Aalen, log-rank, restricted mean")
    options.add_survival_columns(made)
    made.add_argument("--by", metavar="COLUMN", help="the groups to compare")
    made.add_argument("--strata", metavar="COLUMN", help="compare within each value of this column")
    made.add_argument("--at", type=options.numbers, default=(), metavar="TIME[,TIME]", help="survival at these times")
    made.add_argument("--tau", type=options.real, metavar="TIME", help="horizon of the restricted mean")
    made.add_argument("--limits", choices=LIMITS, default="log-log", help="of the curve (log-log)")

    made = options.add(commands, "incidence", _incidence, "Cumulative incidence where another event competes")
    options.add_survival_columns(made)
    made.add_argument("--by", metavar="COLUMN", help="the groups to compare (Gray's test)")
    made.add_argument("--censored", default="0", metavar="VALUE", help="the value of those without any event (0)")
    made.add_argument("--at", type=options.numbers, default=(), metavar="TIME[,TIME]", help="shares at these times")
    made.add_argument("--covariates", metavar="COLUMNS", help='Fine-Gray regression on these: "a,b,C(c)"')

    made = options.add(commands, "cox", _cox, "Cox regression")
    options.add_survival_columns(made)
    made.add_argument("--covariates", required=True, metavar="COLUMNS", help='"a,b,C(c)"; C() is a category')
    made.add_argument("--ties", choices=TIES, default="efron")
    made.add_argument("--strata", metavar="COLUMN", help="a baseline hazard for each value")
    made.add_argument("--cluster", metavar="COLUMN", help="rows that belong together: robust standard errors")
    made.add_argument("--weights", metavar="COLUMN", help="case weights: robust standard errors")


def _open(asked: argparse.Namespace) -> tuple[Source, EventColumn]:
    return open_source(asked.data), parse_event(asked.event)


# survival


def _survival(asked: argparse.Namespace) -> Answer:
    source, event = _open(asked)
    columns = SurvivalColumns(asked.time, event, asked.by, asked.strata, asked.entry, asked.id)
    found = survival(source, columns, Reading(asked.limits, asked.at, asked.tau, asked.level))
    return Answer(
        "survival", found, _survival_sentence(found, 1 - asked.level), tuple(_survival_lines(found)), found.warnings
    )


def _survival_sentence(found: Survival, alpha: float) -> str:
    if not found.tests:
        return f"{found.events} of {found.n} people had the event."
    first = found.tests[0].p_value
    return f"{CURVES_DIFFER if first.p < alpha else CURVES_NOT_ENOUGH} {p_value(first)}."


def _survival_lines(found: Survival) -> list[str]:
    times = list(found.groups[0].at)
    head = ["Group", "people", "events", "median time", *(f"free of it at {number(time)}" for time in times)]
    lines = table(head, (_group_row(group) for group in found.groups))
    lines += ["", *(p_value(test.p_value) for test in found.tests)]
    for group in found.groups:
        lines.append(f"{group.name}: {estimate(group.rate)} events per unit of time")
        if group.restricted_mean:
            lines.append(f"{group.name}: {group.restricted_mean.method} {estimate(group.restricted_mean, _long)}")
    if found.restricted_mean_difference:
        named = " less ".join(group.name for group in found.groups)
        lines.append(f"{named}: {estimate(found.restricted_mean_difference, _long)}")
    return lines


def _long(value: float | None) -> str:
    return number(value, 6)


def _group_row(group: Group) -> list[str]:
    median = next(each for each in group.quantiles if each.share == 0.5)
    ends = f" ({_end(median.low)} to {_end(median.high)})"
    shown = "not reached" if median.time is None else number(median.time) + ends
    return [group.name, str(group.n), str(group.events), shown, *(estimate(at, percent) for at in group.at.values())]


def _end(value: float | None) -> str:
    return "not reached" if value is None else number(value)


# incidence


@dataclass(frozen=True)
class IncidenceAnswer:
    """Curves with their tests; ``at`` by group, event and time; a regression if covariates were named."""

    incidence: Incidence
    at: dict[str, dict[str, dict[float, Estimate]]]
    fine_gray: FineGrayModel | None


def _incidence(asked: argparse.Namespace) -> Answer:
    source, event = _open(asked)
    columns = SurvivalColumns(asked.time, event, asked.by, None, asked.entry, asked.id)
    found = incidence(source, columns, censored=asked.censored, level=asked.level)
    model = None
    if asked.covariates:
        chosen = RegressionColumns(asked.time, event, parse_columns(asked.covariates), id=asked.id)
        model = fine_gray_from(source, chosen, censored=asked.censored, level=asked.level)
    times = asked.at or (min(float(curve.times[-1]) for curve in found.groups.values()),)
    at = {
        group: {cause: {time: curve.at(time, place + 1) for time in times} for place, cause in enumerate(found.causes)}
        for group, curve in found.groups.items()
    }
    warnings = found.warnings + (model.warnings if model else ())
    lines = [line for cause in found.causes for line in _cause_lines(found, at, cause)]
    lines += _fine_gray_lines(model) if model else []
    sentence = _incidence_sentence(found, 1 - asked.level)
    return Answer("incidence", IncidenceAnswer(found, at, model), sentence, tuple(lines), warnings)


def _incidence_sentence(found: Incidence, alpha: float) -> str:
    if not found.tests:
        return f"{found.n} people, {len(found.causes)} kinds of event."
    said = []
    for cause, test in found.tests.items():
        said.append(f"Event {cause}: {INCIDENCE_DIFFERS if test.p < alpha else INCIDENCE_NOT_ENOUGH} {p_value(test)}.")
    return " ".join(said)


def _cause_lines(found: Incidence, at: dict[str, dict[str, dict[float, Estimate]]], cause: str) -> list[str]:
    times = list(next(iter(at.values()))[cause])
    rows = [
        [group, str(found.groups[group].n), *(estimate(each, percent) for each in by[cause].values())]
        for group, by in at.items()
    ]
    return [*table([f"Event {cause}", "people", *(f"share by {number(time)}" for time in times)], rows), ""]


def _fine_gray_lines(model: FineGrayModel) -> list[str]:
    rows = [[c.name, number(c.ratio), between(c.ratio_interval), p_value(c.p_value)] for c in model.coefficients]
    return table(["Fine-Gray", "subdistribution ratio", "limits", ""], rows)


# cox


def _cox(asked: argparse.Namespace) -> Answer:
    source, event = _open(asked)
    columns = RegressionColumns(
        asked.time,
        event,
        parse_columns(asked.covariates),
        entry=asked.entry,
        strata=asked.strata,
        cluster=asked.cluster,
        weights=asked.weights,
        id=asked.id,
    )
    found = cox_from(source, columns, ties=asked.ties, level=asked.level)
    said = [
        f"{each.name}: {_hazard(each.hazard_ratio_interval.low, each.hazard_ratio_interval.high)}."
        for each in found.model.coefficients
    ]
    return Answer(
        "cox", found, " ".join(said), tuple(_cox_lines(found)), found.warnings + _not_proportional(found, asked)
    )


def _hazard(low: float, high: float) -> str:
    if low > 1:
        return "goes with the event coming sooner"
    return "goes with the event coming later" if high < 1 else "not enough evidence to say"


def _not_proportional(found: CoxResult, asked: argparse.Namespace) -> tuple[str, ...]:
    if found.proportional is None:
        return ()
    odd = [name for name, test in found.proportional.tests.items() if test.p < 1 - asked.level]
    if not odd:
        return ()
    return (f"The hazard ratio of {', '.join(odd)} seems to change over time, so one number is an average of several.",)


def _cox_lines(found: CoxResult) -> list[str]:
    model = found.model
    rows = [
        [each.name, number(each.hazard_ratio), between(each.hazard_ratio_interval), p_value(each.p_value)]
        for each in model.coefficients
    ]
    lines = table(["", "hazard ratio", "limits", ""], rows)
    lines += ["", f"{model.n} rows, {model.events} events; {model.method}"]
    lines += [p_value(test) for test in (model.likelihood_ratio, model.score, model.wald)]
    if found.concordance:
        lines.append(
            f"Concordance {number(found.concordance.estimate)} (standard error {number(found.concordance.se)})"
        )
    if found.proportional:
        lines += [p_value(test) for test in (*found.proportional.tests.values(), found.proportional.everything)]
    return lines
