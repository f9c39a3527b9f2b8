"""The take screen over HTTP: every step, nothing typed is lost, two people at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker, load_asker
from roundel.audit.models import AuditEvent
from roundel.correspondence import actions as callers
from roundel.drafts.models import Draft
from roundel.helpline import actions
from roundel.helpline.enums import State
from roundel.helpline.models import AskedAfter, Contact, NamedPerson, ProtectiveAction
from tests.factories import steps
from tests.support.clients import StaffClient
from tests.support.moments import NOW

WEEK = dt.timedelta(days=7)
TYPED = {"version": "1", "channel": "telephone", "group": "own", "notes": "He said\nthat", "agree-words": "half a sen"}


@pytest.fixture
def client(client_as: Callable[..., StaffClient], frozen_clock: object) -> StaffClient:
    return client_as("practitioner")


@pytest.fixture
def taker(client: StaffClient) -> Asker:
    return load_asker(client.user.pk, at=NOW)


@pytest.fixture
def contact(taker: Asker) -> Contact:
    return steps.begin(taker)


def take(contact: Contact, step: str = "") -> str:
    return f"/contacts/{contact.reference}/take{step and '/' + step}"


def draft(contact: Contact) -> dict[str, list[str]]:
    kept = Draft.objects.filter(about=contact.reference).first()
    return kept.payload if kept else {}


def fresh(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


def box(answer: Any, name: str) -> str:
    """What stands in a text area of the page."""
    found = re.search(rf'<textarea[^>]* name="{name}"[^>]*>(.*?)</textarea>', answer.text, re.DOTALL)
    assert found, name
    return found[1]


# -- beginning


def test_a_contact_is_started_and_its_screen_shown(client: StaffClient) -> None:
    answer = client.post("/contacts/start", follow=True)
    contact = Contact.objects.get()
    assert answer.redirect_chain == [(take(contact), 302)]
    assert f"<title>Contact {contact.reference} - Roundel</title>" in answer.text
    assert "You do not have to tell me who you are" in answer.text
    assert "Never read notes back" in answer.text


def test_the_home_page_begins_and_counts_without_a_script(client: StaffClient) -> None:
    home = client.get("/").text
    assert 'action="/contacts/start"' in home
    assert home.count('formaction="/contacts/tally"') == 4
    answer = client.post("/contacts/tally", {"nature": "silent"}, follow=True)
    assert "Counted: silent call." in answer.text
    assert Contact.objects.get().state == State.COUNTED


def test_a_tally_of_nothing_is_said_kindly(client: StaffClient) -> None:
    assert "Choose what kind of call it was" in client.post("/contacts/tally", follow=True).text
    assert not Contact.objects.exists()


def test_a_contact_that_has_ended_is_written_down(client: StaffClient) -> None:
    assert client.get("/contacts/ended").status_code == 200
    sent = {"channel": "telephone"}
    for name, time in (("started_at", "7:30pm"), ("ended_at", "19:52")):
        sent |= {f"{name}-day": "14", f"{name}-month": "3", f"{name}-year": "2027", f"{name}-time": time}
    answer = client.post("/contacts/ended", sent)
    contact = Contact.objects.get()
    assert answer.url == take(contact)
    assert (contact.seconds, contact.recorded_at) == (22 * 60, NOW)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"started_at-day": ""}, "The date must also have a day."),
        ({"started_at-year": "2028"}, "This is in the future."),
        ({"ended_at-time": "6pm"}, "The contact cannot end before it begins."),
        ({"channel": ""}, "Choose how the contact came."),
    ],
)
def test_what_does_not_fit_is_said_beside_the_field_and_kept(
    client: StaffClient, change: dict[str, str], message: str
) -> None:
    sent = {"channel": "telephone"}
    for name, time in (("started_at", "7:30pm"), ("ended_at", "7:52pm")):
        sent |= {f"{name}-day": "14", f"{name}-month": "3", f"{name}-year": "2027", f"{name}-time": time}
    answer = client.post("/contacts/ended", sent | change)
    assert message in answer.text
    assert "7:30pm" in answer.text
    assert not Contact.objects.exists()


@pytest.mark.parametrize("role", ["coordinator", "auditor", "administrator", "safeguarding_lead", "evaluator"])
def test_others_begin_nothing(client_as: Callable[..., StaffClient], role: str) -> None:
    other = client_as(role)
    assert other.post("/contacts/start").status_code == 403
    assert other.post("/contacts/tally", {"nature": "silent"}).status_code == 403
    assert other.get("/contacts/ended").status_code == 403


# -- nothing typed is lost


STEPS = [
    "statement",
    "statement/back",
    "code",
    "code/untie",
    "ended",
    "goes-on",
    "agree",
    "name",
    "finish",
    "danger",
    "",
]


@pytest.mark.parametrize("step", STEPS)
def test_every_step_keeps_what_was_typed(client: StaffClient, contact: Contact, step: str) -> None:
    client.post(take(contact, step), TYPED)
    assert (fresh(contact).notes or draft(contact)["notes"][0]).split() == ["He", "said", "that"]
    assert draft(contact)["agree-words"] == ["half a sen"]
    again = client.get(take(contact))
    assert "that" in box(again, "notes")
    assert "half a sen" in box(again, "agree-words")


def test_saving_keeps_only_what_is_half_done_elsewhere(client: StaffClient, contact: Contact) -> None:
    answer = client.post(take(contact), TYPED, follow=True)
    assert "Saved." in answer.text
    assert (fresh(contact).notes, fresh(contact).version) == ("He said\nthat", 2)
    assert draft(contact) == {"agree-words": ["half a sen"]}
    client.post(take(contact), {**TYPED, "version": "2", "agree-words": "", "agree-actor": "caller"})
    assert not Draft.objects.exists()


def test_a_step_that_is_done_is_not_typed_again(client: StaffClient, contact: Contact) -> None:
    client.post(
        take(contact, "agree"), TYPED | {"agree-kind": "police", "agree-actor": "caller", "agree-by_when-day": ""}
    )
    assert ProtectiveAction.objects.get().kind == "police"
    assert "agree-words" not in draft(contact)
    assert draft(contact)["notes"] == ["He said\nthat"]


def test_a_reload_of_a_step_leads_back_to_the_screen(client: StaffClient, contact: Contact) -> None:
    for step in STEPS:
        answer = client.get(take(contact, step))
        assert (answer.status_code, step) == ((302, step) if step else (200, ""))


def test_a_control_character_is_refused_beside_the_notes_which_stay(client: StaffClient, contact: Contact) -> None:
    answer = client.post(take(contact), TYPED | {"notes": "He \x0bsaid"})
    assert "Character 4 is a control character" in answer.text
    assert "He" in box(answer, "notes")
    assert answer.text.startswith("<!DOCTYPE html>")
    assert "<title>Error: Contact" in answer.text
    assert fresh(contact).version == 1


def test_a_hundred_thousand_characters_are_saved_and_one_more_is_kept_as_typed(
    client: StaffClient, contact: Contact
) -> None:
    longest = "ماما שלום ok " * 8_000
    longest = longest[:99_999] + "!"
    client.post(take(contact), TYPED | {"notes": longest})
    assert fresh(contact).notes == longest
    answer = client.post(take(contact), TYPED | {"version": "2", "notes": longest + "?"})
    assert "at most 100000 characters" in answer.text
    assert draft(contact)["notes"] == [longest + "?"]


def test_details_that_identify_wait_for_the_statement_and_stay_on_the_page(
    client: StaffClient, contact: Contact
) -> None:
    sent = TYPED | {"identifying": "12 High Street"}
    answer = client.post(take(contact), sent)
    assert "Say the confidentiality statement first" in answer.text
    assert "12 High Street" in box(answer, "identifying")
    client.post(take(contact, "statement"), sent | {"acknowledged": "agreed"})
    client.post(take(contact), sent)
    assert fresh(contact).identifying == "12 High Street"


def test_answers_that_do_not_belong_are_left_out_and_named(client: StaffClient, contact: Contact) -> None:
    answer = client.post(take(contact), TYPED | {"profession": "health"}, follow=True)
    assert "Not kept, because it does not belong with the other answers: What is their work?" in answer.text
    assert fresh(contact).profession == ""


def test_several_topics_are_kept_and_ticked_again(client: StaffClient, contact: Contact) -> None:
    client.post(take(contact), TYPED | {"topics": ["images", "stress"]})
    page = client.get(take(contact)).text
    ticked = re.findall(r'name="topics"[^>]*value="(\w+)"[^>]*checked', page)
    assert sorted(ticked) == ["images", "stress"]


# -- the steps


def test_the_statement_is_noted_with_its_time(client: StaffClient, contact: Contact) -> None:
    answer = client.post(take(contact, "statement"), TYPED | {"acknowledged": "heard"}, follow=True)
    assert "Said at 9:04pm" in answer.text
    back = client.post(take(contact, "statement/back"), TYPED, follow=True)
    assert "I have said it" in back.text


def test_how_the_statement_was_met_is_asked_for_beside_the_field(client: StaffClient, contact: Contact) -> None:
    answer = client.post(take(contact, "statement"), TYPED)
    assert "Choose how they met the statement." in answer.text
    assert 'href="#id_acknowledged"' in answer.text


def test_the_call_ends_and_goes_on(client: StaffClient, contact: Contact) -> None:
    assert "9:04pm to 9:04pm" in client.post(take(contact, "ended"), TYPED, follow=True).text
    assert "noted already" in client.post(take(contact, "ended"), TYPED, follow=True).text
    assert "Began at 9:04pm" in client.post(take(contact, "goes-on"), TYPED, follow=True).text


def test_a_name_is_noted_and_removed(client: StaffClient, contact: Contact) -> None:
    sent = TYPED | {"named-name": "Siân Rees", "named-named_as": "child"}
    refused = client.post(take(contact, "name"), sent)
    assert "Say the confidentiality statement first" in refused.text
    assert 'value="Siân Rees"' in refused.text
    client.post(take(contact, "statement"), sent | {"acknowledged": "agreed"})
    noted = client.post(take(contact, "name"), sent, follow=True)
    assert "<strong>Siân Rees</strong>, a child" in noted.text
    assert "named-name" not in draft(contact)
    client.post(take(contact, f"name/{NamedPerson.objects.get().pk}/back"), TYPED)
    assert not NamedPerson.objects.exists()


def test_an_action_is_agreed_and_taken_back(client: StaffClient, contact: Contact) -> None:
    sent = TYPED | {"agree-kind": "tell_someone", "agree-actor": "caller"}
    sent |= {"agree-by_when-day": "21", "agree-by_when-month": "3", "agree-by_when-year": "2027"}
    answer = client.post(take(contact, "agree"), sent, follow=True)
    assert "“half a sen”" in answer.text
    assert "by 21 March 2027" in answer.text
    client.post(take(contact, f"agree/{ProtectiveAction.objects.get().pk}/back"), TYPED)
    assert not ProtectiveAction.objects.exists()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"agree-kind": ""}, "Choose what was agreed."),
        ({"agree-by_when-day": "31", "agree-by_when-month": "2", "agree-by_when-year": "2027"}, "must be a real date"),
        ({"agree-by_when-day": "1", "agree-by_when-month": "1", "agree-by_when-year": "2020"}, "before the contact"),
    ],
)
def test_what_cannot_be_agreed_is_said_and_stays(
    client: StaffClient, contact: Contact, change: dict[str, str], message: str
) -> None:
    sent = TYPED | {"agree-kind": "police", "agree-actor": "caller"} | change
    answer = client.post(take(contact, "agree"), sent)
    assert message in answer.text
    assert "half a sen" in box(answer, "agree-words")
    assert not ProtectiveAction.objects.exists()


def test_a_code_is_issued_once_and_stands_nowhere_else(client: StaffClient, contact: Contact) -> None:
    answer = client.post(take(contact, "code/issue"), TYPED)
    code = re.search(r"\d{4}[- ]\d{4}[- ]\d{4}[- ]\d{4}", answer.text)
    assert code
    assert "Read it out twice" in answer.text
    assert answer["Cache-Control"].find("no-store") >= 0
    assert fresh(contact).caller_id
    assert client.post(take(contact, "code/issue"), TYPED).status_code == 403
    kept = repr(list(AuditEvent.objects.values())) + repr([d.payload for d in Draft.objects.all()])
    assert code[0] not in kept
    assert code[0] not in client.get(take(contact)).text


@pytest.fixture
def known(taker: Asker) -> tuple[str, list[ProtectiveAction]]:
    """A caller's code, and what was agreed with him a week ago."""
    issued = callers.issue_code(by=taker, at=NOW - WEEK)
    earlier = steps.begin(taker, NOW - WEEK)
    actions.set_caller(by=taker, at=NOW - WEEK, contact=earlier, caller_id=issued.caller.pk)
    agreed = [steps.agree(taker, earlier, NOW - WEEK, kind=kind) for kind in ("tell_someone", "see_doctor")]
    steps.write(taker, earlier, NOW - WEEK, notes="A secret sentence")
    steps.finish(taker, earlier, NOW - WEEK + 20 * steps.MINUTE)
    return issued.code, agreed


