"""What a telephone system tells is taken in once, and the number goes no further than the door."""

from __future__ import annotations

import datetime as dt
import itertools
import json
import logging

import pytest
from django.apps import apps
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.audit.models import AuditEvent
from roundel.calls import actions, signatures
from roundel.calls.enums import Outcome
from roundel.calls.models import Call, DaySecret, Receipt
from roundel.calls.signatures import sign
from tests.conftest import FrozenClock
from tests.factories import telephone
from tests.integration.keeper.test_tidy import tidy

pytestmark = pytest.mark.django_db
NUMBER = "0161 496 7351"
SPELLINGS = (b"4967351", b"496 7351", b"01614967351", b"441614967351")


def everything_stored() -> bytes:
    """Every value of every column of every table, as bytes."""
    found = []
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            for row in cursor.fetchall():
                found += [bytes(each) if isinstance(each, bytes | memoryview) else str(each).encode() for each in row]
    return b"\n".join(found)


def check_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    stored = everything_stored()
    assert len(stored) > 1_000
    for spelling in SPELLINGS:
        assert spelling not in stored
        assert spelling not in caplog.text.encode()


def the_call() -> Call:
    return Call.objects.get()


@pytest.mark.parametrize(
    "told",
    [
        {"event": "ringing", "call": "c1", "from": NUMBER, "line": NUMBER, "extension": NUMBER},
        {"event": "answered", "call": "c1", "from": NUMBER, "extension": "01614967351"},
        {"Event": "QueueCallerJoin", "Linkedid": "c1", "Uniqueid": "c1", "CallerIDNum": NUMBER, "CallerIDName": NUMBER},
        {"type": "StasisStart", "channel": {"id": "c1", "state": "Ring", "caller": {"number": NUMBER}}},
        {"event": "never heard of", "call": "c1", "from": NUMBER},
        {"event": "ringing", "call": {}, "from": NUMBER},
    ],
)
def test_the_number_is_nowhere(told: dict, caplog: pytest.LogCaptureFixture, frozen_clock: FrozenClock) -> None:
    with caplog.at_level(logging.DEBUG):
        assert telephone.send(told) in (204, 400)
    check_nowhere(caplog)


def test_the_number_of_a_form_is_nowhere(caplog: pytest.LogCaptureFixture, frozen_clock: FrozenClock) -> None:
    told = {"CallSid": "c1", "From": NUMBER, "To": "0161 496 7351", "CallStatus": "ringing", "Direction": "inbound"}
    with caplog.at_level(logging.DEBUG):
        assert telephone.send(told, form=True) == 204
    assert the_call().token is not None
    check_nowhere(caplog)


def test_an_error_shows_no_number(caplog: pytest.LogCaptureFixture, frozen_clock: FrozenClock, monkeypatch) -> None:
    """Even if something breaks on the way: what the server writes down then has no number in it."""

    def breaks(*args: object, **kwargs: object) -> None:
        raise RuntimeError(repr(args), repr(kwargs))

    monkeypatch.setattr("roundel.calls.actions.receiving._merge", breaks)
    with caplog.at_level(logging.DEBUG), pytest.raises(RuntimeError) as error:
        telephone.send({"event": "ringing", "call": "c1", "from": NUMBER})
    assert not any(spelling.decode() in str(error.value) for spelling in SPELLINGS)
    check_nowhere(caplog)


def test_redials_of_a_day_share_a_token_and_nothing_else_does(frozen_clock: FrozenClock) -> None:
    for name, number in (
        ("a", NUMBER),
        ("b", "+44 161 496 7351"),
        ("c", "0161 496 9999"),
        ("d", ""),
        ("e", "withheld"),
    ):
        telephone.tell("ringing", name, number=number)
    tokens = [bytes(each) if each else None for each in Call.objects.order_by("id").values_list("token", flat=True)]
    assert tokens[0] == tokens[1]
    assert tokens[0] not in tokens[2:]
    assert tokens[3:] == [None, None]


def test_a_token_says_nothing_of_the_next_day(frozen_clock: FrozenClock) -> None:
    telephone.tell("ringing", "a", number=NUMBER)
    (first,) = DaySecret.objects.all()
    frozen_clock.forward(days=1)
    telephone.tell("ringing", "b", number=NUMBER)
    (second,) = DaySecret.objects.all()
    assert second.day == first.day + dt.timedelta(days=1)
    assert second.secret != first.secret
    assert len(set(Call.objects.values_list("token", flat=True))) == 2


def test_the_secret_of_a_day_is_destroyed_by_the_next_days_first_message(frozen_clock: FrozenClock) -> None:
    telephone.tell("ringing", "a", number=NUMBER)
    frozen_clock.move_to(dt.datetime(2027, 3, 14, 23, 59, 59, tzinfo=dt.UTC))
    telephone.tell("ended", "a")
    assert DaySecret.objects.count() == 1
    frozen_clock.forward(seconds=1)
    telephone.tell("ended", "b")
    assert not DaySecret.objects.exists()
    (event,) = AuditEvent.objects.filter(event="calls.secret.destroyed")
    assert json.loads(event.detail) == {"days": 1}


def test_tidy_destroys_secrets_and_receipts(frozen_clock: FrozenClock) -> None:
    telephone.send({"event": "ringing", "call": "a", "from": NUMBER})
    tidy()
    assert DaySecret.objects.exists()
    frozen_clock.forward(hours=3)
    assert "the secrets of 1 days" in tidy()
    assert not DaySecret.objects.exists()
    assert not Receipt.objects.exists()
    assert Call.objects.count() == 1


