"""The comment loop, and what is noted about a contact beside it."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from roundel.audit.models import AuditEvent
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.supervision import actions, queries
from roundel.supervision.enums import CommentState
from roundel.supervision.models import Comment, HardMark, Listening
from tests.factories import contacts
from tests.factories import supervision as make
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


def test_a_practitioner_asks_and_a_supervisor_answers() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    contact = make.contact(of=asha)
    asked = make.comment(contact, by=asha)
    assert asked.state == CommentState.WAITING
    answer = actions.answer_comment(by=boss, at=NOW, comment=asked, words="I would have waited too.")
    asked.refresh_from_db()
    assert (asked.state, asked.settled_by_id, answer.answers_id) == (CommentState.ANSWERED, boss.user_id, asked.pk)
    for asker in (asha, boss):
        page = queries.read_supervision(asker, at=NOW, reference=contact.reference)
        assert [one.words for one in page.comments] == ["What do you think about this one?", "I would have waited too."]
    with pytest.raises(Refused, match="answered"):
        actions.answer_comment(by=make.supervisor(), at=NOW, comment=asked, words="So would I.")


def test_a_supervisor_says_something_and_the_practitioner_notes_it_as_read() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    said = make.comment(make.contact(of=asha), by=boss, words="Well ended.", needs_answer=False)
    assert actions.see_comment(by=asha, at=NOW, comment=said).state == CommentState.SEEN


def test_what_needs_an_answer_is_not_done_with_reading_it() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    asked = make.comment(make.contact(of=asha), by=boss)
    with pytest.raises(Refused, match="waiting"):
        actions.see_comment(by=asha, at=NOW, comment=asked)


def test_only_the_other_side_answers() -> None:
    boss, other, asha = make.supervisor(), make.supervisor(), make.practitioner()
    contact = make.contact(of=asha)
    by_boss, by_asha = make.comment(contact, by=boss), make.comment(contact, by=asha)
    for who, comment, words in (
        (boss, by_boss, "You wrote this yourself"),
        (other, by_boss, "The person who took the contact answers"),
        (asha, by_asha, "You wrote this yourself"),
    ):
        with pytest.raises(Refused, match=words):
            actions.answer_comment(by=who, at=NOW, comment=comment, words="Yes.")
    with pytest.raises(NotFound):
        actions.answer_comment(by=make.practitioner(), at=NOW, comment=by_asha, words="Yes.")


def test_words_are_needed_and_sealed_and_never_in_the_audit() -> None:
    asha = make.practitioner()
    contact = make.contact(of=asha)
    with pytest.raises(InvalidInput, match="Write what you want to say"):
        make.comment(contact, by=asha, words="  ")
    comment = make.comment(contact, by=asha, words="A quiet word")
    (raw,) = Comment.objects.filter(pk=comment.pk).values_list("words", flat=True)
    assert "quiet" not in str(raw)
    (event,) = AuditEvent.objects.filter(event="supervision.comment.written")
    assert (event.reference, event.detail) == (contact.reference, '{"needs_answer":true}')


def test_a_review_is_commented_on_once_both_sides_see_it() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    review = make.in_review(of=asha, by=boss)
    with pytest.raises(Refused, match="not shared yet"):
        actions.write_comment(
            by=boss, at=NOW, contact=review.contact, words="To come", needs_answer=False, review=review
        )
    shared = make.shared(of=asha, by=boss)
    with pytest.raises(Refused, match="another contact"):
        actions.write_comment(by=boss, at=NOW, contact=review.contact, words="Here", needs_answer=False, review=shared)
    made = actions.write_comment(
        by=boss, at=NOW, contact=shared.contact, words="Here", needs_answer=False, review=shared
    )
    assert [one.pk for one in queries.read_review(asha, at=NOW, reference=shared.reference).comments] == [made.pk]


def test_it_is_told_that_somebody_listened_in() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    contact = contacts.being_taken(by=asha)
    made = make.listening(contact, by=boss)
    assert (made.told, made.listened_by_id, made.practitioner_id) == ("before", boss.user_id, asha.user_id)
    with pytest.raises(InvalidInput, match="already"):
        make.listening(contact, by=boss)
    with pytest.raises(Refused, match="Only the person who took"):
        actions.see_listening(by=boss, at=NOW, listening=made)
    assert actions.see_listening(by=asha, at=NOW, listening=made).seen_at == NOW
    with pytest.raises(Refused, match="already"):
        actions.see_listening(by=asha, at=NOW, listening=made)


def test_nobody_listens_in_on_himself() -> None:
    boss = make.supervisor()
    contact = make.contact(of=boss)
    with pytest.raises(Refused, match="your own contact"):
        make.listening(contact, by=boss)
    with pytest.raises(Refused, match="Only a supervisor"):
        make.listening(make.contact(), by=make.practitioner())
    with pytest.raises(IntegrityError), transaction.atomic():
        Listening.objects.create(
            contact=contact, practitioner_id=boss.user_id, listened_by_id=boss.user_id, told="before", recorded_at=NOW
        )


def test_a_hard_one_is_marked_once_by_either_side_and_can_be_taken_back() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    contact = make.hard(of=asha)
    actions.mark_hard(by=boss, at=NOW, contact=contact)
    assert HardMark.objects.get().marked_by_id == asha.user_id
    actions.take_back_hard(by=boss, at=NOW, contact=contact)
    with pytest.raises(Refused, match="not marked"):
        actions.take_back_hard(by=asha, at=NOW, contact=contact)
    with pytest.raises(Refused, match="for the person who took it"):
        actions.mark_hard(by=make.practitioner(), at=NOW, contact=contact)
    events = AuditEvent.objects.filter(event__startswith="supervision.contact.").order_by("id")
    assert [one.event for one in events] == ["supervision.contact.hard", "supervision.contact.not_hard"]
