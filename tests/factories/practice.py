"""Practice calls, brought to each state by the practice desk's own actions. The moment is the clock's."""

from __future__ import annotations

from roundel.access.grants import Asker
from roundel.helpline.enums import Acknowledged, Ending
from roundel.helpline.written import Agreed, Answer, Written
from roundel.kernel import clock
from roundel.practice import actions, script
from roundel.practice.content import Content
from roundel.practice.models import PracticeCall, PracticeComment
from roundel.practice.script import Script
from tests.factories import users


def being_taken(*, by: Asker | None = None, name: str = "first_call") -> PracticeCall:
    """A practice call that has just begun."""
    return actions.begin_call(by=by or users.make_asker("trainee"), at=clock.now(), name=name)


def written(
    *, by: Asker, name: str = "first_call", notes: str = "They found words for it.", group: str = "own"
) -> PracticeCall:
    """A practice call in which the statement was said, and answers and notes are kept."""
    call = being_taken(by=by, name=name)
    actions.say_statement(by=by, at=clock.now(), call=call, acknowledged=Acknowledged.AGREED)
    answers = {"channel": "telephone", "group": group}
    actions.save_call(by=by, at=clock.now(), call=call, written=Written(answers, notes), base_version=1)
    return fresh(call)


def finished(*, by: Asker | None = None, name: str = "first_call", **what: str) -> PracticeCall:
    """A practice call that came to its end."""
    who = by or users.make_asker("trainee")
    call = written(by=who, name=name, **what)
    hear_out(call, by=who)
    actions.finish_call(by=who, at=clock.now(), call=call, ending=Ending.COMPLETED, threshold="no")
    return fresh(call)


def hear_out(call: PracticeCall, *, by: Asker, choice: int = 0) -> None:
    """Hear the caller to the end, choosing the reply of this place (the last, if there are fewer) each time."""
    while not (step := script_of(call).steps[content_of(call).story[-1].step]).ends:
        reply = min(choice, len(step.replies) - 1) if step.replies else None
        actions.go_on(by=by, at=clock.now(), call=call, heard=step.id, reply=reply)


def returning(*, by: Asker) -> PracticeCall:
    """A practice call with somebody who has called before, whose code has been looked up."""
    call = written(by=by, name="returning")
    enter_code(call, by=by)
    return fresh(call)


def enter_code(call: PracticeCall, *, by: Asker) -> None:
    """The code of the script is looked up."""
    before = script_of(call).before
    assert before is not None
    actions.enter_code(by=by, at=clock.now(), call=call, code=before.code)


def agree(call: PracticeCall, *, by: Asker, kind: str = "tell_someone", words: str = "On Sunday.") -> None:
    """An action is agreed."""
    agreed = Agreed(kind=kind, actor="caller", words=words)
    actions.agree_action(by=by, at=clock.now(), call=call, agreed=agreed)


def ask_after_all(call: PracticeCall, *, by: Asker, outcome: str = "done") -> None:
    """Everything that was agreed before is asked after."""
    before = script_of(call).before
    for one in before.actions if before else ():
        answer = Answer(outcome=outcome, why="afraid" if outcome == "not_done" else "")
        actions.ask_after(by=by, at=clock.now(), call=call, action_id=one.id_in(call.pk), answer=answer)


def commented(*, of: Asker | None = None, by: Asker | None = None, words: str = "You left room.") -> PracticeComment:
    """A finished practice call to which a supervisor has said something."""
    supervisor = by or users.make_asker("supervisor")
    return actions.comment(by=supervisor, at=clock.now(), call=finished(by=of), words=words)


def fresh(call: PracticeCall) -> PracticeCall:
    """The practice call as it is stored now."""
    return PracticeCall.objects.get(pk=call.pk)


def content_of(call: PracticeCall) -> Content:
    """What is kept in it now."""
    return Content.from_data(fresh(call).content)


def script_of(call: PracticeCall) -> Script:
    """The version of the script with which it was begun."""
    return script.version(call.script, call.script_version)
