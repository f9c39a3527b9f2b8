"""Commands about plans and money: value, power, staffing."""

from __future__ import annotations

import argparse
from dataclasses import dataclass

from roundel.evaluation.cli import options
from roundel.evaluation.cli.output import Answer, between, number, percent
from roundel.evaluation.economics import Draws, Swing, Uncertain, Value, probabilistic, tornado, value_for_money
from roundel.evaluation.effects.power import (
    Design,
    Detectable,
    SampleSize,
    people_needed,
    power_of,
    smallest_detectable,
)
from roundel.evaluation.effects.staffing import BlockingPlan, WaitingPlan, plan_for_blocking, plan_for_waiting
from roundel.evaluation.errors import BadInput


def add_commands(commands: options.Commands) -> None:
    """Their options."""
    made = options.add(commands, "value", _value, "Costs against what was averted")
    made.add_argument("--places", type=options.real, required=True)
    made.add_argument("--cost", type=options.real, required=True, help="of a place")
    made.add_argument("--averted", type=options.real, required=True, help="reoffences averted")
    made.add_argument("--cost-per-reoffence", type=options.real, required=True)
    made.add_argument("--averted-limits", type=options.pair, metavar="LOW,HIGH", help="95 %% limits, taken as normal")
    made.add_argument("--cost-limits", type=options.pair, metavar="LOW,HIGH", help="likewise, taken as gamma")
    made.add_argument("--cost-per-reoffence-limits", type=options.pair, metavar="LOW,HIGH", help="likewise, gamma")
    made.add_argument("--draws", type=options.whole, default=10_000, help="random draws (10000)")
    made.add_argument("--seed", type=options.whole, default=1, help="of the draws (1)")

    made = options.add(commands, "power", _power, "People needed, or the smallest difference that could be found")
    made.add_argument("--base", type=options.real, required=True, help="rate without the programme")
    made.add_argument("--ratio", type=options.real, help="of the rate with the programme to that without")
    made.add_argument("--people", type=options.whole, help="treated people there are")
    made.add_argument("--per-treated", type=options.real, default=1.0, help="comparison people for each (1)")
    made.add_argument("--alpha", type=options.real, default=0.05, help="two-sided (0.05)")
    made.add_argument("--power", type=options.real, default=0.80, help="wanted (0.80)")

    made = options.add(commands, "staffing", _staffing, "Lines needed so that callers are answered")
    made.add_argument("--minutes", type=options.real, required=True, help="mean length of a conversation")
    made.add_argument("--attempts-per-hour", type=options.real, help="attempts, redials among them")
    made.add_argument("--blocked", type=options.real, help="share of attempts turned away today")
    made.add_argument("--redial", type=options.real, help="how likely somebody turned away tries again")
    made.add_argument("--target-blocking", type=options.real, help="share that may be turned away")
    made.add_argument("--calls-per-hour", type=options.real, help="calls that may wait")
    made.add_argument("--target-seconds", type=options.real, default=20.0, help="answered within (20)")
    made.add_argument("--target-share", type=options.real, default=0.8, help="share answered by then (0.8)")
    made.add_argument("--patience-minutes", type=options.real, help="mean time after which callers give up")


# value


@dataclass(frozen=True)
class ValueAnswer:
    """The value, and its uncertainty where limits were given."""

    value: Value
    draws: Draws | None
    tornado: tuple[Swing, ...]


def _value(asked: argparse.Namespace) -> Answer:
    found = value_for_money(
        places=asked.places,
        cost_per_place=asked.cost,
        averted=asked.averted,
        cost_per_reoffence=asked.cost_per_reoffence,
    )
    inputs = {
        "places": Uncertain(asked.places),
        "cost_per_place": _uncertain(asked.cost, asked.cost_limits, "gamma"),
        "averted": _uncertain(asked.averted, asked.averted_limits, "normal"),
        "cost_per_reoffence": _uncertain(asked.cost_per_reoffence, asked.cost_per_reoffence_limits, "gamma"),
    }
    unsure = any(each.kind != "fixed" for each in inputs.values())
    draws = probabilistic(inputs, seed=asked.seed, draws=asked.draws, level=asked.level) if unsure else None
    answer = ValueAnswer(found, draws, tornado(inputs))
    return Answer("value", answer, _value_sentence(found), tuple(_value_lines(answer)), _value_warnings(answer))


def _uncertain(value: float, limits: tuple[float, float] | None, kind: str) -> Uncertain:
    return Uncertain(value) if limits is None else Uncertain(value, *limits, kind)


def _value_sentence(found: Value) -> str:
    if found.net >= 0:
        return f"For every 1 spent, {number(found.ratio)} came back: {number(found.net)} more than the places cost."
    lost = number(-found.net)
    return f"For every 1 spent, {number(found.ratio)} came back: the places cost {lost} more than they saved."


def _value_lines(answer: ValueAnswer) -> list[str]:
    found = answer.value
    lines = [
        f"Cost {number(found.cost)}, benefit {number(found.benefit)}, net benefit {number(found.net)}, "
        f"ratio {number(found.ratio)}",
        f"Cost per reoffence averted: {number(found.cost_per_averted)}",
        f"Benefit meets cost at {number(found.break_even)} reoffences averted",
    ]
    if answer.draws:
        draws = answer.draws
        lines += [
            f"{draws.draws} draws, seed {draws.seed}: net benefit {number(draws.net)} ({between(draws.net_interval)}), "
            f"ratio {number(draws.ratio)} ({between(draws.ratio_interval)})",
            f"Benefit above cost in {percent(draws.share_worth_it)} of them",
        ]
    lines += [
        f"{swing.name}: net benefit from {number(swing.at_low)} to {number(swing.at_high)}" for swing in answer.tornado
    ]
    return lines


