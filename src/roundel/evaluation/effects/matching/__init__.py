"""A comparison group made of people who were alike before: matching and weighting on a propensity score."""

from __future__ import annotations

from roundel.evaluation.effects.matching.balance import Balance, Support, balance, support
from roundel.evaluation.effects.matching.effect import doubly_robust, matched_difference, weighted_difference
from roundel.evaluation.effects.matching.greedy import Caliper, Matching, match
from roundel.evaluation.effects.matching.weights import WEIGHTS, Weights, weights_for

__all__ = [
    "WEIGHTS",
    "Balance",
    "Caliper",
    "Matching",
    "Support",
    "Weights",
    "balance",
    "doubly_robust",
    "match",
    "matched_difference",
    "support",
    "weighted_difference",
    "weights_for",
]
