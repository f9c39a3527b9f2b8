"""The command match: a comparison group of people who were alike."""

from __future__ import annotations

import argparse
import math

from roundel.evaluation.cli import options
from roundel.evaluation.cli.output import Answer, estimate, number, table
from roundel.evaluation.data import open_source, parse_columns, parse_event
from roundel.evaluation.effects.matched import SCALES, MatchChoice, MatchColumns, Matched, match_from
from roundel.evaluation.effects.matching import Caliper
from roundel.evaluation.effects.matching.greedy import ORDERS, UNITS
from roundel.evaluation.effects.verdict import CAUSE


def add_commands(commands: options.Commands) -> None:
    """Its options."""
    made = options.add(commands, "match", _match, "Match on a propensity score, and see how alike the groups are")
    made.add_argument("data", help="a .csv or .parquet file, one row for each person")
    made.add_argument("--treated", required=True, metavar="COLUMN[=VALUE]", help="who took part")
    made.add_argument("--covariates", required=True, metavar="COLUMNS", help='"a,b,C(c)"; C() is a category')
    made.add_argument("--caliper", type=options.real, default=math.inf, help="how far apart at most (no limit)")
    made.add_argument("--caliper-unit", choices=UNITS, default="sd_overall")
    made.add_argument("--order", choices=ORDERS, default="largest", help="who chooses first (largest score)")
    made.add_argument("--ratio", type=options.whole, default=1, help="comparison people for each treated one (1)")
    made.add_argument("--scale", choices=SCALES, default="probability", help="what distances are measured on")
    made.add_argument("--outcome", metavar="COLUMN", help="a number, or 0 and 1: the effects as well")
    made.add_argument("--id", metavar="COLUMN", help="the person; refuses somebody who is there twice")


def _match(asked: argparse.Namespace) -> Answer:
    columns = MatchColumns(parse_event(asked.treated), parse_columns(asked.covariates), asked.outcome, asked.id)
    choice = MatchChoice(Caliper(asked.caliper, asked.caliper_unit), asked.order, asked.ratio, asked.scale)
    found = match_from(open_source(asked.data), columns, choice, level=asked.level)
    sentence = (
        f"{found.matched_treated} of {found.treated} treated people were matched, with "
        f"{found.matched_comparison} of {found.comparison} comparison people."
    )
    return Answer("match", found, sentence, tuple(_lines(found)), (*found.warnings, CAUSE))


def _lines(found: Matched) -> list[str]:
    rows = [
        [
            before.name,
            *(number(each.standardised_difference, 2) for each in (before, after, weighted)),
            *(number(each.variance_ratio, 2) for each in (before, after)),
        ]
        for before, after, weighted in zip(found.before, found.after, found.weighted, strict=True)
    ]
    head = ["Standardised difference", "before", "matched", "weighted", "variances before", "matched"]
    lines = table(head, rows)
    outside = f"{found.support.treated_outside} treated and {found.support.comparison_outside} comparison people"
    lines += [
        "",
        f"Caliper: {'none' if found.caliper is None else number(found.caliper)}; outside common support: {outside}",
        f"Method: {found.method}",
    ]
    lines += [f"Effect, {name.replace('_', ' ')}: {estimate(effect)}" for name, effect in found.effects.items()]
    return lines
