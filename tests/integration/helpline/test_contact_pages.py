"""The page of a contact, and the pages on which it is changed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker, load_asker
from roundel.audit.models import AuditEvent
from roundel.correspondence import actions as callers
from roundel.helpline import actions
from roundel.helpline.enums import ActionKind, Actor, LinkBasis, State
from roundel.helpline.models import Contact, ContactLink, ProtectiveAction
from roundel.helpline.written import Answer, Written
from tests.factories import steps
from tests.support.clients import StaffClient
from tests.support.moments import NOW

WEEK = dt.timedelta(days=7)
WHY = {"reason": "It was needed for the work"}


@pytest.fixture
def client(client_as: Callable[..., StaffClient], frozen_clock: object) -> StaffClient:
    return client_as("practitioner")


@pytest.fixture
def boss(client_as: Callable[..., StaffClient], frozen_clock: object) -> StaffClient:
    return client_as("supervisor")


@pytest.fixture
def taker(client: StaffClient) -> Asker:
    return load_asker(client.user.pk, at=NOW)


def page(contact: Contact, step: str = "") -> str:
    return f"/contacts/{contact.reference}{step and '/' + step}"


def fresh(contact: Contact) -> Contact:
    return Contact.objects.get(pk=contact.pk)


def link(by: Asker, one: Contact, other: Contact) -> ContactLink:
    return actions.link_contacts(
        by=by, at=NOW, contact=one, other=other.reference, basis=LinkBasis.SAME_STORY, reason="The same dog"
    )


def test_the_page_shows_what_is_recorded_in_the_words_of_its_form(client: StaffClient, taker: Asker) -> None:
    contact = steps.begin(taker, NOW - WEEK, said=True)
    written = Written(
        {"channel": "telephone", "group": "own", "topics": ("images",)}, "He said\n<b>this</b>", "12 High Street"
    )
    actions.save_contact(by=taker, at=NOW - WEEK, contact=contact, written=written, base_version=1)
    actions.name_person(by=taker, at=NOW - WEEK, contact=contact, name="Ann Lee", named_as="adult")
    steps.agree(taker, contact, NOW - WEEK)
    actions.end_call(by=taker, at=NOW - WEEK + 12 * steps.MINUTE, contact=contact)
    steps.finish(taker, contact, NOW - WEEK + 20 * steps.MINUTE)
    text = client.get(page(contact)).text
    for words in (
        f"<title>Contact {contact.reference} - Roundel</title>",
        "Worried about own thoughts or behaviour",
        "Images online",
        "He said\n&lt;b&gt;this&lt;/b&gt;",
        "12 High Street",
        "Ann Lee, an adult",
        "I will tell my wife on Sunday",
        "9:04pm to 9:16pm (12 minutes)",
        "20 minutes",
        "not recorded",
    ):
        assert words in text
    assert "What is their work?" not in text


def test_each_look_is_recorded_and_says_so_on_a_restricted_contact(
    client: StaffClient, boss: StaffClient, taker: Asker
) -> None:
    contact = steps.finished(taker)
    client.get(page(contact))
    looks = AuditEvent.objects.filter(event="helpline.contact.read", object_id=contact.pk)
    assert [look.actor_id for look in looks] == [taker.user_id]
    supervisor = load_asker(boss.user.pk, at=NOW)
    actions.restrict_contact(
        by=supervisor, at=NOW, contact=contact, people=[boss.user.pk], reason="A colleague is named"
    )
    boss.get(page(contact))
    assert "restricted" in looks.latest("id").detail


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("practitioner", 200),
        ("supervisor", 200),
        ("safeguarding_lead", 404),
        ("coordinator", 404),
        ("evaluator", 404),
        ("auditor", 404),
        ("administrator", 404),
    ],
)
def test_who_may_open_a_contact(client_as: Callable[..., StaffClient], taker: Asker, role: str, status: int) -> None:
    contact = steps.finished(taker, notes="A secret sentence")
    answer = client_as(role).get(page(contact))
    assert answer.status_code in ({status, 403} if role == "safeguarding_lead" else {status})
    assert ("A secret sentence" in answer.text) is (status == 200)
    assert client_as(role).get(page(contact, "plan")).status_code == answer.status_code


def test_the_lead_opens_what_is_marked_and_takes_it_on(client_as: Callable[..., StaffClient], taker: Asker) -> None:
    contact = steps.finished(taker)
    actions.mark_danger(by=taker, at=NOW, contact=contact)
    lead = client_as("safeguarding_lead")
    assert "I take this on" in lead.get(page(contact)).text
    assert "You have taken this on" in lead.post(page(contact, "danger/seen"), follow=True).text
    assert fresh(contact).danger_seen_by_id == lead.user.pk


def test_danger_first_says_what_to_do_and_then_marks(client: StaffClient, taker: Asker) -> None:
    contact = steps.begin(taker)
    text = client.get(page(contact, "danger")).text
    assert text.index("Call 999 now") < text.index("Mark this contact")
    answer = client.post(page(contact, "danger"))
    assert answer.url == page(contact, "take")
    assert fresh(contact).danger_at == NOW
    assert "Marked at 9:04pm" in client.get(page(contact, "danger")).text


def test_a_closed_contact_offers_emergency_access_to_those_who_may_know(
    client: StaffClient, boss: StaffClient, taker: Asker
) -> None:
    contact, supervisor = steps.finished(taker), load_asker(boss.user.pk, at=NOW)
    actions.restrict_contact(
        by=supervisor, at=NOW, contact=contact, people=[boss.user.pk], reason="A colleague is named"
    )
    answer = client.get(page(contact))
    assert answer.status_code == 403
    assert "/emergency-access/" in answer.text
    assert boss.get(page(contact)).status_code == 200


def test_queries_do_not_grow_with_what_a_contact_holds(client: StaffClient, taker: Asker) -> None:
    contact = steps.begin(taker, NOW - WEEK, said=True)
    others = [steps.finished(taker, NOW - number * WEEK) for number in (2, 3, 4)]

    def fill(number: int) -> None:
        actions.name_person(by=taker, at=NOW, contact=contact, name=f"Ann {number}", named_as="adult")
        action = steps.agree(taker, contact, NOW - WEEK)
        link(taker, contact, others[number])
        later = steps.begin(taker)
        actions.ask_after(by=taker, at=NOW, contact=later, action_id=action.pk, answer=Answer("partly"))
        steps.write(taker, contact, notes=f"Number {number}")

    def count() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page(contact)).status_code == 200
        return len(queries)

    fill(0)
    count()  # the first request of a session writes it
    few = count()
    fill(1)
    fill(2)
    assert count() == few


def test_an_old_form_that_is_not_installed_is_an_error_and_never_shown_with_other_words(
    client: StaffClient, taker: Asker
) -> None:
    contact = steps.finished(taker)
    Contact.objects.filter(pk=contact.pk).update(form_version="contact-0")
    client.raise_request_exception = False
    assert client.get(page(contact)).status_code == 500


# -- links


def test_contacts_are_linked_shown_on_both_and_undone(client: StaffClient, taker: Asker) -> None:
    first, second = steps.finished(taker, NOW - WEEK), steps.finished(taker)
    assert client.get(page(second, "link")).status_code == 200
    sent = {"other": first.reference.lower(), "basis": "same_story", "reason": "The same dog"}
    assert client.post(page(second, "link"), sent).url == page(second)
    for one, other in ((first, second), (second, first)):
        text = client.get(page(one)).text
        assert f'/contacts/{other.reference}">{other.reference}</a>' in text
        assert "what they told is the same. “The same dog”" in text
    made = ContactLink.objects.get()
    assert "Undo the link" in client.get(page(first, f"links/{made.pk}/undo")).text
    assert client.post(page(first, f"links/{made.pk}/undo"), WHY).url == page(first)
    assert "undone" in client.get(page(second)).text
    assert client.get(page(first, f"links/{uuid.uuid4()}/undo")).status_code == 404


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"other": ""}, "Enter the reference of the other contact."),
        ({"other": "H-7F3K-9Q"}, "This is not a reference"),
        ({"basis": ""}, "Choose what makes you think so."),
        ({"reason": " "}, "Say why you think so"),
    ],
)
def test_a_link_that_does_not_fit_says_what_is_wrong(
    client: StaffClient, taker: Asker, change: dict[str, str], message: str
) -> None:
    first, second = steps.finished(taker, NOW - WEEK), steps.finished(taker)
    sent = {"other": first.reference, "basis": "same_story", "reason": "The same dog"} | change
    answer = client.post(page(second, "link"), sent)
    assert answer.status_code == 200
    assert message in answer.text


def test_a_linked_contact_brings_its_open_actions_to_the_take_screen(client: StaffClient, taker: Asker) -> None:
    first = steps.begin(taker, NOW - WEEK)
    steps.agree(taker, first, NOW - WEEK)
    steps.write(taker, first, NOW - WEEK)
    steps.finish(taker, first, NOW - WEEK + steps.MINUTE)
    now = steps.begin(taker)
    link(taker, now, first)
    assert "I will tell my wife on Sunday" in client.get(page(now, "take")).text


# -- changing its state


@pytest.mark.parametrize("step", ["discard", "reopen", "restrict", "unrestrict", "link"])
def test_pages_of_change_ask_why_and_change_nothing_when_only_looked_at(
    client: StaffClient, boss: StaffClient, taker: Asker, step: str
) -> None:
    contact = steps.begin(taker) if step == "discard" else steps.finished(taker)
    if step == "unrestrict":
        supervisor = load_asker(boss.user.pk, at=NOW)
        actions.restrict_contact(by=supervisor, at=NOW, contact=contact, people=[boss.user.pk], reason=WHY["reason"])
    before = fresh(contact).state, fresh(contact).restricted
    assert boss.get(page(contact, step)).status_code == 200
    answer = boss.post(page(contact, step), {})
    assert answer.status_code == 200
    assert "There is a problem" in answer.text
    assert (fresh(contact).state, fresh(contact).restricted) == before


def test_a_contact_is_removed_with_a_reason(client: StaffClient, taker: Asker) -> None:
    contact = steps.begin(taker)
    assert client.post(page(contact, "discard"), WHY).url == "/"
    assert fresh(contact).state == State.DISCARDED
    assert "It was needed for the work" in client.get(page(contact)).text


def test_a_contact_is_reopened_and_written_in_again(client: StaffClient, taker: Asker) -> None:
    contact = steps.finished(taker)
    assert "Reopen to correct it" in client.get(page(contact)).text
    assert client.post(page(contact, "reopen"), WHY).url == page(contact, "take")
    assert client.get(page(contact, "take")).status_code == 200


def test_a_colleague_does_not_reopen(client_as: Callable[..., StaffClient], taker: Asker) -> None:
    contact, other = steps.finished(taker), client_as("practitioner")
    assert "Reopen to correct it" not in other.get(page(contact)).text
    for answer in (other.get(page(contact, "reopen")), other.post(page(contact, "reopen"), WHY)):
        assert answer.status_code == 403
    assert fresh(contact).state == State.FINISHED


def test_a_contact_is_restricted_and_opened_again(client: StaffClient, boss: StaffClient, taker: Asker) -> None:
    contact = steps.finished(taker)
    sent = WHY | {"people": [str(boss.user.pk), str(taker.user_id)]}
    assert boss.post(page(contact, "restrict"), sent).url == page(contact)
    text = client.get(page(contact)).text
    assert "Restricted" in text
    assert boss.user.name in text
    assert client.post(page(contact, "unrestrict"), WHY).status_code == 403
    assert boss.post(page(contact, "unrestrict"), WHY).url == page(contact)
    assert not fresh(contact).restricted


def test_a_practitioner_does_not_restrict(client: StaffClient, taker: Asker) -> None:
    contact = steps.finished(taker)
    assert client.get(page(contact, "restrict")).status_code == 403
    assert "Restrict to named people" not in client.get(page(contact)).text


# -- the plan, and our own part


def test_the_plan_groups_what_is_open_and_names_nobody(client: StaffClient, taker: Asker) -> None:
    issued = callers.issue_code(by=taker, at=NOW)
    first, now = steps.begin(taker, NOW - WEEK), steps.begin(taker)
    for contact in (first, now):
        actions.set_caller(by=taker, at=NOW, contact=contact, caller_id=issued.caller.pk)
    done = steps.agree(taker, first, NOW - WEEK, kind=ActionKind.SEE_DOCTOR, words="I have rung the surgery")
    steps.agree(taker, first, NOW - WEEK, words="Tell my wife")
    steps.agree(taker, now, words="Tell my brother", by_when=dt.date(2027, 3, 21))
    actions.ask_after(by=taker, at=NOW, contact=now, action_id=done.pk, answer=Answer("done"))
    text = client.get(page(now, "plan")).text
    main = text[text.index("<main") : text.index("</main")]
    assert main.count("Tell somebody I trust") == 1
    for words in ("Tell my wife", "Tell my brother", "by 21 March 2027"):
        assert words in main
    for words in ("rung the surgery", issued.caller.alias, now.reference, first.reference, client.user.name):
        assert words not in main
    assert "<title>My plan - Roundel</title>" in text


def test_an_empty_plan_says_what_will_stand_there(client: StaffClient, taker: Asker) -> None:
    assert "will stand here" in client.get(page(steps.begin(taker), "plan")).text


def test_our_own_part_is_noted_when_it_is_done(client: StaffClient, taker: Asker) -> None:
    contact = steps.begin(taker)
    ours = steps.agree(taker, contact, actor=Actor.HELPLINE, kind=ActionKind.OTHER)
    steps.write(taker, contact)
    steps.finish(taker, contact)
    assert "What became of it" in client.get(page(contact)).text
    where = page(contact, f"actions/{ours.pk}")
    assert "Choose what became of it." in client.post(where, {}).text
    assert client.post(where, {"outcome": "done"}).url == page(contact)
    assert ProtectiveAction.objects.get().state == "done"
    assert client.get(page(contact, f"actions/{uuid.uuid4()}")).status_code == 404
