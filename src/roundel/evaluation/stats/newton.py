"""Newton's method for likelihoods, with a plain word when there is no top to climb to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import Floats

STEPS, HALVINGS, CLOSE, FLAT = 40, 30, 1e-9, 1e-8
NO_SPREAD = "everybody has the same value, so it cannot explain anything"
NOT_APART = "it follows from the other covariates, so their effects cannot be told apart"
NOT_FINITE = "its coefficient has no finite value: it parts perfectly those for whom it happened from the others"
NOT_AT_RISK = "it does not vary among the people at risk when an event happens"


@dataclass(frozen=True)
class Point:
    """A log likelihood with its slope (p,) and minus its curvature (p, p)."""

    value: float
    slope: Floats
    curve: Floats


@dataclass(frozen=True)
class Climb:
    """Where the climb began and ended; ``beta`` (p,) at the top."""

    beta: Floats
    start: Point
    top: Point
    steps: int


@dataclass(frozen=True)
class Scale:
    """How columns were centred and scaled, so that steps of 1e-9 mean the same to each."""

    centre: Floats
    spread: Floats

    @classmethod
    def of(cls, x: Floats, names: tuple[str, ...]) -> Scale:
        """NotEstimable, by name, for a column (n, p) that does not vary."""
        centre, spread = x.mean(axis=0), x.std(axis=0)
        for name, size, middle in zip(names, spread, np.abs(centre), strict=True):
            if size <= 1e-12 * max(1.0, float(middle)):
                raise NotEstimable(NO_SPREAD, column=name)
        return cls(centre, spread)

    def turn(self, x: Floats) -> Floats:
        """Columns with mean nought and standard deviation one."""
        turned: Floats = x - self.centre
        turned /= self.spread
        return turned

    def back(self, covariance: Floats) -> Floats:
        """A covariance of coefficients (p, p) in the units of the data."""
        found: Floats = covariance / np.outer(self.spread, self.spread)
        return found


def climb(at: Callable[[Floats], Point], names: tuple[str, ...], *, start: Floats | None = None) -> Climb:
    """From ``start`` (noughts by default) to the top, each step halved while it leads downhill.

    Columns are expected to have been scaled. NotEstimable, naming the column, if one follows from others, or if its
    coefficient runs away.
    """
    beta = np.zeros(len(names)) if start is None else start
    first = now = at(beta)
    _check_independence(first.curve, names)
    for step in range(1, STEPS + 1):
        move = _newton(now, names)
        beta, now, moved = _ahead(at, beta, now, move)
        if moved < CLOSE:
            _check_finite(first, now, names)
            return Climb(beta, first, now, step)
    raise _runs_away(names, beta)


def _ahead(at: Callable[[Floats], Point], beta: Floats, now: Point, move: Floats) -> tuple[Floats, Point, float]:
    for _ in range(HALVINGS):
        ahead = at(beta + move)
        if np.isfinite(ahead.value) and ahead.value >= now.value - 1e-9 * abs(now.value):
            return beta + move, ahead, float(np.abs(move).max())
        move = move / 2
    return beta, now, 0.0


def _newton(now: Point, names: tuple[str, ...]) -> Floats:
    try:
        found: Floats = np.linalg.solve(now.curve, now.slope)
    except np.linalg.LinAlgError:
        found = np.full(len(now.slope), np.nan)
    if not np.all(np.isfinite(found)):
        raise _runs_away(names, now.slope)
    return found


def _check_independence(curve: Floats, names: tuple[str, ...]) -> None:
    spread = np.sqrt(np.maximum(np.diag(curve), 0))
    for name, size in zip(names, spread, strict=True):
        if not size > FLAT:
            raise NotEstimable(NOT_AT_RISK, column=name)
    values, vectors = np.linalg.eigh(curve / np.outer(spread, spread))
    if values[0] < FLAT:
        raise NotEstimable(NOT_APART, column=names[int(np.argmax(np.abs(vectors[:, 0])))])


def _check_finite(first: Point, top: Point, names: tuple[str, ...]) -> None:
    left = np.diag(top.curve) / np.diag(first.curve)
    if left.min() < FLAT:
        raise _runs_away(names, 1 / np.maximum(left, 1e-300))


def _runs_away(names: tuple[str, ...], size: Floats) -> NotEstimable:
    return NotEstimable(NOT_FINITE, column=names[int(np.argmax(np.abs(np.nan_to_num(size))))])
