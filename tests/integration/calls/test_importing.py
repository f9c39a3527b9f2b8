"""A file is checked, added, recognised and taken back; nothing is counted twice and no number is kept."""

from __future__ import annotations

import datetime as dt
import logging
import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.calls import actions, queries
from roundel.calls.enums import ImportState
from roundel.calls.models import Call, Import
from roundel.calls.reading import open_table
from roundel.kernel.errors import Refused
from tests.conftest import FrozenClock
from tests.factories import telephone, users
from tests.factories.call_log import as_csv, simulate
from tests.integration.calls.test_receiving import everything_stored

pytestmark = pytest.mark.django_db
HEAD = telephone.HEADER
ROWS = (
    "a1,2027-03-10 10:00:00,answered,0161 496 7351,60\n"
    "a2,2027-03-10 10:05:00,missed,0161 496 7351,0\n"
    "a3,2027-03-10 10:31:00,abandoned,0161 496 7352,0\n"
)


@pytest.fixture
def supervisor(frozen_clock: FrozenClock) -> Asker:
    return users.make_asker("supervisor")


def events(name: str) -> int:
    return AuditEvent.objects.filter(event=f"calls.import.{name}").count()


def test_a_check_adds_nothing_and_says_what_it_would(supervisor: Asker) -> None:
    found = telephone.checked(HEAD + ROWS + "a4,never,missed,,\n", by=supervisor)
    assert (found.rows, found.new, found.known, found.wrong) == (4, 3, 0, 1)
    assert (found.first_day, found.last_day) == (dt.date(2027, 3, 10), dt.date(2027, 3, 10))
    assert not Call.objects.exists()
    assert events("checked") == 1


def test_what_was_checked_is_added(supervisor: Asker, frozen_clock: FrozenClock) -> None:
    found = telephone.imported(HEAD + ROWS, by=supervisor)
    assert (found.state, found.added, found.found) == (ImportState.ADDED, 3, None)
    assert found.settled_by_id == supervisor.user_id
    assert sorted(Call.objects.values_list("outcome", flat=True)) == ["abandoned", "answered", "missed"]
    assert events("added") == 1


def test_the_same_file_again_changes_nothing(supervisor: Asker) -> None:
    first = telephone.imported(HEAD + ROWS, by=supervisor)
    before = list(Call.objects.order_by("id").values())
    found = telephone.checked(HEAD + ROWS, by=supervisor)
    assert (found.new, found.known) == (0, 3)
    actions.add_import(by=supervisor, at=found.checked_at, checked=found)
    assert list(Call.objects.order_by("id").values()) == before
    assert queries.earlier_import_of(supervisor, (HEAD + ROWS).encode()).pk in {first.pk, found.pk}  # type: ignore[union-attr]


def test_two_checks_of_one_file_add_it_once(supervisor: Asker) -> None:
    one, two = (telephone.checked(HEAD + ROWS, by=supervisor) for _ in range(2))
    for each, added in ((one, 3), (two, 0)):
        assert actions.add_import(by=supervisor, at=each.checked_at, checked=each).added == added
    assert Call.objects.count() == 3


def test_a_file_without_ids_is_recognised_by_its_rows(supervisor: Asker) -> None:
    content = "Start,Status,Caller\n2027-03-10 10:00,missed,\n2027-03-10 10:00,missed,\n2027-03-10 11:00,missed,0161\n"
    assert telephone.imported(content, by=supervisor).added == 3
    assert telephone.checked(content, by=supervisor).known == 3


def test_without_ids_a_day_that_the_telephone_system_told_of_is_left_alone(
    supervisor: Asker, frozen_clock: FrozenClock
) -> None:
    telephone.answered()
    content = f"Start,Status\n{frozen_clock.now:%Y-%m-%d} 10:00,missed\n2027-03-10 10:00,missed\n"
    found = telephone.checked(content, by=supervisor)
    assert (found.new, found.known) == (1, 1)


def test_an_import_can_be_taken_back(supervisor: Asker) -> None:
    kept = telephone.imported(HEAD + ROWS.splitlines()[0], by=supervisor)
    wrong = telephone.imported(HEAD + ROWS, by=supervisor)
    held = actions.take_back_import(by=supervisor, at=wrong.checked_at, added=wrong)
    assert held.state == ImportState.TAKEN_BACK
    assert set(Call.objects.values_list("imported", flat=True)) == {kept.pk}
    assert telephone.checked(HEAD + ROWS, by=supervisor).new == 2


