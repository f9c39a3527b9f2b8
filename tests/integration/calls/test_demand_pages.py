"""The pages of demand: what they show to whom, and what they keep to themselves."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.calls import actions, queries
from roundel.calls.demand import WITHHELD
from roundel.calls.grid import Counts
from roundel.calls.here import opening
from roundel.kernel.errors import Refused
from tests.conftest import FrozenClock
from tests.factories import telephone, users
from tests.factories.call_log import SimulatedCall, as_csv, simulate, truth

pytestmark = pytest.mark.django_db
DAYS = [dt.date(2027, 3, day) for day in range(1, 13)]
MONTH = dt.date(2027, 3, 1)
PAGES = ("/calls/", "/calls/2027-03", "/calls/2027-03/days.csv", "/calls/2027-03/half-hours.csv", "/calls/2027-03-05",
         "/calls/2027-03-05/half-hours.csv")  # fmt: skip


@pytest.fixture
def log(frozen_clock: FrozenClock) -> list[SimulatedCall]:
    made = simulate(4, DAYS, 30, 0.4)
    telephone.imported(as_csv(made))
    return made


@pytest.fixture
def reader(frozen_clock: FrozenClock) -> Asker:
    return users.make_asker("evaluator")


@pytest.mark.parametrize("address", PAGES)
def test_every_page_shows_something(address: str, client_as, log: list[SimulatedCall]) -> None:
    answer = client_as("evaluator").get(address)
    counted = len(log) if "05" not in address else sum(call.day.day == 5 for call in log)
    assert answer.status_code == 200
    if not address.endswith("csv"):
        assert f">{counted:,}</dd>" in answer.content.decode()


@pytest.mark.parametrize("address", ["/calls/2027-13", "/calls/2027-02-30", "/calls/2027-03/nothing.csv"])
def test_what_is_no_day_or_table_is_not_there(address: str, client_as, frozen_clock: FrozenClock) -> None:
    assert client_as("evaluator").get(address).status_code == 404


def test_an_empty_month_says_how_to_begin(client_as, frozen_clock: FrozenClock) -> None:
    text = client_as("supervisor").get("/calls/2027-01").content.decode()
    assert "No calls were counted in this month." in text
    assert "Begin by entering a day" in text


def test_a_month_adds_up_to_the_truth(reader: Asker, log: list[SimulatedCall], frozen_clock: FrozenClock) -> None:
    month = queries.read_month(reader, at=frozen_clock.now, month=MONTH)
    assert month.counts.all == len(log)
    assert sum((counts for counts in month.course.values()), Counts()) == month.counts
    true = truth(log)
    assert month.people.people == sum(all_ for all_, _ in true.values())
    assert month.calls_of_known_people == len(log)
    assert month.people.again(month.calls_of_known_people) == len(log) - month.people.people  # type: ignore[operator]
    for day in month.days:
        if day.people.people not in (None, WITHHELD):
            assert day.people.people == true.get(day.day, (0, 0))[0]


def test_small_numbers_of_people_are_withheld_and_the_calls_are_not(reader: Asker, frozen_clock: FrozenClock) -> None:
    rows = "".join(f"r{n},2027-03-05 10:{n:02d},missed,0161 496 7351,\n" for n in range(9))
    rows += "".join(f"s{n},2027-03-04 10:{n:02d},missed,0161 496 {n:04d},\n" for n in range(20))
    rows += "".join(f"t{n},2027-03-03 10:{n:02d},missed,0161 496 {n:04d},\n" for n in range(30))
    telephone.imported(telephone.HEADER + rows)
    month = queries.read_month(reader, at=frozen_clock.now, month=MONTH)
    fifth = next(day for day in month.days if day.day.day == 5)
    assert (fifth.counts.missed, fifth.people.people) == (9, WITHHELD)
    assert sum(day.people.people == WITHHELD for day in month.days) >= 2, "another day protects it"
    page = queries.read_day(reader, at=frozen_clock.now, day=dt.date(2027, 3, 5))
    assert page.people == fifth.people, "the day's own page gives no more away"


def test_today_and_days_entered_by_hand_have_no_people(reader: Asker, log: list, frozen_clock: FrozenClock) -> None:
    for n in range(12):
        telephone.missed(number=f"0161 496 {n:04d}")
    supervisor = users.make_asker("supervisor")
    start = opening(DAYS[0])[0]
    actions.enter_day(
        by=supervisor, at=frozen_clock.now, day=DAYS[0], counts={start: Counts(1, 1, 1)}, shown=(start,), base_version=0
    )
    month = queries.read_month(reader, at=frozen_clock.now, month=MONTH)
    by_day = {day.day: day for day in month.days}
    assert by_day[frozen_clock.now.date()].counts.missed == 12
    assert by_day[frozen_clock.now.date()].people.people is None
    assert by_day[DAYS[0]].people.people is None
    assert by_day[DAYS[0]].entered
    assert month.calls_of_known_people == month.counts.all - 12 - by_day[DAYS[0]].counts.all


def test_each_look_is_recorded(reader: Asker, frozen_clock: FrozenClock) -> None:
    queries.read_month(reader, at=frozen_clock.now, month=MONTH)
    queries.read_day(reader, at=frozen_clock.now, day=DAYS[0], exported="half-hours")
    events = AuditEvent.objects.filter(kind="calls.demand").order_by("id")
    assert sorted(event.event for event in events) == ["calls.demand.exported", "calls.demand.read"]


@pytest.mark.parametrize("role", ["coordinator", "auditor", "administrator", "trainee", "room_screen"])
def test_others_see_no_demand(role: str, frozen_clock: FrozenClock) -> None:
    with pytest.raises(Refused):
        queries.read_month(users.make_asker(role), at=frozen_clock.now, month=MONTH)
    with pytest.raises(Refused):
        queries.by_month(users.make_asker(role), at=frozen_clock.now, first=MONTH, last=MONTH)


def test_the_csv_has_the_cells_of_the_page(client_as, log: list[SimulatedCall]) -> None:
    answer = client_as("evaluator").get("/calls/2027-03/days.csv")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "Day,Answered,Missed,Abandoned,All calls,People,Reached somebody,Share"
    assert lines[1].startswith("2027-03-01,")
    assert lines[13].startswith("2027-03-13,0,0,0,0,")
    assert "calls-2027-03-days.csv" in answer["Content-Disposition"]


def test_the_figures_by_month(reader: Asker, log: list[SimulatedCall], frozen_clock: FrozenClock) -> None:
    found = queries.by_month(reader, at=frozen_clock.now, first=dt.date(2027, 1, 15), last=dt.date(2027, 3, 14))
    assert [each.month.month for each in found] == [1, 2, 3]
    assert [each.counts.all for each in found] == [0, 0, len(log)]
    assert found[0].people.people is None
    assert isinstance(found[2].people.people, int)


def test_a_month_costs_the_same_whatever_is_in_it(reader: Asker, frozen_clock: FrozenClock) -> None:
    made = []
    for n in range(2):
        telephone.imported(as_csv(simulate(n, DAYS[: 1 + 5 * n], 10, 0.5)))
        with CaptureQueriesContext(connection) as found:
            queries.by_month(reader, at=frozen_clock.now, first=MONTH, last=MONTH)
        made.append(len(found))
    assert made == [3, 3]
