"""Time to an event, from a table of whole numbers: how many were at risk, had the event, or left, at each time."""

from __future__ import annotations

from roundel.evaluation.stats.survival.competing import CumulativeIncidence, aalen_johansen
from roundel.evaluation.stats.survival.gray import gray
from roundel.evaluation.stats.survival.kaplan_meier import Curve, Quantile, at_times, kaplan_meier, quantiles
from roundel.evaluation.stats.survival.logrank import LogRank, log_rank
from roundel.evaluation.stats.survival.rmst import restricted_mean, restricted_mean_difference
from roundel.evaluation.stats.survival.tables import EventTable, count_events, from_counts

__all__ = [
    "CumulativeIncidence",
    "Curve",
    "EventTable",
    "LogRank",
    "Quantile",
    "aalen_johansen",
    "at_times",
    "count_events",
    "from_counts",
    "gray",
    "kaplan_meier",
    "log_rank",
    "quantiles",
    "restricted_mean",
    "restricted_mean_difference",
]
