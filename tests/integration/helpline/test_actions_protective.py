"""Protective actions: agreed, taken back, asked after in a later contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from roundel.access.grants import Asker
from roundel.helpline import actions
from roundel.helpline.enums import ActionKind, ActionState, Actor, WhyNot
from roundel.helpline.models import AskedAfter, Contact, ProtectiveAction
from roundel.helpline.written import Answer
from roundel.kernel.errors import InvalidInput, Refused
from tests.factories import steps
from tests.support.moments import NOW

WEEK = dt.timedelta(days=7)


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


@pytest.fixture
def action(taker: Asker) -> ProtectiveAction:
    contact = steps.write(taker, steps.begin(taker))
    action = steps.agree(taker, contact)
    steps.finish(taker, contact)
    return action


@pytest.fixture
def later(taker: Asker, action: ProtectiveAction) -> Contact:
    return steps.begin(taker, NOW + WEEK)


def ask(
    by: Asker, contact: Contact, action: ProtectiveAction, outcome: str, why: str = "", words: str = ""
) -> AskedAfter:
    answer = Answer(outcome=outcome, why=why, words=words)
    return actions.ask_after(by=by, at=NOW + WEEK, contact=contact, action_id=action.pk, answer=answer)


def test_an_action_is_kept_coded_and_in_his_own_words(taker: Asker) -> None:
    contact = steps.begin(taker)
    action = steps.agree(taker, contact, by_when=NOW.date() + WEEK)
    action.refresh_from_db()
    assert (action.kind, action.actor, action.state) == (ActionKind.TELL_SOMEONE, Actor.CALLER, ActionState.AGREED)
    assert (action.words, action.by_when) == ("I will tell my wife on Sunday", NOW.date() + WEEK)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"kind": "dance"}, "kind"),
        ({"actor": ""}, "actor"),
        ({"words": "I\x00"}, "words"),
        ({"by_when": dt.date(2020, 1, 1)}, "by_when"),
    ],
)
def test_what_cannot_be_agreed_is_said_beside_its_field(taker: Asker, wrong: dict[str, object], field: str) -> None:
    contact = steps.begin(taker)
    with pytest.raises(InvalidInput) as caught:
        steps.agree(taker, contact, **wrong)  # type: ignore[arg-type]
    assert caught.value.field == field


def test_an_action_is_taken_back_while_its_contact_is_taken(taker: Asker) -> None:
    contact = steps.begin(taker)
    action = steps.agree(taker, contact)
    actions.withdraw_action(by=taker, at=NOW, contact=contact, action_id=action.pk)
    assert not ProtectiveAction.objects.exists()


def test_an_action_of_another_or_a_finished_contact_stays(
    taker: Asker, action: ProtectiveAction, later: Contact
) -> None:
    with pytest.raises(Refused, match="agreed in another contact"):
        actions.withdraw_action(by=taker, at=NOW, contact=later, action_id=action.pk)
    with pytest.raises(Refused, match="Reopen it first"):
        actions.withdraw_action(by=taker, at=NOW, contact=action.contact, action_id=action.pk)


def test_an_action_that_was_asked_after_stays(taker: Asker, action: ProtectiveAction, later: Contact) -> None:
    ask(taker, later, action, ActionState.PARTLY)
    contact = actions.reopen_contact(by=taker, at=NOW + WEEK, contact=action.contact, reason="A slip")
    with pytest.raises(Refused, match="so it stays"):
        actions.withdraw_action(by=taker, at=NOW, contact=contact, action_id=action.pk)


@pytest.mark.parametrize(
    ("outcome", "why"),
    [("done", ""), ("partly", ""), ("partly", "afraid"), ("not_done", "not_yet"), ("not_needed", "")],
)
def test_an_open_action_is_asked_after(
    taker: Asker, action: ProtectiveAction, later: Contact, outcome: str, why: str
) -> None:
    asked = ask(taker, later, action, outcome, why, "On Sunday evening")
    action.refresh_from_db()
    asked.refresh_from_db()
    assert (action.state, asked.outcome, asked.why, asked.words) == (outcome, outcome, why, "On Sunday evening")


def test_not_done_says_why(taker: Asker, action: ProtectiveAction, later: Contact) -> None:
    with pytest.raises(InvalidInput, match="Choose why it was not done"):
        ask(taker, later, action, ActionState.NOT_DONE)
    assert ask(taker, later, action, ActionState.NOT_DONE, WhyNot.AFRAID).why == WhyNot.AFRAID


@pytest.mark.parametrize("outcome", ["", "agreed", "forgotten"])
def test_an_answer_is_one_of_those_offered(
    taker: Asker, action: ProtectiveAction, later: Contact, outcome: str
) -> None:
    with pytest.raises(InvalidInput, match="Choose what they said"):
        ask(taker, later, action, outcome)


def test_a_why_is_kept_only_where_it_belongs(taker: Asker, action: ProtectiveAction, later: Contact) -> None:
    assert ask(taker, later, action, ActionState.DONE, WhyNot.AFRAID).why == ""


def test_the_later_answer_in_one_contact_replaces_the_earlier(
    taker: Asker, action: ProtectiveAction, later: Contact
) -> None:
    ask(taker, later, action, ActionState.DONE)
    ask(taker, later, action, ActionState.PARTLY)
    action.refresh_from_db()
    assert (action.state, AskedAfter.objects.get().outcome) == (ActionState.PARTLY, ActionState.PARTLY)


def test_an_answer_taken_back_leaves_the_action_as_it_stood(
    taker: Asker, action: ProtectiveAction, later: Contact
) -> None:
    ask(taker, later, action, ActionState.PARTLY)
    third = steps.begin(taker, NOW + 2 * WEEK)
    ask(taker, third, action, ActionState.DONE)
    actions.take_back_answer(by=taker, at=NOW, contact=third, action_id=action.pk)
    action.refresh_from_db()
    assert action.state == ActionState.PARTLY
    actions.take_back_answer(by=taker, at=NOW, contact=later, action_id=action.pk)
    action.refresh_from_db()
    assert action.state == ActionState.AGREED
    actions.take_back_answer(by=taker, at=NOW, contact=later, action_id=action.pk)


def test_an_action_is_not_asked_after_where_it_was_agreed_nor_when_it_is_closed(
    taker: Asker, action: ProtectiveAction, later: Contact
) -> None:
    contact = actions.reopen_contact(by=taker, at=NOW, contact=action.contact, reason="A slip")
    with pytest.raises(Refused, match="asked after in the next one"):
        ask(taker, contact, action, ActionState.DONE)
    ask(taker, later, action, ActionState.DONE)
    with pytest.raises(Refused, match="closed already"):
        ask(taker, steps.begin(taker, NOW + 2 * WEEK), action, ActionState.PARTLY)


def test_an_action_of_a_contact_closed_to_the_asker_is_not_asked_after(
    taker: Asker, asker: Callable[..., Asker], action: ProtectiveAction, later: Contact
) -> None:
    supervisor = asker("supervisor")
    actions.restrict_contact(
        by=supervisor,
        at=NOW,
        contact=action.contact,
        people=[supervisor.user_id],
        reason="A colleague's family is named",
    )
    with pytest.raises(Refused, match="closed to you"):
        ask(taker, later, action, ActionState.DONE)


def test_the_helplines_own_part_is_noted_where_it_was_agreed(taker: Asker, action: ProtectiveAction) -> None:
    contact = steps.begin(taker)
    ours = steps.agree(taker, contact, actor=Actor.HELPLINE)
    steps.write(taker, contact)
    steps.finish(taker, contact)
    done = Answer(outcome=ActionState.DONE)
    actions.keep_promise(by=taker, at=NOW, contact=contact, action_id=ours.pk, answer=done)
    ours.refresh_from_db()
    assert ours.state == ActionState.DONE
    with pytest.raises(Refused, match="closed already"):
        actions.keep_promise(by=taker, at=NOW, contact=contact, action_id=ours.pk, answer=done)
    with pytest.raises(Refused, match="Only what the helpline itself"):
        actions.keep_promise(by=taker, at=NOW, contact=action.contact, action_id=action.pk, answer=done)
