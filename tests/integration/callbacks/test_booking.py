"""Booking: what is asked for, what is kept, what is refused; slots and their capacity; the place in the queue."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from roundel.access.grants import NOBODY, Asker
from roundel.audit.models import AuditEvent
from roundel.callbacks import actions, queries
from roundel.callbacks.booking import Booking
from roundel.callbacks.enums import Priority, State
from roundel.callbacks.models import CallBack, Slot
from roundel.callbacks.patterns import Pattern
from roundel.callbacks.sources import Origin
from roundel.correspondence import actions as callers
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.kernel.ids import new_id
from tests.factories import call_backs
from tests.factories.call_backs import HOUR, MINUTE, NUMBER

pytestmark = pytest.mark.django_db
# The Wednesday before Easter 2027, ten in the morning; Friday and Monday are bank holidays.
AT = dt.datetime(2027, 3, 24, 10, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


@pytest.fixture
def boss(asker: Callable[..., Asker]) -> Asker:
    return asker("supervisor")


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("event", flat=True))


def book(by: Asker, at: dt.datetime = AT, **what: Any) -> CallBack:
    return call_backs.booked(by=by, at=at, **what)


def test_a_call_back_is_booked_with_a_reference_its_times_and_one_event(taker: Asker) -> None:
    made = CallBack.objects.get(pk=book(taker, number="+44 (0)7700 900982", ask_for="Kim").pk)
    assert made.reference.startswith("B-")
    assert (made.state, made.number, made.ask_for) == (State.WAITING, NUMBER, "Kim")
    assert (made.opens_at, made.attempts_allowed, made.last_day) == (AT, 3, dt.date(2027, 4, 2))
    (event,) = AuditEvent.objects.all()
    assert (event.event, event.reference) == ("callbacks.call_back.booked", made.reference)
    assert NUMBER not in f"{event.detail}{event.reason}{made}{made!r}"


def test_it_is_booked_from_a_contact_with_its_caller_and_without_a_name(taker: Asker) -> None:
    caller = callers.issue_code(by=taker, at=AT).caller
    made = book(taker, origin=Origin("H-7F3K-9Q", "contact", "/", caller.pk, caller.alias))
    assert (made.source_reference, made.caller_id) == ("H-7F3K-9Q", caller.pk)


@pytest.mark.parametrize("role", ["coordinator", "safeguarding_lead", "trainee", "auditor", "administrator"])
def test_other_roles_book_nothing(asker: Callable[..., Asker], role: str) -> None:
    for by in (asker(role), NOBODY):
        with pytest.raises(Refused, match="does not include call-backs"):
            book(by)
    assert not CallBack.objects.exists()


def test_a_form_that_is_sent_twice_books_once(taker: Asker, boss: Asker) -> None:
    key = new_id()
    first, again = (actions.book(by=taker, at=AT, key=key, booking=Booking(NUMBER)) for _ in range(2))
    assert first == again
    assert events().count("callbacks.call_back.booked") == 1
    with pytest.raises(Refused, match="used already"):
        actions.book(by=boss, at=AT, key=key, booking=Booking(NUMBER))


@pytest.mark.parametrize(
    ("what", "field"),
    [
        ({"number": "0770 nonsense"}, "number"),
        ({"number": ""}, "number"),
        ({"message": "a long one"}, "message"),
        ({"about": "gossip"}, "about"),
        ({"language": "tlh"}, "language"),
        ({"priority": 4}, "priority"),
        ({"priority": Priority.NOW}, "priority_reason"),
        ({"priority": Priority.TODAY, "priority_reason": "  "}, "priority_reason"),
        ({"earliest": dt.time(16), "latest": dt.time(9)}, "latest"),
        ({"earliest": dt.time(18)}, "earliest"),
        ({"last_day": dt.date(2027, 3, 23)}, "last_day"),
        ({"last_day": dt.date(2027, 9, 1)}, "last_day"),
        ({"ask_for": "K\x00im"}, "ask_for"),
    ],
)
def test_what_does_not_fit_is_said_beside_its_field_and_nothing_is_booked(
    taker: Asker, what: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        book(taker, **what)
    assert caught.value.field == field
    assert not CallBack.objects.exists()
    book(taker)


def test_a_slot_takes_as_many_as_fit(taker: Asker) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR, capacity=2)
    first, _ = (book(taker, slot_id=slot.pk) for _ in range(2))
    with pytest.raises(InvalidInput, match="just been filled"):
        book(taker, slot_id=slot.pk)
    assert (first.opens_at, first.due_at, first.expires_at) == (slot.starts_at, slot.ends_at, slot.ends_at)
    assert slot.pk not in [seen.slot.pk for seen in queries.offered(taker, AT)]
    actions.cancel(by=taker, at=AT, call_back=first, ending="not_wanted", reason="Rang to say so.")
    assert [seen.left for seen in queries.offered(taker, AT)] == [1]
    book(taker, slot_id=slot.pk)


def test_a_slot_that_is_over_withdrawn_or_unknown_is_not_booked(taker: Asker, boss: Asker) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR)
    with pytest.raises(InvalidInput, match="not offered any more"):
        book(taker, at=AT + 2 * HOUR, slot_id=slot.pk)
    actions.withdraw_slot(by=boss, at=AT, slot=slot)
    with pytest.raises(InvalidInput, match="not offered any more"):
        book(taker, slot_id=slot.pk)
    with pytest.raises(NotFound):
        book(taker, slot_id=new_id())


def test_hours_that_leave_no_time_in_the_slot_are_said(taker: Asker) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR)
    with pytest.raises(InvalidInput, match="no time in the slot") as caught:
        book(taker, slot_id=slot.pk, earliest=dt.time(13), last_day=dt.date(2027, 3, 25))
    assert caught.value.field == "earliest"


def test_moved_it_takes_its_new_place_and_leaves_the_old(taker: Asker) -> None:
    full, free = (call_backs.slot(starts_at=AT + hours * HOUR) for hours in (1, 3))
    made = book(taker, slot_id=full.pk)
    moved = actions.move(by=taker, at=AT, call_back=made, slot_id=free.pk)
    assert (moved.slot_id, moved.due_at) == (free.pk, free.ends_at)
    other = book(taker, slot_id=full.pk)
    with pytest.raises(InvalidInput, match="just been filled"):
        actions.move(by=taker, at=AT, call_back=other, slot_id=free.pk)
    actions.move(by=taker, at=AT, call_back=moved, slot_id=free.pk)  # its own place does not count against it
    soon = actions.move(by=taker, at=AT, call_back=moved, slot_id=None)
    assert (soon.slot_id, soon.opens_at) == (None, AT)


def test_how_soon_is_a_decision_with_a_reason(taker: Asker) -> None:
    made = book(taker)
    with pytest.raises(InvalidInput) as caught:
        actions.set_priority(by=taker, at=AT, call_back=made, priority=Priority.NOW, reason=" ")
    assert caught.value.field == "reason"
    sooner = actions.set_priority(by=taker, at=AT, call_back=made, priority=Priority.NOW, reason="Promised by ten.")
    assert (sooner.due_at, sooner.priority_reason) == (AT + 30 * MINUTE, "Promised by ten.")
    event = AuditEvent.objects.get(event="callbacks.call_back.priority_set")
    assert event.reason == "Promised by ten."
    again = actions.set_priority(by=taker, at=AT, call_back=made, priority=Priority.ORDINARY, reason="It can wait.")
    assert again.priority_reason is None


# -- the place in the queue


def test_the_place_that_is_told_counts_who_comes_before(taker: Asker) -> None:
    first = book(taker, at=AT - HOUR)
    second = book(taker)
    urgent = book(taker, priority=Priority.NOW, priority_reason="Promised.")
    book(taker, at=AT + MINUTE, slot_id=call_backs.slot(starts_at=AT + 24 * HOUR).pk)
    places = [queries.place_of(taker, one, AT) for one in (urgent, first, second)]
    assert [place.before for place in places] == [0, 1, 2]
    assert [place.likely_at for place in places] == [AT, AT + 20 * MINUTE, AT + 40 * MINUTE]


def test_a_place_in_a_slot_counts_those_who_booked_it_earlier(taker: Asker) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR, capacity=3)
    made = [book(taker, at=AT + n * MINUTE, slot_id=slot.pk) for n in range(3)]
    book(taker)
    actions.cancel(by=taker, at=AT, call_back=made[0], ending="twice", reason="Twice.")
    place = queries.place_of(taker, made[2], AT)
    assert (place.before, place.in_slot, place.likely_at) == (1, True, slot.starts_at)


def test_the_likely_time_keeps_to_the_hours_that_were_named(taker: Asker) -> None:
    for _ in range(3):
        book(taker)
    last = book(taker, earliest=dt.time(15), latest=dt.time(16))
    assert queries.place_of(taker, last, AT).likely_at == AT.replace(hour=15)


# -- slots


def pattern(**other: Any) -> Pattern:
    what = {"weekdays": {0, 2, 4}, "opens": dt.time(14), "closes": dt.time(15), "length": 30 * MINUTE, "capacity": 1,
            "first_day": AT.date(), "weeks": 2}  # fmt: skip
    return Pattern(**(what | other))


def test_a_pattern_makes_slots_and_leaves_out_closed_days_and_what_is_there(boss: Asker) -> None:
    call_backs.slot(starts_at=AT.replace(hour=14), length=30 * MINUTE)
    made = actions.make_pattern(by=boss, at=AT, pattern=pattern())
    # Wed 24, Fri 26 and Mon 29 (closed), Wed 31, Fri 2, Mon 5
    assert (made.made, made.there, [day.day for day in made.closed]) == (7, 1, [26, 29])
    assert Slot.objects.count() == 8
    assert actions.make_pattern(by=boss, at=AT, pattern=pattern())[:3] == (0, None, 8)


def test_what_has_passed_is_passed_over(boss: Asker) -> None:
    assert actions.make_pattern(by=boss, at=AT.replace(hour=14, minute=10), pattern=pattern(weeks=1)).made == 1


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"weeks": 0}, "weeks"),
        ({"weeks": 27}, "weeks"),
        ({"capacity": 0}, "capacity"),
        ({"capacity": 51}, "capacity"),
        ({"closes": dt.time(14, 10)}, "closes"),
        ({"weekdays": range(7), "weeks": 26, "opens": dt.time(9), "closes": dt.time(17)}, "weeks"),
        ({"first_day": dt.date(2026, 1, 1)}, "starts_at"),
    ],
)
def test_a_pattern_that_does_not_fit_makes_nothing(boss: Asker, other: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        actions.make_pattern(by=boss, at=AT, pattern=pattern(**other))
    assert caught.value.field == field
    assert not Slot.objects.exists()


def test_only_supervisors_set_slots(taker: Asker, boss: Asker) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR, by=boss)
    deeds: list[Callable[[Asker], object]] = [
        lambda by: actions.make_slot(by=by, at=AT, starts_at=AT + 5 * HOUR, length=HOUR, capacity=1),
        lambda by: actions.make_pattern(by=by, at=AT, pattern=pattern()),
        lambda by: actions.change_slot(by=by, at=AT, slot=slot, capacity=3),
        lambda by: actions.withdraw_slot(by=by, at=AT, slot=slot),
    ]
    for deed in deeds:
        with pytest.raises(Refused, match="Only a supervisor"):
            deed(taker)
        deed(boss)


def test_a_slot_is_not_made_twice_in_the_past_or_too_long(boss: Asker) -> None:
    call_backs.slot(starts_at=AT + HOUR, by=boss)
    for starts_at, length in ((AT + HOUR, HOUR), (AT - HOUR, HOUR), (AT, HOUR), (AT + 2 * HOUR, 5 * HOUR)):
        with pytest.raises(InvalidInput):
            actions.make_slot(by=boss, at=AT, starts_at=starts_at, length=length, capacity=1)


def test_a_slot_never_shrinks_below_what_is_booked_in_it(taker: Asker, boss: Asker) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR, capacity=3, by=boss)
    for _ in range(2):
        book(taker, slot_id=slot.pk)
    with pytest.raises(InvalidInput, match="2 are booked"):
        actions.change_slot(by=boss, at=AT, slot=slot, capacity=1)
    assert actions.change_slot(by=boss, at=AT, slot=slot, capacity=2).capacity == 2


def test_a_withdrawn_slot_keeps_its_promises_and_its_time_can_be_offered_anew(taker: Asker, boss: Asker) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR, by=boss)
    made = book(taker, slot_id=slot.pk)
    actions.withdraw_slot(by=boss, at=AT, slot=slot)
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw_slot(by=boss, at=AT, slot=slot)
    assert actions.claim(by=taker, at=AT + HOUR, call_back=made).state == State.CALLING
    assert actions.make_slot(by=boss, at=AT, starts_at=AT + HOUR, length=HOUR, capacity=1) != slot