def test_a_code_brings_up_what_was_agreed_and_never_notes(
    client: StaffClient, contact: Contact, known: tuple[str, list[ProtectiveAction]]
) -> None:
    code, agreed = known
    answer = client.post(take(contact, "code"), TYPED | {"code": code.replace("-", " ")}, follow=True)
    assert "This code has not been used before" in answer.text
    assert "What was agreed before" in answer.text
    assert answer.text.count("I will tell my wife on Sunday") == len(agreed)
    assert "A secret sentence" not in answer.text
    seen = AuditEvent.objects.filter(event="helpline.contact.agreed_read")
    assert set(seen.values_list("object_id", flat=True)) == {agreed[0].contact_id}


def test_enter_in_the_code_box_looks_it_up(
    client: StaffClient, contact: Contact, known: tuple[str, list[ProtectiveAction]]
) -> None:
    client.post(take(contact), TYPED | {"code": known[0]})
    assert fresh(contact).caller_id
    assert fresh(contact).version == 1


@pytest.mark.parametrize("typed", ["", "1234", "0000 0000 0000 0000", "9" * 61])
def test_a_wrong_code_is_said_beside_an_empty_box(client: StaffClient, contact: Contact, typed: str) -> None:
    answer = client.post(take(contact, "code"), TYPED | {"code": typed})
    assert 'href="#id_code"' in answer.text
    assert not typed or typed not in answer.text
    assert "code" not in draft(contact)
    assert "half a sen" in box(answer, "agree-words")


