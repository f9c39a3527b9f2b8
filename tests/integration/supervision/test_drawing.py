"""Drawing by lot: of what, by whom, how often; and choosing one contact for a reason."""

from __future__ import annotations

import datetime as dt

import pytest

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.helpline import actions as helpline
from roundel.helpline.models import Contact
from roundel.kernel.errors import InvalidInput, Refused
from roundel.supervision import actions, lots, queries
from roundel.supervision.enums import Chosen, ReviewState
from roundel.supervision.models import Drawing, Review
from tests.factories import contacts, users
from tests.factories import supervision as make
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
MONTH = dt.date(2027, 2, 1)


def talked(by: Asker, number: int = 1, month: dt.date = MONTH) -> list[Contact]:
    return [contacts.finished(by=by, at=make.in_month(month, day=1 + day)) for day in range(number)]


def draw(by: Asker, *people: Asker, size: int = 3, month: dt.date = MONTH) -> list[Review]:
    return actions.draw_sample(by=by, at=NOW, month=month, size=size, people=[one.signed_in_id() for one in people])


def test_so_many_of_each_person_are_drawn_and_it_is_recorded_how() -> None:
    boss, asha, tom = make.supervisor(), make.practitioner(), make.practitioner()
    talked(asha, 6)
    few = talked(tom, 2)
    drawn = draw(boss, asha, tom)
    assert sorted(review.practitioner_id == asha.user_id for review in drawn) == [False] * 2 + [True] * 3
    assert {review.contact_id for review in drawn if review.practitioner_id == tom.user_id} == {one.pk for one in few}
    assert {(review.state, review.chosen, review.drawn_by_id) for review in drawn} == {
        (ReviewState.DRAWN, Chosen.LOT, boss.user_id)
    }
    sizes = {(one.practitioner_id, one.size, one.pool) for one in Drawing.objects.all()}
    assert sizes == {(asha.user_id, 3, 6), (tom.user_id, 3, 2)}
    (event,) = AuditEvent.objects.filter(event="supervision.drawing.made")
    assert event.detail == '{"month":"2027-02","people":2,"size":3}'


def test_anybody_can_draw_again_and_finds_the_same() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    pool = [one.pk for one in talked(asha, 9)]
    drawn = draw(boss, asha)
    drawing = Drawing.objects.get()
    assert {one.contact_id for one in drawn} == set(lots.draw(drawing.seed, pool, 3))
    again = queries.draw_again(make.supervisor(), drawing.pk)
    assert again.same
    assert sorted(again.again) == sorted(one.contact.reference for one in drawn)


def test_when_the_pool_has_changed_drawing_again_says_so() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    talked(asha, 4)
    review = draw(boss, asha, size=2)[0]
    helpline.reopen_contact(by=asha, at=NOW, contact=review.contact, reason="A slip of the pen.")
    assert not queries.draw_again(boss, Drawing.objects.get().pk).same


def test_each_drawing_has_a_seed_of_its_own() -> None:
    boss, people = make.supervisor(), [make.practitioner() for _ in range(3)]
    for one in people:
        talked(one)
    draw(boss, *people)
    assert len(set(Drawing.objects.values_list("seed", flat=True))) == 3


def test_a_month_is_drawn_once_so_that_nobody_draws_until_it_suits() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    talked(asha, 5)
    assert len(draw(boss, asha, size=1)) == 1
    for by in (boss, make.supervisor()):
        with pytest.raises(InvalidInput, match="drawn already") as caught:
            draw(by, asha, size=1)
        assert caught.value.field == "people"
    assert Review.objects.count() == 1


def test_only_finished_conversations_of_that_month_are_in_the_pool() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    inside = talked(asha, 2)
    contacts.finished(by=asha, at=dt.datetime(2027, 1, 31, 12, tzinfo=dt.UTC))
    contacts.finished(by=asha, at=dt.datetime(2027, 3, 1, 12, tzinfo=dt.UTC))
    contacts.written(by=asha, at=make.in_month(MONTH))
    helpline.count_contact(by=asha, at=make.in_month(MONTH), nature="silent")
    removed = contacts.written(by=asha, at=make.in_month(MONTH))
    helpline.discard_contact(by=asha, at=NOW, contact=removed, reason="A test call.")
    assert {one.contact_id for one in draw(boss, asha, size=20)} == {one.pk for one in inside}
    assert Drawing.objects.get().pool == 2


