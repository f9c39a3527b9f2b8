"""The pages of call-backs through Django's client: what they say, what they never say, and what is sent to them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages

from roundel.access.grants import load_asker
from roundel.audit.models import AuditEvent
from roundel.callbacks import actions as call_back_actions
from roundel.callbacks.models import CallBack, Slot
from roundel.correspondence import actions as callers
from roundel.drafts.actions import keep_draft
from roundel.drafts.models import Draft
from roundel.helpline import actions as helpline
from roundel.helpline.models import Contact
from roundel.kernel.errors import Refused
from roundel.kernel.ids import new_id, new_reference
from tests.factories import call_backs, contacts
from tests.factories.call_backs import HOUR, MINUTE, NUMBER, SHOWN

pytestmark = pytest.mark.django_db
AT = dt.datetime(2027, 3, 24, 10, 0, tzinfo=dt.UTC)  # the Wednesday before Easter
NUMBERS = re.compile(r"0?7700\W?900\W?982")


@pytest.fixture(autouse=True)
def at_ten(frozen_clock: Any) -> Any:
    frozen_clock.move_to(AT)
    return frozen_clock


def text_of(response: Any) -> str:
    return response.content.decode()


def asker_of(client: Any) -> Any:
    return load_asker(client.user.pk, at=AT)


def form(**other: str) -> dict[str, str]:
    """A form that fits."""
    sent = {"key": str(new_id()), "when": "soon", "number": "07700 900982", "message": "none", "about": "first",
            "language": "en", "priority": "3"}  # fmt: skip
    return sent | other


# -- booking


def test_booked_it_is_said_what_to_tell_them(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    assert "Book a call-back" in text_of(client.get("/call-backs/new"))
    response = client.post("/call-backs/new", form(earliest="2pm", latest="15:30", message="name"), follow=True)
    page, made = text_of(response), CallBack.objects.get()
    assert response.redirect_chain[-1][0] == f"/call-backs/{made.reference}/told"
    assert "What to tell them" in page
    assert "You are next." in page
    assert "around 2:00pm" in page
    assert "You may say only: “Sam called.”" in page
    assert not NUMBERS.search(page)
    assert (made.earliest, made.latest, made.number) == (dt.time(14), dt.time(15, 30), NUMBER)


def test_in_a_slot_it_is_said_when_and_how_many_come_before(client_as: Callable[..., Any]) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR, capacity=2)
    call_backs.booked(slot_id=slot.pk, at=AT - MINUTE)
    client = client_as("practitioner")
    chosen = text_of(client.get(f"/call-backs/new?slot={slot.pk}"))
    assert f'value="{slot.pk}" selected' in chosen
    assert "Wednesday 24 March 2027, 11:00am to 12:00pm (1 place)" in chosen
    page = text_of(client.post("/call-backs/new", form(when=str(slot.pk)), follow=True))
    assert "on 24 March 2027, between 11:00am and 12:00pm" in page
    assert "1 other call is booked before yours" in page


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"number": "0770 nonsense"}, "A telephone number has digits only"),
        ({"number": "0311"}, "Enter a telephone number, like"),
        ({"number": "09098790000"}, "charged by the minute"),
        ({"number": ""}, "Enter the number that they want to be called on"),
        ({"number": "0" * 60}, "too long for a telephone number"),
        ({"when": ""}, "Choose when to call"),
        ({"when": str(new_id())}, "Choose when to call"),
        ({"message": ""}, "Choose whether a message may be left"),
        ({"about": ""}, "Choose what the call is about"),
        ({"earliest": "half past"}, "Enter an hour, like 9:30am or 14:00"),
        ({"earliest": "16:00", "latest": "9am"}, "must be later than"),
        ({"earliest": "18:00"}, "leave no time in which to call"),
        ({"priority": "1"}, "Say why it must come sooner"),
        ({"last_day-day": "1", "last_day-month": "1", "last_day-year": "2027"}, "cannot be before the day of the call"),
        ({"ask_for": "K\x00im"}, "control character"),
    ],
)
def test_what_does_not_fit_is_said_and_what_was_typed_stays(
    client_as: Callable[..., Any], wrong: dict[str, str], message: str
) -> None:
    response = client_as("practitioner").post("/call-backs/new", form(pass_phrase="blue tit", **wrong))
    page = text_of(response)
    assert response.status_code == 200
    assert "There is a problem" in page
    assert message in page
    assert 'value="blue tit"' in page
    summary = page[page.index("There is a problem") : page.index("<h1")]
    errors = re.findall(r"govuk-error-message[^<]*>(.*?)</p>", page, re.DOTALL)
    assert not any(re.search(r"0311|nonsense|0909|00000", each) for each in [summary, *errors])
    assert not CallBack.objects.exists()


def test_sent_twice_it_is_booked_once(client_as: Callable[..., Any]) -> None:
    client, sent = client_as("practitioner"), form()
    first, again = (client.post("/call-backs/new", sent) for _ in range(2))
    assert first["Location"] == again["Location"]
    assert CallBack.objects.count() == 1


def test_a_slot_that_was_filled_meanwhile_is_said_beside_it(client_as: Callable[..., Any]) -> None:
    slot = call_backs.slot(starts_at=AT + HOUR)
    call_backs.booked(slot_id=slot.pk)
    page = text_of(client_as("practitioner").post("/call-backs/new", form(when=str(slot.pk))))
    assert "Choose when to call" in page


def test_what_was_begun_is_there_again_but_for_the_number(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    typed = {"when": ["soon"], "ask_for": ["Kim"], "earliest": ["2pm"], "message": ["name"]}
    keep_draft(by=asker_of(client), at=AT, form="call_back", about="new", typed=typed)
    page = text_of(client.get("/call-backs/new"))
    assert 'value="Kim"' in page
    assert 'value="2pm"' in page
    assert "ask for it again" in page
    assert re.search(r'id="id_number"[^>]*data-no-draft', page)
    assert re.search(r'name="key"', page)
    client.post("/call-backs/new", form())
    assert not Draft.objects.exists()


def test_from_a_contact_it_knows_where_it_came_from(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    by = asker_of(client)
    contact = contacts.being_taken(by=by)
    caller = callers.issue_code(by=by, at=AT).caller
    helpline.set_caller(by=by, at=AT, contact=contact, caller_id=caller.pk)
    where = f"/call-backs/book/{contact.reference}"
    assert where in text_of(client.get(f"/contacts/{contact.reference}"))
    assert where in text_of(client.get(f"/contacts/{contact.reference}/take"))
    assert caller.alias in text_of(client.get(where))
    client.post(where, form())
    made = CallBack.objects.get()
    assert (made.source_reference, made.caller_id) == (contact.reference, caller.pk)
    assert made.reference in text_of(client.get(f"/contacts/{contact.reference}"))
    assert f"/contacts/{contact.reference}" in text_of(client.get(f"/call-backs/{made.reference}"))


def test_from_a_contact_that_is_closed_or_missing_nothing_is_booked(client_as: Callable[..., Any]) -> None:
    closed, missing = contacts.restricted(), new_reference("H")
    client = client_as("practitioner")
    for reference, status in ((closed.reference, 403), (missing, 404), (new_reference("Q"), 404)):
        assert client.get(f"/call-backs/book/{reference}").status_code == status
        assert client.post(f"/call-backs/book/{reference}", form()).status_code == status
    assert not CallBack.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "auditor", "evaluator"])
def test_a_closed_contact_and_a_missing_one_look_alike_to_others(client_as: Callable[..., Any], role: str) -> None:
    client = client_as(role)
    references = contacts.restricted().reference, new_reference("H")
    answers = [client.get(f"/call-backs/book/{one}") for one in references]
    pages = [text_of(a).replace(reference, "REF") for a, reference in zip(answers, references, strict=True)]
    assert [a.status_code for a in answers] == [403, 403]
    assert pages[0] == pages[1]


def test_a_restricted_contact_is_named_but_not_linked_for_those_to_whom_it_is_closed(
    client_as: Callable[..., Any],
) -> None:
    client, other = client_as("practitioner"), client_as("practitioner")
    contact = contacts.restricted(to=asker_of(client))
    client.post(f"/call-backs/book/{contact.reference}", form())
    page = f"/call-backs/{CallBack.objects.get().reference}"
    link = f'href="/contacts/{contact.reference}"'
    assert link in text_of(client.get(page))
    assert link not in text_of(other.get(page))


# -- calling


def test_they_answered_and_the_contact_begins(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    by = asker_of(client)
    caller = callers.issue_code(by=by, at=AT).caller
    origin = call_backs.Origin("H-7F3K-9Q", "contact", "/", caller.pk)
    one = call_backs.booked(by=by, origin=origin)
    where = client.post(f"/call-backs/{one.reference}/begin")["Location"]
    page = text_of(client.get(where))
    assert SHOWN in page
    assert "Never read notes back" in page
    response = client.post(f"/contacts/from-call-back/{one.reference}")
    contact = Contact.objects.get()
    assert response["Location"] == f"/contacts/{contact.reference}/take"
    assert (contact.channel, contact.caller_id, contact.statement_at) == ("telephone", caller.pk, None)
    one.refresh_from_db()
    assert (one.state, one.result_reference, one.number) == ("reached", contact.reference, None)
    assert "I have said it" in text_of(client.get(response["Location"]))
    assert client.post(f"/contacts/from-call-back/{one.reference}")["Location"] == response["Location"]
    assert Contact.objects.count() == 1


def test_killed_between_the_two_neither_has_happened(
    client_as: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = client_as("practitioner")
    one = call_backs.calling(by=asker_of(client), at=AT)

    def killed(**_: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(call_back_actions, "reached", killed)
        with pytest.raises(SystemExit):
            client.post(f"/contacts/from-call-back/{one.reference}")
    assert not Contact.objects.exists()
    assert CallBack.objects.get().number == NUMBER
    assert client.post(f"/contacts/from-call-back/{one.reference}").status_code == 302


def test_whoever_is_not_calling_begins_no_contact_from_it(client_as: Callable[..., Any]) -> None:
    one = call_backs.calling(at=AT)
    for client in (client_as("practitioner"), client_as("supervisor")):
        assert client.post(f"/contacts/from-call-back/{one.reference}").status_code == 403
    assert not Contact.objects.exists()


def test_two_begin_at_once_and_one_is_told_who_is_calling(client_as: Callable[..., Any]) -> None:
    first, second = client_as("practitioner"), client_as("practitioner")
    one = call_backs.safe_now(at=AT)
    first.post(f"/call-backs/{one.reference}/begin")
    response = second.post(f"/call-backs/{one.reference}/begin", follow=True)
    assert f"{first.user.name} began this call at 10:00am. You need do nothing." in text_of(response)
    assert not NUMBERS.search(text_of(response))
    assert second.get(f"/call-backs/{one.reference}/call").status_code == 403


def test_outside_the_safe_time_the_page_refuses_and_says_when(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    one = call_backs.booked(earliest=dt.time(14))
    page = text_of(client.get(f"/call-backs/{one.reference}"))
    assert "Not safe to call now." in page
    assert "From 24 March 2027, 2:00pm until 5:00pm" in page
    assert "/begin" not in page
    response = client.post(f"/call-backs/{one.reference}/begin")
    assert response.status_code == 403
    assert "It is from 24 March 2027, 2:00pm until 5:00pm." in text_of(response)


def test_what_came_of_it_is_noted_and_only_what_can_have_come_is_offered(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    one = call_backs.calling(by=asker_of(client), at=AT)
    where = f"/call-backs/{one.reference}/call"
    page = text_of(client.get(where))
    assert 'value="message"' not in page
    assert 'value="no_pass"' not in page
    for sent in ({}, {"outcome": "message"}, {"outcome": "reached"}):
        assert "Choose what came of the call" in text_of(client.post(where, sent))
    response = client.post(where, {"outcome": "wrong_number"}, follow=True)
    assert "Decide how it goes on" in text_of(response)


def test_the_pass_phrase_stands_first(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    one = call_backs.calling(by=asker_of(client), at=AT, pass_phrase="blue tit", message="neutral")
    page = text_of(client.get(f"/call-backs/{one.reference}/call"))
    assert page.index("First the pass-phrase") < page.index("I am returning a call")
    assert "not even to a voice that knows the pass-phrase" in page
    assert 'value="message"' in page
    assert 'value="no_pass"' in page


def test_put_back_it_is_in_the_queue_again(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    one = call_backs.calling(by=asker_of(client), at=AT)
    response = client.post(f"/call-backs/{one.reference}/put-back", follow=True)
    assert one.reference in text_of(response)
    assert "is back in the queue" in text_of(response)


# -- settling


@pytest.mark.parametrize(("decision", "leads_to"), [("once_more", ""), ("move", "/move"), ("give_up", "/give-up")])
def test_how_it_goes_on(client_as: Callable[..., Any], decision: str, leads_to: str) -> None:
    client = client_as("supervisor")
    one = call_backs.to_settle(at=AT)
    where = f"/call-backs/{one.reference}"
    page = text_of(client.get(f"{where}/settle"))
    assert "We have no address to write to" in page
    assert "It is the wrong number" in page
    assert "Choose how it goes on" in text_of(client.post(f"{where}/settle", {}))
    assert client.post(f"{where}/settle", {"decision": decision})["Location"] == f"{where}{leads_to}"


@pytest.mark.parametrize(("what", "ending"), [("give-up", "wrong_number"), ("cancel", "in_touch")])
def test_ended_the_page_says_when_the_number_was_erased(client_as: Callable[..., Any], what: str, ending: str) -> None:
    client = client_as("supervisor")
    one = call_backs.to_settle(at=AT)
    where = f"/call-backs/{one.reference}/{what}"
    page = text_of(client.post(where, {"ending": "", "reason": "Because."}))
    assert "There is a problem" in page
    assert "Because." in page
    page = text_of(client.post(where, {"ending": ending, "reason": "Because."}, follow=True))
    assert "Erased on 24 March 2027, 10:00am" in page
    assert "Because." in page


def test_moved_and_put_forward(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    slot, one = call_backs.slot(starts_at=AT + HOUR), call_backs.booked()
    where = f"/call-backs/{one.reference}"
    assert "Choose when to call" in text_of(client.post(f"{where}/move", {}))
    assert "between 11:00am" in text_of(client.post(f"{where}/move", {"when": str(slot.pk)}, follow=True))
    assert "Say why" in text_of(client.post(f"{where}/priority", {"priority": "1"}))
    sent = {"priority": "2", "reason": "Promised for today."}
    assert "Promised for today." in text_of(client.post(f"{where}/priority", sent, follow=True))


# -- slots


def test_a_supervisor_sets_a_pattern_and_the_week_shows_it(client_as: Callable[..., Any]) -> None:
    client = client_as("supervisor")
    assert "No slot is offered in this week" in text_of(client.get("/call-backs/slots/"))
    sent = {"weekdays": ["2", "4"], "opens": "2pm", "closes": "3pm", "length": "30", "capacity": "2",
            "first_day-day": "24", "first_day-month": "3", "first_day-year": "2027", "weeks": "1"}  # fmt: skip
    for wrong in ({"opens": ""}, {"weekdays": []}, {"weeks": "99"}, {"capacity": "many"}, {"length": "7"}):
        assert "There is a problem" in text_of(client.post("/call-backs/slots/pattern", sent | wrong))
    page = text_of(client.post("/call-backs/slots/pattern", sent, follow=True))
    assert "2 slots are offered. Left out, because we are closed: 26 March 2027." in page
    assert "2:00pm to 2:30pm" in page
    assert "0 of 2 booked" in page
    assert "bank holiday or closed day" in page


def test_one_slot_is_added_changed_and_withdrawn(client_as: Callable[..., Any]) -> None:
    client = client_as("supervisor")
    sent = {"starts_at-day": "25", "starts_at-month": "3", "starts_at-year": "2027", "starts_at-time": "7pm",
            "length": "60", "capacity": "3"}  # fmt: skip
    assert "This has passed" in text_of(client.post("/call-backs/slots/new", sent | {"starts_at-day": "23"}))
    assert "7:00pm to 8:00pm" in text_of(client.post("/call-backs/slots/new", sent, follow=True))
    slot = Slot.objects.get()
    assert "Enter how many" in text_of(client.post(f"/call-backs/slots/{slot.pk}", {"capacity": "0"}))
    assert "0 of 5 booked" in text_of(client.post(f"/call-backs/slots/{slot.pk}", {"capacity": "5"}, follow=True))
    assert "No slot is offered" in text_of(client.post(f"/call-backs/slots/{slot.pk}/withdraw", follow=True))


@pytest.mark.parametrize("week", ["2027-03-24", "", "yesterday", "0001-01-01", "9999-12-31", "2027-13-45"])
def test_whatever_week_is_asked_for_there_is_one(client_as: Callable[..., Any], week: str) -> None:
    assert client_as("practitioner").get(f"/call-backs/slots/?week={week}").status_code == 200


# -- lists


def test_the_queue_in_its_order_with_reasons(client_as: Callable[..., Any], at_ten: Any) -> None:
    ordinary = call_backs.booked(at=AT)
    sooner = call_backs.booked(at=AT, priority=2, priority_reason="Promised.")
    overdue = call_backs.booked(at=AT - dt.timedelta(days=2))
    later = call_backs.booked(at=AT, earliest=dt.time(16))
    page = text_of(client_as("practitioner").get("/call-backs/"))
    places = [page.index(one.reference) for one in (overdue, sooner, ordinary)]
    assert places == sorted(places)
    assert later.reference not in page
    assert "Overdue: it was due by 23 March 2027, 5:00pm." in page
    assert "Today, due by 24 March 2027, 5:00pm." in page
    assert later.reference in text_of(client_as("practitioner").get("/call-backs/?show=later"))
    assert later.reference in text_of(client_as("practitioner").get("/call-backs/?show=all"))


def test_a_list_asks_as_often_for_three_as_for_one(
    client_as: Callable[..., Any], django_assert_num_queries: Callable[..., Any]
) -> None:
    from roundel.callbacks import queries
    from roundel.callbacks.queries import Show

    by = asker_of(client_as("practitioner"))
    for count in (1, 3):
        for _ in range(count):
            call_backs.safe_now(at=AT + count * MINUTE + new_id().int % 1000 * dt.timedelta(microseconds=1))
            call_backs.cancelled(at=AT)
        with django_assert_num_queries(4):
            queries.read_queue(by, at=AT + HOUR / 2, show=Show.ALL)
        with django_assert_num_queries(4):
            queries.read_ended(by, at=AT)
        with django_assert_num_queries(2):
            queries.week(by, dt.date(2027, 3, 22))
        with django_assert_num_queries(1):
            queries.of_source(by, "", AT)


def test_a_long_queue_has_pages(client_as: Callable[..., Any]) -> None:
    by = asker_of(client_as("practitioner"))
    for _ in range(26):
        call_backs.booked(by=by)
    client = client_as("practitioner")
    assert "Showing 1 to 25 of 26" in text_of(client.get("/call-backs/"))
    assert "Showing 26 to 26 of 26" in text_of(client.get("/call-backs/?page=2"))
    for number in ("0", "99", "x", "-1", "9" * 30):
        assert client.get(f"/call-backs/?page={number}").status_code == 200


def test_empty_lists_say_what_will_stand_there(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    for where, words in (
        ("", "Nobody is to be called at this moment"),
        ("?show=settle", "Nothing is to be settled"),
        ("?show=later", "No call-back is booked for later"),
        ("?show=all", "No call-back is open"),
        ("?show=nonsense", "Nobody is to be called at this moment"),
        ("ended", "No call-back has ended yet"),
        ("slots/", "No slot is offered in this week"),
    ):
        assert words in text_of(client.get(f"/call-backs/{where}"))


def test_the_number_stands_on_no_other_page_and_in_no_audit(client_as: Callable[..., Any], at_ten: Any) -> None:
    client, boss = client_as("practitioner"), client_as("supervisor")
    by = asker_of(client)
    one = call_backs.calling(by=by, at=AT, pass_phrase="blue tit", ask_for="Kim")
    places = [
        "",
        "?show=all",
        "ended",
        "slots/",
        *(f"{one.reference}{part}" for part in ("", "/told", "/cancel", "/move")),
    ]
    for who in (client, boss):
        for place in places:
            page = text_of(who.get(f"/call-backs/{place}"))
            assert not NUMBERS.search(page), place
            assert "blue tit" not in page
            assert "Kim" not in page
    assert SHOWN in text_of(client.get(f"/call-backs/{one.reference}/call"))
    client.post(f"/contacts/from-call-back/{one.reference}")
    for place in ("ended", one.reference):
        assert not NUMBERS.search(text_of(client.get(f"/call-backs/{place}")))
    told = [f"{event.event}{event.reference}{event.detail}{event.reason}" for event in AuditEvent.objects.all()]
    assert not NUMBERS.search(" ".join(told))


def test_a_refused_note_is_no_secret_way_to_the_number(client_as: Callable[..., Any], at_ten: Any) -> None:
    client = client_as("practitioner")
    one = call_backs.calling(by=asker_of(client), at=AT)
    at_ten.forward(minutes=16)
    page = text_of(client.get(f"/call-backs/{one.reference}/call"))
    assert "You began this call more than fifteen minutes ago" in page
    assert not NUMBERS.search(page)
    with pytest.raises(Refused):
        call_back_actions.claim(by=asker_of(client_as("coordinator")), at=AT, call_back=one)


def test_messages_hold_no_number(client_as: Callable[..., Any]) -> None:
    client = client_as("practitioner")
    one = call_backs.calling(by=asker_of(client), at=AT)
    response = client.post(f"/contacts/from-call-back/{one.reference}", follow=True)
    said = [str(message) for message in get_messages(response.wsgi_request)]
    assert not NUMBERS.search(" ".join(said) + text_of(response))