def _value_warnings(answer: ValueAnswer) -> tuple[str, ...]:
    if answer.draws is None:
        return ("The inputs are taken as known; give their limits to see how sure this is.",)
    return ("The inputs are drawn independently of one another.",)


# power


@dataclass(frozen=True)
class PowerAnswer:
    """What was asked: people needed, the power of so many people, or the smallest difference they could find."""

    needed: SampleSize | None
    power: float | None
    detectable: Detectable | None


def _power(asked: argparse.Namespace) -> Answer:
    if asked.ratio is None and asked.people is None:
        raise BadInput("power needs --ratio (for the people needed), --people (for the smallest difference), or both")
    design = Design(asked.alpha, asked.power, asked.per_treated)
    if not 0 < asked.base < 1:
        raise BadInput(f"--base is a rate between 0 and 1, and {asked.base:g} is not")
    if asked.ratio is not None and not 0 <= asked.ratio * asked.base < 1:
        raise BadInput("--ratio times --base must be a rate between 0 and 1")
    needed = people_needed(asked.base, asked.base * asked.ratio, design) if asked.ratio is not None else None
    detectable = smallest_detectable(asked.base, asked.people, design) if asked.people is not None else None
    reached = power_of(asked.base, asked.base * asked.ratio, asked.people, design) if needed and detectable else None
    answer = PowerAnswer(needed, reached, detectable)
    said = [*_needed_words(needed, design), *_detectable_words(detectable, design)]
    lines = [] if reached is None else [f"With {asked.people} treated people the power is {percent(reached)}."]
    method = needed.method if needed else "two-sided test of two proportions"
    return Answer("power", answer, " ".join(said), (*lines, f"Method: {method}"))


def _needed_words(found: SampleSize | None, design: Design) -> list[str]:
    if found is None:
        return []
    return [
        f"To tell {percent(found.rate)} from {percent(found.base)} with a power of {percent(design.power)}, "
        f"{found.treated:,} treated people and {found.comparison:,} for comparison are needed."
    ]


def _detectable_words(found: Detectable | None, design: Design) -> list[str]:
    if found is None:
        return []
    if found.rate is None or found.ratio is None:
        return [
            f"With {found.treated:,} treated people not even a rate of nought could be told from {percent(found.base)}."
        ]
    return [
        f"With {found.treated:,} treated people a fall from {percent(found.base)} to {percent(found.rate)} (a ratio of "
        f"{number(found.ratio)}) is the smallest that would be found with a power of {percent(design.power)}."
    ]


# staffing


def _staffing(asked: argparse.Namespace) -> Answer:
    if (asked.attempts_per_hour is None) == (asked.calls_per_hour is None):
        raise BadInput(
            "staffing needs either --attempts-per-hour (callers are turned away) or --calls-per-hour (they wait)"
        )
    return _blocking(asked) if asked.attempts_per_hour is not None else _waiting(asked)


def _blocking(asked: argparse.Namespace) -> Answer:
    when = "--attempts-per-hour"
    found = plan_for_blocking(
        attempts_per_hour=asked.attempts_per_hour,
        minutes=asked.minutes,
        blocked=options.needed(asked.blocked, "--blocked", when),
        redial=options.needed(asked.redial, "--redial", when),
        target=options.needed(asked.target_blocking, "--target-blocking", when),
    )
    sentence = (
        f"{found.lines_needed} {'line' if found.lines_needed == 1 else 'lines'} are needed so that at most "
        f"{percent(asked.target_blocking)} of attempts are turned away."
    )
    return Answer("staffing", found, sentence, tuple(_blocking_lines(found)), found.warnings)


def _blocking_lines(found: BlockingPlan) -> list[str]:
    return [
        f"Behind {number(found.attempts_per_hour)} attempts an hour stand {number(found.people_per_hour)} people.",
        f"Today's answers are what {number(found.lines_today)} lines would give: "
        f"{number(found.answered_today)} calls an hour are answered.",
        f"Then {percent(found.blocked_then)} of {number(found.attempts_then)} attempts an hour are turned away, and "
        f"{number(found.answered_then)} calls an hour answered.",
        f"Method: {found.method}",
    ]


def _waiting(asked: argparse.Namespace) -> Answer:
    found = plan_for_waiting(
        calls_per_hour=asked.calls_per_hour,
        minutes=asked.minutes,
        within_seconds=asked.target_seconds,
        share=asked.target_share,
        patience_minutes=asked.patience_minutes,
    )
    sentence = (
        f"{found.lines_needed} lines are needed so that {percent(asked.target_share)} of callers are answered within "
        f"{number(asked.target_seconds)} seconds."
    )
    return Answer("staffing", found, sentence, tuple(_waiting_lines(found)), found.warnings)


def _waiting_lines(found: WaitingPlan) -> list[str]:
    wait = found.waiting
    lines = [
        f"Then {percent(wait.within)} are answered in time, {percent(wait.wait_share)} wait, "
        f"{number(wait.mean_wait * 3600)} seconds on average; lines are busy {percent(wait.occupancy)} of the time.",
    ]
    if found.with_patience:
        patient = found.with_patience
        lines.append(
            f"If callers give up, {percent(patient.abandon_share)} of them do, and the mean wait is "
            f"{number(patient.mean_wait * 3600)} seconds (Erlang A)."
        )
    return [*lines, f"Method: {found.method}"]
