"""Sample data of the practice desk: a trainee who has begun, and a supervisor who has looked at some of it."""

from __future__ import annotations

import datetime as dt
import random

from roundel.access.demo import staff
from roundel.access.grants import Asker
from roundel.helpline.enums import Acknowledged, Ending, Nature
from roundel.helpline.written import Agreed, Written
from roundel.kernel import clock
from roundel.practice import actions, queries, script
from roundel.practice.content import Content
from roundel.practice.models import PracticeCall

DAY, MINUTE = dt.timedelta(days=1), dt.timedelta(minutes=1)
NOTES = {
    "first_call": "Thoughts only, first time told. Evenings alone are hardest. A brother may keep the computer.",
    "returning": "The filter is done. Telling his wife was not, he is afraid she leaves. He will write it to her.",
    "professional": "A school. Two younger children, seen playing in a way that made a teacher think. No names.",
    "night": "A parent about a son of twelve. He asked a girl of his class for a picture, she said no, he stopped.",
}
GROUPS = {"first_call": "own", "returning": "own", "professional": "professional", "night": "young_person"}
AGREED = {
    "first_call": Agreed("block_access", "caller", "Ask my brother on Sunday to keep the computer for me."),
    "professional": Agreed("professional_action", "professional", "Write three sentences and see the head at four."),
    "night": Agreed("talk_with_child", "caller", "Talk with him on Saturday, when we walk the dog."),
}
WORDS = "I would keep how calmly you said the statement. They asked whether they must begin again: a code helps."
THOUGHTS = "I was glad that I had said the statement first. I forgot to offer a code; next time I ask earlier."


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """Practice calls of the last weeks: commented on, new, and one that is not finished."""
    (trainee, *_), (practitioner, *_), (supervisor, *_) = (
        staff(role, at=at) for role in ("trainee", "practitioner", "supervisor")
    )
    _counted(trainee, at - 9 * DAY)
    first = _whole(trainee, at - 6 * DAY, "first_call", chance)
    with clock.frozen(at - 5 * DAY) as then:
        actions.reflect(by=trainee, at=then, call=first, words=THOUGHTS, shared=True)
    with clock.frozen(at - 2 * DAY) as then:
        actions.comment(by=supervisor, at=then, call=first, words=WORDS)
    _whole(practitioner, at - 3 * DAY, "night", chance)
    _whole(trainee, at - DAY, "professional", chance)
    with clock.frozen(at - 90 * MINUTE) as then:
        actions.begin_call(by=trainee, at=then, name="returning")


def _counted(by: Asker, at: dt.datetime) -> None:
    with clock.frozen(at):
        call = actions.begin_call(by=by, at=at, name="silent")
        _hear(call, by, at, chance=None)
        actions.count_call(by=by, at=at + 3 * MINUTE, call=call, nature=Nature.SILENT)


def _whole(by: Asker, at: dt.datetime, name: str, chance: random.Random) -> PracticeCall:
    """One practice call from beginning to end."""
    with clock.frozen(at):
        call = actions.begin_call(by=by, at=at, name=name)
        actions.say_statement(by=by, at=at + MINUTE, call=call, acknowledged=Acknowledged.AGREED)
        _hear(call, by, at + 2 * MINUTE, chance)
        answers = {"channel": "telephone", "group": GROUPS[name]}
        actions.save_call(by=by, at=at + 9 * MINUTE, call=call, written=Written(answers, NOTES[name]), base_version=1)
        if name in AGREED:
            actions.agree_action(by=by, at=at + 10 * MINUTE, call=call, agreed=AGREED[name])
        actions.end_call(by=by, at=at + 11 * MINUTE, call=call)
        actions.finish_call(by=by, at=at + 14 * MINUTE, call=call, ending=Ending.COMPLETED, threshold="no")
    return call


def _hear(call: PracticeCall, by: Asker, at: dt.datetime, chance: random.Random | None) -> None:
    """Hear the caller to the end; without ``chance`` by the first reply each time."""
    told = script.version(call.script, call.script_version)
    while True:
        held = queries.get_for_writing(by, call.reference)
        step = told.steps[Content.from_data(held.content).story[-1].step]
        if step.ends:
            return
        reply = (chance.randrange(len(step.replies)) if chance else 0) if step.replies else None
        actions.go_on(by=by, at=at, call=call, heard=step.id, reply=reply)
