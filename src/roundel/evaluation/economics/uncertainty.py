"""How sure is the value: probabilistic sensitivity analysis (seeded), and one input at a time (tornado)."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.economics.value import value_for_money
from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import LEVEL, Floats, Interval
from roundel.evaluation.stats.normal import z_of

DRAWS = 10_000
KINDS = ("fixed", "normal", "lognormal", "gamma", "triangular")


@dataclass(frozen=True)
class Uncertain:
    """An input with its uncertainty: central value and 95 % limits, and the shape of what lies between.

    fixed (limits ignored), normal and lognormal (limits are the 2.5th and 97.5th centiles; lognormal takes their
    geometric middle), gamma (mean and a standard deviation of a quarter of the limits' width, roughly), triangular
    (lowest, most likely, highest).
    """

    value: float
    low: float | None = None
    high: float | None = None
    kind: str = "fixed"

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise BadInput(f"{self.kind!r} is no distribution: choose one of {', '.join(KINDS)}")
        if self.kind == "fixed":
            return
        if self.low is None or self.high is None or not self.low <= self.value <= self.high or self.low == self.high:
            raise BadInput("an uncertain input lies between its limits, low <= value <= high")
        if self.kind in {"lognormal", "gamma"} and self.low <= 0:
            raise BadInput(f"a {self.kind} input is above nought")

    def draw(self, chance: np.random.Generator, size: int) -> Floats:
        """``size`` random values, shape (size,)."""
        low, high = self.low or 0.0, self.high or 0.0
        width = 2 * z_of(LEVEL)
        match self.kind:
            case "normal":
                return chance.normal(self.value, (high - low) / width, size)
            case "lognormal":
                spread = math.log(high / low) / width
                return np.exp(chance.normal((math.log(high) + math.log(low)) / 2, spread, size))
            case "gamma":
                shape = (self.value * width / (high - low)) ** 2
                return chance.gamma(shape, self.value / shape, size)
            case "triangular":
                return chance.triangular(low, self.value, high, size)
        return np.full(size, self.value)


@dataclass(frozen=True)
class Draws:
    """Many random values of net benefit and ratio: medians with the middle 95 %, and how often each is worth it."""

    net: float
    net_interval: Interval
    ratio: float
    ratio_interval: Interval
    share_worth_it: float
    draws: int
    seed: int
    method: str = "probabilistic sensitivity analysis, independent inputs, percentiles"


def probabilistic(inputs: dict[str, Uncertain], *, seed: int, draws: int = DRAWS, level: float = LEVEL) -> Draws:
    """Draw places, cost_per_place, averted and cost_per_reoffence together and value each draw.

    The same seed gives the same numbers (numpy's PCG64). Inputs are drawn independently of one another.
    """
    _check(inputs)
    if draws < 100:
        raise BadInput("at least 100 draws are needed for percentiles")
    chance = np.random.Generator(np.random.PCG64(seed))
    drawn = {name: inputs[name].draw(chance, draws) for name in NAMES}
    cost = drawn["places"] * drawn["cost_per_place"]
    net = drawn["averted"] * drawn["cost_per_reoffence"] - cost
    ratio = (net + cost) / cost
    return Draws(
        float(np.median(net)),
        _middle(net, level),
        float(np.median(ratio)),
        _middle(ratio, level),
        float((net > 0).mean()),
        draws,
        seed,
    )


NAMES = ("places", "cost_per_place", "averted", "cost_per_reoffence")


def _check(inputs: dict[str, Uncertain]) -> None:
    if set(inputs) != set(NAMES):
        raise BadInput(f"the inputs are {', '.join(NAMES)}: no more and no less")


def _middle(values: Floats, level: float) -> Interval:
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, "percentiles of the draws")


@dataclass(frozen=True)
class Swing:
    """Net benefit with one input at its low and its high limit, the others at their central values."""

    name: str
    at_low: float
    at_high: float

    @property
    def width(self) -> float:
        """How far this input alone can move the result."""
        return abs(self.at_high - self.at_low)


def tornado(inputs: dict[str, Uncertain]) -> tuple[Swing, ...]:
    """Each uncertain input moved alone; the widest swing first."""
    _check(inputs)
    middle = {name: uncertain.value for name, uncertain in inputs.items()}
    swings = [
        Swing(name, *(value_for_money(**(middle | {name: end})).net for end in (each.low, each.high)))
        for name, each in inputs.items()
        if each.low is not None and each.high is not None
    ]
    return tuple(sorted(swings, key=lambda swing: -swing.width))
