"""The steps of taking a contact, one at a time, for tests that stop between them (see also ``contacts``)."""

from __future__ import annotations

import datetime as dt

from roundel.access.grants import Asker
from roundel.helpline import actions
from roundel.helpline.enums import Acknowledged, ActionKind, Actor, Ending
from roundel.helpline.models import Contact, ProtectiveAction
from roundel.helpline.written import Agreed, Written
from tests.support.moments import NOW

MINUTE = dt.timedelta(minutes=1)


def begin(by: Asker, at: dt.datetime = NOW, *, said: bool = False) -> Contact:
    """A contact that is being taken, with the statement said if wanted."""
    contact = actions.start_contact(by=by, at=at)
    return say(by, contact, at) if said else contact


def say(by: Asker, contact: Contact, at: dt.datetime = NOW) -> Contact:
    """The statement is said and agreed to."""
    return actions.say_statement(by=by, at=at, contact=contact, acknowledged=Acknowledged.AGREED)


def write(
    by: Asker, contact: Contact, at: dt.datetime = NOW, notes: str = "", **answers: str | tuple[str, ...]
) -> Contact:
    """Answers and notes are saved, on top of whatever version is stored."""
    written = Written(answers={"channel": "telephone", "group": "own"} | answers, notes=notes)
    base = Contact.objects.get(pk=contact.pk).version
    return actions.save_contact(by=by, at=at, contact=contact, written=written, base_version=base)


def agree(
    by: Asker, contact: Contact, at: dt.datetime = NOW, kind: str = ActionKind.TELL_SOMEONE, **more: object
) -> ProtectiveAction:
    """A protective action is agreed."""
    agreed = {"actor": Actor.CALLER, "words": "I will tell my wife on Sunday"} | more
    return actions.agree_action(by=by, at=at, contact=contact, agreed=Agreed(kind=kind, **agreed))  # type: ignore[arg-type]


def finish(by: Asker, contact: Contact, at: dt.datetime = NOW + 20 * MINUTE) -> Contact:
    """The contact is finished in agreement."""
    return actions.finish_contact(by=by, at=at, contact=contact, ending=Ending.COMPLETED)


def finished(by: Asker, at: dt.datetime = NOW, notes: str = "", **answers: str | tuple[str, ...]) -> Contact:
    """A finished contact, begun at this moment."""
    contact = write(by, begin(by, at, said=True), at, notes, **answers)
    return finish(by, contact, at + 20 * MINUTE)