def test_too_many_wrong_codes_say_when_to_try_again(client: StaffClient, contact: Contact) -> None:
    for _ in range(10):
        client.post(take(contact, "code"), TYPED | {"code": "1234"})
    answer = client.post(take(contact, "code"), TYPED | {"code": "1234"})
    assert answer.status_code == 200
    assert "The next can be tried at" in answer.text


def test_a_code_of_another_does_not_replace_the_first_until_untied(
    client: StaffClient, contact: Contact, known: tuple[str, list[ProtectiveAction]]
) -> None:
    client.post(take(contact, "code/issue"), TYPED)
    answer = client.post(take(contact, "code"), TYPED | {"code": known[0]})
    assert "belongs to another code already" in answer.text or fresh(contact).caller.alias in answer.text
    client.post(take(contact, "code/untie"), TYPED)
    client.post(take(contact, "code"), TYPED | {"code": known[0]})
    assert fresh(contact).caller_id == known[1][0].contact.caller_id or fresh(contact).caller_id


def test_earlier_actions_are_asked_after_and_answers_taken_back(
    client: StaffClient, contact: Contact, known: tuple[str, list[ProtectiveAction]]
) -> None:
    code, (tell, _doctor) = known
    client.post(take(contact, "code"), {"code": code})
    prefix = f"after-{tell.pk.hex}"
    wrong = client.post(take(contact, f"after/{tell.pk}"), TYPED | {f"{prefix}-outcome": "not_done"})
    assert "Choose why it was not done." in wrong.text
    assert f'href="#id_{prefix}-why"' in wrong.text
    sent = TYPED | {f"{prefix}-outcome": "not_done", f"{prefix}-why": "afraid", f"{prefix}-words": "Not yet"}
    right = client.post(take(contact, f"after/{tell.pk}"), sent, follow=True)
    assert "Not done yet</strong>: afraid of what would follow" in right.text
    client.post(take(contact, f"after/{tell.pk}"), TYPED | {f"{prefix}-outcome": "not_asked"})
    assert not AskedAfter.objects.exists()


