"""Who sees what: the person whom it is about, supervisors, and nobody else; and never more than the contact allows."""

from __future__ import annotations

import pytest

from roundel.access.grants import NOBODY, Asker
from roundel.audit.models import AuditEvent
from roundel.helpline import actions as helpline
from roundel.kernel.errors import NotFound, Refused
from roundel.supervision import queries
from roundel.supervision.models import Review
from roundel.supervision.queries.reviews import visible_to
from tests.factories import supervision as make
from tests.factories import users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
STRANGERS = ("practitioner", "safeguarding_lead", "coordinator", "trainee", "evaluator", "auditor", "administrator")


def sees(asker: Asker, review: Review) -> bool:
    return visible_to(asker).filter(pk=review.pk).exists()


def close_contact(review: Review, *people: Asker) -> None:
    helpline.restrict_contact(
        by=make.supervisor(),
        at=NOW,
        contact=review.contact,
        people=[one.signed_in_id() for one in people],
        reason="A colleague is concerned.",
    )


def test_the_practitioner_sees_a_review_from_when_it_is_shared() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    for review, seen in (
        (make.drawn(of=asha, by=boss), False),
        (make.in_review(of=asha, by=boss), False),
        (make.shared(of=asha, by=boss), True),
        (make.answered(of=asha, by=boss), True),
        (make.closed(of=asha, by=boss), True),
    ):
        assert sees(asha, review) is seen, review.state
        assert sees(make.supervisor(), review)


@pytest.mark.parametrize("role", STRANGERS)
def test_nobody_else_sees_it(role: str) -> None:
    review, somebody = make.shared(), users.make_asker(role)
    assert not sees(somebody, review)
    with pytest.raises(NotFound):
        queries.read_review(somebody, at=NOW, reference=review.reference)
    assert not sees(NOBODY, review)


def test_a_review_is_closed_with_its_contact() -> None:
    boss, named, asha = make.supervisor(), make.supervisor(), make.practitioner()
    review = make.shared(of=asha, by=boss)
    comment = make.comment(review.contact, by=asha)
    close_contact(review, named)
    for asker in (boss, asha):
        assert not sees(asker, review)
        with pytest.raises(Refused):
            queries.read_supervision(asker, at=NOW, reference=review.contact.reference)
        assert queries.work_queue(asker, NOW) == []
    page = queries.read_supervision(make.again(named), at=NOW, reference=review.contact.reference)
    assert (page.reviews, page.comments) == ([review], [comment])


def test_a_review_of_a_restricted_contact_is_made_only_by_who_may_open_it() -> None:
    named, asha = make.supervisor(), make.practitioner()
    contact = make.contact(of=asha)
    helpline.restrict_contact(
        by=make.supervisor(),
        at=NOW,
        contact=contact,
        people=[named.signed_in_id(), asha.signed_in_id()],
        reason="A colleague is concerned.",
    )
    with pytest.raises(Refused):
        queries.get_discussed(make.supervisor(), contact.reference)
    assert queries.get_discussed(make.again(named), contact.reference) == contact
    assert queries.get_discussed(make.again(asha), contact.reference) == contact


def test_another_practitioner_reads_the_contact_and_not_its_supervision() -> None:
    contact = make.contact()
    with pytest.raises(Refused, match="for the person who took it and for supervisors"):
        queries.read_supervision(make.practitioner(), at=NOW, reference=contact.reference)


def test_each_look_is_recorded_and_says_nothing_of_what_was_read() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    review = make.shared(of=asha, by=boss)
    queries.read_review(asha, at=NOW, reference=review.reference)
    queries.read_supervision(boss, at=NOW, reference=review.contact.reference)
    queries.exposure_of(boss, asha.signed_in_id(), at=NOW)
    looks = AuditEvent.objects.filter(event__endswith=".read").values_list("event", "actor_id", "detail")
    assert set(looks) == {
        ("supervision.review.read", asha.user_id, ""),
        ("supervision.contact.read", boss.user_id, ""),
        ("supervision.exposure.read", boss.user_id, f'{{"person":"{asha.user_id}"}}'),
    }
    assert not AuditEvent.objects.filter(detail__contains="given time").exists()


@pytest.mark.parametrize("role", STRANGERS)
def test_exposure_is_seen_by_the_person_and_supervisors(role: str) -> None:
    asha = make.practitioner()
    assert queries.own_exposure(asha, at=NOW).user_id == asha.user_id
    assert queries.exposure_of(make.supervisor(), asha.signed_in_id(), at=NOW).user_id == asha.user_id
    with pytest.raises(Refused):
        queries.exposure_of(users.make_asker(role), asha.signed_in_id(), at=NOW)


def test_a_session_is_seen_by_the_two_who_sat_together() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    session = make.session(of=asha, by=boss)
    for asker in (boss, asha):
        assert queries.read_session(asker, at=NOW, session_id=session.pk).agreed == "Breaks."
    for asker in (make.supervisor(), make.practitioner(), users.make_asker("auditor")):
        with pytest.raises(NotFound):
            queries.read_session(asker, at=NOW, session_id=session.pk)
