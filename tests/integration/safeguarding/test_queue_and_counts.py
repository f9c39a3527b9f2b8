"""What rises to whom, what the board and the figures count, and how the lead finds the contact."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.audit.models import AuditEvent
from roundel.helpline.filters import Chosen
from roundel.helpline.queries import lists, visible_to
from roundel.kernel.errors import Refused
from roundel.kernel.work import Urgency
from roundel.safeguarding import queries
from roundel.safeguarding.models import Concern
from roundel.safeguarding.queries.lists import read_concerns, read_decisions
from tests.factories import contacts
from tests.factories import safeguarding as made
from tests.support.moments import NOW

pytestmark = pytest.mark.usefixtures("frozen_clock")
HOUR, DAY, WEEK = dt.timedelta(hours=1), dt.timedelta(days=1), dt.timedelta(days=7)


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


@pytest.fixture
def boss(asker: Callable[..., Asker]) -> Asker:
    return asker("supervisor")


@pytest.fixture
def lead(asker: Callable[..., Asker]) -> Asker:
    return asker("safeguarding_lead")


def queue(who: Asker, at: dt.datetime) -> list[tuple[str, str]]:
    """What stands on somebody's home page: what, and how pressing."""
    return [(item.what, item.urgency.value) for item in queries.work_queue(who, at)]


def test_a_decision_to_second_stands_before_seconders_and_rises_when_late(
    taker: Asker, boss: Asker, lead: Asker
) -> None:
    decision = made.proposed(by=taker)
    what = f"Threshold decision {decision.reference}"
    for who in (boss, lead):
        assert queue(who, NOW) == [(what, "soon")]  # a Sunday evening: due on Monday
        assert queue(who, NOW + DAY) == [(what, "overdue")]
    assert queue(taker, NOW) == []
    assert queue(taker, NOW + DAY) == [(f"Your threshold decision {decision.reference}", "overdue")]
    made.answered(decision, by=boss, at=NOW)
    assert all(what not in dict(queue(who, NOW + DAY)) for who in (boss, taker))


def test_ones_own_decision_is_not_put_before_one_to_second(boss: Asker, lead: Asker) -> None:
    made.proposed(by=boss, contact=contacts.finished(by=boss))
    assert queue(boss, NOW) == []
    assert len(queue(lead, NOW)) == 1


def test_a_concern_stands_before_its_owner_and_when_late_before_all_who_manage(
    taker: Asker, boss: Asker, lead: Asker
) -> None:
    concern = made.concern(by=taker, owner=lead, second=boss, at=NOW)
    what = f"Concern {concern.reference}"
    assert queue(lead, NOW) == [(what, "soon")]
    assert queue(boss, NOW) == []
    late = concern.share_due_at + HOUR
    for who in (boss, lead):
        assert queue(who, late) == [(what, Urgency.OVERDUE)]
    assert f"{User.objects.get(pk=lead.user_id).name} owns it" in queries.work_queue(boss, late)[0].why
    assert queue(taker, late) == []
    shared = made.disclosed(concern, by=lead, at=late)
    assert (what, Urgency.OVERDUE) in queue(boss, shared.acknowledge_due_at + HOUR)
    made.acknowledged(shared, by=lead, at=late)
    assert queue(boss, shared.acknowledge_due_at + HOUR) == []
    made.closed(concern, by=lead, at=late)
    assert queue(lead, late + 30 * DAY) == []


def test_finding_out_more_comes_back_on_its_day(taker: Asker, boss: Asker) -> None:
    decision = made.answered(made.proposed(made.find_out(NOW.date() + 3 * DAY), by=taker), by=boss)
    what = f"Threshold decision {decision.reference}"
    assert queue(taker, NOW) == [(what, "soon")]
    assert queue(taker, NOW + 3 * DAY) == [(what, "today")]
    assert queue(boss, NOW + 3 * DAY) == []
    for who in (taker, boss):
        assert queue(who, NOW + 4 * DAY) == [(what, "overdue")]
    anew = replace(made.NOT_SHARE, supersedes=decision.reference)
    source = contacts.Contact.objects.get(reference=decision.source_reference)
    made.proposed(anew, by=taker, contact=source, at=NOW + DAY)
    assert (what, "overdue") not in queue(taker, NOW + 4 * DAY)


def test_the_queue_holds_no_content_and_does_not_grow_in_queries(taker: Asker, boss: Asker, lead: Asker) -> None:
    def fill() -> int:
        made.proposed(by=taker, at=NOW - WEEK)
        made.concern(by=taker, owner=lead, second=boss, at=NOW - WEEK)
        made.disclosed(made.concern(by=taker, owner=lead, second=boss, at=NOW - WEEK), at=NOW - WEEK)
        with CaptureQueriesContext(connection) as captured:
            items = queries.work_queue(boss, NOW) + queries.work_queue(lead, NOW)
        assert "alone together" not in repr(items)
        return len(captured)

    few = fill()
    fill()
    assert fill() == few


