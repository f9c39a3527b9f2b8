"""The dated log of supervision sessions."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.kernel.errors import InvalidInput
from roundel.kernel.texts import kept_reason, kept_text
from roundel.supervision import rules
from roundel.supervision.actions.records import locked_session
from roundel.supervision.models import SupervisionSession
from roundel.supervision.queries.people import is_offered


@dataclass(frozen=True)
class Sat:
    """A session as it was: with whom, when, how long, when next, and what was agreed."""

    practitioner: uuid.UUID
    held_on: dt.date
    minutes: int
    next_on: dt.date | None = None
    agreed: str = ""


@transaction.atomic
def record_session(*, by: Asker, at: dt.datetime, sat: Sat) -> SupervisionSession:
    """Record a supervision session that the asker gave."""
    rules.check_may_review(by)
    if not is_offered(by, sat.practitioner, at=at):
        raise InvalidInput("practitioner", "Choose with whom it was.")
    session = SupervisionSession(
        supervisor_id=by.signed_in_id(),
        practitioner_id=sat.practitioner,
        held_on=sat.held_on,
        minutes=sat.minutes,
        next_on=sat.next_on,
        recorded_at=at,
        agreed=kept_text("agreed", sat.agreed),
    )
    rules.check_session(session, timezone.localtime(at).date())
    session.save(force_insert=True)
    _note(by, at, "recorded", session)
    return session


@transaction.atomic
def withdraw_session(*, by: Asker, at: dt.datetime, session: SupervisionSession, reason: str) -> SupervisionSession:
    """Withdraw a record that is wrong, and say why; it is kept, and no longer counts."""
    held = locked_session(by, session.pk)
    rules.check_may_withdraw(by, held)
    held.withdrawn_at, held.withdrawn_reason = at, kept_reason(reason)
    held.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    _note(by, at, "withdrawn", held)
    return held


def _note(by: Asker, at: dt.datetime, what: str, session: SupervisionSession) -> None:
    audit.record(by=by, at=at, event=f"supervision.session.{what}", kind=rules.SESSION_KIND, object_id=session.pk)
