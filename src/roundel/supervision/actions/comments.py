"""What a supervisor and the practitioner write to each other, and what is noted about a contact beside it."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.helpline.enums import State
from roundel.helpline.models import Contact
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import check_choice, needed_text
from roundel.supervision import rules
from roundel.supervision.actions.records import (
    locked_comment,
    locked_contact,
    locked_listening,
    locked_review,
    note_contact,
)
from roundel.supervision.enums import CommentState, Told
from roundel.supervision.models import Comment, HardMark, Listening, Review
from roundel.supervision.states import COMMENT

WRITE_SOMETHING = "Write what you want to say."


@transaction.atomic
def write_comment(
    *, by: Asker, at: dt.datetime, contact: Contact, words: str, needs_answer: bool, review: Review | None = None
) -> Comment:
    """Write a comment on a contact, or on its review. A question waits until somebody of the other side answers it."""
    held = locked_contact(by, contact.pk)
    rules.check_may_discuss(by, held)
    about = locked_review(by, review.pk) if review is not None else None
    if about is not None:
        rules.check_may_comment(about, held)
    state = CommentState.WAITING if needs_answer else CommentState.SAID
    comment = _write(by, at, held, needed_text("words", words, WRITE_SOMETHING), state=state, review=about)
    _note(by, at, "supervision.comment.written", comment, needs_answer=needs_answer)
    return comment


@transaction.atomic
def answer_comment(*, by: Asker, at: dt.datetime, comment: Comment, words: str) -> Comment:
    """Answer a comment of the other side; the answer is a comment too, beneath it."""
    held = locked_comment(by, comment.pk)
    rules.check_may_settle(by, held)
    step = COMMENT.check(held.state, "answer")
    told = needed_text("words", words, WRITE_SOMETHING)
    answer = _write(by, at, held.contact, told, review=held.review, answers=held)
    held.state, held.settled_at, held.settled_by_id = step.to, at, by.user_id
    held.save(update_fields=["state", "settled_at", "settled_by"])
    _note(by, at, step.event, held)
    return answer


@transaction.atomic
def see_comment(*, by: Asker, at: dt.datetime, comment: Comment) -> Comment:
    """Note that one has read a comment of the other side that needs no answer."""
    held = locked_comment(by, comment.pk)
    rules.check_may_settle(by, held)
    step = COMMENT.check(held.state, "see")
    held.state, held.settled_at, held.settled_by_id = step.to, at, by.user_id
    held.save(update_fields=["state", "settled_at", "settled_by"])
    _note(by, at, step.event, held)
    return held


@transaction.atomic
def record_listening(*, by: Asker, at: dt.datetime, contact: Contact, told: str) -> Listening:
    """Record that the asker listened in to somebody else's contact, and when he told that person, who sees it."""
    held = locked_contact(by, contact.pk)
    rules.check_may_supervise(by, held)
    check_choice("told", told, Told.values, "Choose when you told the practitioner.")
    if held.state not in (State.TAKING, State.FINISHED):
        raise Refused("Nobody can have listened in to this: it was not a conversation.")
    if Listening.objects.filter(contact=held, listened_by_id=by.user_id).exists():
        raise InvalidInput("told", "You have recorded already that you listened in to this contact.")
    made = Listening.objects.create(
        contact=held, practitioner_id=held.taken_by_id, listened_by_id=by.signed_in_id(), told=told, recorded_at=at
    )
    note_contact(by, at, "contact.listened", held, told=told)
    return made


@transaction.atomic
def see_listening(*, by: Asker, at: dt.datetime, listening: Listening) -> Listening:
    """Note that the practitioner has read that somebody listened in."""
    held = locked_listening(by, listening.pk)
    if held.practitioner_id != by.user_id:
        raise Refused("Only the person who took the contact notes this as read.")
    if held.seen_at is not None:
        raise Refused("This is noted as read already.")
    held.seen_at = at
    held.save(update_fields=["seen_at"])
    note_contact(by, at, "contact.listening_seen", held.contact)
    return held


@transaction.atomic
def mark_hard(*, by: Asker, at: dt.datetime, contact: Contact) -> HardMark:
    """Mark that a contact was a hard one, so that a debrief is offered. Marked again, nothing changes."""
    held = locked_contact(by, contact.pk)
    rules.check_may_discuss(by, held)
    if held.state not in (State.TAKING, State.FINISHED):
        raise Refused("This was not a conversation.")
    mark = HardMark.objects.filter(contact=held).first()
    if mark is None:
        mark = HardMark.objects.create(contact=held, marked_at=at, marked_by_id=by.signed_in_id())
        note_contact(by, at, "contact.hard", held)
    return mark


@transaction.atomic
def take_back_hard(*, by: Asker, at: dt.datetime, contact: Contact) -> None:
    """Take back the mark of a hard one that was set by mistake."""
    held = locked_contact(by, contact.pk)
    rules.check_may_discuss(by, held)
    mark = HardMark.objects.filter(contact=held).first()
    if mark is None:
        raise Refused("This contact is not marked as a hard one.")
    note_contact(by, at, "contact.not_hard", held)
    mark.delete()


def _write(  # noqa: PLR0913 - what a comment stands on
    by: Asker,
    at: dt.datetime,
    contact: Contact,
    words: str,
    *,
    state: str = CommentState.SAID,
    review: Review | None = None,
    answers: Comment | None = None,
) -> Comment:
    return Comment.objects.create(
        contact=contact,
        practitioner_id=contact.taken_by_id,
        review=review,
        answers=answers,
        state=state,
        written_at=at,
        written_by_id=by.signed_in_id(),
        words=words,
    )


def _note(by: Asker, at: dt.datetime, event: str, comment: Comment, **detail: bool) -> None:
    audit.record(
        by=by,
        at=at,
        event=event,
        kind=rules.COMMENT_KIND,
        object_id=comment.pk,
        reference=comment.contact.reference,
        detail=detail,
    )