def test_nothing_needs_those_who_have_nothing_to_do_with_it(asker: Callable[..., Asker]) -> None:
    made.proposed(at=NOW - WEEK)
    made.concern(at=NOW - WEEK)
    for role in ("coordinator", "trainee", "evaluator", "auditor", "administrator", "room_screen"):
        assert queue(asker(role), NOW) == []


# -- lists


def test_lists_show_what_is_asked_for_and_only_what_one_may_see(taker: Asker, boss: Asker, lead: Asker) -> None:
    mine = made.concern(owner=lead, at=NOW - WEEK)
    closed = made.closed(made.concern(by=taker))
    made.restricted()

    def shown(who: Asker, what: str) -> set[str]:
        return {row.concern.reference for row in read_concerns(who, at=NOW, shown=what).rows}

    assert shown(lead, "open") == shown(lead, "mine") == shown(lead, "overdue") == {mine.reference}
    assert shown(boss, "mine") == set()
    assert shown(boss, "closed") == {closed.reference}
    assert shown(boss, "all") == {mine.reference, closed.reference}
    assert shown(taker, "all") == {closed.reference}
    assert AuditEvent.objects.latest("id").event == "safeguarding.list.read"


def test_lists_of_decisions(taker: Asker, boss: Asker, asker: Callable[..., Asker]) -> None:
    waits, done = made.proposed(by=taker), made.answered(made.proposed())
    assert [each.reference for each in read_decisions(boss, at=NOW, shown="to_second")] == [waits.reference]
    assert {each.reference for each in read_decisions(boss, at=NOW, shown="all")} == {waits.reference, done.reference}
    assert [each.reference for each in read_decisions(taker, at=NOW, shown="all")] == [waits.reference]
    with pytest.raises(Refused):
        read_decisions(asker("evaluator"), at=NOW, shown="all")
    with pytest.raises(Refused):
        read_concerns(asker("auditor"), at=NOW, shown="all")


# -- the board and the figures


def test_the_board_counts_and_tells_nothing(asker: Callable[..., Asker], taker: Asker) -> None:
    screen = asker("room_screen")
    assert [tile.value for tile in queries.tiles(screen, NOW)] == ["0", "0"]
    concern = made.concern(by=taker, at=NOW - WEEK)
    made.proposed(by=taker, at=NOW - WEEK)
    made.proposed(by=taker)
    made.restricted()
    overdue, waiting = queries.tiles(screen, NOW)
    assert (overdue.value, waiting.value, waiting.words) == ("1", "2", "1 overdue")
    assert concern.reference not in repr((overdue, waiting))
    assert queries.tiles(asker("evaluator"), NOW) == []


# -- the lead and the contact


def test_the_lead_reads_the_contact_about_which_something_is_decided_and_no_other(taker: Asker, lead: Asker) -> None:
    told, other, flagged = contacts.finished(by=taker), contacts.finished(by=taker), contacts.in_danger()
    assert set(visible_to(lead)) == {flagged}
    decision = made.proposed(by=taker, contact=told)
    assert set(visible_to(lead)) == {flagged, told}
    page = queries.read_decision(lead, at=NOW, reference=decision.reference)
    assert page.source_page == f"/contacts/{told.reference}"
    assert other not in visible_to(lead)


def test_not_when_it_was_withdrawn_or_is_restricted(taker: Asker, lead: Asker) -> None:
    from roundel.safeguarding import actions

    decision = made.proposed(by=taker)
    actions.withdraw(by=taker, at=NOW, decision=decision, reason="It was another child.")
    concern = made.restricted()
    assert concern.decision.restricted
    assert not visible_to(lead).exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="reads the embedded database's plan")
def test_the_leads_list_of_contacts_walks_through_no_table(lead: Asker) -> None:
    made.proposed()
    with CaptureQueriesContext(connection) as captured:
        lists.read_list(lead, at=NOW, chosen=Chosen())
    about = [query["sql"] for query in captured if 'FROM "helpline_contact"' in query["sql"]]
    assert about
    for sql in about:
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
            plan = [row[3] for row in cursor.fetchall()]
        scans = [line for line in plan if line.startswith("SCAN") and "helpline_contact" in line]
        assert not [line for line in scans if "USING" not in line], plan


def test_an_owner_is_kept_beside_the_open_row(lead: Asker) -> None:
    concern = made.concern(owner=lead)
    assert Concern.objects.get().owner_id == concern.ownerships.get(to_at=None).owner_id == lead.user_id
