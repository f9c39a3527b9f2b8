"""Counts entered by hand: what was entered counts, and two people who enter one day lose nothing."""

from __future__ import annotations

import datetime as dt

import pytest

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.calls import actions
from roundel.calls.grid import Counts, Grid, field_name
from roundel.calls.here import opening
from roundel.calls.models import EnteredDay, HalfHour
from roundel.calls.queries.counting import half_hours, people
from roundel.kernel.errors import Conflict, InvalidInput, Refused
from tests.conftest import FrozenClock
from tests.factories import telephone, users
from tests.support.clients import StaffClient

pytestmark = pytest.mark.django_db
DAY = dt.date(2027, 3, 12)  # a Friday
NINE = dt.datetime(2027, 3, 12, 9, tzinfo=dt.UTC)
HALF = dt.timedelta(minutes=30)
ADDRESS = f"/calls/{DAY}/enter"


@pytest.fixture
def supervisor(frozen_clock: FrozenClock) -> Asker:
    return users.make_asker("supervisor")


def enter(by: Asker, counts: Grid, *, version: int = 0, day: dt.date = DAY) -> EnteredDay:
    now = dt.datetime(2027, 3, 14, 21, 4, tzinfo=dt.UTC)
    return actions.enter_day(by=by, at=now, day=day, counts=counts, shown=opening(DAY), base_version=version)


def stored(by: Asker) -> Grid:
    return {start: each.counts for start, each in half_hours(by, DAY, DAY).items()}


def test_what_is_entered_counts(supervisor: Asker) -> None:
    enter(supervisor, {NINE: Counts(3, 1, 0), NINE + HALF: Counts(0, 0, 0)})
    assert stored(supervisor) == {NINE: Counts(3, 1, 0), NINE + HALF: Counts()}
    (event,) = AuditEvent.objects.filter(event="calls.day.entered")
    assert event.reference == "2027-03-12"


def test_what_is_entered_stands_in_the_place_of_what_was_told(supervisor: Asker) -> None:
    content = f"{telephone.HEADER}a,{DAY} 09:10,missed,,\nb,{DAY} 09:40,missed,,\n"
    telephone.imported(content, by=supervisor)
    enter(supervisor, {NINE: Counts(7, 0, 0)})
    assert stored(supervisor) == {NINE: Counts(7, 0, 0), NINE + HALF: Counts(0, 1, 0)}


def test_a_half_hour_can_be_emptied_again(supervisor: Asker) -> None:
    entered = enter(supervisor, {NINE: Counts(3, 1, 0), NINE + HALF: Counts(1, 1, 1)})
    entered = enter(supervisor, {NINE: Counts(3, 1, 0)}, version=entered.version)
    assert stored(supervisor) == {NINE: Counts(3, 1, 0)}
    enter(supervisor, {}, version=entered.version)
    assert not HalfHour.objects.exists()


def test_what_was_not_shown_is_left_alone(supervisor: Asker) -> None:
    entered = enter(supervisor, {NINE: Counts(3, 1, 0)})
    now = dt.datetime(2027, 3, 14, 22, tzinfo=dt.UTC)
    late = NINE + 24 * HALF
    actions.enter_day(
        by=supervisor, at=now, day=DAY, counts={late: Counts(1, 0, 0)}, shown=(late,), base_version=entered.version
    )
    assert stored(supervisor) == {NINE: Counts(3, 1, 0), late: Counts(1, 0, 0)}


def test_the_second_of_two_is_told_and_loses_nothing(supervisor: Asker) -> None:
    other = users.make_asker("supervisor")
    enter(supervisor, {NINE: Counts(3, 1, 0)})
    with pytest.raises(Conflict) as conflict:
        enter(other, {NINE: Counts(4, 1, 0), NINE + HALF: Counts(2, 0, 0)})
    assert [(each.label, each.theirs, each.yours) for each in conflict.value.differences] == [
        ("9:00am", "3 answered, 1 missed, 0 abandoned", "4 answered, 1 missed, 0 abandoned"),
        ("9:30am", "nothing entered", "2 answered, 0 missed, 0 abandoned"),
    ]
    assert stored(supervisor) == {NINE: Counts(3, 1, 0)}
    enter(other, {NINE: Counts(4, 1, 0)}, version=conflict.value.current_version)
    assert stored(supervisor) == {NINE: Counts(4, 1, 0)}


def test_entering_the_same_again_is_no_event(supervisor: Asker) -> None:
    enter(supervisor, {NINE: Counts(3, 1, 0)})
    enter(supervisor, {NINE: Counts(3, 1, 0)})
    assert AuditEvent.objects.filter(event="calls.day.entered").count() == 1


@pytest.mark.parametrize(
    ("counts", "day", "error"),
    [
        ({}, DAY, InvalidInput),
        ({NINE: Counts(-1, 0, 0)}, DAY, InvalidInput),
        ({NINE: Counts(10_000, 0, 0)}, DAY, InvalidInput),
        ({NINE: Counts(1, 0, 0)}, dt.date(2027, 3, 15), Refused),
    ],
)
def test_what_cannot_be_entered(counts: Grid, day: dt.date, error: type[Exception], supervisor: Asker) -> None:
    with pytest.raises(error):
        enter(supervisor, counts, day=day)
    assert not EnteredDay.objects.exists()


@pytest.mark.parametrize("role", ["practitioner", "evaluator", "safeguarding_lead"])
def test_others_do_not_enter(role: str, supervisor: Asker) -> None:
    with pytest.raises(Refused):
        enter(users.make_asker(role), {NINE: Counts(3, 1, 0)})
    enter(supervisor, {NINE: Counts(3, 1, 0)})


def test_nobody_knows_the_people_behind_what_was_entered(supervisor: Asker) -> None:
    enter(supervisor, {NINE: Counts(30, 1, 0)})
    assert people(supervisor, DAY, DAY) == {}


def test_the_page_keeps_what_was_typed_beside_the_error(client_as, frozen_clock: FrozenClock) -> None:
    client: StaffClient = client_as("supervisor")
    sent = {"version": "0", field_name(NINE, "answered"): "many", field_name(NINE, "missed"): "2",
            field_name(NINE, "abandoned"): ""}  # fmt: skip
    answer = client.post(ADDRESS, sent)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert 'value="many"' in text
    assert 'value="2"' in text
    assert "Answered at 9:00am: enter a whole number" in text
    assert not EnteredDay.objects.exists()


def test_a_conflict_is_shown_and_can_be_sent_again(client_as, frozen_clock: FrozenClock) -> None:
    client: StaffClient = client_as("supervisor")
    enter(users.make_asker("supervisor"), {NINE: Counts(3, 1, 0)})
    sent = {
        "version": "0",
        field_name(NINE, "answered"): "5",
        field_name(NINE, "missed"): "",
        field_name(NINE, "abandoned"): "",
    }
    answer = client.post(ADDRESS, sent)
    assert answer.status_code == 409
    text = answer.content.decode()
    assert "3 answered, 1 missed, 0 abandoned" in text
    assert f'name="{field_name(NINE, "answered")}" value="5"' in text
    assert client.post(ADDRESS, sent | {"version": "1"}).status_code == 302
    assert HalfHour.objects.get().answered == 5


def test_the_night_of_fifty_half_hours_can_be_entered(client_as, frozen_clock: FrozenClock) -> None:
    frozen_clock.move_to(dt.datetime(2027, 11, 2, 9, tzinfo=dt.UTC))
    text = client_as("supervisor").get("/calls/2027-10-31/enter?whole=1").content.decode()
    assert text.count('name="missed-') == 50
    assert "1:30am (second time)" in text
