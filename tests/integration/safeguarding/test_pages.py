"""The pages of safeguarding, from the contact to the closed concern, and what they say when something is wrong."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker, load_asker
from roundel.audit.models import AuditEvent
from roundel.drafts.models import Draft
from roundel.helpline import actions as helpline
from roundel.helpline.models import Contact
from roundel.safeguarding import actions
from roundel.safeguarding.models import Concern, Disclosure, ThresholdDecision
from tests.factories import contacts, steps
from tests.factories import safeguarding as made
from tests.support.clients import StaffClient
from tests.support.moments import NOW

ANSWERS: dict[str, dict[str, object]] = {
    "found": {"found": ["child", "other"]},
    "risk": {"risk": "soon", "risk_words": "They are alone together."},
    "options": {"options": ["children", "ask_caller"], "options_words": ""},
    "decision": {"decision": "share"},
    "reasons": {"reasons": "A child may be harmed."},
    "caller": {"caller_told": "agrees", "caller_words": ""},
    "wait": {"wait": "wait"},
}


@pytest.fixture
def client(client_as: Callable[..., StaffClient], frozen_clock: object) -> StaffClient:
    return client_as("practitioner")


@pytest.fixture
def boss(client_as: Callable[..., StaffClient], frozen_clock: object) -> StaffClient:
    return client_as("supervisor")


@pytest.fixture
def lead(client_as: Callable[..., StaffClient], frozen_clock: object) -> StaffClient:
    return client_as("safeguarding_lead")


@pytest.fixture
def taker(client: StaffClient) -> Asker:
    return load_asker(client.user.pk, at=NOW)


@pytest.fixture
def contact(taker: Asker) -> Contact:
    return contacts.finished(by=taker)


def asker_of(client: StaffClient) -> Asker:
    return load_asker(client.user.pk, at=NOW)


def at(contact: Contact, slug: str = "") -> str:
    return f"/safeguarding/decide/helpline/{contact.reference}/{slug}"


def onward(client: StaffClient, contact: Contact) -> str:
    """Where the button of the first page leads."""
    found = re.search(r'<a href="([^"]+)" role="button"', client.get(at(contact)).text)
    assert found
    return found[1]


def answer(client: StaffClient, contact: Contact, **instead: dict[str, object]) -> str:
    """Answer every question that is asked; where the last one leads."""
    where = onward(client, contact)
    while not where.endswith("/check"):
        slug = where.rsplit("/", 1)[1]
        reply = client.post(where, (ANSWERS | instead)[slug])
        assert reply.status_code == 302, reply.text
        where = reply.url
    return str(where)


# -- proposing


def test_from_the_contact_to_a_proposal(client: StaffClient, lead: StaffClient, contact: Contact) -> None:
    assert at(contact) in client.get(f"/contacts/{contact.reference}").text
    start = client.get(at(contact)).text
    assert start.index("Call 999 first") < start.index("Begin")
    where = answer(client, contact)
    text = client.get(where).text
    for words in ("A child\nThe person who may cause harm", "They are alone together.", "A child may be harmed."):
        assert words in text
    assert f"{at(contact, 'risk')}?change" in text
    reply = client.post(where, {"owner": str(lead.user.pk)}, follow=True)
    decision = ThresholdDecision.objects.get()
    assert f"Threshold decision {decision.reference} - Roundel" in reply.text
    assert "Waiting to be seconded" in reply.text
    assert (decision.risk, decision.owner_id) == ("soon", lead.user.pk)
    assert not Draft.objects.exists()
    assert decision.reference in client.get(f"/contacts/{contact.reference}").text


def test_a_lead_is_offered_first_as_owner(
    client: StaffClient, boss: StaffClient, lead: StaffClient, contact: Contact
) -> None:
    text = client.get(answer(client, contact)).text
    assert text.index(str(lead.user.pk)) < text.index(str(boss.user.pk))


def test_what_is_wrong_is_said_beside_the_field_and_what_was_typed_is_kept(
    client: StaffClient, contact: Contact
) -> None:
    reply = client.post(at(contact, "risk"), {"risk": "", "risk_words": "Something I typed"})
    assert reply.status_code == 200
    assert "Choose whether somebody is at risk." in reply.text
    assert "Something I typed" in reply.text
    assert "Something I typed" in client.get(at(contact, "risk")).text


@pytest.mark.parametrize(
    ("slug", "sent", "message"),
    [
        ("found", {"found": ["child", "nobody"]}, "Choose nobody, or those who could be found, not both."),
        ("found", {}, "Choose who could be found, or nobody."),
        ("options", {}, "Choose what you considered."),
        ("decision", {"decision": "find_out"}, "Enter by when you will have found out more."),
        ("caller", {"caller_told": "not_told"}, "Say why the caller was not told."),
        ("wait", {"wait": "alone"}, "Say why it could not wait."),
        ("reasons", {"reasons": "a\x00b"}, "control character"),
    ],
)
def test_hard_input(client: StaffClient, contact: Contact, slug: str, sent: dict[str, object], message: str) -> None:
    if slug == "wait":
        client.post(at(contact, "decision"), {"decision": "share"})
    assert message in client.post(at(contact, slug), sent).text


def test_what_is_typed_before_it_is_sent_stands_there_again(client: StaffClient, contact: Contact) -> None:
    about = f"/drafts/threshold-typing/helpline:{contact.reference}:reasons"
    page = client.get(at(contact, "reasons")).text
    assert f'data-draft-url="{about}"' in page
    client.post(about, {"fields": {"reasons": ["Half a sent"]}, "version": 0}, content_type="application/json")
    assert "Half a sent" in client.get(at(contact, "reasons")).text
    client.post(at(contact, "reasons"), {"reasons": "The whole sentence."})
    text = client.get(at(contact, "reasons")).text
    assert "The whole sentence." in text
    assert "Half a sent" not in text


def test_an_answer_that_is_changed_leads_back_to_the_check(client: StaffClient, contact: Contact) -> None:
    where = answer(client, contact)
    reply = client.post(f"{at(contact, 'reasons')}?change", {"reasons": "Better said."})
    assert reply.url == where
    # A changed answer that brings a new question leads to that question first.
    changed = {"risk": "now", "risk_words": "Tonight."}
    assert client.post(f"{at(contact, 'risk')}?change", changed).url == at(contact, "call")
    assert client.get(where).url == at(contact, "call")


def test_at_risk_now_the_page_says_call_999_before_anything_is_asked(client: StaffClient, contact: Contact) -> None:
    reply = client.post(at(contact, "risk"), {"risk": "now", "risk_words": "Tonight."})
    assert reply.url == at(contact, "call")
    text = client.get(reply.url).text
    assert "<h1" in text
    assert text.index("Call 999 now") < text.index("Was 999 called?")


def test_finding_out_more_has_a_day_and_no_owner(client: StaffClient, contact: Contact) -> None:
    day = {f"find_out_by-{part}": str(value) for part, value in (("day", 17), ("month", 3), ("year", 2027))}
    where = answer(client, contact, decision={"decision": "find_out", **day})
    assert "Who is to own" not in client.get(where).text
    client.post(where)
    assert ThresholdDecision.objects.get().find_out_by == dt.date(2027, 3, 17)


def test_answers_are_thrown_away_only_when_asked(client: StaffClient, contact: Contact) -> None:
    answer(client, contact)
    assert "Throw my answers away" in client.get(at(contact)).text
    client.post(at(contact, "forget"))
    assert not Draft.objects.exists()
    assert onward(client, contact) == at(contact, "found")


def test_a_check_that_is_opened_too_early_leads_to_the_first_question(client: StaffClient, contact: Contact) -> None:
    assert client.get(at(contact, "check")).url == at(contact, "found")
    assert client.get(at(contact, "nothing")).status_code == 404


# -- alone


def test_danger_leads_to_the_decision_taken_alone_in_one_click(client: StaffClient, taker: Asker) -> None:
    contact = steps.begin(taker, said=True)
    client.post(f"/contacts/{contact.reference}/danger")
    take = client.get(f"/contacts/{contact.reference}/take").text
    assert "Record what I decided alone" in take
    reply = client.post(f"/contacts/{contact.reference}/take/decide/alone", {"notes": "He is on his way"})
    assert reply.url == at(contact, "found")
    assert "He is on his way" in client.get(f"/contacts/{contact.reference}/take").text
    now = {"risk": "now", "risk_words": "Tonight."}
    called = {"called": "myself", "called_words": "At 9:01pm"}
    for slug, sent in (ANSWERS | {"risk": now, "call": called}).items():
        if slug != "wait":
            client.post(at(contact, slug), sent)
    assert re.search(r'value="alone" checked', client.get(at(contact, "wait")).text)
    assert client.get(at(contact, "check")).url == at(contact, "wait")  # why it could not wait is still to be said


def test_on_the_danger_page_too(client: StaffClient, taker: Asker) -> None:
    contact = helpline.mark_danger(by=taker, at=NOW, contact=contacts.finished(by=taker))
    assert at(contact, "alone") in client.get(f"/contacts/{contact.reference}/danger").text
    assert at(contact, "alone") in client.get(f"/contacts/{contact.reference}").text
    assert client.post(at(contact, "alone")).url == at(contact, "found")


def test_decided_alone_it_leads_to_recording_what_was_shared(
    client: StaffClient, lead: StaffClient, contact: Contact
) -> None:
    boxes = {"day": "14", "month": "3", "year": "2027", "time": "8:50pm"}
    alone = {"wait": "alone", "alone_words": "He was on his way."} | {f"decided_at-{k}": v for k, v in boxes.items()}
    now = {"risk": "now", "risk_words": "Tonight."}
    where = answer(client, contact, risk=now, call={"called": "myself", "called_words": ""}, wait=alone)
    assert "decided alone, at 14 March 2027, 8:50pm" in client.get(where).text
    reply = client.post(where, {"owner": str(lead.user.pk)}, follow=True)
    assert "Share with the agency, and record what was shared" in reply.text
    assert "At risk now, when decided" in reply.text
    assert ThresholdDecision.objects.get().state == "alone"


# -- seconding


def test_the_second_person_sees_the_same_answers_and_agrees_because(boss: StaffClient, taker: Asker) -> None:
    decision = made.proposed(by=taker)
    shown = boss.get(f"/safeguarding/decisions/{decision.reference}/second").text
    for words in ("They are often alone together.", "A child can be found and may be harmed.", "Do you agree"):
        assert words in shown
    wrong = boss.post(f"/safeguarding/decisions/{decision.reference}/second", {"agrees": "yes", "because": ""})
    assert "Say why you agree, or why you do not." in wrong.text
    sent = {"agrees": "yes", "because": "I see it the same way."}
    reply = boss.post(f"/safeguarding/decisions/{decision.reference}/second", sent, follow=True)
    assert "You have seconded" in reply.text
    concern = Concern.objects.get()
    assert concern.reference in reply.text
    again = boss.post(f"/safeguarding/decisions/{decision.reference}/second", sent)
    assert again.status_code == 403
    assert "answered this decision already" in again.text


def test_the_proposer_is_told_why_he_cannot_second(boss: StaffClient) -> None:
    decision = made.proposed(by=asker_of(boss), contact=contacts.finished(by=asker_of(boss)))
    reply = boss.get(f"/safeguarding/decisions/{decision.reference}/second")
    assert (reply.status_code, "Somebody else must second" in reply.text) == (403, True)
    assert "Read and second" not in boss.get(f"/safeguarding/decisions/{decision.reference}").text


def test_not_seconded_the_proposer_reads_why(client: StaffClient, boss: StaffClient, taker: Asker) -> None:
    decision = made.proposed(by=taker)
    sent = {"agrees": "no", "because": "The name is not certain."}
    boss.post(f"/safeguarding/decisions/{decision.reference}/second", sent)
    text = client.get(f"/safeguarding/decisions/{decision.reference}").text
    assert "Not seconded by" in text
    assert "The name is not certain." in text


def test_a_decision_that_departs_from_the_threshold_says_so(boss: StaffClient, taker: Asker) -> None:
    from dataclasses import replace

    departs = made.proposed(replace(made.SHARE, decision="not_share"), by=taker)
    fits = made.proposed(by=taker)
    assert "is not to be shared" in boss.get(f"/safeguarding/decisions/{departs.reference}").text
    assert "is not to be shared" not in boss.get(f"/safeguarding/decisions/{fits.reference}").text


def test_withdrawing(client: StaffClient, taker: Asker) -> None:
    decision = made.proposed(by=taker)
    assert client.get(f"/safeguarding/decisions/{decision.reference}/withdraw").status_code == 200
    reason = {"reason": "It was another child."}
    reply = client.post(f"/safeguarding/decisions/{decision.reference}/withdraw", reason, follow=True)
    assert "It was another child." in reply.text


def test_a_standing_decision_can_be_replaced(client: StaffClient, lead: StaffClient, taker: Asker) -> None:
    concern = made.concern(by=taker, contact=contacts.finished(by=taker))
    contact = Contact.objects.get(reference=concern.decision.source_reference)
    where = answer(client, contact, earlier={"supersedes": concern.decision.reference})
    client.post(where, {"owner": str(lead.user.pk)})
    assert ThresholdDecision.objects.latest("id").supersedes_id == concern.decision_id


# -- a concern


def test_recording_a_disclosure_page_by_page(lead: StaffClient, taker: Asker) -> None:
    concern = made.concern(by=taker)
    where = f"/safeguarding/concerns/{concern.reference}/disclose"
    assert lead.get(where).url == f"{where}/agency"
    moment = {"day": "14", "month": "3", "year": "2027", "time": "9:04pm"}
    pages: dict[str, dict[str, object]] = {
        "agency": {"agency": "police", "agency_name": "Northshire Police", "person": "PC Lee"},
        "what": {"items": ["child_name", "worry"], "what": "His name, and the worry."},
        "basis": {"basis": "safeguarding", "basis_words": "A child at risk."},
        "means": {"means": "telephone", "shared_by": str(lead.user.pk)}
        | {f"shared_at-{part}": value for part, value in moment.items()},
        "caller": {"caller_told": "not_told", "caller_words": "It would put the child at risk."},
    }
    for slug, sent in pages.items():
        page = lead.get(f"{where}/{slug}")
        assert page.status_code == 200
        assert lead.post(f"{where}/{slug}", sent).status_code == 302
    assert "Northshire Police" in lead.get(f"{where}/check").text
    reply = lead.post(f"{where}/check", follow=True)
    assert "The agency should acknowledge it by 15 March 2027, 5:00pm" in reply.text
    receipt = lead.get(f"/safeguarding/concerns/{concern.reference}/disclosures/1").text
    for words in ("His name, and the worry.", "PC Lee", "Schedule 1, paragraph 18", "A child&#39;s name", "Telephone"):
        assert words in receipt
    assert AuditEvent.objects.latest("id").event == "safeguarding.disclosure.read"


def test_a_moment_at_which_no_decision_stood_is_said_on_the_check(lead: StaffClient, taker: Asker) -> None:
    concern = made.concern(by=taker)
    where = f"/safeguarding/concerns/{concern.reference}/disclose"
    moment = {"day": "13", "month": "3", "year": "2027", "time": "9:04pm"}
    shared = made.shared(asker_of(lead))
    lead.post(f"{where}/agency", {"agency": "police", "agency_name": "x", "person": ""})
    lead.post(f"{where}/what", {"items": ["worry"], "what": shared.what})
    lead.post(f"{where}/basis", {"basis": "vital", "basis_words": "x"})
    means = {"means": "telephone", "shared_by": str(lead.user.pk)}
    lead.post(f"{where}/means", means | {f"shared_at-{part}": value for part, value in moment.items()})
    lead.post(f"{where}/caller", {"caller_told": "agrees"})
    assert "no decision to share" in lead.post(f"{where}/check").text
    assert not Disclosure.objects.exists()


def test_acknowledging_and_closing(lead: StaffClient, taker: Asker) -> None:
    concern = made.concern(by=taker)
    made.disclosed(concern)
    where = f"/safeguarding/concerns/{concern.reference}"
    assert "They have acknowledged it" in lead.get(where).text
    silent = lead.post(f"{where}/close", {"outcome": "taken_on", "reason": "They visit."})
    assert "A disclosure is not acknowledged." in silent.text
    moment = {"day": "14", "month": "3", "year": "2027", "time": "9:04pm"}
    sent = {f"acknowledged_at-{part}": value for part, value in moment.items()} | {"their_reference": "NS 1"}
    reply = lead.post(f"{where}/disclosures/1/acknowledge", sent, follow=True)
    assert "Disclosure 1 is acknowledged." in reply.text
    assert "NS 1" in lead.get(f"{where}/disclosures/1").text
    no_outcome = lead.post(f"{where}/close", {"reason": "They visit."})
    assert "Choose what came of it." in no_outcome.text
    assert "They visit." in no_outcome.text
    reply = lead.post(f"{where}/close", {"outcome": "taken_on", "reason": "They visit."}, follow=True)
    assert f"Concern {concern.reference} is closed." in reply.text
    reply = lead.post(f"{where}/reopen", {"reason": "They asked again."}, follow=True)
    assert "is open again" in reply.text


def test_note_plan_owner_strike(lead: StaffClient, boss: StaffClient, taker: Asker) -> None:
    concern = made.concern(by=taker)
    made.disclosed(concern)
    where = f"/safeguarding/concerns/{concern.reference}"
    moment = {"day": "14", "month": "3", "year": "2027", "time": "8:04pm"}
    note = {f"happened_at-{part}": value for part, value in moment.items()} | {"words": "I telephoned."}
    assert "I telephoned." in lead.post(f"{where}/note", note, follow=True).text
    assert "Call on Monday" in lead.post(f"{where}/plan", {"plan": "Call on Monday", "version": "1"}, follow=True).text
    clash = boss.post(f"{where}/plan", {"plan": "Call on Tuesday", "version": "1"})
    assert clash.status_code == 409
    for words in ("Call on Monday", "Call on Tuesday"):
        assert words in clash.text
    assert "Call on Tuesday" in boss.get(f"{where}/plan").text  # what was refused is kept
    hand = {"owner": str(boss.user.pk), "why": "Leave"}
    assert f"Given to {boss.user.name}" in lead.post(f"{where}/owner", hand, follow=True).text
    assert "Struck out" in lead.post(f"{where}/disclosures/1/strike", {"reason": "Another child"}, follow=True).text
    assert "Another child" in lead.get(f"{where}/disclosures/1").text


def test_restricting(lead: StaffClient, boss: StaffClient, taker: Asker) -> None:
    concern = made.concern(by=taker)
    where = f"/safeguarding/concerns/{concern.reference}"
    sent = {"people": [str(lead.user.pk)], "reason": "A colleague knows the family of the child."}
    assert "Who can open it" in lead.post(f"{where}/restrict", sent, follow=True).text
    closed = boss.get(where)
    assert closed.status_code == 403
    assert "/emergency-access/" in closed.text
    assert boss.get(f"/safeguarding/decisions/{concern.decision.reference}").status_code == 403
    lead.post(f"{where}/unrestrict", {"reason": "They have left."})
    assert boss.get(where).status_code == 200


def test_a_practitioner_of_another_contact_is_refused_and_told_only_that_there_is_one(
    client: StaffClient, client_as: Callable[..., StaffClient], contact: Contact, taker: Asker
) -> None:
    concern = made.concern(by=taker, contact=contact)
    other = client_as("practitioner")
    for where in (f"concerns/{concern.reference}", f"decisions/{concern.decision.reference}"):
        assert client.get(f"/safeguarding/{where}").status_code == 200
        reply = other.get(f"/safeguarding/{where}")
        assert reply.status_code == 403
        assert "often alone" not in reply.text
    page = other.get(f"/contacts/{contact.reference}").text
    assert "closed to you" in page
    assert concern.decision.reference in page
    assert concern.reference not in page


def test_a_hidden_decision_looks_like_none(client_as: Callable[..., StaffClient], taker: Asker) -> None:
    decision = made.proposed(by=taker)
    for role in ("coordinator", "trainee", "evaluator", "auditor", "administrator"):
        who = client_as(role)
        hidden, missing = (who.get(f"/safeguarding/decisions/{ref}") for ref in (decision.reference, "T-7777-77"))
        assert hidden.status_code == missing.status_code == 404
        assert hidden.content == missing.content


# -- how many queries


def count(client: StaffClient, where: str) -> int:
    client.get(where)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(where).status_code == 200
    return len(queries)


def test_queries_do_not_grow_with_what_a_concern_holds(lead: StaffClient, taker: Asker) -> None:
    concern = made.concern(by=taker)
    where = f"/safeguarding/concerns/{concern.reference}"

    def fill() -> None:
        made.acknowledged(made.disclosed(concern), at=NOW)
        actions.add_note(by=asker_of(lead), at=NOW, concern=concern, words="x", happened_at=NOW)
        held = Concern.objects.get()
        plan = f"Plan {held.version}"
        actions.write_plan(by=asker_of(lead), at=NOW, concern=held, plan=plan, base_version=held.version)

    fill()
    few = count(lead, where)
    fill()
    fill()
    assert count(lead, where) == few


@pytest.mark.parametrize(
    "where", ["/safeguarding/", "/safeguarding/?show=overdue", "/safeguarding/?show=all", "/safeguarding/decisions"]
)
def test_queries_of_the_lists_do_not_grow(lead: StaffClient, taker: Asker, where: str) -> None:
    def one() -> None:
        made.disclosed(made.concern(by=taker, at=NOW - dt.timedelta(days=30)), at=NOW - dt.timedelta(days=29))
        made.proposed(by=taker)

    one()
    few = count(lead, where)
    one()
    one()
    assert count(lead, where) == few


def test_queries_of_a_contact_do_not_grow_with_its_decisions(
    client: StaffClient, contact: Contact, taker: Asker
) -> None:
    made.concern(by=taker, contact=contact)
    few = count(client, f"/contacts/{contact.reference}")
    made.concern(by=taker, contact=contact)
    made.concern(by=taker, contact=contact)
    assert count(client, f"/contacts/{contact.reference}") == few


def test_empty_lists_say_what_will_stand_there(lead: StaffClient) -> None:
    for show, words in (("open", "No concern is open."), ("mine", "You own no open concern."), ("x", "No concern is")):
        assert words in lead.get(f"/safeguarding/?show={show}").text
    assert "No decision waits" in lead.get("/safeguarding/decisions").text
    assert "will stand here" in lead.get("/safeguarding/decisions?show=all").text
