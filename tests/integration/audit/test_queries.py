"""Reading the audit: who may, what comes in which order, and that no page grows slower."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection

from roundel.access.grants import NOBODY, Asker
from roundel.audit import queries
from roundel.audit.actions import record_look, record_verification
from roundel.audit.models import AuditPending
from roundel.audit.presenters import did, line, sentence
from roundel.audit.queries import PAGE_SIZE, Filters
from roundel.audit.sealing import seal_everything
from roundel.audit.verification import Problem, Report, verify
from roundel.kernel import clock
from roundel.kernel.errors import Refused
from roundel.kernel.ids import new_id
from roundel.kernel.work import Urgency
from tests.integration.audit.writing import RECORD, SAM, Person, write, write_several
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db
AUDITOR = Asker(user_id=new_id(), name="Robin Shaw", permissions=frozenset({"audit.view"}))
ALEX = Person("Alex Moss", new_id())
SINCE = NOW - dt.timedelta(days=7)


@pytest.mark.parametrize(
    "asker", [NOBODY, Asker(new_id(), "Sam"), Asker(None, "stranger", permissions=frozenset({"audit.view"}))]
)
def test_only_the_auditor_reads_the_audit(asker: Asker) -> None:
    write()
    asked: list[Any] = [
        lambda who: queries.events(who, Filters()),
        lambda who: queries.events_for_record(who, "helpline.contact", RECORD),
        lambda who: queries.events_by_actor(who, SAM.user_id or RECORD),
        lambda who: queries.lookers(who, "helpline.contact", RECORD),
        queries.actors,
        lambda who: queries.actor_name(who, RECORD),
        lambda who: queries.unusual_looks(who, SINCE),
        queries.chain_state,
    ]
    for ask in asked:
        with pytest.raises(Refused):
            ask(asker)
        ask(AUDITOR)


def test_the_newest_comes_first_whatever_the_order_of_writing() -> None:
    for hours in (2, 0, 1):
        write(at=NOW - dt.timedelta(hours=hours))
    found = queries.events(AUDITOR, Filters()).events
    assert [event.happened_at for event in found] == [NOW - dt.timedelta(hours=h) for h in (0, 1, 2)]


def test_pages_follow_each_other_without_gap_or_repeat() -> None:
    ids = write_several(PAGE_SIZE + 7)  # all at the same moment: the id decides
    write(at=NOW - dt.timedelta(days=1))
    first = queries.events(AUDITOR, Filters())
    second = queries.events(AUDITOR, Filters(), first.older or "")
    assert (len(first.events), len(second.events), second.older) == (PAGE_SIZE, 8, None)
    seen = [event.pk for event in (*first.events, *second.events)]
    assert len(set(seen)) == PAGE_SIZE + 8
    assert seen[:-1] == sorted(ids, reverse=True)


@pytest.mark.parametrize("before", ["", "nonsense", "20270314T210400.000000-xyz", "-" * 90, "99999999T999999.0-0"])
def test_a_place_that_is_none_is_the_beginning(before: str) -> None:
    write()
    assert len(queries.events(AUDITOR, Filters(), before).events) == 1


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        (Filters(), 4),
        (Filters(actor_id=ALEX.user_id), 1),
        (Filters(event="helpline.contact.saved"), 1),
        (Filters(nature="look"), 3),
        (Filters(nature="change"), 1),
        (Filters(nature="system"), 0),
        (Filters(since=NOW - dt.timedelta(hours=1)), 3),
        (Filters(until=NOW), 1),
        (Filters(actor_id=ALEX.user_id, event="helpline.contact.saved"), 0),
    ],
)
def test_filters(filters: Filters, expected: int) -> None:
    write()
    write(by=ALEX)
    write("helpline.contact.saved")
    write(at=NOW - dt.timedelta(days=2))
    assert len(queries.events(AUDITOR, filters).events) == expected


def test_who_looked_at_a_record_and_what_a_person_looked_at() -> None:
    other = new_id()
    write(at=NOW - dt.timedelta(hours=3))
    write("helpline.contact.saved", at=NOW - dt.timedelta(hours=2))
    write(by=ALEX)
    write(by=ALEX, object_id=other, reference="H-AAAA-AA")
    assert len(queries.events_for_record(AUDITOR, "helpline.contact", RECORD).events) == 3
    alex, sam = queries.lookers(AUDITOR, "helpline.contact", RECORD)
    assert (alex.name, alex.looks, alex.changes) == ("Alex Moss", 1, 0)
    assert (sam.name, sam.looks, sam.changes, sam.last) == ("Sam Rivers", 1, 1, NOW - dt.timedelta(hours=2))
    assert ALEX.user_id is not None
    assert {e.object_id for e in queries.events_by_actor(AUDITOR, ALEX.user_id).events} == {RECORD, other}
    assert queries.actor_name(AUDITOR, ALEX.user_id) == "Alex Moss"
    assert queries.actor_name(AUDITOR, new_id()) is None


def test_everybody_who_appears_can_be_chosen_by_the_latest_name() -> None:
    write(by=Person("Old Name", ALEX.user_id))
    write(by=ALEX)
    write(by=Person("nobody", None))
    write()
    seal_everything()
    assert queries.actors(AUDITOR) == [(ALEX.user_id, "Alex Moss"), (SAM.user_id, "Sam Rivers")]


def test_unusual_looks_come_from_the_events() -> None:
    write(by=Person(door="break_glass"))
    write(by=ALEX, detail={"restricted": True})
    write(by=ALEX, object_id=new_id())
    found = queries.unusual_looks(AUDITOR, SINCE)
    assert {(one.rule, one.actor_name) for one in found} == {("emergency", "Sam Rivers"), ("restricted", "Alex Moss")}


@pytest.mark.parametrize(
    ("ask", "statements"),
    [
        (lambda: queries.events(AUDITOR, Filters()), 1),
        (lambda: queries.events_for_record(AUDITOR, "helpline.contact", RECORD), 1),
        (lambda: queries.lookers(AUDITOR, "helpline.contact", RECORD), 1),
        (lambda: queries.unusual_looks(AUDITOR, SINCE), 1),
        (lambda: queries.chain_state(AUDITOR), 3),
        (lambda: queries.work_queue(AUDITOR, NOW), 5),
    ],
)
def test_the_number_of_statements_does_not_grow(ask: Any, statements: int, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        write(reason="why")
        with django_assert_num_queries(statements):
            ask()


def test_each_list_is_read_from_an_index() -> None:
    if connection.vendor != "sqlite":
        pytest.skip("a planner with statistics may rightly read a table of three rows from end to end")
    lists = {
        "audit_by_time": queries.visible_to(AUDITOR),
        "audit_by_actor": queries.visible_to(AUDITOR).filter(actor_id=RECORD),
        "audit_by_record": queries.visible_to(AUDITOR).filter(kind="helpline.contact", object_id=RECORD),
        "audit_by_event": queries.visible_to(AUDITOR).filter(event="helpline.contact.read"),
    }
    for index, found in lists.items():
        plan = found.order_by("-happened_at", "-id")[:50].explain()
        assert index in plan
        assert "TEMP B-TREE" not in plan


def test_events_in_words() -> None:
    event = write(
        by=Person(door="break_glass"), reason="a child may be in danger", detail={"restricted": True, "by": "own_code"}
    )
    assert sentence(event) == "Sam Rivers read contact H-7F3K-9Q"
    shown = line(event)
    assert (shown.reason, shown.marks) == ("a child may be in danger", ("emergency access", "restricted record"))
    assert shown.details == ("by: own code",)
    event.event, event.kind, event.actor_name = "gone.thing.read", "gone.thing", ""
    assert did(event) == "did “gone.thing.read” with gone.thing H-7F3K-9Q"
    assert sentence(event).startswith("Somebody who was not signed in")
    assert line(event).object_id is None


def test_looking_at_the_audit_is_in_the_audit() -> None:
    record_look(
        by=AUDITOR,
        at=NOW,
        event="audit.record.viewed",
        kind="helpline.contact",
        object_id=RECORD,
        reference="H-7F3K-9Q",
    )
    (event,) = queries.events_for_record(AUDITOR, "helpline.contact", RECORD).events
    assert sentence(event) == "Robin Shaw looked at who had opened contact H-7F3K-9Q"


def test_the_state_of_the_chain() -> None:
    write()
    assert queries.chain_state(AUDITOR).waiting == 1
    seal_everything()
    record_verification(verify(at=clock.now()), at=NOW)
    state = queries.chain_state(AUDITOR)
    assert (state.seq, state.verified_at, state.verified_seq, state.found) == (1, NOW, 1, "whole")
    assert state.waiting == 1  # the note of the verification itself


def test_what_the_auditor_needs_to_do() -> None:
    assert queries.work_queue(NOBODY, NOW) == []
    assert [item.why for item in queries.work_queue(AUDITOR, NOW)] == [
        "it has never been verified", "you have not read them yet",
    ]  # fmt: skip
    record_verification(Report(1, 1, b"", 0), at=NOW)
    record_look(by=AUDITOR, at=NOW, event="audit.unusual.viewed")
    AuditPending.objects.all().delete()
    assert queries.work_queue(AUDITOR, NOW) == []
    later = queries.work_queue(AUDITOR, NOW + dt.timedelta(days=8))
    assert [item.why for item in later] == [
        "it was last verified on 14 March 2027",
        "you last read them on 14 March 2027",
    ]
    record_verification(Report(1, 1, b"", 0, Problem("out of order", "", 2)), at=NOW)
    AuditPending.objects.all().delete()
    (item,) = queries.work_queue(AUDITOR, NOW)
    assert (item.urgency, item.why) == (Urgency.OVERDUE, "the last verification found that it is not whole")


def test_events_that_wait_for_long_are_told_to_the_auditor() -> None:
    with clock.frozen(NOW - dt.timedelta(minutes=9)):
        write()
    assert "events have waited for their seal since 14 March 2027, 8:55pm" in [
        item.why for item in queries.work_queue(AUDITOR, NOW)
    ]
