"""A call answered where one sits is offered there, becomes a contact once, and is offered to nobody else."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.calls import actions, queries
from roundel.calls.models import Call, Extension
from roundel.helpline import actions as helpline
from roundel.helpline.models import Contact
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from tests.conftest import FrozenClock
from tests.factories import telephone, users
from tests.support.clients import StaffClient

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture
def sitting(frozen_clock: FrozenClock) -> Asker:
    return telephone.sits_at("204")


def offered(asker: Asker, clock: FrozenClock) -> list[object]:
    return [each.id for each in queries.arriving(asker, clock.now)]


def test_a_call_is_offered_where_it_was_answered(sitting: Asker, frozen_clock: FrozenClock) -> None:
    other = telephone.sits_at("205")
    call = telephone.answered(extension="204", line="Day line")
    assert offered(sitting, frozen_clock) == [call.pk]
    assert offered(other, frozen_clock) == []
    (item,) = queries.work_queue(sitting, frozen_clock.now)
    assert item.url == f"/calls/answered/{call.pk}"
    assert queries.work_queue(other, frozen_clock.now) == []


@pytest.mark.parametrize(("hours", "is_offered"), [(1.9, True), (2, False)])
def test_it_is_offered_for_two_hours(hours: float, is_offered: bool, sitting: Asker, frozen_clock: FrozenClock) -> None:
    telephone.answered()
    frozen_clock.forward(hours=hours)
    assert bool(offered(sitting, frozen_clock)) is is_offered


def test_what_an_imported_file_tells_is_offered_to_nobody(sitting: Asker, frozen_clock: FrozenClock) -> None:
    local = frozen_clock.now - dt.timedelta(minutes=5)
    telephone.imported(f"Call ID,Start,Status,Extension\na,{local:%Y-%m-%d %H:%M},answered,204\n")
    assert Call.objects.get().extension == "204"
    assert offered(sitting, frozen_clock) == []


def test_a_contact_begins_when_the_call_was_answered(sitting: Asker, frozen_clock: FrozenClock) -> None:
    answered_at = frozen_clock.now
    call = telephone.answered()
    frozen_clock.forward(seconds=40)
    contact = helpline.start_from_call(by=sitting, at=frozen_clock.now, call=call)
    assert (contact.started_at, contact.recorded_at) == (answered_at, frozen_clock.now)
    call.refresh_from_db()
    assert (call.contact_reference, call.taken_by_id) == (contact.reference, sitting.user_id)
    assert offered(sitting, frozen_clock) == []
    names = AuditEvent.objects.filter(happened_at=frozen_clock.now).values_list("event", flat=True)
    assert sorted(names) == ["calls.call.tied", "helpline.contact.started"]


def test_a_contact_is_begun_once(sitting: Asker, frozen_clock: FrozenClock) -> None:
    call = telephone.answered()
    helpline.start_from_call(by=sitting, at=frozen_clock.now, call=call)
    with pytest.raises(Refused):
        helpline.start_from_call(by=sitting, at=frozen_clock.now, call=call)
    with pytest.raises(Refused):
        actions.put_aside(by=sitting, at=frozen_clock.now, call=call)
    assert Contact.objects.count() == 1


def test_nobody_takes_the_call_of_another(sitting: Asker, frozen_clock: FrozenClock) -> None:
    call = telephone.answered()
    for other in (telephone.sits_at("205"), users.make_asker("practitioner"), users.make_asker("supervisor")):
        with pytest.raises(NotFound):
            helpline.start_from_call(by=other, at=frozen_clock.now, call=call)
    assert not Contact.objects.exists(), "the contact that was begun before the refusal is gone with it"
    helpline.start_from_call(by=sitting, at=frozen_clock.now, call=call)


@pytest.mark.parametrize("role", ["safeguarding_lead", "evaluator", "administrator"])
def test_who_answers_no_calls_is_offered_none(role: str, frozen_clock: FrozenClock) -> None:
    asker = users.make_asker(role)
    with pytest.raises(Refused):
        telephone.sits_at("204", by=asker)
    telephone.answered()
    assert queries.arriving(asker, frozen_clock.now) == []


def test_a_call_is_put_aside(sitting: Asker, frozen_clock: FrozenClock) -> None:
    actions.put_aside(by=sitting, at=frozen_clock.now, call=telephone.answered())
    assert offered(sitting, frozen_clock) == []
    assert AuditEvent.objects.filter(event="calls.call.put_aside").count() == 1


def test_today_goes_before_every_day(frozen_clock: FrozenClock) -> None:
    usually = telephone.sits_at("204", only_today=False)
    assert queries.extensions_of(usually, frozen_clock.now) == {"204"}
    guest = telephone.sits_at("204")
    assert queries.extensions_of(usually, frozen_clock.now) == frozenset()
    assert queries.extensions_of(guest, frozen_clock.now) == {"204"}
    telephone.sits_at("206", by=usually)
    assert queries.extensions_of(usually, frozen_clock.now) == {"206"}
    assert queries.extensions_of(usually, frozen_clock.now + DAY) == {"204"}
    assert queries.extensions_of(guest, frozen_clock.now + DAY) == frozenset()


def test_the_latest_to_say_so_sits_there(frozen_clock: FrozenClock) -> None:
    first, second = telephone.sits_at("204"), telephone.sits_at("204")
    assert queries.extensions_of(first, frozen_clock.now) == frozenset()
    assert queries.extensions_of(second, frozen_clock.now) == {"204"}
    assert Extension.objects.count() == 1


def test_one_can_leave(sitting: Asker, frozen_clock: FrozenClock) -> None:
    telephone.answered()
    actions.leave_extension(by=sitting, at=frozen_clock.now)
    assert offered(sitting, frozen_clock) == []


@pytest.mark.parametrize("extension", ["", "1234567", "01614960000", "20 4", "２０４"])
def test_an_extension_is_short(extension: str, frozen_clock: FrozenClock) -> None:
    with pytest.raises(InvalidInput):
        telephone.sits_at(extension)


def test_the_part_of_the_page_is_empty_or_offers_the_call(client_as, frozen_clock: FrozenClock) -> None:
    client: StaffClient = client_as("practitioner")
    assert client.get("/calls/arriving").content.strip() == b""
    telephone.sits_at("204", by=users.make_asker(user=client.user))
    call = telephone.answered(line="Day line")
    text = client.get("/calls/arriving").content.decode()
    assert "A call was answered at your extension" in text
    assert f'data-call="{call.pk}"' in text
    assert f"/contacts/from-call/{call.pk}" in text


def test_asking_does_not_prolong_the_session(client_as, frozen_clock: FrozenClock) -> None:
    client: StaffClient = client_as("practitioner")
    client.get("/")
    for _ in range(31):
        frozen_clock.forward(minutes=1)
        answer = client.get("/calls/arriving", headers={"Sec-Fetch-Mode": "cors"})
    assert answer.status_code == 401
    # … and whoever signs in then is not led to a part of a page.
    assert client.get("/calls/arriving").headers["Location"].endswith("?next=%2F")


def test_one_button_begins_the_contact_and_twice_leads_to_the_same(client_as, frozen_clock: FrozenClock) -> None:
    client: StaffClient = client_as("practitioner")
    telephone.sits_at("204", by=users.make_asker(user=client.user))
    call = telephone.answered()
    assert "Take the contact" in client.get(f"/calls/answered/{call.pk}").content.decode()
    first = client.post(f"/contacts/from-call/{call.pk}").headers["Location"]
    second = client.post(f"/contacts/from-call/{call.pk}").headers["Location"]
    reference = Contact.objects.get().reference
    assert (first, second) == (f"/contacts/{reference}/take", f"/contacts/{reference}")
    assert reference in client.get(f"/calls/answered/{call.pk}").content.decode()


def test_asking_costs_the_same_with_one_call_and_with_three(sitting: Asker, frozen_clock: FrozenClock) -> None:
    made = []
    for number in (1, 2):
        for _ in range(number):
            telephone.answered()
        with CaptureQueriesContext(connection) as found:
            assert queries.arriving(sitting, frozen_clock.now)
        made.append(len(found))
    assert made == [2, 2]


def test_the_board_counts_today(frozen_clock: FrozenClock) -> None:
    screen = users.make_asker("room_screen")
    assert queries.tiles(screen, frozen_clock.now) == []
    for number in ("0161 496 0001", "0161 496 0001", "0161 496 0002", ""):
        telephone.missed(number=number)
    telephone.answered(number="0161 496 0002")
    telephone.tell("ringing", "waits", number="0161 496 0009")
    values = {tile.title: tile.value for tile in queries.tiles(screen, frozen_clock.now)}
    assert values == {"Ringing now": "1", "Answered today": "1", "Not reached today": "2"}
    assert queries.tiles(users.make_asker("administrator"), frozen_clock.now) == []
