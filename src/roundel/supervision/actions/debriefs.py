"""Offers of a debrief and what became of them: that it happened, when and with whom. Never what was said."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.helpline.models import Contact
from roundel.kernel.errors import InvalidInput, Refused
from roundel.supervision import rules
from roundel.supervision.actions.records import locked_contact, locked_debrief
from roundel.supervision.enums import Because, DebriefState
from roundel.supervision.models import Debrief
from roundel.supervision.queries.debriefs import ground_of
from roundel.supervision.queries.people import is_offered
from roundel.supervision.states import DEBRIEF

About = Debrief | Contact


@transaction.atomic
def offer_debrief(*, by: Asker, at: dt.datetime, person_id: uuid.UUID, contact: Contact | None = None) -> Debrief:
    """Offer somebody a debrief: about one of his contacts, or without naming any."""
    rules.check_may_review(by)
    if person_id == by.user_id or not is_offered(by, person_id, at=at):
        raise InvalidInput("person", "Choose to whom you offer it.")
    held = locked_contact(by, contact.pk) if contact is not None else None
    if held is not None and held.taken_by_id != person_id:
        raise Refused("A debrief about a contact is offered to the person who took it.")
    if held is not None and Debrief.objects.filter(contact=held).exists():
        raise Refused("A debrief about this contact has been offered already.")
    made = Debrief.objects.create(
        person_id=person_id, contact=held, because=Because.OFFERED, offered_at=at, offered_by_id=by.signed_in_id()
    )
    _note(by, at, "offered", made)
    return made


@transaction.atomic
def ask_for_debrief(*, by: Asker, at: dt.datetime) -> Debrief:
    """Ask for a debrief for oneself, without saying about what."""
    rules.check_may_see_own(by)
    mine = Debrief.objects.filter(person_id=by.user_id, contact=None, state=DebriefState.TAKEN_UP)
    if mine.exists():
        raise Refused("You have said already that you would like a debrief. A supervisor comes to you.")
    made = Debrief.objects.create(
        person_id=by.signed_in_id(),
        because=Because.ASKED,
        state=DebriefState.TAKEN_UP,
        offered_at=at,
        offered_by_id=by.user_id,
        answered_at=at,
    )
    _note(by, at, "taken_up", made)
    return made


@transaction.atomic
def take_up_debrief(*, by: Asker, at: dt.datetime, about: About) -> Debrief:
    """Say yes to the offer of a debrief."""
    return _answer(by, at, about, "take_up")


@transaction.atomic
def decline_debrief(*, by: Asker, at: dt.datetime, about: About) -> Debrief:
    """Say no to it. No reason is asked."""
    return _answer(by, at, about, "decline")


@transaction.atomic
def hold_debrief(
    *, by: Asker, at: dt.datetime, about: About, held_at: dt.datetime, held_with: uuid.UUID | None
) -> Debrief:
    """Note that a debrief happened, when, and with whom."""
    held = _held(by, about)
    rules.check_may_note_debrief(by, held)
    step = DEBRIEF.check(held.state, "hold")
    rules.check_held(held_at, held_with, held, at)
    if held_with is None or not is_offered(by, held_with, at=at):
        raise InvalidInput("held_with", "Choose with whom it was.")
    held.state, held.held_at, held.held_with_id = step.to, held_at, held_with
    held.save()
    _note(by, at, "held", held)
    return held


def _answer(by: Asker, at: dt.datetime, about: About, name: str) -> Debrief:
    held = _held(by, about)
    rules.check_may_answer_offer(by, held)
    held.state, held.answered_at = DEBRIEF.check(held.state, name).to, at
    held.save()
    _note(by, at, held.state, held)
    return held


def _held(by: Asker, about: About) -> Debrief:
    """The debrief, locked; of an offer that follows from the records of a contact, a new row that is not stored yet."""
    if isinstance(about, Debrief):
        return locked_debrief(by, about.pk)
    contact = locked_contact(by, about.pk)
    rules.check_may_discuss(by, contact)
    found = Debrief.objects.select_for_update().filter(contact=contact, person=contact.taken_by_id).first()
    if found is not None:
        return found
    ground = ground_of(by, contact)
    if ground is None:
        raise Refused("No debrief is offered about this contact.")
    return Debrief(person_id=contact.taken_by_id, contact=contact, because=ground.because, offered_at=ground.since)


def _note(by: Asker, at: dt.datetime, what: str, debrief: Debrief) -> None:
    audit.record(
        by=by,
        at=at,
        event=f"supervision.debrief.{what}",
        kind=rules.DEBRIEF_KIND,
        object_id=debrief.pk,
        reference=debrief.contact.reference if debrief.contact else "",
        detail={"person": str(debrief.person_id)},
    )
