"""Costs and what was averted, in one currency and the prices of one year."""

from __future__ import annotations

import math
from dataclasses import dataclass

from roundel.evaluation.errors import BadInput, NotEstimable


@dataclass(frozen=True)
class Value:
    """All in the currency of the inputs; ``ratio`` is benefit / cost, ``cost_per_averted`` None if none was averted."""

    cost: float
    benefit: float
    net: float
    ratio: float
    cost_per_averted: float | None
    break_even: float
    method: str = "benefit = averted x cost per reoffence; net = benefit - cost; ratio = benefit / cost"


def value_for_money(*, places: float, cost_per_place: float, averted: float, cost_per_reoffence: float) -> Value:
    """Cost, benefit, net benefit and ratio. ``averted`` may be negative: then more people reoffended.

    ``break_even`` is how many reoffences must be averted for the benefit to meet the cost.
    """
    for name, number in (("places", places), ("cost", cost_per_place), ("cost per reoffence", cost_per_reoffence)):
        if not math.isfinite(number) or number < 0:
            raise BadInput(f"the {name} must be a number that is not negative, and {number} is not")
    if not math.isfinite(averted):
        raise BadInput("the number averted must be a number")
    cost, benefit = places * cost_per_place, averted * cost_per_reoffence
    if cost == 0 or cost_per_reoffence == 0:
        raise NotEstimable("without a cost of places and of reoffences there is no ratio")
    per_averted = cost / averted if averted > 0 else None
    return Value(cost, benefit, benefit - cost, benefit / cost, per_averted, cost / cost_per_reoffence)


def cost_per_person(avoided: float, people: int, ratio: float) -> tuple[float, float]:
    """Costs avoided for each person, and the cost of each that a published benefit-cost ratio implies."""
    if people < 1 or not ratio > 0:
        raise BadInput("there must be people, and the ratio must be above nought")
    return avoided / people, avoided / people / ratio
