"""What happens next in a concern and by when: worked out from what is recorded, never set by hand. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from roundel.safeguarding.enums import Agency, ConcernState
from roundel.safeguarding.models import Concern, Disclosure


@dataclass(frozen=True)
class NextStep:
    """One thing to do, by when, and what it is called on its button; ``disclosure`` is the one it is about."""

    words: str
    due: dt.datetime
    action: str
    disclosure: Disclosure | None = None

    def is_overdue(self, at: dt.datetime) -> bool:
        """Whether its time has passed."""
        return at > self.due


def next_step(concern: Concern, disclosures: Collection[Disclosure]) -> NextStep | None:
    """What comes next, the most pressing first; None when the concern is closed."""
    if concern.state == ConcernState.CLOSED:
        return None
    steps = [*_sharing(concern, disclosures), *(_acknowledging(each) for each in waiting(disclosures))]
    return min(steps, key=lambda step: step.due, default=None) or _reviewing(concern)


def waiting(disclosures: Collection[Disclosure]) -> list[Disclosure]:
    """Those that nobody has acknowledged; what was struck out waits for nothing."""
    return [each for each in disclosures if each.struck_at is None and each.acknowledged_at is None]


def _sharing(concern: Concern, disclosures: Collection[Disclosure]) -> list[NextStep]:
    under = concern.in_force_id
    if under is None or any(each.decision_id == under and each.struck_at is None for each in disclosures):
        return []
    return [NextStep("Share with the agency, and record what was shared", concern.share_due_at, "share")]


def _acknowledging(disclosure: Disclosure) -> NextStep:
    agency = Agency(disclosure.agency)
    whom = "the agency" if agency == Agency.OTHER else agency.label.lower().removeprefix("a ")
    words = f"Get an acknowledgement from {whom} of disclosure {disclosure.number}"
    return NextStep(words, disclosure.acknowledge_due_at, "acknowledge", disclosure)


def _reviewing(concern: Concern) -> NextStep:
    if concern.in_force_id is None:
        return NextStep("Look at it again: no decision to share stands. Decide anew, or close it", *_review(concern))
    return NextStep("Look at it again: is there more to share or to ask? If not, close it", *_review(concern))


def _review(concern: Concern) -> tuple[dt.datetime, str]:
    return concern.review_due_at, "review"
