"""Threshold decisions, the concerns that come of them, and what was shared with whom."""

from roundel.safeguarding.models.concerns import (
    Closing,
    Concern,
    ConcernNote,
    EarlierPlan,
    Involved,
    Ownership,
)
from roundel.safeguarding.models.decisions import DecisionOption, ThresholdDecision
from roundel.safeguarding.models.disclosures import Disclosure, DisclosureItem

__all__ = [
    "Closing",
    "Concern",
    "ConcernNote",
    "DecisionOption",
    "Disclosure",
    "DisclosureItem",
    "EarlierPlan",
    "Involved",
    "Ownership",
    "ThresholdDecision",
]
