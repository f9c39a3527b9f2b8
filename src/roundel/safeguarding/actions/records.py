"""Finding and locking what an action changes, and noting it. Everything comes through the asker's scope."""

from __future__ import annotations

import datetime as dt
import uuid

from roundel.access.grants import Asker, load_asker
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.kernel.errors import InvalidInput, NotFound
from roundel.safeguarding import limits
from roundel.safeguarding.models import Concern, Disclosure, Involved, ThresholdDecision
from roundel.safeguarding.rules import CONCERN, DECISION
from roundel.safeguarding.states import MANAGE


def locked_decision(by: Asker, decision_id: uuid.UUID) -> ThresholdDecision:
    """The decision, if the asker may see it, locked until the end of the transaction."""
    return get_visible(by, DECISION, ThresholdDecision.objects.select_for_update(), pk=decision_id)


def locked_concern(by: Asker, concern_id: uuid.UUID) -> Concern:
    """The concern, if the asker may see it, locked until the end of the transaction."""
    return get_visible(by, CONCERN, Concern.objects.select_for_update(), pk=concern_id)


def locked_disclosure(concern: Concern, number: int) -> Disclosure:
    """A disclosure of this concern, locked."""
    found = Disclosure.objects.select_for_update().filter(concern=concern, number=number).first()
    if found is None:
        raise NotFound
    return found


def check_can_own(owner_id: uuid.UUID | None, at: dt.datetime) -> uuid.UUID:
    """Whom the concern is given to, if his roles include owning one."""
    owner = load_asker(owner_id, at=at) if owner_id else None
    if owner is None or owner.user_id is None or not owner.may(MANAGE):
        raise InvalidInput("owner", "Choose somebody whose role includes owning concerns.")
    return owner.user_id


def involve(concern: Concern, *people: uuid.UUID | None) -> None:
    """Keep the concern open to these people, as they work on it; nobody is passed over."""
    for user_id in filter(None, people):
        Involved.objects.get_or_create(concern=concern, user_id=user_id)


def recorded_in(concern: Concern, at: dt.datetime) -> None:
    """Something was recorded, so the next look is due from now; where no decision stands it stays due soon."""
    if concern.in_force_id is not None:
        concern.review_due_at = limits.review_by(at)
        concern.save(update_fields=["review_due_at"])


def note(
    by: Asker, at: dt.datetime, event: str, concern: Concern, *, reason: str = "", **detail: str | int | bool
) -> None:
    """Write the one audit event of a change in a concern."""
    audit.record(
        by=by,
        at=at,
        event=f"safeguarding.{event}",
        kind=CONCERN,
        object_id=concern.pk,
        reference=concern.reference,
        reason=reason,
        detail=detail | ({"restricted": True} if concern.restricted else {}),
    )


def note_decision(
    by: Asker, at: dt.datetime, event: str, decision: ThresholdDecision, **detail: str | int | bool
) -> None:
    """Write the one audit event of a change in a decision; a concern that it made is named in it."""
    made = {"concern": decision.concern.reference} if decision.concern else {}
    audit.record(
        by=by,
        at=at,
        event=f"safeguarding.{event}",
        kind=DECISION,
        object_id=decision.pk,
        reference=decision.reference,
        detail=detail | made | ({"restricted": True} if decision.restricted else {}),
    )
