"""What practising keeps: each step, its one audit event, its refusals; and nobody's but one's own."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from roundel.access.grants import Asker
from roundel.access.scopes import Closed
from roundel.audit.models import AuditEvent
from roundel.helpline.written import Agreed, Answer, Written
from roundel.kernel import clock
from roundel.kernel.errors import Conflict, InvalidInput, NotFound, Refused
from roundel.kernel.ids import new_id
from roundel.practice import actions
from roundel.practice.actions.closing import KEPT_FOR
from roundel.practice.models import PracticeCall, PracticeComment
from tests.conftest import FrozenClock
from tests.factories import practice, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture
def me() -> Asker:
    return users.make_asker("trainee")


@pytest.fixture
def call(me: Asker) -> PracticeCall:
    return practice.written(by=me)


def say(call: PracticeCall, me: Asker) -> None:
    actions.say_statement(by=me, at=NOW, call=call, acknowledged="agreed")


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("event", flat=True))


def test_a_call_begins_with_the_callers_first_line(me: Asker) -> None:
    call = practice.being_taken(by=me)
    content = practice.content_of(call)
    assert call.reference.startswith("X-")
    assert [line.step for line in content.story] == [practice.script_of(call).first]
    assert content.written.answers == {"channel": "telephone"}
    assert events() == ["practice.call.begun"]


def test_a_caller_whom_nobody_wrote_does_not_ring(me: Asker) -> None:
    with pytest.raises(NotFound):
        actions.begin_call(by=me, at=NOW, name="nobody")


@pytest.mark.parametrize("role", ["coordinator", "evaluator", "auditor", "administrator", "safeguarding_lead"])
def test_others_do_not_practise(role: str) -> None:
    with pytest.raises(Refused, match="does not include practising"):
        actions.begin_call(by=users.make_asker(role), at=NOW, name="silent")


STEPS: dict[str, Callable[[PracticeCall, Asker], Any]] = {
    "went_on": lambda call, me: actions.go_on(by=me, at=NOW, call=call, heard="ring", reply=0),
    "saved": lambda call, me: actions.save_call(
        by=me, at=NOW, call=call, written=Written({"group": "own"}, "New"), base_version=call.version
    ),
    "statement": lambda call, me: actions.say_statement(by=me, at=NOW, call=call, acknowledged="heard"),
    "statement_unsaid": lambda call, me: actions.take_back_statement(by=me, at=NOW, call=call),
    "code_issued": lambda call, me: actions.issue_code(by=me, at=NOW, call=call),
    "agreed": lambda call, me: practice.agree(call, by=me),
    "named": lambda call, me: actions.name_person(by=me, at=NOW, call=call, name="Sam Example", named_as="adult"),
    "danger": lambda call, me: actions.mark_danger(by=me, at=NOW, call=call),
    "ended": lambda call, me: actions.end_call(by=me, at=NOW, call=call),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_step_is_kept_with_one_event(call: PracticeCall, me: Asker, step: str) -> None:
    before, content = len(events()), practice.content_of(call)
    STEPS[step](call, me)
    assert events()[before:] == ["practice.call.stepped"]
    assert json.loads(AuditEvent.objects.latest("id").detail) == {"step": step}
    assert practice.content_of(call) != content or practice.fresh(call).ended_at


@pytest.mark.parametrize("step", STEPS)
def test_a_step_in_somebody_elses_call_is_refused(call: PracticeCall, step: str) -> None:
    before = practice.content_of(call)
    with pytest.raises(NotFound):
        STEPS[step](call, users.make_asker("trainee"))
    with pytest.raises(Refused, match="somebody else's"):
        STEPS[step](call, users.make_asker("supervisor"))
    assert practice.content_of(call) == before


@pytest.mark.parametrize("step", STEPS)
def test_a_step_in_a_finished_call_is_refused(me: Asker, step: str) -> None:
    finished = practice.finished(by=me)
    with pytest.raises(Refused, match="is finished"):
        STEPS[step](finished, me)


# -- the story


def test_what_was_done_decides_what_is_said_next(me: Asker) -> None:
    plain, said = practice.being_taken(by=me), practice.being_taken(by=me)
    say(said, me)
    for call in (plain, said):
        actions.go_on(by=me, at=NOW, call=call, heard="ring", reply=0)
        actions.go_on(by=me, at=NOW, call=call, heard="statement")
    assert practice.content_of(plain).story[-1].step == "unsure"
    assert practice.content_of(said).story[-1].step == "relieved"


def test_going_on_twice_from_one_line_is_refused(call: PracticeCall, me: Asker) -> None:
    actions.go_on(by=me, at=NOW, call=call, heard="ring", reply=1)
    with pytest.raises(Refused, match="gone on already"):
        actions.go_on(by=me, at=NOW, call=call, heard="ring", reply=1)
    assert practice.content_of(call).heard == 2


@pytest.mark.parametrize("reply", [None, 2, 99])
def test_where_one_answers_one_of_the_replies_is_chosen(call: PracticeCall, me: Asker, reply: int | None) -> None:
    with pytest.raises(Refused, match="Choose what you would say"):
        actions.go_on(by=me, at=NOW, call=call, heard="ring", reply=reply)


def test_after_the_end_nobody_speaks(call: PracticeCall, me: Asker) -> None:
    practice.hear_out(call, by=me)
    with pytest.raises(Refused, match="come to its end"):
        actions.go_on(by=me, at=NOW, call=call, heard=practice.content_of(call).story[-1].step)


# -- as in a contact


def test_what_identifies_waits_for_the_statement(me: Asker) -> None:
    call = practice.being_taken(by=me)
    written = Written({"group": "own"}, "", "12 High Street")
    with pytest.raises(InvalidInput, match="statement first"):
        actions.save_call(by=me, at=NOW, call=call, written=written, base_version=1)
    with pytest.raises(InvalidInput, match="statement first"):
        STEPS["named"](call, me)
    say(call, me)
    actions.save_call(by=me, at=NOW, call=call, written=written, base_version=1)
    STEPS["named"](call, me)
    assert practice.content_of(call).named[0].name == "Sam Example"
    with pytest.raises(Refused, match="Remove them first"):
        actions.take_back_statement(by=me, at=NOW, call=call)


def test_two_windows_see_both_versions(call: PracticeCall, me: Asker) -> None:
    with pytest.raises(Conflict) as found:
        actions.save_call(by=me, at=NOW, call=call, written=Written({}, "Other"), base_version=1)
    assert found.value.current_version == call.version == 2
    assert {each.theirs for each in found.value.differences} >= {"They found words for it."}


def test_an_answer_that_the_form_does_not_admit_is_refused(call: PracticeCall, me: Asker) -> None:
    with pytest.raises(InvalidInput) as found:
        actions.save_call(by=me, at=NOW, call=call, written=Written({"group": "martian"}), base_version=2)
    assert found.value.field == "group"


def test_the_statement_keeps_the_first_moment_and_the_last_answer(call: PracticeCall, me: Asker) -> None:
    later = NOW + dt.timedelta(minutes=5)
    actions.say_statement(by=me, at=later, call=call, acknowledged="questions")
    said = practice.content_of(call).said
    assert said
    assert (said.at, said.acknowledged) == (NOW, "questions")


def test_the_code_of_the_script_works_once_and_only_it(me: Asker) -> None:
    call = practice.being_taken(by=me, name="returning")
    for wrong in ("7193 0485 2260 4188", "1234", ""):
        with pytest.raises(InvalidInput):
            actions.enter_code(by=me, at=NOW, call=call, code=wrong)
    practice.enter_code(call, by=me)
    code = practice.content_of(call).code
    assert code
    assert (code.how, code.alias) == ("given", "Practice Amber Harbour")
    with pytest.raises(InvalidInput, match="belongs to a code already"):
        practice.enter_code(call, by=me)
    with pytest.raises(Refused, match="shown only once"):
        actions.issue_code(by=me, at=NOW, call=call)
    actions.untie_code(by=me, at=NOW, call=call)
    with pytest.raises(Refused, match="not tied"):
        actions.untie_code(by=me, at=NOW, call=call)


def test_an_issued_code_is_kept_nowhere_and_brings_up_nothing(me: Asker) -> None:
    call = practice.being_taken(by=me, name="returning")
    alias, code = actions.issue_code(by=me, at=NOW, call=call)
    assert alias.startswith("Practice ")
    assert code not in json.dumps(practice.fresh(call).content)
    with pytest.raises(Refused, match="Look up their code first"):
        practice.ask_after_all(call, by=me)


def test_earlier_actions_are_asked_after_and_answers_replaced_or_taken_back(me: Asker) -> None:
    call = practice.returning(by=me)
    practice.ask_after_all(call, by=me)
    practice.ask_after_all(call, by=me, outcome="not_done")
    asked = practice.content_of(call).asked
    assert {(each.about, each.outcome, each.why) for each in asked} == {
        ("wife", "not_done", "afraid"),
        ("filter", "not_done", "afraid"),
    }
    with pytest.raises(Refused, match="asked after"):
        actions.untie_code(by=me, at=NOW, call=call)
    before = practice.script_of(call).before
    assert before
    actions.take_back_answer(by=me, at=NOW, call=call, action_id=before.actions[0].id_in(call.pk))
    assert [each.about for each in practice.content_of(call).asked] == ["filter"]


@pytest.mark.parametrize(("answer", "field"), [(Answer("not_done"), "why"), (Answer("sung"), "outcome")])
def test_an_answer_without_its_reason_is_refused(me: Asker, answer: Answer, field: str) -> None:
    call = practice.returning(by=me)
    before = practice.script_of(call).before
    assert before
    with pytest.raises(InvalidInput) as found:
        actions.ask_after(by=me, at=NOW, call=call, action_id=before.actions[0].id_in(call.pk), answer=answer)
    assert found.value.field == field


def test_an_action_that_nobody_agreed_is_not_there(me: Asker) -> None:
    call = practice.returning(by=me)
    with pytest.raises(NotFound):
        actions.ask_after(by=me, at=NOW, call=call, action_id=new_id(), answer=Answer("done"))
    with pytest.raises(NotFound):
        actions.withdraw_action(by=me, at=NOW, call=call, action_id=new_id())
    with pytest.raises(NotFound):
        actions.remove_name(by=me, at=NOW, call=call, named_id=new_id())


def test_what_was_agreed_is_taken_back(call: PracticeCall, me: Asker) -> None:
    practice.agree(call, by=me)
    (agreed,) = practice.content_of(call).agreed
    actions.withdraw_action(by=me, at=NOW, call=call, action_id=agreed.id)
    assert practice.content_of(call).agreed == ()


def test_a_day_before_the_call_is_refused(call: PracticeCall, me: Asker) -> None:
    with pytest.raises(InvalidInput, match="before the contact"):
        actions.agree_action(
            by=me, at=NOW, call=call, agreed=Agreed("police", "caller", "", NOW.date() - dt.timedelta(days=1))
        )


def test_the_call_ends_and_goes_on(call: PracticeCall, me: Asker) -> None:
    with pytest.raises(Refused, match="has not been noted"):
        actions.resume_call(by=me, at=NOW, call=call)
    actions.end_call(by=me, at=NOW, call=call)
    with pytest.raises(Refused, match="noted already"):
        actions.end_call(by=me, at=NOW, call=call)
    actions.resume_call(by=me, at=NOW, call=call)
    assert practice.fresh(call).ended_at is None


def test_danger_marked_again_keeps_the_first_moment(call: PracticeCall, me: Asker) -> None:
    actions.mark_danger(by=me, at=NOW, call=call)
    actions.go_on(by=me, at=NOW, call=call, heard="ring", reply=0)
    actions.mark_danger(by=me, at=NOW + dt.timedelta(minutes=1), call=call)
    danger = practice.content_of(call).danger
    assert danger
    assert (danger.at, danger.heard) == (NOW, 1)


# -- closing


@pytest.mark.parametrize(
    ("ending", "threshold", "field"),
    [("", "no", "ending"), ("completed", "", "threshold"), ("completed", "x", "threshold")],
)
def test_finishing_asks_for_both_answers(
    call: PracticeCall, me: Asker, ending: str, threshold: str, field: str
) -> None:
    with pytest.raises(InvalidInput) as found:
        actions.finish_call(by=me, at=NOW, call=call, ending=ending, threshold=threshold)
    assert found.value.field == field
    actions.finish_call(by=me, at=NOW, call=call, ending="completed", threshold="unsure")
    assert practice.content_of(call).threshold == "unsure"


def test_finishing_needs_who_was_in_touch(me: Asker) -> None:
    with pytest.raises(InvalidInput) as found:
        actions.finish_call(by=me, at=NOW, call=practice.being_taken(by=me), ending="completed", threshold="no")
    assert found.value.field == "group"


def test_a_silent_call_is_counted_if_nothing_is_recorded(me: Asker) -> None:
    silent = practice.being_taken(by=me, name="silent")
    with pytest.raises(InvalidInput):
        actions.count_call(by=me, at=NOW, call=silent, nature="conversation")
    actions.count_call(by=me, at=NOW, call=silent, nature="silent")
    assert practice.fresh(silent).state == "counted"
    written = practice.written(by=me, name="silent")
    with pytest.raises(Refused, match="recorded in this practice call already"):
        actions.count_call(by=me, at=NOW, call=written, nature="silent")


def test_thoughts_are_kept_and_shared_only_if_wished(me: Asker) -> None:
    call = practice.finished(by=me)
    actions.reflect(by=me, at=NOW, call=call, words="I was calm.", shared=False)
    assert (practice.fresh(call).reflection, practice.fresh(call).reflection_shared) == ("I was calm.", False)
    actions.reflect(by=me, at=NOW, call=call, words=" ", shared=True)
    assert (practice.fresh(call).reflection, practice.fresh(call).reflection_shared) == (None, False)
    with pytest.raises(Refused, match="somebody else's"):
        actions.reflect(by=users.make_asker("supervisor"), at=NOW, call=call, words="x", shared=False)
    with pytest.raises(Refused, match="Finish this"):
        actions.reflect(by=me, at=NOW, call=practice.written(by=me), words="x", shared=False)


def test_a_supervisor_comments_and_it_is_looked_at(me: Asker) -> None:
    supervisor, call = users.make_asker("supervisor"), practice.finished(by=me)
    with pytest.raises(InvalidInput, match="Write what"):
        actions.comment(by=supervisor, at=NOW, call=call, words="  ")
    made = actions.comment(by=supervisor, at=NOW, call=call, words="You waited. Good.")
    assert (made.words, made.seen_at) == ("You waited. Good.", None)
    assert practice.fresh(call).reviewed_by_id == supervisor.user_id
    assert events()[-1] == "practice.call.commented"
    actions.note_comments_seen(by=me, at=NOW, call=call)
    assert PracticeComment.objects.get().seen_at == NOW


@pytest.mark.parametrize(
    ("who", "whose", "reason"),
    [
        ("trainee", "finished", "no such record"),
        ("practitioner", "finished", "no such record"),
        ("supervisor", "written", "still being practised"),
    ],
)
def test_a_comment_is_refused(me: Asker, who: str, whose: str, reason: str) -> None:
    call = getattr(practice, whose)(by=me)
    for deed in (
        lambda by: actions.comment(by=by, at=NOW, call=call, words="x"),
        lambda by: actions.note_reviewed(by=by, at=NOW, call=call),
    ):
        with pytest.raises(Refused, match=reason):
            deed(users.make_asker(who))


def test_nobody_looks_at_his_own(me: Asker) -> None:
    boss = users.make_asker("supervisor")
    with pytest.raises(Refused, match="your own"):
        actions.comment(by=boss, at=NOW, call=practice.finished(by=boss), words="x")
    with pytest.raises(Refused, match="does not include"):
        actions.comment(by=me, at=NOW, call=practice.finished(by=me), words="x")


def test_ones_own_is_deleted_with_what_was_said_to_it(me: Asker) -> None:
    call = practice.commented(of=me).call
    with pytest.raises(Refused, match="somebody else's"):
        actions.remove_call(by=users.make_asker("supervisor"), at=NOW, call=call)
    actions.remove_call(by=me, at=NOW, call=call)
    assert not PracticeCall.objects.exists()
    assert not PracticeComment.objects.exists()
    assert events()[-1] == "practice.call.removed"


@pytest.mark.parametrize(("days", "left"), [(89, 1), (90, 0)])
def test_old_calls_go_with_one_event(frozen_clock: FrozenClock, me: Asker, days: int, left: int) -> None:
    practice.commented(of=me)
    practice.written(by=me)
    frozen_clock.forward(days=days)
    fresh = practice.written(by=me)
    removed = actions.remove_old_calls(by=users.make_asker(), at=clock.now())
    assert removed == 2 * (1 - left)
    assert PracticeCall.objects.exclude(pk=fresh.pk).count() == 2 * left
    assert events().count("practice.call.expired") == 1 - left
    assert dt.timedelta(days=90) == KEPT_FOR


def test_a_closed_call_is_told_only_to_those_who_may_know(call: PracticeCall) -> None:
    """No emergency access leads to a practice call: whoever may know of it may see it."""
    with pytest.raises(NotFound):
        practice.agree(call, by=users.make_asker("practitioner"))
    with pytest.raises(Refused) as found:
        practice.agree(call, by=users.make_asker("supervisor"))
    assert not isinstance(found.value, Closed)


@pytest.mark.parametrize(
    "change",
    [
        {"state": "finished"},
        {"finished_at": NOW},
        {"ended_at": NOW - dt.timedelta(days=1)},
        {"reviewed_at": NOW},
        {"reflection_shared": True},
    ],
)
def test_the_database_refuses_what_cannot_be(call: PracticeCall, change: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeCall.objects.filter(pk=call.pk).update(**change)
