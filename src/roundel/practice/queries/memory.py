"""A practice call as the take screen of a contact shows it.

The screen is the helpline's own, so what is kept in the practice call is put into the helpline's records in
memory. They are never saved, and nothing is looked up with them.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from roundel.correspondence.models import Caller
from roundel.helpline import confidentiality, contact_form
from roundel.helpline.models import AskedAfter, Contact, NamedPerson, ProtectiveAction
from roundel.helpline.queries import Earlier, TakeScreen
from roundel.practice import script
from roundel.practice.content import GIVEN, Content
from roundel.practice.models import PracticeCall
from roundel.practice.script import Before, Step


@dataclass(frozen=True)
class Line:
    """What was said and heard at one step, and the reply to it ("" for none)."""

    step: Step
    reply: str


def told_so_far(call: PracticeCall, content: Content) -> list[Line]:
    """What was said in the call, in its order."""
    steps = script.version(call.script, call.script_version).steps
    heard = [(steps[line.step], line.reply) for line in content.story]
    return [Line(step, "" if reply is None else step.replies[reply].words) for step, reply in heard]


def as_contact(call: PracticeCall, content: Content, at: dt.datetime) -> TakeScreen:
    """What the take screen shows as stored."""
    before = script.version(call.script, call.script_version).before
    contact, said = _contact(call, content), content.said
    in_force = confidentiality.current(timezone.localtime(at).date())
    return TakeScreen(
        contact=contact,
        form=contact_form.version(call.form_version),
        statement=(confidentiality.version(said.version) if said else None) or in_force,
        written=content.written,
        named=[NamedPerson(id=one.id, name=one.name, named_as=one.named_as) for one in content.named],
        agreed=[
            ProtectiveAction(id=one.id, kind=one.kind, actor=one.actor, words=one.words, by_when=one.by_when)
            for one in content.agreed
        ],
        earlier=_earlier(call, before, content) if content.code and content.code.how == GIVEN else [],
        signposts=[],
        pointed_before=[],
        same_person=[],
    )


def _contact(call: PracticeCall, content: Content) -> Contact:
    said, danger = content.said, content.danger
    return Contact(
        id=call.pk,
        reference=call.reference,
        version=call.version,
        form_version=call.form_version,
        started_at=call.started_at,
        recorded_at=call.started_at,
        ended_at=call.ended_at,
        ending=content.ending,
        statement_at=said.at if said else None,
        acknowledged=said.acknowledged if said else "",
        danger_at=danger.at if danger else None,
        caller=Caller(alias=content.code.alias) if content.code else None,
    )


def _earlier(call: PracticeCall, before: Before | None, content: Content) -> list[Earlier]:
    """What the script says was agreed before, each with what was answered now."""
    found = []
    for one in before.actions if before else ():
        then = call.started_at - dt.timedelta(days=before.days_ago if before else 0)
        due = timezone.localtime(then).date() + dt.timedelta(days=one.in_days) if one.in_days is not None else None
        action = ProtectiveAction(
            id=one.id_in(call.pk), kind=one.kind, actor=one.actor, words=one.words, by_when=due, agreed_at=then
        )
        asked = next((each for each in content.asked if each.about == one.id), None)
        answer = AskedAfter(outcome=asked.outcome, why=asked.why, words=asked.words or None) if asked else None
        found.append(Earlier(action, answer, ()))
    return found
