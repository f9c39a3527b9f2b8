"""What may be said: fixed, honest sentences. Never "no effect": too little evidence is said to be just that."""

from __future__ import annotations

from enum import Enum

from roundel.evaluation.results import Interval


class Verdict(Enum):
    """The three things that a comparison can come to."""

    FEWER = "fewer"
    MORE = "more"
    NOT_ENOUGH = "not enough evidence to say"


NOT_ENOUGH = "There is not enough evidence to say whether the outcome became more or less common."
GROUPS = {
    Verdict.FEWER: "Fewer people had the outcome in the treated group than in the comparison group.",
    Verdict.MORE: "More people had the outcome in the treated group than in the comparison group.",
    Verdict.NOT_ENOUGH: NOT_ENOUGH,
}
EXPECTED = {
    Verdict.FEWER: "Fewer people had the outcome than were expected to.",
    Verdict.MORE: "More people had the outcome than were expected to.",
    Verdict.NOT_ENOUGH: "There is not enough evidence to say whether more or fewer people had the outcome than were "
    "expected to.",
}
POOLED = {
    Verdict.FEWER: "Taken together, the studies find the outcome less common in the treated groups.",
    Verdict.MORE: "Taken together, the studies find the outcome more common in the treated groups.",
    Verdict.NOT_ENOUGH: "Taken together, the studies are not enough evidence to say whether the outcome became more or "
    "less common.",
}
DEPENDS = "The answer depends on the method: some limits or tests find a difference here and others do not."
CAUSE = "Whether the programme is the reason depends on how the groups came about, not on these numbers."
CURVES_DIFFER = "The groups differ in how soon people had the event."
CURVES_NOT_ENOUGH = "There is not enough evidence to say whether the groups differ in how soon people had the event."
INCIDENCE_DIFFERS = "The groups differ in the share of people who had this event over time."
INCIDENCE_NOT_ENOUGH = "There is not enough evidence to say whether the groups differ in the share who had this event."


def verdict(interval: Interval | None, nothing: float) -> Verdict:
    """Where the interval lies against the value that stands for no difference (0, or 1 of a ratio)."""
    if interval is None or not interval.excludes(nothing):
        return Verdict.NOT_ENOUGH
    return Verdict.FEWER if interval.high < nothing else Verdict.MORE
