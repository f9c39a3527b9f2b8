"""Lines and callers: Erlang's formulae. Rates are per hour, times in hours, load in erlangs (arrivals x hours each).

B: a caller who finds all lines busy is turned away. C: he waits as long as it takes. A: he waits and may give up.
All three assume callers who do not know of one another (Poisson arrivals) and a steady hour; C and A exponential
conversation times. Erlang 1917; Palm 1957; Garnett, Mandelbaum and Reiman 2002 (M&SOM 4) for A.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import optimize, special

from roundel.evaluation.errors import BadInput, NotEstimable

ENDLESS = 1e-17  # share of the whole below which further states of the queue are left out
MOST_LINES = 100_000


@dataclass(frozen=True)
class Waiting:
    """What happens to callers who may wait. Times in hours, shares between 0 and 1."""

    wait_share: float
    mean_wait: float
    mean_queue: float
    occupancy: float
    abandon_share: float
    within: float | None = None


def _positive(**values: float) -> None:
    for name, value in values.items():
        if not math.isfinite(value) or value <= 0:
            raise BadInput(f"{name} must be above nought, and {value} is not")


def erlang_b(load: float, lines: int) -> float:
    """Share of callers turned away: B(0) = 1, B(c) = a B(c-1) / (c + a B(c-1))."""
    if load < 0 or not math.isfinite(load) or lines < 0 or lines != int(lines):
        raise BadInput("the load must not be negative and the lines must be a whole number")
    blocked = 1.0
    for line in range(1, int(lines) + 1):
        blocked = load * blocked / (line + load * blocked)
    return blocked


def erlang_b_continuous(load: float, lines: float) -> float:
    """Erlang B for lines that need not be whole: 1 / B = a int_0^inf exp(-a x) (1 + x)^c dx (Jagerman 1974).

    In closed form exp(-a) a^c / Gamma(c + 1, a). For what a line that is staffed part of the time amounts to.
    """
    _positive(load=load)
    tail = special.gammaincc(lines + 1, load)
    return float(math.exp(lines * math.log(load) - load - special.gammaln(lines + 1)) / tail)


def lines_behind(load: float, blocked: float) -> float:
    """How many lines there must be for this load to be turned away so often; not necessarily whole."""
    _positive(load=load, blocked=blocked)
    if blocked >= 1:
        raise NotEstimable("if everybody is turned away there are no lines")
    return float(
        optimize.brentq(lambda c: erlang_b_continuous(load, c) - blocked, 0.0, load + 60 * math.sqrt(load + 1))
    )


def erlang_c(arrivals: float, service: float, lines: int, within: float = 0.0) -> Waiting:
    """Nobody gives up. ``arrivals`` and ``service`` per hour; ``within`` hours: the share answered by then.

    C = B / (1 - rho (1 - B)), mean wait C / (c mu - lambda), answered within t: 1 - C exp(-(c mu - lambda) t).
    NotEstimable if the lines cannot keep up, for then the queue grows without end.
    """
    _positive(arrivals=arrivals, service=service, lines=lines)
    spare = lines * service - arrivals
    if spare <= 0:
        raise NotEstimable("so few lines cannot keep up: the queue would grow without end")
    blocked, used = erlang_b(arrivals / service, lines), arrivals / (lines * service)
    wait = blocked / (1 - used * (1 - blocked))
    mean = wait / spare
    return Waiting(wait, mean, arrivals * mean, used, 0.0, 1 - wait * math.exp(-spare * within))


def erlang_a(arrivals: float, service: float, impatience: float, lines: int) -> Waiting:
    """Callers give up after an exponential time, ``impatience`` per hour (one over their mean patience in hours).

    States of a birth-and-death process: service goes at k mu up to the lines, then c mu + (k - c) theta.
    """
    _positive(arrivals=arrivals, service=service, impatience=impatience, lines=lines)
    blocked = erlang_b(arrivals / service, lines)
    # Weights relative to "all lines busy, nobody waiting"; busy states below it weigh 1 / B - 1 together.
    weight, waiting, number, queue = 1.0, 1.0, 0.0, 0
    while weight > ENDLESS * waiting or queue * impatience < arrivals - lines * service:
        queue += 1
        weight *= arrivals / (lines * service + queue * impatience)
        waiting += weight
        number += queue * weight
    whole = 1 / blocked - 1 + waiting
    mean_queue = number / whole
    abandon = impatience * mean_queue / arrivals
    used = arrivals * (1 - abandon) / (lines * service)
    return Waiting(waiting / whole, mean_queue / arrivals, mean_queue, used, abandon)


def first_attempts(attempts: float, blocked: float, redial: float) -> float:
    """People behind attempts: each one turned away tries again with probability ``redial``.

    attempts = first / (1 - redial x blocked), so first = attempts (1 - redial x blocked).
    """
    _positive(attempts=attempts)
    if not (0 <= blocked <= 1 and 0 <= redial <= 1):
        raise BadInput("the blocked share and the redial share lie between 0 and 1")
    return attempts * (1 - redial * blocked)


def blocked_with_redials(first_load: float, lines: int, redial: float) -> tuple[float, float]:
    """Share of attempts turned away, and load of all attempts, when those turned away redial.

    The load a solves a = a0 / (1 - r B(a, c)) (fixed point; Jagerman 1974, Cohen 1957): redials are taken to come as
    independently as first attempts. NotEstimable if everybody redials for ever and the lines cannot keep up.
    """
    _positive(load=first_load, lines=lines)
    if not 0 <= redial <= 1:
        raise BadInput("the redial share lies between 0 and 1")

    def gap(load: float) -> float:
        return load * (1 - redial * erlang_b(load, lines)) - first_load

    if redial == 0:
        return erlang_b(first_load, lines), first_load
    most = first_load / (1 - redial) if redial < 1 else math.inf
    if not math.isfinite(most):
        if first_load >= lines:
            raise NotEstimable("so few lines cannot keep up with people who redial for ever")
        most = first_load + 1
        while gap(most) < 0:
            most *= 2
    load = float(optimize.brentq(gap, first_load, most * (1 + 1e-9), xtol=1e-13, rtol=8.9e-16))
    return erlang_b(load, lines), load


def lines_for_blocking(first_load: float, redial: float, target: float) -> int:
    """The fewest lines at which no more than ``target`` of attempts are turned away."""
    if not 0 < target < 1:
        raise BadInput("the share that may be turned away lies between 0 and 1")
    for lines in range(1, MOST_LINES):
        if redial == 1 and first_load >= lines:
            continue
        if blocked_with_redials(first_load, lines, redial)[0] <= target:
            return lines
    raise NotEstimable("no reasonable number of lines is enough")


def lines_for_wait(arrivals: float, service: float, within: float, share: float) -> int:
    """The fewest lines at which at least ``share`` of callers, who all wait, are answered within so many hours."""
    _positive(arrivals=arrivals, service=service)
    if not 0 < share < 1 or within < 0:
        raise BadInput("the share answered lies between 0 and 1, and the wait must not be negative")
    lines = math.floor(arrivals / service) + 1
    while (erlang_c(arrivals, service, lines, within).within or 0) < share:
        lines += 1
    return lines