def test_what_has_a_review_is_not_drawn_and_what_was_left_out_may_be_chosen() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    first, second = talked(asha, 2)
    chosen = actions.choose_contact(by=boss, at=NOW, contact=first, chosen="reason", because="They asked for it.")
    (review,) = draw(boss, asha)
    assert review.contact_id == second.pk
    actions.skip_review(by=boss, at=NOW, review=chosen, reason="It was a wrong number after all.")
    assert actions.choose_contact(by=boss, at=NOW, contact=first, chosen="reason", because="A second look.").pk


def test_nobody_draws_his_own_contacts() -> None:
    boss, other = make.supervisor(), make.supervisor()
    talked(boss, 3)
    with pytest.raises(InvalidInput, match="nothing to draw"):
        draw(boss, boss)
    assert {one.practitioner_id for one in draw(other, boss)} == {boss.user_id}


def test_a_restricted_contact_is_drawn_only_by_those_who_may_open_it() -> None:
    boss, named, asha = make.supervisor(), make.supervisor(), make.practitioner()
    closed, open_one = talked(asha, 2)
    helpline.restrict_contact(
        by=boss, at=NOW, contact=closed, people=[named.signed_in_id()], reason="A colleague is concerned."
    )
    assert {one.contact_id for one in draw(boss, asha)} == {open_one.pk}
    tom = make.practitioner()
    (theirs,) = talked(tom)
    helpline.restrict_contact(
        by=boss, at=NOW, contact=theirs, people=[named.signed_in_id()], reason="A colleague is concerned."
    )
    with pytest.raises(InvalidInput, match="nothing to draw"):
        draw(boss, tom)
    assert {one.contact_id for one in draw(make.again(named), tom)} == {theirs.pk}


@pytest.mark.parametrize(
    ("month", "size", "field"),
    [
        (dt.date(2027, 3, 1), 3, "month"),
        (dt.date(2027, 4, 1), 3, "month"),
        (dt.date(2027, 2, 14), 3, "month"),
        (MONTH, 0, "size"),
        (MONTH, 21, "size"),
    ],
)
def test_a_month_that_is_not_over_or_a_number_that_is_none_is_refused(month: dt.date, size: int, field: str) -> None:
    boss, asha = make.supervisor(), make.practitioner()
    talked(asha)
    with pytest.raises(InvalidInput) as caught:
        draw(boss, asha, size=size, month=month)
    assert caught.value.field == field
    assert draw(boss, asha)


@pytest.mark.parametrize("role", ["practitioner", "safeguarding_lead", "administrator"])
def test_only_a_supervisor_draws(role: str) -> None:
    asha = make.practitioner()
    talked(asha)
    with pytest.raises(Refused, match="supervisor"):
        draw(users.make_asker(role), asha)
    assert draw(make.supervisor(), asha)


def test_a_contact_is_chosen_for_a_reason_or_because_one_listened_in() -> None:
    boss, contact = make.supervisor(), make.contact()
    with pytest.raises(InvalidInput, match="Say why") as caught:
        actions.choose_contact(by=boss, at=NOW, contact=contact, chosen="reason", because=" ")
    assert caught.value.field == "reason"
    with pytest.raises(InvalidInput, match="Note first that you listened in"):
        actions.choose_contact(by=boss, at=NOW, contact=contact, chosen="live", because="")
    with pytest.raises(InvalidInput, match="Choose why"):
        actions.choose_contact(by=boss, at=NOW, contact=contact, chosen="lot", because="")
    make.listening(contact, by=boss)
    review = actions.choose_contact(by=boss, at=NOW, contact=contact, chosen="live", because="")
    assert (review.state, review.reviewer_id, review.because) == (ReviewState.IN_REVIEW, boss.user_id, None)
    with pytest.raises(Refused, match="a review already"):
        actions.choose_contact(by=make.supervisor(), at=NOW, contact=contact, chosen="reason", because="Me too.")


def test_nobody_chooses_his_own_contact_or_one_that_is_not_finished() -> None:
    boss = make.supervisor()
    own, unfinished = make.contact(of=boss), contacts.written()
    for contact, words in ((own, "your own contact"), (unfinished, "finished conversation")):
        with pytest.raises(Refused, match=words):
            actions.choose_contact(by=boss, at=NOW, contact=contact, chosen="reason", because="A good one.")