def test_a_call_in_which_nobody_spoke_is_counted_from_the_screen(client: StaffClient, contact: Contact) -> None:
    answer = client.post(take(contact, "tally"), {"version": "1", "channel": "telephone", "nature": "hang_up"})
    assert answer.url == "/"
    assert fresh(contact).state == State.COUNTED
    assert not Draft.objects.exists()


def test_a_call_with_notes_is_not_counted_away(client: StaffClient, contact: Contact) -> None:
    client.post(take(contact), TYPED)
    assert client.post(take(contact, "tally"), TYPED | {"nature": "silent"}).status_code == 403
    assert fresh(contact).state == State.TAKING


# -- finishing


def test_finish_saves_shows_what_is_missing_and_asks_how_it_ended(client: StaffClient, contact: Contact) -> None:
    page = client.post(take(contact, "finish"), TYPED, follow=True)
    assert page.redirect_chain == [(f"/contacts/{contact.reference}/finish", 302)]
    for words in (
        "statement is not noted as said",
        "No protective action was agreed",
        "in a side box",
        "12 characters",
    ):
        assert words in page.text
    again = client.post(f"/contacts/{contact.reference}/finish", {})
    assert "Choose how the contact ended." in again.text
    done = client.post(f"/contacts/{contact.reference}/finish", {"ending": "completed"}, follow=True)
    assert done.redirect_chain == [(f"/contacts/{contact.reference}", 302)]
    assert fresh(contact).state == State.FINISHED
    assert not Draft.objects.exists()


