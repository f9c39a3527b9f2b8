"""Contacts, brought to each state by the helpline's own actions.

The moment is the clock's (frozen or not) unless ``at`` says otherwise; whoever takes the contact is a new
practitioner unless ``by`` says who.
"""

from __future__ import annotations

import datetime as dt

from roundel.access.grants import Asker
from roundel.helpline import actions
from roundel.helpline.models import AskedAfter, Contact, ProtectiveAction
from roundel.helpline.written import Agreed, Answer, Written
from roundel.kernel import clock
from tests.factories import users

TALK = dt.timedelta(minutes=25)


def being_taken(*, by: Asker | None = None, at: dt.datetime | None = None, channel: str = "telephone") -> Contact:
    """A contact that is happening now, with nothing written in it."""
    moment = at or clock.now()
    return actions.start_contact(by=by or users.make_asker("practitioner"), at=moment, channel=channel)


def written(
    *,
    by: Asker | None = None,
    at: dt.datetime | None = None,
    notes: str = "Somebody talked, somebody listened.",
    identifying: str = "",
    **answers: str | tuple[str, ...],
) -> Contact:
    """A contact in which the statement was said and answers and notes are kept."""
    who, moment = by or users.make_asker("practitioner"), at or clock.now()
    contact = being_taken(by=who, at=moment)
    contact = actions.say_statement(by=who, at=moment, contact=contact, acknowledged="agreed")
    given = {"channel": "telephone", "group": "own"} | answers
    return actions.save_contact(
        by=who,
        at=moment,
        contact=contact,
        written=Written(answers=given, notes=notes, identifying=identifying),
        base_version=contact.version,
    )


def finished(*, by: Asker | None = None, at: dt.datetime | None = None, **what: str | tuple[str, ...]) -> Contact:
    """A contact that came to an end 25 minutes after it began (``at`` is when it ended)."""
    who, moment = by or users.make_asker("practitioner"), at or clock.now()
    contact = written(by=who, at=moment - TALK, **what)  # type: ignore[arg-type]
    return actions.finish_contact(by=who, at=moment, contact=contact, ending="completed")


def restricted(*, to: Asker | None = None, **what: str) -> Contact:
    """A finished contact that is open to one person only: ``to``, or somebody whom nobody knows."""
    supervisor, moment = users.make_asker("supervisor"), clock.now()
    named = to or users.make_asker("practitioner")
    contact = finished(at=moment, **what)
    assert named.user_id is not None
    return actions.restrict_contact(
        by=supervisor, at=moment, contact=contact, people=[named.user_id], reason="A colleague is concerned."
    )


def in_danger(**what: str) -> Contact:
    """A finished contact in which somebody may be in danger now."""
    contact = finished(**what)
    return actions.mark_danger(by=users.make_asker("practitioner"), at=clock.now(), contact=contact)


def action(
    contact: Contact, *, by: Asker, kind: str = "tell_someone", actor: str = "caller", by_when: dt.date | None = None
) -> ProtectiveAction:
    """A protective action agreed in a contact that ``by`` is taking."""
    agreed = Agreed(kind=kind, actor=actor, words="I will tell my sister.", by_when=by_when)
    return actions.agree_action(by=by, at=clock.now(), contact=contact, agreed=agreed)


def answer(asked: ProtectiveAction, contact: Contact, *, by: Asker, outcome: str = "done", why: str = "") -> AskedAfter:
    """An action asked after in a later contact that ``by`` is taking."""
    return actions.ask_after(
        by=by, at=clock.now(), contact=contact, action_id=asked.pk, answer=Answer(outcome=outcome, why=why)
    )
