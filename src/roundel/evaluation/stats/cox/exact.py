"""The exact partial likelihood: tied events as a choice of d people out of those at risk (Cox 1972).

A slot's denominator is the sum over all such choices of the product of their exp(x b): the d-th elementary symmetric
polynomial. It is the coefficient of z^d in the product of (1 + exp(x b) z), which is multiplied out pairwise like a
tournament, with its first and second derivatives; only positive numbers are added. Costs grow with ties and people.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from roundel.evaluation.errors import NotEstimable
from roundel.evaluation.results import Floats
from roundel.evaluation.stats.cox.data import CoxData

MOST_TIES = 500  # beyond it the scaled coefficients could leave the range of a double


@dataclass(frozen=True)
class Polynomials:
    """k polynomials in z by rising degree, with derivatives in b: (k, D), (k, D, p), (k, D, p, p)."""

    value: Floats
    first: Floats
    second: Floats

    def times_neighbour(self, most: int) -> Polynomials:
        """Each even one times the odd one after it, cut off above degree ``most``."""
        if len(self.value) % 2:
            self = self._with_one()
        a, b = self._every(0), self._every(1)
        degrees = min(most, 2 * (a.value.shape[1] - 1)) + 1
        p = self.first.shape[2]
        value = np.zeros((len(a.value), degrees))
        first, second = np.zeros((*value.shape, p)), np.zeros((*value.shape, p, p))
        for i in range(min(a.value.shape[1], degrees)):
            for j in range(min(b.value.shape[1], degrees - i)):
                x, y, dx, dy = a.value[:, i], b.value[:, j], a.first[:, i], b.first[:, j]
                value[:, i + j] += x * y
                first[:, i + j] += dx * y[:, None] + dy * x[:, None]
                cross = dx[:, :, None] * dy[:, None, :]
                second[:, i + j] += a.second[:, i] * y[:, None, None] + b.second[:, j] * x[:, None, None]
                second[:, i + j] += cross + cross.transpose(0, 2, 1)
        return Polynomials(value, first, second)

    def _every(self, start: int) -> Polynomials:
        return Polynomials(self.value[start::2], self.first[start::2], self.second[start::2])

    def _with_one(self) -> Polynomials:
        one = np.zeros_like(self.value[:1])
        one[0, 0] = 1.0
        return Polynomials(
            np.concatenate([self.value, one]),
            np.concatenate([self.first, np.zeros_like(self.first[:1])]),
            np.concatenate([self.second, np.zeros_like(self.second[:1])]),
        )


def exact_parts(data: CoxData, eta: Floats) -> tuple[float, Floats, Floats]:
    """Log likelihood, score (p,) and information (p, p) at the linear predictor ``eta`` (n,)."""
    slots, p = data.slots, data.x.shape[1]
    if slots.deaths.max() > MOST_TIES:
        raise NotEstimable(f"more than {MOST_TIES} events tie at one time: use --ties efron")
    value, slope, curve = float(eta[slots.rows].sum()), data.x[slots.rows].sum(axis=0), np.zeros((p, p))
    for slot, deaths in enumerate(slots.deaths):
        here = (slots.since <= slot) & (slots.upto > slot)
        log, first, second = _symmetric(eta[here], data.x[here], int(deaths))
        value, slope, curve = value - log, slope - first, curve + second
    return value, slope, curve


def _one(theta: Floats, x: Floats, largest: float) -> tuple[float, Floats, Floats]:
    """Without ties the polynomial is the plain sum."""
    share = theta / theta.sum()
    mean = share @ x
    return float(np.log(theta.sum())) + largest, mean, x.T @ (x * share[:, None]) - np.outer(mean, mean)


def _symmetric(eta: Floats, x: Floats, degree: int) -> tuple[float, Floats, Floats]:
    """Log of the elementary symmetric polynomial of ``degree`` with gradient and Hessian of that log."""
    largest = float(eta.max())
    theta = np.exp(eta - largest)
    if degree == 1:
        return _one(theta, x, largest)
    scale = degree / float(theta.sum())
    theta = theta * scale
    value = np.column_stack([np.ones(len(theta)), theta])
    first = np.stack([np.zeros_like(x), theta[:, None] * x], axis=1)
    second = np.stack([np.zeros((*x.shape, x.shape[1])), theta[:, None, None] * x[:, :, None] * x[:, None, :]], axis=1)
    now = Polynomials(value, first, second)
    while len(now.value) > 1:
        now = now.times_neighbour(degree)
    whole = now.value[0, degree]
    gradient = now.first[0, degree] / whole
    log = float(np.log(whole)) - degree * float(np.log(scale)) + degree * largest
    return log, gradient, now.second[0, degree] / whole - np.outer(gradient, gradient)
