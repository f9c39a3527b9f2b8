"""Concerns of the past: each decided by two people, shared once, acknowledged, and closed a week later or open."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from benchmarks.fill import reference
from benchmarks.rows import insert
from roundel.safeguarding.enums import (
    Agency,
    Basis,
    CallerTold,
    Choice,
    ConcernState,
    DecisionState,
    Means,
    Outcome,
    Risk,
)
from roundel.safeguarding.models import Closing, Concern, Disclosure, Involved, Ownership, ThresholdDecision

HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7)
WORRY = "A worry about a neighbour, as the caller told it."


@dataclass
class Story:
    """One of them, from the contact in which it was told to its end. Rows that others name are made once."""

    number: int
    source: str
    told_at: dt.datetime
    proposed_by: uuid.UUID
    lead: uuid.UUID
    is_open: bool

    @cached_property
    def decision(self) -> ThresholdDecision:
        """To share, seconded within the hour."""
        return ThresholdDecision(
            reference=reference(self.number, "T"),
            source_app="helpline",
            source_reference=self.source,
            state=DecisionState.SECONDED,
            found_child=True,
            found_adult_at_risk=False,
            found_other=True,
            risk=Risk.SOON,
            decision=Choice.SHARE,
            caller_told=CallerTold.AGREES,
            decided_at=self.told_at + HOUR / 2,
            proposed_at=self.told_at + HOUR / 2,
            proposed_by_id=self.proposed_by,
            proposed_as="practitioner",
            second_due_at=self.told_at + 5 * HOUR,
            seconded_at=self.told_at + HOUR,
            seconded_by_id=self.lead,
            seconded_as="safeguarding_lead",
            owner_id=self.lead,
            risk_words=WORRY,
            reasons="What is described would put any child at risk.",
            second_words="Read twice, and agreed.",
        )

    @cached_property
    def concern(self) -> Concern:
        """Owned by the lead."""
        return Concern(
            reference=reference(self.number, "S"),
            state=ConcernState.OPEN if self.is_open else ConcernState.CLOSED,
            urgent=False,
            decision=self.decision,
            in_force=self.decision,
            owner_id=self.lead,
            opened_at=self.told_at + HOUR,
            share_due_at=self.told_at + 5 * HOUR,
            review_due_at=self.told_at + WEEK,
            closed_at=None if self.is_open else self.told_at + WEEK,
            plan="Ask the team what they have seen.",
        )

    def disclosure(self) -> Disclosure:
        """To the council, acknowledged on the next day."""
        shared_at = self.told_at + 2 * HOUR
        return Disclosure(
            concern=self.concern,
            number=1,
            decision=self.decision,
            agency=Agency.CHILDREN,
            basis=Basis.SAFEGUARDING,
            means=Means.TELEPHONE,
            caller_told=CallerTold.AGREES,
            shared_at=shared_at,
            shared_by_id=self.lead,
            recorded_at=shared_at,
            recorded_by_id=self.lead,
            acknowledge_due_at=shared_at + 2 * DAY,
            acknowledged_at=shared_at + DAY,
            acknowledged_recorded_at=shared_at + DAY,
            acknowledged_recorded_by_id=self.lead,
            agency_name="Front door team, Northshire Council",
            what=WORRY,
            basis_words="A child who may be at risk can be found.",
        )

    def ownership(self) -> Ownership:
        """The lead's, from the beginning."""
        return Ownership(
            concern=self.concern, owner_id=self.lead, from_at=self.concern.opened_at, given_by_id=self.proposed_by
        )

    def closing(self) -> Closing:
        """Taken on."""
        return Closing(
            concern=self.concern,
            outcome=Outcome.TAKEN_ON,
            closed_at=self.told_at + WEEK,
            closed_by_id=self.lead,
            closed_as="safeguarding_lead",
            reason="A worker is named.",
        )


def concerns_of(stories: Iterable[Story]) -> None:
    """Insert them all, in the transaction of whoever asks: a decision and its concern point at each other."""
    told = list(stories)
    for story in told:
        story.decision.concern = story.concern
    insert(ThresholdDecision, (story.decision for story in told))
    insert(Concern, (story.concern for story in told))
    insert(Disclosure, (story.disclosure() for story in told))
    insert(Ownership, (story.ownership() for story in told))
    insert(Involved, (Involved(concern=s.concern, user_id=user) for s in told for user in {s.proposed_by, s.lead}))
    insert(Closing, (story.closing() for story in told if not story.is_open))
