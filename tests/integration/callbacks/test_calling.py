"""Making the call: one person at a time, in the safe time, three attempts, and then a decision. The number goes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction

from roundel.access.grants import Asker, system
from roundel.audit.models import AuditEvent
from roundel.callbacks import actions, queries, rules
from roundel.callbacks.enums import CANCELLED_AS, ENDED, GIVEN_UP_AS, OPEN, Outcome, Priority, State
from roundel.callbacks.models import Attempt, CallBack
from roundel.kernel import clock
from roundel.kernel.errors import InvalidInput, Refused
from tests.factories import call_backs
from tests.factories.call_backs import HOUR, MINUTE, NUMBER, SHOWN

pytestmark = pytest.mark.django_db
AT = dt.datetime(2027, 3, 24, 10, 0, tzinfo=dt.UTC)  # the Wednesday before Easter
BY = system("call_backs_tidy")


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


@pytest.fixture
def other(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


@pytest.fixture
def boss(asker: Callable[..., Asker]) -> Asker:
    return asker("supervisor")


def booked(by: Asker, **what: Any) -> CallBack:
    return call_backs.booked(by=by, at=AT, **what)


def fresh(one: CallBack) -> CallBack:
    return CallBack.objects.get(pk=one.pk)


def tried(by: Asker, one: CallBack, at: dt.datetime, outcome: str = "no_answer") -> CallBack:
    """Begun at this moment, and noted a minute later."""
    actions.claim(by=by, at=at, call_back=one)
    return actions.note_outcome(by=by, at=at + MINUTE, call_back=one, outcome=outcome)


# -- one person at a time


def test_the_one_who_begins_sees_the_number_and_nobody_else(taker: Asker, other: Asker, boss: Asker) -> None:
    one = booked(taker, pass_phrase="blue tit", ask_for="Kim")
    actions.claim(by=taker, at=AT, call_back=one)
    seen = queries.read_calling(taker, at=AT, reference=one.reference)
    assert (seen.number, seen.pass_phrase, seen.ask_for) == (SHOWN, "blue tit", "Kim")
    for somebody in (other, boss):
        with pytest.raises(Refused, match="Somebody else is making this call"):
            queries.read_calling(somebody, at=AT, reference=one.reference)
        page = queries.read_call_back(somebody, at=AT, reference=one.reference)
        assert page.call_back.get_deferred_fields() >= {f"{name}_sealed" for name in ("number", "pass_phrase")}
    shown = AuditEvent.objects.filter(event="callbacks.call_back.number_shown")
    assert [event.actor_id for event in shown] == [taker.user_id]


def test_each_time_the_number_is_shown_is_a_look_of_its_own(taker: Asker) -> None:
    one = booked(taker)
    actions.claim(by=taker, at=AT, call_back=one)
    for _ in range(3):
        queries.read_calling(taker, at=AT, reference=one.reference)
    assert AuditEvent.objects.filter(event="callbacks.call_back.number_shown").count() == 3


def test_who_comes_a_moment_later_is_told_kindly(taker: Asker, other: Asker) -> None:
    one = booked(taker)
    actions.claim(by=taker, at=AT, call_back=one)
    with pytest.raises(rules.Taken, match=rf"{taker.name} began this call at 10:00am\."):
        actions.claim(by=other, at=AT + MINUTE, call_back=one)
    assert fresh(one).calling_by_id == taker.user_id


def test_begun_twice_by_the_same_person_nothing_changes(taker: Asker) -> None:
    one = booked(taker)
    for minutes in (0, 5):
        actions.claim(by=taker, at=AT + minutes * MINUTE, call_back=one)
    assert fresh(one).calling_at == AT
    assert AuditEvent.objects.filter(event="callbacks.call_back.claimed").count() == 1


@pytest.mark.parametrize("deed", ["put_back", "note_outcome", "reached"])
def test_nobody_else_notes_what_came_of_it(taker: Asker, other: Asker, deed: str) -> None:
    one = booked(taker)
    more = {"note_outcome": {"outcome": "engaged"}, "reached": {"contact_reference": "H-7F3K-9Q"}}.get(deed, {})
    action = getattr(actions, deed)
    with pytest.raises(Refused, match="went back to the queue"):
        action(by=taker, at=AT, call_back=one, **more)
    actions.claim(by=taker, at=AT, call_back=one)
    with pytest.raises(Refused, match="Somebody else"):
        action(by=other, at=AT, call_back=one, **more)
    action(by=taker, at=AT, call_back=one, **more)


# -- the safe time


@pytest.mark.parametrize(
    ("hour", "words"),
    [
        (10, "It is not safe to call now. It is from 24 March 2027, 2:00pm until 3:00pm."),
        (14, ""),
        (15, "It is not safe to call now. It is from 25 March 2027, 2:00pm until 3:00pm."),
    ],
)
def test_outside_the_safe_time_it_is_refused_and_said_when(taker: Asker, hour: int, words: str) -> None:
    one = booked(taker, earliest=dt.time(14), latest=dt.time(15))
    at = AT.replace(hour=hour)
    if not words:
        assert actions.claim(by=taker, at=at, call_back=one).state == State.CALLING
        return
    with pytest.raises(Refused) as refused:
        actions.claim(by=taker, at=at, call_back=one)
    assert refused.value.reason == words
    assert fresh(one).state == State.WAITING


def test_when_the_safe_time_ends_during_the_call_the_number_is_not_shown_again(taker: Asker) -> None:
    one = booked(taker, latest=dt.time(10, 10))
    actions.claim(by=taker, at=AT + 5 * MINUTE, call_back=one)
    for minutes, number in ((9, SHOWN), (10, "")):
        seen = queries.read_calling(taker, at=AT + minutes * MINUTE, reference=one.reference)
        assert (seen.number, bool(seen.why_not)) == (number, not number)
    assert NUMBER not in repr(seen)
    actions.note_outcome(by=taker, at=AT + 11 * MINUTE, call_back=one, outcome="no_answer")


# -- attempts


def test_three_attempts_and_then_a_decision(taker: Asker) -> None:
    one = booked(taker)
    for nth, hours in enumerate((0, 1, 2), start=1):
        one = tried(taker, one, AT + hours * HOUR)
        assert (one.attempts_made, one.state) == (nth, State.TO_SETTLE if nth == 3 else State.WAITING)
    with pytest.raises(Refused, match="cannot be done now"):
        actions.claim(by=taker, at=AT + 3 * HOUR, call_back=one)
    assert Attempt.objects.filter(outcome="no_answer", made_by=taker.user_id).count() == 3


def test_between_two_attempts_the_telephone_rests(taker: Asker) -> None:
    one = tried(taker, booked(taker), AT)
    with pytest.raises(Refused, match="from 24 March 2027, 10:11am"):
        actions.claim(by=taker, at=AT + 2 * MINUTE, call_back=one)
    actions.claim(by=taker, at=AT + 11 * MINUTE, call_back=one)


@pytest.mark.parametrize("outcome", ["wrong_number", "no_pass", "unsafe"])
def test_some_outcomes_stop_at_once(taker: Asker, outcome: str) -> None:
    one = tried(taker, booked(taker, pass_phrase="blue tit"), AT, outcome)
    assert (one.state, one.attempts_made) == (State.TO_SETTLE, 1)


def test_an_attempt_after_which_no_safe_time_is_left_is_to_be_settled(taker: Asker) -> None:
    one = booked(taker, slot_id=call_backs.slot(starts_at=AT, length=15 * MINUTE).pk)
    assert tried(taker, one, AT + 8 * MINUTE).state == State.TO_SETTLE


def test_no_message_is_left_where_none_may_be(taker: Asker) -> None:
    for message, allowed in (("none", False), ("name", True), ("neutral", True)):
        one = booked(taker, message=message)
        actions.claim(by=taker, at=AT, call_back=one)
        if allowed:
            actions.note_outcome(by=taker, at=AT, call_back=one, outcome="message")
            continue
        with pytest.raises(InvalidInput, match="No message may be left"):
            actions.note_outcome(by=taker, at=AT, call_back=one, outcome="message")
        assert fresh(one).state == State.CALLING


def test_an_unknown_pass_phrase_needs_one_that_was_agreed(taker: Asker) -> None:
    one = booked(taker)
    actions.claim(by=taker, at=AT, call_back=one)
    for outcome in ("no_pass", "reached", "left", "put_back", "shrug", ""):
        with pytest.raises(InvalidInput):
            actions.note_outcome(by=taker, at=AT, call_back=one, outcome=outcome)


def test_put_back_it_is_no_attempt(taker: Asker, other: Asker) -> None:
    one = booked(taker)
    actions.claim(by=taker, at=AT, call_back=one)
    one = actions.put_back(by=taker, at=AT + MINUTE, call_back=one)
    assert (one.state, one.attempts_made, one.calling_by_id) == (State.WAITING, 0, None)
    actions.claim(by=other, at=AT + MINUTE, call_back=one)


# -- a call that is left, and one that is too late


def test_a_call_that_is_left_waits_again_before_anybody_tidies(taker: Asker, other: Asker) -> None:
    one = booked(taker)
    actions.claim(by=taker, at=AT, call_back=one)
    later = AT + 15 * MINUTE
    assert queries.read_call_back(other, at=later - MINUTE, reference=one.reference).standing == State.CALLING
    assert queries.read_call_back(other, at=later, reference=one.reference).standing == State.WAITING
    assert queries.read_calling(taker, at=later, reference=one.reference).number == ""
    taken = actions.claim(by=other, at=later, call_back=one)
    assert (taken.calling_by_id, taken.attempts_made) == (other.user_id, 0)
    assert list(Attempt.objects.values_list("outcome", "made_by")) == [("left", taker.user_id)]
    with pytest.raises(Refused, match="Somebody else"):
        actions.note_outcome(by=taker, at=later, call_back=one, outcome="engaged")


def test_who_notes_late_is_heard_as_long_as_nobody_took_it_over(taker: Asker) -> None:
    one = booked(taker)
    actions.claim(by=taker, at=AT, call_back=one)
    assert actions.reached(by=taker, at=AT + HOUR, call_back=one, contact_reference="H-7F3K-9Q").state == "reached"


def test_the_worker_writes_down_what_time_has_done(taker: Asker) -> None:
    left, late, fine = booked(taker), booked(taker), booked(taker)
    short = booked(taker, latest=dt.time(10, 30), last_day=AT.date())
    actions.claim(by=taker, at=AT, call_back=left)
    actions.claim(by=taker, at=AT, call_back=short)
    with clock.frozen(AT + HOUR):
        call_command("call_backs_tidy")
        call_command("call_backs_tidy")
    assert [fresh(one).state for one in (left, short, fine)] == [State.WAITING, State.TO_SETTLE, State.WAITING]
    with clock.frozen(late.expires_at):
        call_command("call_backs_tidy")
    assert fresh(late).state == State.TO_SETTLE
    events = AuditEvent.objects.filter(actor_name="call_backs_tidy").values_list("event", flat=True)
    assert sorted({event.rpartition(".")[2] for event in events}) == ["lapsed", "left"]


def test_tidied_in_the_middle_of_a_call_nothing_is_lost(taker: Asker) -> None:
    one = booked(taker)
    actions.claim(by=taker, at=AT, call_back=one)
    assert actions.tidy(by=BY, at=AT + MINUTE, call_back_id=one.pk) == ""
    assert fresh(one).state == State.CALLING


def test_the_last_safe_time_has_passed(taker: Asker) -> None:
    one = booked(taker)
    page = queries.read_call_back(taker, at=one.expires_at, reference=one.reference)
    assert (page.standing, page.safe_now) == (State.TO_SETTLE, False)
    with pytest.raises(Refused):
        actions.claim(by=taker, at=one.expires_at, call_back=one)


# -- settling


def test_who_settles(taker: Asker, other: Asker, boss: Asker) -> None:
    one = tried(other, booked(taker), AT, "unsafe")
    stranger_may = rules.may_settle(call_backs.users.make_asker("practitioner"), one)
    assert [rules.may_settle(who, one) for who in (taker, other, boss)] == [True, True, True]
    assert not stranger_may
    with pytest.raises(Refused, match="booked this call-back or tried last"):
        actions.once_more(by=call_backs.users.make_asker("practitioner"), at=AT, call_back=one)


def test_once_more_is_once_more(taker: Asker) -> None:
    one = booked(taker, last_day=AT.date())
    for hours in range(3):
        one = tried(taker, one, AT + hours * HOUR)
    one = actions.once_more(by=taker, at=AT + 3 * HOUR, call_back=one)
    assert (one.state, one.attempts_allowed, one.last_day) == (State.WAITING, 4, dt.date(2027, 3, 25))
    assert tried(taker, one, AT + 3 * HOUR).state == State.TO_SETTLE
    with pytest.raises(Refused, match="cannot be done now"):
        actions.once_more(by=taker, at=AT, call_back=booked(taker))


def test_once_more_where_the_hours_leave_no_time_says_so(taker: Asker) -> None:
    evening = call_backs.slot(starts_at=AT.replace(hour=19))
    one = booked(taker, slot_id=evening.pk, earliest=dt.time(19), latest=dt.time(20))
    one = tried(taker, one, AT.replace(hour=19), "unsafe")
    with pytest.raises(Refused, match="Choose a slot instead"):
        actions.once_more(by=taker, at=AT.replace(hour=21), call_back=one)


def test_moved_out_of_settling_it_can_be_tried_again(taker: Asker, other: Asker) -> None:
    one = tried(taker, booked(taker), AT, "unsafe")
    slot = call_backs.slot(starts_at=AT + 24 * HOUR)
    with pytest.raises(Refused, match="or a supervisor"):
        actions.move(by=other, at=AT, call_back=one, slot_id=slot.pk)
    one = actions.move(by=taker, at=AT, call_back=one, slot_id=slot.pk)
    assert (one.state, one.opens_at) == (State.WAITING, slot.starts_at)
    assert tried(taker, one, slot.starts_at).attempts_made == 2


# -- ends, and the number is gone


WAY = {"number": NUMBER, "ask_for": "Kim", "introduce_as": "Hello from the garage.", "pass_phrase": "blue tit"}


def ended(by: Asker, how: str) -> CallBack:
    if how == "reached":
        one = booked(by, **WAY)
        actions.claim(by=by, at=AT, call_back=one)
        return actions.reached(by=by, at=AT, call_back=one, contact_reference="H-7F3K-9Q")
    if how in GIVEN_UP_AS:
        one = tried(by, booked(by, **WAY), AT, "unsafe")
        return actions.give_up(by=by, at=AT, call_back=one, ending=how, reason="Nobody there.")
    return actions.cancel(by=by, at=AT, call_back=booked(by, **WAY), ending=how, reason="Rang to say so.")


@pytest.mark.parametrize("how", ["reached", *CANCELLED_AS, *GIVEN_UP_AS])
def test_however_it_ends_how_they_are_reached_is_erased(taker: Asker, how: str) -> None:
    one = fresh(ended(taker, how))
    assert (one.ending, one.ended_at, one.ended_by_id) == (how, AT, taker.user_id)
    assert [getattr(one, name) for name in WAY] == [None] * 4
    for deed, more in (("claim", {}), ("cancel", {"ending": "twice", "reason": "x"}), ("move", {"slot_id": None})):
        with pytest.raises(Refused):
            getattr(actions, deed)(by=taker, at=AT, call_back=one, **more)
    told = " ".join(f"{event.detail}{event.reason}" for event in AuditEvent.objects.all())
    assert not [word for word in WAY.values() if word in told]


def test_it_is_not_given_up_or_cancelled_without_a_cause_and_a_reason(taker: Asker) -> None:
    one, stuck = booked(taker), tried(taker, booked(taker), AT, "unsafe")
    for deed, held, right, wrong in (
        (actions.cancel, one, "not_wanted", "no_answer"),
        (actions.give_up, stuck, "no_answer", "not_wanted"),
    ):
        for ending, reason in ((right, " "), (wrong, "Because."), ("", "Because.")):
            with pytest.raises((InvalidInput, Refused)):
                deed(by=taker, at=AT, call_back=held, ending=ending, reason=reason)
        deed(by=taker, at=AT, call_back=held, ending=right, reason="Because.")


def test_while_somebody_calls_nobody_else_cancels_or_moves_it(taker: Asker, boss: Asker) -> None:
    one = booked(taker)
    actions.claim(by=taker, at=AT, call_back=one)
    with pytest.raises(Refused, match="Somebody else is making this call"):
        actions.cancel(by=boss, at=AT, call_back=one, ending="twice", reason="Twice.")
    actions.cancel(by=taker, at=AT, call_back=one, ending="not_wanted", reason="They said so.")
    assert Attempt.objects.get().outcome == Outcome.REACHED


# -- what the database itself refuses


@pytest.mark.parametrize(
    "wrong",
    [
        {"state": State.CANCELLED},
        {"state": State.REACHED},
        {"state": State.CALLING},
        {"calling_at": AT},
        {"ended_at": AT},
        {"ending": "twice"},
        {"number": None},
        {"attempts_made": 1},
        {"attempts_allowed": 0, "attempts_made": 1},
        {"priority": Priority.NOW},
        {"priority_reason": "Because."},
        {"result_reference": "H-7F3K-9Q"},
        {"closing_reason": "Because."},
        {"earliest": dt.time(15), "latest": dt.time(14)},
        {"expires_at": AT},
        {"due_at": AT + dt.timedelta(days=90)},
    ],
)
def test_the_database_refuses_what_cannot_be(taker: Asker, wrong: dict[str, Any]) -> None:
    one = fresh(booked(taker))
    for name, value in wrong.items():
        setattr(one, name, value)
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


@pytest.mark.parametrize("name", list(WAY))
def test_the_database_refuses_an_ended_one_with_a_number(taker: Asker, name: str) -> None:
    one = fresh(ended(taker, "twice"))
    setattr(one, name, "0")
    with pytest.raises(IntegrityError), transaction.atomic():
        one.save()


def test_the_states_are_open_or_ended() -> None:
    assert set(OPEN) | set(ENDED) == set(State)
