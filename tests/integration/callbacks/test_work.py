"""What needs whom among the call-backs, the board of the room, and two people at the same moment."""

from __future__ import annotations

import datetime as dt
import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from roundel.access.demo import make_demo_users
from roundel.access.grants import NOBODY, Asker
from roundel.callbacks import actions, demo, queries
from roundel.callbacks.models import CallBack
from roundel.kernel.board import Tone
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.work import Urgency
from tests.factories import call_backs
from tests.factories.call_backs import HOUR, MINUTE

pytestmark = pytest.mark.django_db
AT = dt.datetime(2027, 3, 24, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


@pytest.fixture
def boss(asker: Callable[..., Asker]) -> Asker:
    return asker("supervisor")


def items(by: Asker, at: dt.datetime = AT) -> list[tuple[str, str]]:
    return [(item.urgency.value, item.action) for item in queries.work_queue(by, at)]


def test_practitioners_see_what_can_be_called_now_and_supervisors_what_is_overdue(taker: Asker, boss: Asker) -> None:
    one = call_backs.booked(at=AT)
    call_backs.booked(at=AT, earliest=dt.time(15))
    assert items(taker) == [("today", "Call back")]
    assert items(boss) == []
    for by in (taker, boss):
        late = [item for item in queries.work_queue(by, one.due_at + HOUR / 2) if item.urgency == Urgency.OVERDUE]
        assert [item.url for item in late][:1] == [f"/call-backs/{one.reference}"]


def test_ones_own_call_stands_first_and_nobody_elses(taker: Asker, asker: Callable[..., Asker]) -> None:
    one = call_backs.calling(by=taker, at=AT)
    assert items(taker) == [("today", "Go on")]
    assert items(asker("practitioner")) == []
    assert items(taker, AT + 16 * MINUTE) == [("today", "Call back")]
    actions.note_outcome(by=taker, at=AT, call_back=one, outcome="unsafe")
    assert items(taker) == [("today", "Settle it")]


def test_what_is_to_be_settled_is_for_those_who_may(taker: Asker, boss: Asker, asker: Callable[..., Asker]) -> None:
    call_backs.to_settle(by=taker, at=AT)
    assert items(taker) == items(boss) == [("today", "Settle it")]
    assert items(asker("practitioner")) == []


def test_other_roles_and_nobody_have_nothing(asker: Callable[..., Asker]) -> None:
    call_backs.to_settle(at=AT)
    for by in (NOBODY, asker("coordinator"), asker("safeguarding_lead"), asker("room_screen"), asker("auditor")):
        assert items(by) == []


def test_as_many_queries_for_three_as_for_one(taker: Asker, django_assert_num_queries: Callable[..., Any]) -> None:
    for count in (1, 3):
        for _ in range(count):
            call_backs.booked(by=taker, at=AT)
            actions.claim(by=taker, at=AT, call_back=call_backs.booked(by=taker, at=AT))
        with django_assert_num_queries(3):
            queries.work_queue(taker, AT)


def test_the_board_counts_and_says_nothing_of_anybody(
    taker: Asker, asker: Callable[..., Asker], django_assert_num_queries: Callable[..., Any]
) -> None:
    screen = asker("room_screen")
    assert [(tile.value, tile.words, tile.tone) for tile in queries.tiles(screen, AT)] == [
        ("0", "0 waiting in all", Tone.CALM)
    ]
    call_backs.booked(at=AT)
    call_backs.booked(at=AT, earliest=dt.time(15))
    call_backs.calling(by=taker, at=AT)
    (tile,) = queries.tiles(screen, AT)
    assert (tile.value, tile.words, tile.tone) == ("1", "2 waiting in all", Tone.WAITING)
    call_backs.booked(at=AT - 3 * DAY)
    with django_assert_num_queries(1):
        (tile,) = queries.tiles(screen, AT)
    assert (tile.value, tile.words, tile.tone) == ("2", "1 overdue: call these first", Tone.ATTENTION)
    assert tile.lines == ("1 being called",)
    assert queries.tiles(asker("coordinator"), AT) == []


# -- at the same moment


def together(*deeds: Callable[[], object]) -> list[str]:
    """Each deed in a thread of its own; what became of each."""
    if connection.vendor == "sqlite":
        pytest.skip("an in-memory database has one connection; on SQLite the transaction itself is the lock")
    said: list[str] = []
    start = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> None:
        start.wait(10)
        try:
            deed()
            said.append("done")
        except (Refused, InvalidInput) as refusal:
            said.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[deed]) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(said)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_begin_at_once_one_calls(asker: Callable[..., Asker]) -> None:
    people, one = [asker("practitioner") for _ in range(2)], call_backs.safe_now(at=AT)
    deeds = [lambda who=who: actions.claim(by=who, at=AT, call_back=one) for who in people]
    assert together(*deeds) == ["Taken", "done"]
    assert CallBack.objects.get().calling_by_id in [who.user_id for who in people]


@pytest.mark.django_db(transaction=True)
def test_of_three_who_book_the_last_place_at_once_one_has_it(asker: Callable[..., Asker]) -> None:
    people, slot = [asker("practitioner") for _ in range(3)], call_backs.slot(starts_at=AT + HOUR)
    deeds = [lambda who=who: call_backs.booked(by=who, at=AT, slot_id=slot.pk) for who in people]
    assert together(*deeds) == ["InvalidInput", "InvalidInput", "done"]
    assert CallBack.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_the_same_form_sent_at_the_same_moment_books_once(taker: Asker) -> None:
    from roundel.callbacks.booking import Booking
    from roundel.kernel.ids import new_id

    key = new_id()
    deeds = [lambda: actions.book(by=taker, at=AT, key=key, booking=Booking(call_backs.NUMBER)) for _ in range(2)]
    assert together(*deeds) == ["done", "done"]
    assert CallBack.objects.count() == 1


def test_the_sample_data_look_alive(asker: Callable[..., Asker], taker: Asker, boss: Asker) -> None:
    make_demo_users(AT - dt.timedelta(days=400))
    for number, at in enumerate((AT, AT.replace(day=27, hour=23), AT.replace(month=12, day=25, hour=4))):
        demo.bring_about(at=at, chance=random.Random(number))
    assert {one.state for one in CallBack.objects.all()} >= {"waiting", "calling", "to_settle", "cancelled", "given_up"}
    assert queries.work_queue(taker, AT)
    assert queries.work_queue(boss, AT)
    assert queries.offered(taker, AT)
