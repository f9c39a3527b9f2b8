"""Finding and locking what an action changes, and the one audit event that tells of it."""

from __future__ import annotations

import datetime as dt
import uuid

from roundel.access.grants import Asker
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.helpline.models import Contact
from roundel.helpline.rules import KIND as CONTACT_KIND
from roundel.supervision.models import Comment, Debrief, Listening, Review, SupervisionSession
from roundel.supervision.rules import COMMENT_KIND, DEBRIEF_KIND, LISTENING_KIND, REVIEW_KIND, SESSION_KIND


def locked_contact(by: Asker, contact_id: uuid.UUID) -> Contact:
    """The contact, if the asker may see it, locked until the end of the transaction."""
    return get_visible(by, CONTACT_KIND, Contact.objects.select_for_update(), pk=contact_id)


def locked_review(by: Asker, review_id: uuid.UUID) -> Review:
    """The review, if the asker may see it, locked."""
    return get_visible(by, REVIEW_KIND, Review.objects.select_for_update(), pk=review_id)


def locked_comment(by: Asker, comment_id: uuid.UUID) -> Comment:
    """The comment, if the asker may see it, locked."""
    return get_visible(by, COMMENT_KIND, Comment.objects.select_for_update(), pk=comment_id)


def locked_listening(by: Asker, listening_id: uuid.UUID) -> Listening:
    """The listening, if the asker may see it, locked."""
    return get_visible(by, LISTENING_KIND, Listening.objects.select_for_update(), pk=listening_id)


def locked_debrief(by: Asker, debrief_id: uuid.UUID) -> Debrief:
    """The debrief, if the asker may see it, locked."""
    return get_visible(by, DEBRIEF_KIND, Debrief.objects.select_for_update(), pk=debrief_id)


def locked_session(by: Asker, session_id: uuid.UUID) -> SupervisionSession:
    """The session, if the asker sat in it, locked."""
    return get_visible(by, SESSION_KIND, SupervisionSession.objects.select_for_update(), pk=session_id)


def note_review(
    by: Asker, at: dt.datetime, event: str, review: Review, *, reason: str = "", **detail: str | int | bool
) -> None:
    """Write the one audit event of a change in a review."""
    audit.record(
        by=by,
        at=at,
        event=event,
        kind=REVIEW_KIND,
        object_id=review.pk,
        reference=review.reference,
        reason=reason,
        detail=detail,
    )


def note_contact(by: Asker, at: dt.datetime, event: str, contact: Contact, **detail: str | int | bool) -> None:
    """Write the one audit event of what was noted about a contact in supervision."""
    audit.record(
        by=by,
        at=at,
        event=f"supervision.{event}",
        kind="supervision.contact",
        object_id=contact.pk,
        reference=contact.reference,
        detail=detail | ({"restricted": True} if contact.restricted else {}),
    )
