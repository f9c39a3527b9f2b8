"""Sample call-backs that led to a contact: booked in one conversation, answered, and gone on with in the next."""

from __future__ import annotations

import datetime as dt
import random

from django.db import transaction

from roundel.access.demo import staff
from roundel.access.grants import Asker
from roundel.callbacks import actions as call_backs
from roundel.callbacks.booking import Booking
from roundel.callbacks.enums import About
from roundel.helpline import actions
from roundel.helpline.call_backs import origin_of
from roundel.helpline.demo import words
from roundel.helpline.enums import Acknowledged, Ending
from roundel.helpline.models import Contact
from roundel.helpline.written import Written
from roundel.kernel import clock
from roundel.kernel.ids import new_id
from roundel.kernel.working_time import office

HALF = dt.timedelta(minutes=30)


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """Two of the last days: each booked where the conversation broke off, and answered when it was called."""
    for days, by in zip((5, 2), staff("practitioner", at=at), strict=False):
        # Three hours of working time before they were called, however many nights and holidays lay between.
        begun = office().due(at - dt.timedelta(days=days + 4), HALF)
        _booked_and_answered(by, begun, office().due(begun, 6 * HALF), chance)


def _booked_and_answered(by: Asker, begun: dt.datetime, called: dt.datetime, chance: random.Random) -> None:
    first = _contact(by, begun)
    number = f"07700 900 {chance.randrange(1000):03}"
    _finish(by, begun + HALF, first, Ending.TIME)
    with clock.frozen(begun + HALF):
        origin = origin_of(by, first.reference)
        booking = Booking(number, about=About.GO_ON, ask_for="Kim")
        made = call_backs.book(by=by, at=begun + HALF, key=new_id(), booking=booking, origin=origin)
    with clock.frozen(called), transaction.atomic():
        call_backs.claim(by=by, at=called, call_back=made)
        second = _contact(by, called)
        call_backs.reached(by=by, at=called, call_back=made, contact_reference=second.reference)
    _finish(by, called + HALF, second, Ending.COMPLETED)


def _contact(by: Asker, at: dt.datetime) -> Contact:
    with clock.frozen(at):
        made = actions.start_contact(by=by, at=at)
        return actions.say_statement(by=by, at=at, contact=made, acknowledged=Acknowledged.AGREED)


def _finish(by: Asker, at: dt.datetime, contact: Contact, ending: str) -> None:
    with clock.frozen(at):
        answers: dict[str, str | tuple[str, ...]] = {"channel": "telephone", "group": "own"}
        written = Written(answers=answers, notes=words.NOTES["own"][0])
        saved = actions.save_contact(by=by, at=at, contact=contact, written=written, base_version=contact.version)
        actions.finish_contact(by=by, at=at, contact=saved, ending=ending)
