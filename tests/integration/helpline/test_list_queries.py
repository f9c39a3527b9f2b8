"""Lists: what is found, in which order, page by page, by whom; and that the look is recorded."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker, load_asker
from roundel.audit.models import AuditEvent
from roundel.correspondence import actions as codes
from roundel.helpline import actions
from roundel.helpline.filters import Chosen, Order, Shown
from roundel.helpline.forms.lists import read_place, write_place
from roundel.helpline.models import Contact
from roundel.helpline.queries import lists
from roundel.helpline.queries.lists import Place, in_chunks, read_list
from roundel.kernel.errors import Refused
from tests.factories import contacts, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
PLAIN = Chosen()


def references(asker: Asker, chosen: Chosen = PLAIN, place: Place | None = None) -> list[str]:
    return [row.reference for row in read_list(asker, at=NOW, chosen=chosen, place=place).rows]


@pytest.fixture
def supervisor() -> Asker:
    return users.make_asker("supervisor")


def test_newest_stand_first_and_a_row_says_who_and_how_long(supervisor: Asker) -> None:
    taker = users.make_asker("practitioner")
    older = contacts.finished(at=NOW - dt.timedelta(days=1))
    newer = contacts.finished(by=taker, group="survivor")
    page = read_list(supervisor, at=NOW, chosen=PLAIN)
    assert [row.reference for row in page.rows] == [newer.reference, older.reference]
    row = page.rows[0]
    assert (row.practitioner, row.group, row.length) == (taker.name, "survivor", dt.timedelta(minutes=25))
    assert (page.counted, page.more, page.previous, page.next) == (2, False, None, None)


def test_each_filter_finds_its_own(supervisor: Asker) -> None:
    taker = users.make_asker("practitioner")
    plain = contacts.finished(at=NOW - dt.timedelta(days=40))
    about = contacts.finished(group="survivor", channel="letter", topics=("court", "work"), at=NOW)
    danger = contacts.in_danger()
    taking = contacts.being_taken(by=taker)
    tally = actions.count_contact(by=taker, at=NOW, nature="silent")
    discarded = contacts.being_taken()
    discarded = actions.discard_contact(by=taker_of(discarded), at=NOW, contact=discarded, reason="Opened by mistake.")
    cases = {
        Chosen(group="survivor"): {about},
        Chosen(channel="letter"): {about},
        Chosen(topic="court"): {about},
        Chosen(topic="court", group="own"): set(),
        Chosen(danger=True): {danger},
        Chosen(state="taking"): {taking},
        Chosen(state="discarded"): {discarded},
        Chosen(practitioner=taker.user_id): {taking},
        Chosen(practitioner=taker.user_id, nature=Shown.ALL): {taking, tally},
        Chosen(nature=Shown.COUNTED): {tally},
        Chosen(until=(NOW - dt.timedelta(days=30)).date()): {plain},
        Chosen(since=NOW.date(), group="survivor"): {about},
        PLAIN: {plain, about, danger, taking},
    }
    for chosen, expected in cases.items():
        assert set(references(supervisor, chosen)) == {contact.reference for contact in expected}, chosen


def taker_of(contact: Contact) -> Asker:
    return load_asker(contact.taken_by_id, at=NOW)


def test_open_actions_are_counted_and_filtered(supervisor: Asker) -> None:
    by = users.make_asker("practitioner")
    contact = contacts.written(by=by)
    contacts.action(contact, by=by)
    contacts.action(contact, by=by, kind="police")
    contacts.finished()
    rows = read_list(supervisor, at=NOW, chosen=Chosen(open_actions=True)).rows
    assert [(row.reference, row.open_actions) for row in rows] == [(contact.reference, 2)]


def test_a_caller_has_his_contacts_under_his_alias(supervisor: Asker) -> None:
    by = users.make_asker("practitioner")
    caller = codes.issue_code(by=by, at=NOW).caller
    contact = contacts.written(by=by)
    actions.set_caller(by=by, at=NOW, contact=contact, caller_id=caller.pk)
    contacts.finished()
    (row,) = read_list(supervisor, at=NOW, chosen=Chosen(caller=caller.pk)).rows
    assert (row.reference, row.alias) == (contact.reference, caller.alias)


def test_restricted_contacts_are_seen_by_those_who_are_named() -> None:
    named, other = users.make_user("practitioner"), users.make_asker("practitioner")
    contact = contacts.restricted(to=load_asker(named.pk, at=NOW))
    assert references(load_asker(named.pk, at=NOW), Chosen(restricted=True)) == [contact.reference]
    assert references(other) == references(other, Chosen(restricted=True)) == []
    assert lists.count_up_to(other, PLAIN, 10) == 0


def test_the_safeguarding_lead_sees_only_what_is_marked_as_danger() -> None:
    contacts.finished()
    danger = contacts.in_danger()
    assert references(users.make_asker("safeguarding_lead")) == [danger.reference]


@pytest.mark.parametrize("role", ["coordinator", "evaluator", "auditor", "administrator"])
def test_who_has_no_contacts_is_refused(role: str) -> None:
    with pytest.raises(Refused):
        read_list(users.make_asker(role), at=NOW, chosen=PLAIN)


def test_a_look_at_a_list_is_recorded_with_codes_and_number(supervisor: Asker) -> None:
    contacts.finished(group="survivor")
    everything = Chosen(
        period="own",
        since=dt.date(2027, 1, 1),
        until=dt.date(2027, 12, 31),
        group="survivor",
        practitioner=supervisor.user_id,
        channel="letter",
        topic="court",
        open_actions=True,
        danger=True,
        restricted=True,
        nature=Shown.ALL,
        state="finished",
        caller=supervisor.user_id,
        order=Order.LONGEST,
    )
    for chosen in (Chosen(group="survivor"), everything):
        read_list(supervisor, at=NOW, chosen=chosen)
    first, second = AuditEvent.objects.filter(event="helpline.list.read").order_by("happened_at", "id")
    assert first.actor_id == supervisor.user_id
    assert '"group":"survivor"' in first.detail
    assert '"shown":1' in first.detail
    assert '"only":"open_actions,danger,restricted"' in second.detail


@pytest.mark.parametrize("order", list(Order))
def test_pages_forward_and_back_show_everything_once(
    supervisor: Asker, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    _many(10)
    chosen = Chosen(order=order)
    forward, place = [], None
    while True:
        page = read_list(supervisor, at=NOW, chosen=chosen, place=place)
        forward.append([row.reference for row in page.rows])
        if page.next is None:
            break
        place = _through_an_address(page.next, order)
    assert [len(one) for one in forward] == [3, 3, 3, 1]
    expected = sorted(Contact.objects.all(), key=lambda c: (c.seconds if order.by_length else c.started_at, c.id.hex))
    flat = [reference for one in forward for reference in one]
    assert flat == [c.reference for c in (expected[::-1] if order.falls else expected)]
    backward = [forward[-1]]
    while page.previous is not None:
        page = read_list(supervisor, at=NOW, chosen=chosen, place=_through_an_address(page.previous, order))
        backward.append([row.reference for row in page.rows])
    assert backward[::-1] == forward


def _through_an_address(place: Place, order: Order) -> Place:
    again = read_place(write_place(place), back=place.back, by_length=order.by_length)
    assert again == place
    return again


def _many(number: int) -> None:
    """Contacts of which several began at the same moment and took equally long."""
    user = users.make_user("practitioner")
    moment = NOW - dt.timedelta(days=3)
    for n in range(number):
        began = moment + dt.timedelta(minutes=n // 3, microseconds=n % 2)
        Contact.objects.create(
            reference=f"H-{n:04d}-00",
            state="finished",
            form_version="contact-1",
            started_at=began,
            recorded_at=began,
            ended_at=began + dt.timedelta(seconds=60 * (n % 4)),
            closed_at=began,
            closed_by=user,
            taken_by=user,
        )


def test_pages_do_not_shift_when_a_contact_comes_in(supervisor: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "PAGE", 3)
    _many(6)
    first = read_list(supervisor, at=NOW, chosen=PLAIN)
    before = references(supervisor, place=first.next)
    contacts.being_taken()
    assert references(supervisor, place=first.next) == before


def test_a_long_list_is_counted_no_further_than_needed(supervisor: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "MOST_COUNTED", 4)
    _many(4)
    assert read_list(supervisor, at=NOW, chosen=PLAIN)[1:3] == (4, False)
    contacts.being_taken()
    assert read_list(supervisor, at=NOW, chosen=PLAIN)[1:3] == (4, True)


@pytest.mark.parametrize("few", [True, False])
def test_a_topic_is_found_either_way(supervisor: Asker, monkeypatch: pytest.MonkeyPatch, few: bool) -> None:
    contacts.finished()
    wanted = contacts.finished(topics=("court",), at=NOW + dt.timedelta(minutes=1))
    monkeypatch.setattr(lists, "MOST_COUNTED", 1_000 if few else 0)
    assert references(supervisor, Chosen(topic="court")) == [wanted.reference]


def test_as_many_queries_for_three_rows_as_for_one(supervisor: Asker) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert read_list(supervisor, at=NOW, chosen=PLAIN).rows
        return len(captured)

    _with_action()
    one = queries()
    _with_action()
    _with_action()
    assert queries() == one


def _with_action() -> None:
    by = users.make_asker("practitioner")
    contacts.action(contacts.written(by=by), by=by)


def test_nothing_sealed_is_read(supervisor: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    contacts.finished(notes="Nobody may see this in a list.")
    with CaptureQueriesContext(connection) as captured:
        read_list(supervisor, at=NOW, chosen=PLAIN)
    assert not any('"notes"' in query["sql"] or '"identifying"' in query["sql"] for query in captured)


def test_chunks_hold_everything_once_and_no_more_than_asked(supervisor: Asker) -> None:
    _many(10)
    together = [row.reference for chunk in in_chunks(supervisor, PLAIN, most=100, chunk=3) for row in chunk]
    assert together == references(supervisor)
    assert [len(chunk) for chunk in in_chunks(supervisor, PLAIN, most=7, chunk=3)] == [3, 3, 1]


def test_a_place_that_was_made_up_is_refused() -> None:
    for text in ("rubbish", "-", "12-", "1e9-" + "0" * 32, "9" * 30 + "-" + "0" * 32, "5-" + "0" * 32 + "x"):
        with pytest.raises(ValueError):  # noqa: PT011 - of whichever part
            read_place(text, back=False, by_length=False)


def test_audit_codes_are_never_too_many() -> None:
    assert len(replace(PLAIN, group="own").codes()) == 1
