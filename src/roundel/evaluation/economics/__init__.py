"""What it costs and what it saves: value for money, with the uncertainty shown."""

from __future__ import annotations

from roundel.evaluation.economics.uncertainty import Draws, Swing, Uncertain, probabilistic, tornado
from roundel.evaluation.economics.value import Value, cost_per_person, value_for_money

__all__ = [
    "Draws",
    "Swing",
    "Uncertain",
    "Value",
    "cost_per_person",
    "probabilistic",
    "tornado",
    "value_for_money",
]