def test_a_contact_without_a_group_says_kindly_what_is_needed(client: StaffClient, contact: Contact) -> None:
    page = client.post(take(contact, "finish"), TYPED | {"group": ""}, follow=True)
    assert "Before you can finish, something is needed." in page.text
    refused = client.post(f"/contacts/{contact.reference}/finish", {"ending": "completed"})
    assert "Choose an answer: Who is in touch?" in refused.text
    assert fresh(contact).state == State.TAKING


# -- others


def test_two_people_saving_see_both_versions_and_yours_is_kept(
    client: StaffClient, client_as: Callable[..., StaffClient], contact: Contact
) -> None:
    client.post(take(contact), TYPED | {"notes": "Theirs"})
    boss = client_as("supervisor")
    sent = {
        "version": "1",
        "channel": "telephone",
        "group": "survivor",
        "notes": "Mine",
        "topics": ["images", "stress"],
    }
    page = boss.post(take(contact), sent)
    assert page.status_code == 409
    assert "Theirs" in page.text
    assert "Mine" in page.text
    assert Draft.objects.get(user=boss.user).payload["notes"] == ["Mine"]
    back = boss.get(take(contact))
    assert box(back, "notes").strip() == "Mine"
    assert "Somebody saved this contact after you began to type." in back.text
    mine = re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', page.text)
    again: dict[str, list[str]] = {}
    for name, value in mine:
        again.setdefault(name, []).append(value)
    assert boss.post(take(contact), again).status_code == 302
    assert (fresh(contact).notes, fresh(contact).group) == ("Mine", "survivor")
    assert sorted(fresh(contact).codes.values_list("code", flat=True)) == ["images", "stress"]


def test_what_i_typed_can_be_thrown_away_for_what_is_stored(client: StaffClient, contact: Contact) -> None:
    client.post(take(contact), TYPED | {"notes": "Stored"})
    client.post(take(contact, "danger"), TYPED | {"notes": "Typed"})
    answer = client.post(take(contact, "forget"), TYPED | {"notes": "Typed"}, follow=True)
    assert box(answer, "notes").strip() == "Stored"
    assert not Draft.objects.exists()


def test_another_practitioner_is_refused_and_sees_no_draft_of_mine(
    client: StaffClient, client_as: Callable[..., StaffClient], contact: Contact
) -> None:
    client.post(take(contact, "danger"), TYPED)
    other = client_as("practitioner")
    for answer in (other.get(take(contact)), other.post(take(contact), TYPED)):
        assert answer.status_code == 403
        assert "Somebody else is taking this contact" in answer.text
        assert "He said" not in answer.text


def test_a_hidden_contact_and_one_that_is_not_there_look_alike(
    client_as: Callable[..., StaffClient], contact: Contact
) -> None:
    for role in ("coordinator", "auditor", "administrator", "evaluator"):
        other = client_as(role)
        hidden, missing = other.get(take(contact)), other.get("/contacts/H-7F3K-9X/take")
        assert (hidden.status_code, missing.status_code) == (404, 404)
        assert hidden.text == missing.text


def test_an_address_that_is_no_reference_is_not_found(client: StaffClient) -> None:
    for odd in ("H-7F3K", "h-7f3k-9x", "H-OOOO-OO", "C-7F3K-9X"):
        assert client.get(f"/contacts/{odd}/take").status_code == 404


def test_the_screen_asks_no_more_of_the_database_for_three_than_for_one(
    client: StaffClient,
    taker: Asker,
    known: tuple[str, list[ProtectiveAction]],
) -> None:
    """Of each: names, actions now, earlier actions with answers. Looks are as many as before."""
    one = steps.begin(taker, said=True)
    client.post(take(one, "code"), {"code": known[0]})
    actions.name_person(by=taker, at=NOW, contact=one, name="Ann", named_as="adult")
    steps.agree(taker, one)
    client.get(take(one))  # shows and forgets the message about the code
    with CaptureQueriesContext(connection) as few:
        client.get(take(one))
    earlier = known[1][0].contact
    actions.reopen_contact(by=taker, at=NOW, contact=earlier, reason="One more was agreed")
    for kind in ("treatment", "police"):
        steps.agree(taker, earlier, kind=kind)
        steps.agree(taker, one, kind=kind)
        actions.name_person(by=taker, at=NOW, contact=one, name=kind, named_as="adult")
    with CaptureQueriesContext(connection) as many:
        client.get(take(one))
    assert len(many) == len(few)