def test_a_message_of_yesterday_has_no_token_any_more(frozen_clock: FrozenClock) -> None:
    yesterday = frozen_clock.now - dt.timedelta(days=1)
    telephone.tell("ringing", "late", at=yesterday, arrives=frozen_clock.now, number=NUMBER)
    assert the_call().token is None
    assert the_call().day == dt.date(2027, 3, 13)
    assert not DaySecret.objects.exists()


EVENTS = ("ringing", "answered", "abandoned", "ended")


@pytest.mark.parametrize("told", list(itertools.permutations(EVENTS)), ids="-".join)
def test_any_order_gives_the_same_row(told: tuple[str, ...], frozen_clock: FrozenClock) -> None:
    start = frozen_clock.now
    for event in (*told, told[0]):
        moment = start + dt.timedelta(seconds=EVENTS.index(event))
        telephone.tell(event, "c", at=moment, arrives=start + dt.timedelta(minutes=2), number=NUMBER, extension="204")
    call = the_call()
    assert (call.outcome, call.extension) == (Outcome.ANSWERED, "204")
    assert (call.began_at, call.answered_at, call.ended_at) == (
        start, start + dt.timedelta(seconds=1), start + dt.timedelta(seconds=3),
    )  # fmt: skip
    assert call.token is not None


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([*EVENTS, "missed"]), st.integers(0, 50)), min_size=1, max_size=6), st.data())
def test_any_story_in_any_order_is_one_row(frozen_clock: FrozenClock, story: list, data: st.DataObject) -> None:
    start, found = frozen_clock.now, []
    for told in (story, data.draw(st.permutations(story + story[:1]))):
        Call.objects.all().delete()
        for event, seconds in told:
            moment = start + dt.timedelta(seconds=seconds)
            telephone.tell(event, "c", at=moment, arrives=start + dt.timedelta(minutes=2), number=NUMBER)
        fields = [field.name for field in Call._meta.fields if field.name != "id"]
        found.append(Call.objects.values(*fields).get())
    assert found[0] == found[1]


def test_what_nobody_ended_is_missed_after_an_hour(frozen_clock: FrozenClock) -> None:
    telephone.tell("ringing", "a")
    telephone.tell("ended", "stray")
    frozen_clock.forward(minutes=59)
    telephone.tell("ringing", "b")
    assert Call.objects.filter(outcome=Outcome.RINGING).count() == 2
    frozen_clock.forward(minutes=2)
    telephone.tell("ringing", "c")
    assert sorted(Call.objects.values_list("outcome", flat=True)) == ["missed", "ringing", "ringing"]


def test_who_answers_late_is_still_heard(frozen_clock: FrozenClock) -> None:
    telephone.tell("ringing", "a")
    rang = frozen_clock.now
    frozen_clock.forward(hours=2)
    telephone.tell("answered", "a", at=rang + dt.timedelta(minutes=1), arrives=frozen_clock.now)
    assert the_call().outcome == Outcome.ANSWERED


def test_a_call_over_midnight_belongs_to_the_day_on_which_it_began(frozen_clock: FrozenClock) -> None:
    frozen_clock.move_to(dt.datetime(2027, 3, 14, 23, 58, tzinfo=dt.UTC))
    telephone.tell("ringing", "a", number=NUMBER)
    token = the_call().token
    frozen_clock.forward(minutes=4)
    telephone.tell("answered", "a", number=NUMBER)
    assert (the_call().day, bytes(the_call().token or b"")) == (dt.date(2027, 3, 14), bytes(token or b""))


def test_a_replayed_message_changes_nothing(frozen_clock: FrozenClock) -> None:
    body = json.dumps({"event": "ringing", "call": "a", "from": NUMBER}).encode()
    header = sign(body, frozen_clock.now)
    assert telephone.post(body, header) == 204
    before = everything_stored()
    frozen_clock.forward(minutes=4)
    assert telephone.post(body, header) == 403
    frozen_clock.forward(minutes=2)
    assert telephone.post(body, header) == 403
    assert everything_stored() == before


def test_a_message_is_not_lost_if_taking_it_in_fails(frozen_clock: FrozenClock, monkeypatch) -> None:
    """Receipt and call come together or not at all: the sender can send the same message again."""
    body = json.dumps({"event": "ringing", "call": "a"}).encode()
    header = sign(body, frozen_clock.now)
    with monkeypatch.context() as broken:
        broken.setattr("roundel.calls.actions.receiving._merge", _fails)
        with pytest.raises(RuntimeError):
            telephone.post(body, header)
    assert telephone.post(body, header) == 204
    assert Call.objects.count() == 1


def _fails(*args: object) -> None:
    raise RuntimeError


def test_the_same_event_signed_anew_is_one_call(frozen_clock: FrozenClock) -> None:
    for _ in range(3):
        assert telephone.send({"event": "ringing", "call": "a", "from": NUMBER}) == 204
        frozen_clock.forward(seconds=2)
    assert Call.objects.count() == 1


def test_receipts_go_when_their_time_has_passed(frozen_clock: FrozenClock) -> None:
    telephone.send({"event": "ringing", "call": "a"})
    frozen_clock.forward(minutes=10)
    telephone.send({"event": "ringing", "call": "b"})
    assert Receipt.objects.count() == 1


def test_a_replay_is_refused_like_a_wrong_signature(frozen_clock: FrozenClock) -> None:
    message = {"telling": None, "code": b"x", "signed_at": frozen_clock.now}
    actions.receive(by=telephone.BY, at=frozen_clock.now, **message)
    with pytest.raises(signatures.NotSigned):
        actions.receive(by=telephone.BY, at=frozen_clock.now, **message)
