"""A review on its way: taken on, marked, shared, answered, closed; by whom, and what is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from roundel.audit.models import AuditEvent
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.supervision import actions, queries, review_form
from roundel.supervision.enums import CommentState, Reply, ReviewState
from roundel.supervision.models import Comment, Review, Score
from tests.factories import supervision as make
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def events_of(review: Review) -> list[str]:
    found = AuditEvent.objects.filter(object_id=review.pk).exclude(event="supervision.review.read")
    return [one.event.removeprefix("supervision.review.") for one in found.order_by("id")]


def test_a_review_goes_all_the_way() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    review = make.drawn(of=asha, by=boss)
    actions.take_review(by=boss, at=NOW, review=review)
    score = make.score(review, by=boss)
    actions.answer_review(by=asha, at=NOW, review=review, reply="agree", words="Thank you.")
    done = actions.close_review(by=boss, at=NOW, review=review)
    assert (done.state, done.reviewer_id, done.reply) == (ReviewState.CLOSED, boss.user_id, Reply.AGREE)
    assert (score.total, score.answered, score.asked, score.form_version) == (Decimal("2.00"), 11, 11, "review-1")
    assert events_of(review) == ["taken", "shared", "answered", "closed"]


def test_the_second_who_takes_it_is_told_who_was_first() -> None:
    first, second, review = make.supervisor(), make.supervisor(), make.drawn()
    actions.take_review(by=first, at=NOW, review=review)
    with pytest.raises(Refused, match=f"{first.name} has taken this review already"):
        actions.take_review(by=second, at=NOW, review=review)
    with pytest.raises(Refused, match=f"{first.name} has taken this review already"):
        make.score(review, by=second)
    actions.give_back(by=second, at=NOW, review=review)
    assert actions.take_review(by=second, at=NOW, review=review).reviewer_id == second.user_id


def test_nobody_reviews_his_own_contact() -> None:
    boss = make.supervisor()
    review = make.drawn(of=boss)
    for deed in (
        lambda: actions.take_review(by=boss, at=NOW, review=review),
        lambda: actions.skip_review(by=boss, at=NOW, review=review, reason="Not this one."),
        lambda: queries.read_review(boss, at=NOW, reference=review.reference),
    ):
        with pytest.raises(NotFound):  # until it is shared, it is not there for him
            deed()
    other = make.supervisor()
    actions.take_review(by=other, at=NOW, review=review)
    make.score(review, by=other)
    assert queries.read_review(boss, at=NOW, reference=review.reference).review == review
    for deed in (
        lambda: actions.close_unanswered(by=boss, at=NOW, review=review, reason="Nothing to say."),
        lambda: actions.correct_review(by=boss, at=NOW, review=review, reason="Too low."),
    ):
        with pytest.raises(Refused, match="your own contact"):
            deed()
    actions.answer_review(by=boss, at=NOW, review=review, reply="agree", words="")
    with pytest.raises(Refused, match="your own contact"):
        actions.close_review(by=boss, at=NOW, review=review)


def test_the_database_itself_refuses_that_somebody_reviews_his_own() -> None:
    review = make.in_review()
    with pytest.raises(IntegrityError), transaction.atomic():
        Review.objects.filter(pk=review.pk).update(reviewer=review.practitioner)


def test_every_item_is_marked_and_what_is_missing_is_no_nought() -> None:
    boss = make.supervisor()
    review = make.in_review(by=boss)
    with pytest.raises(InvalidInput) as caught:
        make.score(review, by=boss, ended="")
    assert caught.value.field == "ended"
    score = make.score(review, by=boss, mark="unknown", statement="3", ended="na", notes="2")
    assert (score.total, score.answered, score.asked, score.band) == (Decimal("2.50"), 2, 11, "")
    assert score.items.get(item="ended").mark == "na"


def test_a_score_without_a_single_mark_has_no_total() -> None:
    boss = make.supervisor()
    review = make.in_review(by=boss)
    score = make.score(review, by=boss, mark="unknown")
    assert (score.total, score.answered, score.band) == (None, 0, "")


def test_a_new_version_of_the_form_changes_no_old_score(monkeypatch: pytest.MonkeyPatch) -> None:
    boss = make.supervisor()
    old, begun = make.shared(by=boss, mark="2"), make.in_review(by=boss)
    before = queries.read_review(boss, at=NOW, reference=old.reference).scores[0]
    first = review_form.version("review-1")
    renamed = {name: replace(item, label="Another item", weight=2) for name, item in first.items.items()}
    bands = (replace(first.bands[0], id="new", words="Other words"),)
    second = replace(first, version="review-2", valid_from=dt.date(2027, 3, 1), items=renamed, bands=bands)
    review_form.check(second)
    monkeypatch.setattr(review_form, "all_forms", lambda: {"review-1": first, "review-2": second})
    assert queries.read_review(boss, at=NOW, reference=old.reference).scores[0] == before
    make.score(begun, by=boss)  # begun with the first version, and finished with it
    newer = make.shared(by=boss)
    seen = {one.reference: queries.read_review(boss, at=NOW, reference=one.reference) for one in (begun, newer)}
    assert seen[begun.reference].scores[0].band == "Mostly as we want to work"
    assert seen[newer.reference].scores[0].band == "Other words"
    assert seen[newer.reference].scores[0].parts[0][1][0].label == "Another item"


def test_a_correction_is_the_next_score_and_the_first_is_kept() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    review = make.shared(of=asha, by=boss, mark="1")
    with pytest.raises(InvalidInput, match="Say why"):
        actions.correct_review(by=boss, at=NOW, review=review, reason="")
    with pytest.raises(Refused, match="Only the supervisor who reviewed"):
        actions.correct_review(by=make.supervisor(), at=NOW, review=review, reason="I see it otherwise.")
    actions.correct_review(by=boss, at=NOW, review=review, reason="I had the wrong contact before me.")
    with pytest.raises(NotFound):
        queries.read_review(asha, at=NOW, reference=review.reference)
    with pytest.raises(Refused, match="shared once"):
        actions.give_back(by=boss, at=NOW, review=review)
    make.score(review, by=boss, mark="3")
    scores = [one.score for one in queries.read_review(asha, at=NOW, reference=review.reference).scores]
    assert [(one.number, one.total) for one in scores] == [(2, Decimal("3.00")), (1, Decimal("1.00"))]


def test_a_contact_is_left_out_with_a_reason_and_stays_in_the_list() -> None:
    boss, review = make.supervisor(), make.drawn()
    with pytest.raises(InvalidInput, match="Say why"):
        actions.skip_review(by=boss, at=NOW, review=review, reason="  ")
    left = actions.skip_review(by=boss, at=NOW, review=review, reason="It lasted a minute.")
    assert (left.state, left.closing_reason) == (ReviewState.SKIPPED, "It lasted a minute.")
    assert list(queries.list_reviews(boss, at=NOW, state="skipped").object_list) == [review]
    with pytest.raises(Refused, match="skipped"):
        actions.take_review(by=boss, at=NOW, review=review)


def test_who_differs_says_in_what_and_the_review_waits_for_the_answer() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    review = make.shared(of=asha, by=boss)
    with pytest.raises(InvalidInput, match="Say what you see differently"):
        actions.answer_review(by=asha, at=NOW, review=review, reply="differ", words=" ")
    with pytest.raises(Refused, match="Only the person who took the contact"):
        actions.answer_review(by=boss, at=NOW, review=review, reply="agree", words="")
    actions.answer_review(by=asha, at=NOW, review=review, reply="differ", words="I did say it.")
    comment = Comment.objects.get(review=review)
    assert (comment.state, comment.words, comment.written_by_id) == (
        CommentState.WAITING,
        "I did say it.",
        asha.user_id,
    )
    with pytest.raises(Refused, match="still needs an answer"):
        actions.close_review(by=boss, at=NOW, review=review)
    actions.answer_comment(by=boss, at=NOW, comment=comment, words="You did; I had missed it.")
    assert actions.close_review(by=boss, at=NOW, review=review).state == ReviewState.CLOSED


def test_a_review_that_nobody_answers_is_closed_with_a_reason() -> None:
    boss, review = make.supervisor(), make.shared()
    with pytest.raises(Refused, match="shared"):
        actions.close_review(by=boss, at=NOW, review=review)
    closed = actions.close_unanswered(by=boss, at=NOW, review=review, reason="She has left the service.")
    assert (closed.state, closed.reply, closed.closing_reason) == ("closed", "", "She has left the service.")


def test_a_score_is_sealed_where_it_holds_words_and_names_who_and_when() -> None:
    boss = make.supervisor()
    review = make.in_review(by=boss)
    marked = replace(make.marked(), notes={"ended": "They knew."})
    score = actions.share_review(by=boss, at=NOW, review=review, marked=marked)
    raw = Score.objects.filter(pk=score.pk).values("went_well", "scored_by", "scored_at").get()
    assert (raw["scored_by"], raw["scored_at"]) == (boss.user_id, NOW)
    assert b"given time" not in bytes(str(raw["went_well"]), "utf-8")
    assert score.items.get(item="ended").note == "They knew."
