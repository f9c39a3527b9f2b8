"""One contact of the sample data, told through the real actions in the order in which they happen."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from roundel.access.grants import Asker
from roundel.correspondence import actions as correspondence
from roundel.helpline import actions
from roundel.helpline.contact_form import ContactForm
from roundel.helpline.demo import words
from roundel.helpline.demo.plan import TALLIES, Moment, Person, chosen
from roundel.helpline.demo.signposting import Places
from roundel.helpline.enums import Acknowledged, ActionState, Actor, Ending, WhyNot
from roundel.helpline.models import Contact, ProtectiveAction
from roundel.helpline.written import Agreed, Answer, Written
from roundel.kernel import clock

MINUTE = dt.timedelta(minutes=1)
OUTCOMES = {ActionState.DONE: 55, ActionState.PARTLY: 18, ActionState.NOT_DONE: 17, ActionState.NOT_NEEDED: 6, "": 4}
ENDINGS = {Ending.COMPLETED: 82, Ending.CALLER_ENDED: 10, Ending.CUT_OFF: 4, Ending.TIME: 4}
CHANNELS = {"telephone": 92, "voicemail": 2, "letter": 2, "email": 3, "in_person": 1}


@dataclass
class Story:
    """What is remembered of a person between contacts."""

    caller_id: uuid.UUID | None = None
    code: str = ""
    open: list[ProtectiveAction] | None = None
    places: Places | None = None


def tally(moment: Moment, by: Asker, chance: random.Random) -> None:
    """A call that is counted and no more."""
    with clock.frozen(moment.at):
        actions.count_contact(by=by, at=moment.at, nature=chosen(chance, TALLIES))


def contact(
    moment: Moment, person: Person, story: Story, by: Asker, form: ContactForm, chance: random.Random
) -> Contact:
    """One conversation from beginning to end."""
    at, length = moment.at, dt.timedelta(minutes=chance.triangular(4, 75, 24))
    with clock.frozen(at):
        made = actions.start_contact(by=by, at=at, channel=chosen(chance, CHANNELS))
        actions.say_statement(by=by, at=at + MINUTE, contact=made, acknowledged=acknowledged(chance))
        _code(made, person, story, moment.nth, by, at + 2 * MINUTE)
    with clock.frozen(at + length):
        _ask_after(made, story, by, at + length, chance)
        _write(made, person, by, at + length, form, chance)
        _agree(made, person, story, by, at + length, chance)
        if story.places:
            story.places.in_contact(made, by, at + length, chance)
        actions.end_call(by=by, at=at + length, contact=made)
    done = at + length + 6 * MINUTE
    with clock.frozen(done):
        return actions.finish_contact(by=by, at=done, contact=made, ending=chosen(chance, ENDINGS))


def acknowledged(chance: random.Random) -> str:
    return chance.choice((Acknowledged.AGREED, Acknowledged.AGREED, Acknowledged.HEARD, Acknowledged.QUESTIONS))


def _code(made: Contact, person: Person, story: Story, nth: int, by: Asker, at: dt.datetime) -> None:
    """A person who will call again takes a code at the first contact and gives it at each later one."""
    if not person.takes_code:
        return
    if nth == 0:
        caller, story.code = correspondence.issue_code(by=by, at=at)
        story.caller_id = caller.pk
    elif story.code:
        correspondence.recognise(code=story.code, by=by, at=at)
    if story.caller_id is not None:
        actions.set_caller(by=by, at=at, contact=made, caller_id=story.caller_id)


def _write(made: Contact, person: Person, by: Asker, at: dt.datetime, form: ContactForm, chance: random.Random) -> None:
    answers: dict[str, str | tuple[str, ...]] = {
        **person.answers,
        "channel": made.channel,
        "topics": topics(form, chance),
    }
    notes = chance.choice(words.NOTES[person.answers["group"]])
    made.refresh_from_db()
    actions.save_contact(
        by=by, at=at, contact=made, written=Written(answers=answers, notes=notes), base_version=made.version
    )


def _ask_after(made: Contact, story: Story, by: Asker, at: dt.datetime, chance: random.Random) -> None:
    if story.caller_id is None or not story.open:
        return
    still = []
    for action in story.open:
        outcome = chosen(chance, OUTCOMES)
        if outcome:
            why = chance.choice(list(WhyNot)).value if outcome == ActionState.NOT_DONE else ""
            actions.ask_after(by=by, at=at, contact=made, action_id=action.pk, answer=Answer(outcome, why))
        if outcome not in {ActionState.DONE, ActionState.NOT_NEEDED}:
            still.append(action)
    story.open = still


def _agree(made: Contact, person: Person, story: Story, by: Asker, at: dt.datetime, chance: random.Random) -> None:
    for agreed in to_agree(person, at, chance):
        action = actions.agree_action(by=by, at=at, contact=made, agreed=agreed)
        story.open = [*(story.open or []), action]


def topics(form: ContactForm, chance: random.Random) -> tuple[str, ...]:
    """What a contact is about."""
    return tuple(chance.sample(list(form["topics"].options), chance.choice((1, 2, 2, 3))))


def to_agree(person: Person, at: dt.datetime, chance: random.Random) -> list[Agreed]:
    """What this person agrees to do; now and then nothing."""
    if chance.random() > person.takes_action:
        return []
    offered = words.BY_GROUP[person.answers["group"]]
    kinds = chance.sample(offered, min(len(offered), chance.choice((1, 1, 2, 3))))
    return [
        Agreed(
            kind=kind,
            actor=words.ACTORS.get(kind, Actor.CALLER),
            words=words.ACTIONS[kind],
            by_when=at.date() + dt.timedelta(days=chance.randrange(2, 22)),
        )
        for kind in kinds
    ]
