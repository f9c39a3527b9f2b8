"""How many people must be on the helpline so that callers are answered, and how many callers stand behind redials."""

from __future__ import annotations

from dataclasses import dataclass

from roundel.evaluation.errors import BadInput
from roundel.evaluation.stats import queueing
from roundel.evaluation.stats.queueing import Waiting

AVERAGE = "It is the need in an average hour: arrivals at peak times, breaks and absence come on top."


@dataclass(frozen=True)
class BlockingPlan:
    """Callers who find all lines busy are turned away and may redial. Rates per hour, load in erlangs."""

    attempts_per_hour: float
    people_per_hour: float
    load: float
    lines_today: float
    lines_needed: int
    blocked_then: float
    attempts_then: float
    answered_today: float
    answered_then: float
    method: str = "Erlang B with redials"
    warnings: tuple[str, ...] = (AVERAGE,)


@dataclass(frozen=True)
class WaitingPlan:
    """Callers wait: lines needed, and what happens then; with patience, what the same lines do under Erlang A."""

    calls_per_hour: float
    load: float
    lines_needed: int
    waiting: Waiting
    with_patience: Waiting | None
    method: str = "Erlang C"
    warnings: tuple[str, ...] = (AVERAGE,)


def plan_for_blocking(
    *, attempts_per_hour: float, minutes: float, blocked: float, redial: float, target: float
) -> BlockingPlan:
    """From attempts seen and the share turned away: people behind them, and lines for a ``target`` share turned away.

    ``minutes``: mean length of a conversation with what must be written after it. ``redial``: how likely somebody who
    was turned away tries again.
    """
    _check(attempts_per_hour, minutes)
    hours = minutes / 60
    people = queueing.first_attempts(attempts_per_hour, blocked, redial)
    if people <= 0:
        raise BadInput("if everybody is turned away and redials for ever, nobody is behind the attempts")
    load = people * hours
    lines = queueing.lines_for_blocking(load, redial, target)
    then, all_load = queueing.blocked_with_redials(load, lines, redial)
    return BlockingPlan(
        attempts_per_hour=attempts_per_hour,
        people_per_hour=people,
        load=load,
        lines_today=queueing.lines_behind(attempts_per_hour * hours, blocked) if 0 < blocked < 1 else float("nan"),
        lines_needed=lines,
        blocked_then=then,
        attempts_then=all_load / hours,
        answered_today=attempts_per_hour * (1 - blocked),
        answered_then=all_load / hours * (1 - then),
    )


def plan_for_waiting(
    *, calls_per_hour: float, minutes: float, within_seconds: float, share: float, patience_minutes: float | None = None
) -> WaitingPlan:
    """Lines at which ``share`` of callers are answered within so many seconds, if all wait (Erlang C).

    With a mean patience, what the same lines do when callers give up (Erlang A).
    """
    _check(calls_per_hour, minutes)
    service = 60 / minutes
    lines = queueing.lines_for_wait(calls_per_hour, service, within_seconds / 3600, share)
    patient = None
    if patience_minutes is not None:
        if patience_minutes <= 0:
            raise BadInput("patience must be above nought")
        patient = queueing.erlang_a(calls_per_hour, service, 60 / patience_minutes, lines)
    waiting = queueing.erlang_c(calls_per_hour, service, lines, within_seconds / 3600)
    return WaitingPlan(calls_per_hour, calls_per_hour / service, lines, waiting, patient)


def _check(per_hour: float, minutes: float) -> None:
    if not (per_hour > 0 and minutes > 0):
        raise BadInput("calls per hour and minutes must be above nought")
