"""A debrief is offered, answered, and happens; what was said stands nowhere."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import IntegrityError, models, transaction

from roundel.access.grants import Asker
from roundel.helpline import actions as helpline
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.kernel.fields import SealedField
from roundel.supervision import actions, queries
from roundel.supervision.enums import Because, DebriefState
from roundel.supervision.models import Debrief
from tests.factories import contacts, users
from tests.factories import supervision as make
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
HOUR = dt.timedelta(hours=1)


def whys(asker: Asker) -> list[tuple[Because, str]]:
    return [(offer.because, offer.contact) for offer in queries.own_offers(asker)]


def test_there_is_no_field_for_what_was_said() -> None:
    written = [one for one in Debrief._meta.concrete_fields if isinstance(one, models.CharField | SealedField)]
    assert {one.name for one in written} == {"because", "state"}
    assert all(one.choices for one in written)


def test_danger_and_a_hard_one_offer_a_debrief_by_themselves() -> None:
    asha = make.practitioner()
    marked = make.hard(of=asha)
    danger = contacts.finished(by=asha)
    helpline.mark_danger(by=make.practitioner(), at=NOW, contact=danger)
    both = make.hard(of=asha)
    helpline.mark_danger(by=asha, at=NOW, contact=both)
    contacts.finished(by=asha)
    assert sorted(whys(asha)) == sorted(
        [(Because.HARD, marked.reference), (Because.DANGER, danger.reference), (Because.DANGER, both.reference)]
    )
    assert Debrief.objects.count() == 0
    assert len(queries.offers_to_others(make.supervisor())) == 3
    assert queries.own_offers(make.practitioner()) == []


def test_while_somebody_is_still_talking_nothing_is_offered() -> None:
    asha = make.practitioner()
    contact = contacts.being_taken(by=asha)
    helpline.mark_danger(by=asha, at=NOW, contact=contact)
    assert queries.own_offers(asha) == []
    helpline.end_call(by=asha, at=NOW, contact=contact)
    assert whys(asha) == [(Because.DANGER, contact.reference)]


def test_an_offer_is_declined_and_is_gone() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    contact = make.hard(of=asha)
    made = actions.decline_debrief(by=asha, at=NOW, about=contact)
    assert (made.state, made.because, made.offered_by) == (DebriefState.DECLINED, Because.HARD, None)
    assert (queries.own_offers(asha), queries.offers_to_others(boss)) == ([], [])
    # Somebody may think better of it.
    assert actions.take_up_debrief(by=asha, at=NOW, about=contact).state == DebriefState.TAKEN_UP
    assert Debrief.objects.count() == 1


def test_only_the_person_says_yes_or_no_and_a_supervisor_notes_that_it_happened() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    contact = make.hard(of=asha)
    for deed in (actions.take_up_debrief, actions.decline_debrief):
        with pytest.raises(Refused, match="Only the person to whom"):
            deed(by=boss, at=NOW, about=contact)
    actions.take_up_debrief(by=asha, at=NOW, about=contact)
    held = actions.hold_debrief(by=boss, at=NOW + HOUR, about=contact, held_at=NOW + HOUR, held_with=boss.user_id)
    assert (held.state, held.held_with_id, held.person_id) == (DebriefState.HELD, boss.user_id, asha.user_id)
    with pytest.raises(Refused, match="held"):
        actions.decline_debrief(by=asha, at=NOW, about=contact)


def test_when_and_with_whom_must_be_possible() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    debrief = make.offered(to=asha, by=boss)
    for held_at, with_whom, field in (
        (NOW + HOUR, boss.user_id, "held_at"),
        (NOW - HOUR, boss.user_id, "held_at"),
        (NOW, asha.user_id, "held_with"),
        (NOW, None, "held_with"),
        (NOW, users.make_user("auditor").pk, "held_with"),
    ):
        with pytest.raises(InvalidInput) as caught:
            actions.hold_debrief(by=asha, at=NOW, about=debrief, held_at=held_at, held_with=with_whom)
        assert caught.value.field == field
    assert actions.hold_debrief(by=asha, at=NOW, about=debrief, held_at=NOW, held_with=boss.user_id).held_at == NOW


def test_a_supervisor_offers_one_about_a_contact_or_about_none() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    contact = make.contact(of=asha)
    with pytest.raises(Refused, match="the person who took it"):
        actions.offer_debrief(by=boss, at=NOW, person_id=make.practitioner().signed_in_id(), contact=contact)
    actions.offer_debrief(by=boss, at=NOW, person_id=asha.signed_in_id(), contact=contact)
    with pytest.raises(Refused, match="offered already"):
        actions.offer_debrief(by=boss, at=NOW, person_id=asha.signed_in_id(), contact=contact)
    make.offered(to=asha, by=boss)
    assert sorted(whys(asha)) == [(Because.OFFERED, ""), (Because.OFFERED, contact.reference)]


@pytest.mark.parametrize("role", ["practitioner", "safeguarding_lead"])
def test_only_a_supervisor_offers_and_not_to_himself(role: str) -> None:
    boss, asha = make.supervisor(), make.practitioner()
    with pytest.raises(Refused, match="Only a supervisor"):
        make.offered(to=asha, by=users.make_asker(role))
    with pytest.raises(InvalidInput):
        make.offered(to=boss, by=boss)
    assert make.offered(to=asha, by=boss).offered_by_id == boss.user_id


def test_somebody_asks_for_one_without_saying_about_what() -> None:
    asha = make.practitioner()
    made = actions.ask_for_debrief(by=asha, at=NOW)
    assert (made.because, made.state, made.contact) == (Because.ASKED, DebriefState.TAKEN_UP, None)
    with pytest.raises(Refused, match="already"):
        actions.ask_for_debrief(by=asha, at=NOW)


def test_nobody_else_sees_or_answers_it() -> None:
    debrief = make.offered(to=make.practitioner())
    for asker in (make.practitioner(), users.make_asker("safeguarding_lead")):
        with pytest.raises(NotFound):
            queries.get_debrief(asker, debrief.pk)
        with pytest.raises(NotFound):
            actions.decline_debrief(by=asker, at=NOW, about=debrief)


def test_a_debrief_stays_ones_own_when_the_contact_is_closed() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    contact = make.hard(of=asha)
    actions.take_up_debrief(by=asha, at=NOW, about=contact)
    helpline.restrict_contact(
        by=boss, at=NOW, contact=contact, people=[make.supervisor().signed_in_id()], reason="A colleague is concerned."
    )
    assert (len(queries.own_offers(asha)), queries.offers_to_others(boss)) == (1, [])
    debrief = queries.get_debrief(asha, Debrief.objects.get().pk)
    with pytest.raises(NotFound):
        queries.get_debrief(boss, debrief.pk)
    assert actions.decline_debrief(by=asha, at=NOW, about=debrief).state == DebriefState.DECLINED


def test_without_a_reason_in_the_records_there_is_nothing_to_answer() -> None:
    asha = make.practitioner()
    contact = make.contact(of=asha)
    assert queries.debrief_of(asha, contact) is None
    with pytest.raises(Refused, match="No debrief is offered"):
        actions.take_up_debrief(by=asha, at=NOW, about=contact)


def test_the_database_refuses_a_debrief_that_cannot_have_been() -> None:
    debrief = make.offered(to=make.practitioner())
    for wrong in ({"state": "held"}, {"held_at": NOW}, {"because": "danger"}, {"state": "declined"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Debrief.objects.filter(pk=debrief.pk).update(**wrong)
