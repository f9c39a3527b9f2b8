"""What a decision does when it takes effect: called inside the actions that decide, in their transaction."""

from __future__ import annotations

import datetime as dt
import uuid

from roundel.kernel.references import store_with_reference
from roundel.safeguarding import limits
from roundel.safeguarding.actions.records import involve
from roundel.safeguarding.enums import Choice, ConcernState, DecisionState, Risk
from roundel.safeguarding.models import Concern, Ownership, ThresholdDecision

PREFIX = "S"


def take_effect(decision: ThresholdDecision, at: dt.datetime) -> None:
    """A decision to share makes a concern, or goes into the open one of the decision that it supersedes.

    Any other decision only takes the concern of the one that it supersedes out of force.
    """
    concern = _open_concern(decision.supersedes)
    if decision.decision == Choice.SHARE:
        concern = _go_on(concern, decision, at) if concern else _make_concern(decision, at)
    elif concern is not None:
        take_out_of_force(concern, at)
    if concern is not None:
        decision.concern = concern
        decision.save(update_fields=["concern"])
        involve(concern, decision.proposed_by_id, decision.seconded_by_id, decision.owner_id)


def no_longer_stands(decision: ThresholdDecision, at: dt.datetime) -> None:
    """Somebody did not second it afterwards: nothing more is shared under it."""
    concern = Concern.objects.select_for_update().filter(in_force=decision).first()
    if concern is not None:
        take_out_of_force(concern, at)


def take_out_of_force(concern: Concern, at: dt.datetime) -> None:
    """No decision to share stands any more; somebody looks at the concern again soon."""
    concern.in_force, concern.review_due_at = None, limits.look_again_by(at)
    concern.save(update_fields=["in_force", "review_due_at"])


def _open_concern(superseded: ThresholdDecision | None) -> Concern | None:
    if superseded is None or superseded.concern_id is None:
        return None
    return Concern.objects.select_for_update().filter(pk=superseded.concern_id, state=ConcernState.OPEN).first()


def _make_concern(decision: ThresholdDecision, at: dt.datetime) -> Concern:
    """The concern, with its first owner."""
    concern = Concern(
        restricted=decision.restricted,
        urgent=decision.risk == Risk.NOW,
        decision=decision,
        in_force=decision,
        owner_id=_owner_of(decision),
        opened_at=at,
        share_due_at=limits.share_by(_since(decision, at), decision.risk),
        review_due_at=limits.review_by(at),
    )
    store_with_reference(concern, PREFIX)
    given_by = decision.seconded_by_id or decision.proposed_by_id
    Ownership.objects.create(concern=concern, owner_id=concern.owner_id, from_at=at, given_by_id=given_by)
    return concern


def _go_on(concern: Concern, decision: ThresholdDecision, at: dt.datetime) -> Concern:
    """A new decision to share takes the place of the one on which the concern stood."""
    concern.in_force, concern.review_due_at = decision, limits.review_by(at)
    concern.urgent = concern.urgent or decision.risk == Risk.NOW
    concern.share_due_at = limits.share_by(_since(decision, at), decision.risk)
    concern.save(update_fields=["in_force", "review_due_at", "urgent", "share_due_at"])
    return concern


def _since(decision: ThresholdDecision, at: dt.datetime) -> dt.datetime:
    """From when the clock of sharing runs: a decision taken alone counts from when it was taken."""
    return decision.decided_at if decision.state == DecisionState.ALONE else at


def _owner_of(decision: ThresholdDecision) -> uuid.UUID:
    if decision.owner_id is None:  # pragma: no cover - the database holds to it as well
        raise ValueError("a decision to share names who is to own the concern")
    return decision.owner_id
