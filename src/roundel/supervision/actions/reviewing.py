"""Taking a review on, marking, sharing, answering and closing it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.db.models import Max

from roundel.access.grants import Asker
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.states import Transition
from roundel.kernel.texts import check_choice, kept_reason, kept_text, needed_text
from roundel.supervision import review_form, rules
from roundel.supervision.actions.records import locked_review, note_review
from roundel.supervision.enums import CommentState, Reply, ReviewState
from roundel.supervision.models import Comment, Review, Score, ScoreItem
from roundel.supervision.states import REVIEW


@dataclass(frozen=True)
class Marked:
    """What a reviewer gives: a mark for each item ("0" to "3", "na", "unknown"), notes to some, and words to all."""

    marks: Mapping[str, str]
    notes: Mapping[str, str] = field(default_factory=dict)
    went_well: str = ""
    think_about: str = ""


@transaction.atomic
def take_review(*, by: Asker, at: dt.datetime, review: Review) -> Review:
    """Take a drawn review on; refused to the second who tries, with who was first."""
    held = locked_review(by, review.pk)
    rules.check_may_take(by, held)
    step = REVIEW.check(held.state, "take")
    held.state, held.reviewer_id, held.taken_at = step.to, by.signed_in_id(), at
    held.save(update_fields=["state", "reviewer", "taken_at"])
    note_review(by, at, step.event, held)
    return held


@transaction.atomic
def give_back(*, by: Asker, at: dt.datetime, review: Review) -> Review:
    """Give a review back so that another supervisor can take it. Another one may do it for somebody who is away."""
    held = locked_review(by, review.pk)
    rules.check_may_handle(by, held)
    if held.shared_at is not None:
        raise Refused("This review has been shared once. Correct it and share it again.")
    step = REVIEW.check(held.state, "give_back")
    held.state, held.reviewer_id, held.taken_at = step.to, None, None
    held.save(update_fields=["state", "reviewer", "taken_at"])
    note_review(by, at, step.event, held)
    return held


@transaction.atomic
def skip_review(*, by: Asker, at: dt.datetime, review: Review, reason: str) -> Review:
    """Leave a contact out, and say why. It stays in the list, as left out; nothing is drawn in its place."""
    held = locked_review(by, review.pk)
    rules.check_may_take(by, held)
    told = kept_reason(reason)
    if held.shared_at is not None:
        raise Refused("This review has been shared once. Correct it and share it again.")
    return _close(by, at, held, REVIEW.check(held.state, "skip", reason=told), told)


@transaction.atomic
def share_review(*, by: Asker, at: dt.datetime, review: Review, marked: Marked) -> Score:
    """Fix the score with its marks, version, date and scorer, and let the practitioner see it."""
    held = locked_review(by, review.pk)
    rules.check_may_score(by, held)
    form = review_form.version(held.form_version)
    for item, message in form.problems(marked.marks):
        raise InvalidInput(item, message)
    step = REVIEW.check(held.state, "share")
    score = _score(by, at, held, form, marked)
    held.state, held.shared_at = step.to, at
    held.save(update_fields=["state", "shared_at"])
    note_review(by, at, step.event, held, number=score.number)
    return score


@transaction.atomic
def correct_review(*, by: Asker, at: dt.datetime, review: Review, reason: str) -> Review:
    """Take a shared review back to correct it, and say why. The score that was shared is kept beside the next one."""
    held = locked_review(by, review.pk)
    rules.check_is_reviewer(by, held)
    told = kept_reason(reason)
    step = REVIEW.check(held.state, "correct", reason=told)
    held.state, held.reply, held.answered_at = step.to, "", None
    held.save(update_fields=["state", "reply", "answered_at"])
    note_review(by, at, step.event, held, reason=told)
    return held


@transaction.atomic
def answer_review(*, by: Asker, at: dt.datetime, review: Review, reply: str, words: str) -> Review:
    """Say what one thinks of the review of one's own contact. Words become a comment."""
    held = locked_review(by, review.pk)
    rules.check_may_answer(by, held)
    check_choice("reply", reply, Reply.values, "Choose what you think of it.")
    step = REVIEW.check(held.state, "answer")
    differs = reply == Reply.DIFFER
    told = needed_text("words", words, "Say what you see differently.") if differs else kept_text("words", words)
    if told:
        _remark(held, told, CommentState.WAITING if differs else CommentState.SAID, by, at)
    held.state, held.reply, held.answered_at = step.to, reply, at
    held.save(update_fields=["state", "reply", "answered_at"])
    note_review(by, at, step.event, held, reply=reply)
    return held


@transaction.atomic
def close_review(*, by: Asker, at: dt.datetime, review: Review) -> Review:
    """Close an answered review, once nothing in it waits for an answer."""
    held = locked_review(by, review.pk)
    rules.check_may_handle(by, held)
    step = REVIEW.check(held.state, "close")
    if held.comments.filter(state=CommentState.WAITING).exists():
        raise Refused("Something in this review still needs an answer. Answer it first.")
    return _close(by, at, held, step)


@transaction.atomic
def close_unanswered(*, by: Asker, at: dt.datetime, review: Review, reason: str) -> Review:
    """Close a review that the practitioner has not answered and will not, and say why."""
    held = locked_review(by, review.pk)
    rules.check_may_handle(by, held)
    told = kept_reason(reason)
    return _close(by, at, held, REVIEW.check(held.state, "close_unanswered", reason=told), told)


def _close(by: Asker, at: dt.datetime, held: Review, step: Transition, reason: str = "") -> Review:
    held.state, held.closed_at, held.closed_by_id = step.to, at, by.signed_in_id()
    held.closing_reason = reason or None
    if held.state == ReviewState.SKIPPED:
        held.reviewer_id = held.taken_at = None
    held.save(update_fields=["state", "closed_at", "closed_by", "closing_reason", "reviewer", "taken_at"])
    note_review(by, at, step.event, held, reason=reason)
    return held


def _score(by: Asker, at: dt.datetime, review: Review, form: review_form.ReviewForm, marked: Marked) -> Score:
    result = form.result(marked.marks)
    last = review.scores.aggregate(last=Max("number"))["last"] or 0
    score = Score.objects.create(
        review=review,
        number=last + 1,
        form_version=form.version,
        total=result.total,
        answered=result.answered,
        asked=result.asked,
        band=result.band,
        scored_at=at,
        scored_by_id=by.signed_in_id(),
        went_well=kept_text("went_well", marked.went_well),
        think_about=kept_text("think_about", marked.think_about),
    )
    ScoreItem.objects.bulk_create(
        ScoreItem(
            score=score, item=name, mark=marked.marks[name], note=kept_text(name, marked.notes.get(name, "") or "")
        )
        for name in form.items
    )
    return score


def _remark(review: Review, words: str, state: str, by: Asker, at: dt.datetime) -> None:
    Comment.objects.create(
        contact_id=review.contact_id,
        practitioner_id=review.practitioner_id,
        review=review,
        state=state,
        written_at=at,
        written_by_id=by.signed_in_id(),
        words=words,
    )