def test_a_dropped_check_is_forgotten(supervisor: Asker) -> None:
    found = telephone.checked(HEAD + ROWS, by=supervisor)
    actions.drop_import(by=supervisor, at=found.checked_at, checked=found)
    found.refresh_from_db()
    assert (found.state, found.found) == (ImportState.DROPPED, None)
    with pytest.raises(Refused):
        actions.add_import(by=supervisor, at=found.checked_at, checked=found)
    assert not Call.objects.exists()


def test_a_check_that_nobody_settles_is_forgotten_the_same_night(supervisor: Asker, frozen_clock: FrozenClock) -> None:
    found = telephone.checked(HEAD + ROWS, by=supervisor)
    frozen_clock.forward(hours=13)
    actions.forget_passed(by=telephone.BY, at=frozen_clock.now)
    found.refresh_from_db()
    assert (found.state, found.found, found.settled_by_id) == (ImportState.DROPPED, None, None)


@pytest.mark.parametrize("role", ["practitioner", "evaluator", "safeguarding_lead", "administrator"])
def test_only_who_enters_counts_imports(role: str, supervisor: Asker) -> None:
    found = telephone.checked(HEAD + ROWS, by=supervisor)
    other = users.make_asker(role)
    with pytest.raises(Refused):
        telephone.checked(HEAD + ROWS, by=other)
    for action, name in ((actions.add_import, "checked"), (actions.drop_import, "checked")):
        with pytest.raises(Refused):
            action(by=other, at=found.checked_at, **{name: found})
    with pytest.raises(Refused):
        queries.imports(other)
    assert not Call.objects.exists()


def test_no_number_is_kept_of_a_file(supervisor: Asker, caplog: pytest.LogCaptureFixture) -> None:
    spoiled = "0161 496 7351,2027-03-10 10:00:00,01614967351,4967351,161 496 7351\n"
    with caplog.at_level(logging.DEBUG):
        found = telephone.checked(HEAD + ROWS + spoiled, by=supervisor)
        # What waits to be added is sealed; it is looked at as well.
        assert not any(spelling in str(found.found) for spelling in ("4967351", "496 7351"))
        actions.add_import(by=supervisor, at=found.checked_at, checked=found)
    stored = everything_stored()
    for spelling in (b"4967351", b"496 7351"):
        assert spelling not in stored
        assert spelling not in caplog.text.encode()


def test_a_number_in_the_column_of_ids_or_lines_is_not_kept_either(supervisor: Asker) -> None:
    content = "Call ID,Start,Status,Queue,Extension\n01614967351,2027-03-10 10:00,answered,0161 496 7351,01614967351\n"
    telephone.imported(content, by=supervisor)
    assert b"4967351" not in everything_stored()
    assert Call.objects.get().line == ""


def test_the_columns_of_last_time_are_remembered(supervisor: Asker) -> None:
    table = open_table((HEAD + ROWS).encode())
    assert queries.earlier_mapping(supervisor, table) is None
    telephone.imported(HEAD + ROWS, by=supervisor)
    remembered = queries.earlier_mapping(supervisor, table)
    assert remembered is not None
    assert {column.value: place for column, place in remembered.items()} == {
        "call_id": 0, "began": 1, "outcome": 2, "number": 3,
    }  # fmt: skip


def test_a_month_of_calls_takes_a_moment(supervisor: Asker) -> None:
    """The measure for 3,000 and 100,000 rows is in the benchmarks; here only that nothing grows with the square."""
    days = [dt.date(2027, 2, day) for day in range(1, 26)]
    log = simulate(1, days, 40, 0.3)
    started = time.perf_counter()
    done = telephone.imported(as_csv(log), by=supervisor)
    assert done.added == len(log) > 2_000
    assert time.perf_counter() - started < 5


def test_the_list_of_imports_costs_the_same_with_one_row_and_with_three(supervisor: Asker, client_as) -> None:
    client = client_as("supervisor")
    client.get("/calls/import")  # the first request of a session is noted in it
    counts = []
    for number in (1, 2):
        for n in range(number):
            telephone.imported(f"{HEAD}x{number}{n},2027-03-1{n} 10:00,missed,,\n", by=supervisor)
        with CaptureQueriesContext(connection) as made:
            assert client.get("/calls/import").status_code == 200
        counts.append(len(made))
    assert counts[0] == counts[1]
    assert Import.objects.count() == 3
