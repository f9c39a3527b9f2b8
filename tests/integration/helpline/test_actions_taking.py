"""Beginning, noting and counting contacts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from roundel.access.grants import NOBODY, Asker
from roundel.audit.models import AuditEvent
from roundel.helpline import actions, names
from roundel.helpline.enums import Acknowledged, NamedAs, Nature, State
from roundel.helpline.models import Contact, NameIndex
from roundel.kernel import references
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.kernel.ids import normalise_reference
from tests.factories import steps
from tests.support.moments import NOW

MINUTE = dt.timedelta(minutes=1)


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


def events() -> list[str]:
    return list(AuditEvent.objects.order_by("id").values_list("event", flat=True))


def test_a_contact_begins_with_a_reference_and_the_form_in_force(taker: Asker) -> None:
    contact = actions.start_contact(by=taker, at=NOW)
    contact.refresh_from_db()
    assert normalise_reference(contact.reference) == contact.reference
    assert (contact.state, contact.nature, contact.form_version) == (State.TAKING, Nature.CONVERSATION, "contact-1")
    assert (contact.started_at, contact.recorded_at, contact.taken_by_id) == (NOW, NOW, taker.user_id)
    assert events() == ["helpline.contact.started"]


@pytest.mark.parametrize("role", ["safeguarding_lead", "coordinator", "evaluator", "auditor", "administrator"])
def test_who_does_not_take_contacts_begins_none(asker: Callable[..., Asker], role: str) -> None:
    for by in (asker(role), NOBODY):
        with pytest.raises(Refused, match="Your role does not include taking contacts"):
            actions.start_contact(by=by, at=NOW)
    assert not Contact.objects.exists()


def test_a_reference_that_is_taken_is_drawn_again(taker: Asker, monkeypatch: pytest.MonkeyPatch) -> None:
    first = actions.start_contact(by=taker, at=NOW)
    drawn = iter([first.reference, first.reference, "H-7F3K-9Q"])
    monkeypatch.setattr(references, "new_reference", lambda prefix: next(drawn))
    assert actions.start_contact(by=taker, at=NOW).reference == "H-7F3K-9Q"


def test_one_that_has_ended_keeps_when_it_happened_and_when_it_was_recorded(taker: Asker) -> None:
    began, ended = NOW - 90 * MINUTE, NOW - 60 * MINUTE
    contact = actions.record_contact(by=taker, at=NOW, started_at=began, ended_at=ended, channel="letter")
    contact.refresh_from_db()
    assert (contact.started_at, contact.ended_at, contact.recorded_at) == (began, ended, NOW)
    assert contact.seconds == 1800
    said = steps.say(taker, contact)
    assert said.statement_at == began


@pytest.mark.parametrize(
    ("began", "ended", "field"),
    [(1, 2, "started_at"), (-5, 1, "ended_at"), (-5, -6, "ended_at"), (-60 * 26, -1, "ended_at")],
)
def test_times_out_of_order_or_in_the_future_are_said_beside_the_field(
    taker: Asker, began: int, ended: int, field: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        actions.record_contact(
            by=taker, at=NOW, started_at=NOW + began * MINUTE, ended_at=NOW + ended * MINUTE, channel="telephone"
        )
    assert caught.value.field == field


def test_a_channel_that_the_form_does_not_know_is_not_kept(taker: Asker) -> None:
    with pytest.raises(InvalidInput, match="Choose how the contact came"):
        actions.start_contact(by=taker, at=NOW, channel="pigeon")


@pytest.mark.parametrize("nature", ["silent", "abusive", "wrong_number", "hang_up"])
def test_a_tally_is_counted_at_once(taker: Asker, nature: str) -> None:
    contact = actions.count_contact(by=taker, at=NOW, nature=nature)
    assert (contact.state, contact.nature, contact.closed_at) == (State.COUNTED, nature, NOW)
    assert events() == ["helpline.contact.counted"]


def test_a_conversation_is_no_tally(taker: Asker) -> None:
    with pytest.raises(InvalidInput):
        actions.count_contact(by=taker, at=NOW, nature="conversation")


def test_a_begun_contact_in_which_nobody_spoke_becomes_a_tally(taker: Asker) -> None:
    contact = actions.count_begun_contact(by=taker, at=NOW, contact=steps.begin(taker), nature="silent")
    assert (contact.state, contact.nature, contact.ended_at) == (State.COUNTED, "silent", NOW)


def test_a_contact_with_notes_or_an_action_is_not_counted_away(taker: Asker) -> None:
    with_notes = steps.write(taker, steps.begin(taker), notes="He said")
    with_action = steps.begin(taker)
    steps.agree(taker, with_action)
    for contact in (with_notes, with_action):
        with pytest.raises((Refused, InvalidInput), match="Something is recorded in this contact already"):
            actions.count_begun_contact(by=taker, at=NOW, contact=contact, nature="silent")


def test_the_end_of_the_call_is_noted_and_taken_back(taker: Asker) -> None:
    contact = steps.begin(taker)
    assert actions.end_call(by=taker, at=NOW + MINUTE, contact=contact).ended_at == NOW + MINUTE
    with pytest.raises(Refused, match="noted already"):
        actions.end_call(by=taker, at=NOW, contact=contact)
    assert actions.resume_call(by=taker, at=NOW, contact=contact).ended_at is None
    with pytest.raises(Refused, match="has not been noted"):
        actions.resume_call(by=taker, at=NOW, contact=contact)


def test_another_practitioner_does_not_write_in_it_but_a_supervisor_may(
    taker: Asker, asker: Callable[..., Asker]
) -> None:
    contact = steps.begin(taker)
    with pytest.raises(Refused, match="Somebody else is taking this contact"):
        actions.end_call(by=asker("practitioner"), at=NOW, contact=contact)
    assert actions.end_call(by=asker("supervisor"), at=NOW, contact=contact).ended_at == NOW


def test_nobody_writes_in_a_finished_contact(taker: Asker) -> None:
    contact = steps.finished(taker)
    with pytest.raises(Refused, match="Reopen it first"):
        steps.say(taker, contact)


def test_what_is_hidden_from_the_asker_is_not_there(taker: Asker, asker: Callable[..., Asker]) -> None:
    contact = steps.begin(taker)
    with pytest.raises(NotFound):
        actions.end_call(by=asker("coordinator"), at=NOW, contact=contact)


def test_the_statement_is_kept_with_its_version_and_its_time(taker: Asker) -> None:
    contact = steps.begin(taker)
    first = steps.say(taker, contact, NOW + MINUTE)
    assert (first.statement_version, first.statement_at) == ("statement-1", NOW + MINUTE)
    again = actions.say_statement(by=taker, at=NOW + 5 * MINUTE, contact=contact, acknowledged=Acknowledged.QUESTIONS)
    assert (again.statement_at, again.acknowledged) == (NOW + MINUTE, Acknowledged.QUESTIONS)


def test_how_the_statement_was_met_must_be_said(taker: Asker) -> None:
    contact = steps.begin(taker)
    with pytest.raises(InvalidInput) as caught:
        actions.say_statement(by=taker, at=NOW, contact=contact, acknowledged="")
    assert caught.value.field == "acknowledged"


def test_the_statement_is_taken_back_only_while_nothing_identifies(taker: Asker) -> None:
    contact = steps.begin(taker, said=True)
    named = actions.name_person(by=taker, at=NOW, contact=contact, name="Ann", named_as=NamedAs.ADULT)
    with pytest.raises(Refused, match="Remove them first"):
        actions.take_back_statement(by=taker, at=NOW, contact=contact)
    actions.remove_name(by=taker, at=NOW, contact=contact, named_id=named.pk)
    assert actions.take_back_statement(by=taker, at=NOW, contact=contact).statement_at is None


def test_a_name_is_kept_only_after_the_statement(taker: Asker) -> None:
    contact = steps.begin(taker)
    with pytest.raises(InvalidInput, match="Say the confidentiality statement first"):
        actions.name_person(by=taker, at=NOW, contact=contact, name="Ann", named_as=NamedAs.ADULT)
    steps.say(taker, contact)
    person = actions.name_person(by=taker, at=NOW, contact=contact, name="  Ann \t Lee ", named_as=NamedAs.ADULT)
    person.refresh_from_db()
    assert person.name == "Ann Lee"


def test_a_name_is_found_by_spelling_and_by_sound_and_is_nowhere_readable(taker: Asker) -> None:
    contact = steps.begin(taker, said=True)
    actions.name_person(by=taker, at=NOW, contact=contact, name="Siân O'Neill", named_as=NamedAs.CHILD)
    kept = {(row.sounds, bytes(row.fingerprint)) for row in NameIndex.objects.all()}
    assert {(False, one) for one in names.exact("SIAN O'NEILL")} <= kept
    assert {(True, one) for one in names.sounding("Shan")} & kept
    assert "Siân" not in repr(Contact.objects.values()) + repr(list(AuditEvent.objects.values()))


@pytest.mark.parametrize("name", ["", "   ", "...", "x" * 201, "An\x07n"])
def test_what_is_no_name_is_said_beside_the_field(taker: Asker, name: str) -> None:
    contact = steps.begin(taker, said=True)
    with pytest.raises(InvalidInput) as caught:
        actions.name_person(by=taker, at=NOW, contact=contact, name=name, named_as=NamedAs.CHILD)
    assert caught.value.field == "name"


def test_a_name_in_another_contact_is_not_removed_from_here(taker: Asker) -> None:
    here, there = steps.begin(taker, said=True), steps.begin(taker, said=True)
    person = actions.name_person(by=taker, at=NOW, contact=there, name="Ann", named_as=NamedAs.ADULT)
    with pytest.raises(NotFound):
        actions.remove_name(by=taker, at=NOW, contact=here, named_id=person.pk)


def test_danger_is_marked_once_and_taken_on_by_another_role(taker: Asker, asker: Callable[..., Asker]) -> None:
    contact = steps.begin(taker)
    actions.mark_danger(by=taker, at=NOW, contact=contact)
    assert actions.mark_danger(by=taker, at=NOW + MINUTE, contact=contact).danger_at == NOW
    with pytest.raises(Refused, match="Only a supervisor or the safeguarding lead"):
        actions.take_on_danger(by=taker, at=NOW, contact=contact)
    lead = asker("safeguarding_lead")
    assert actions.take_on_danger(by=lead, at=NOW, contact=contact).danger_seen_by_id == lead.user_id
    with pytest.raises(Refused, match="nothing to take on"):
        actions.take_on_danger(by=lead, at=NOW, contact=contact)


def test_danger_can_be_marked_in_a_finished_contact(taker: Asker) -> None:
    assert actions.mark_danger(by=taker, at=NOW, contact=steps.finished(taker)).danger_at == NOW


def test_every_step_is_one_event_of_the_audit(taker: Asker) -> None:
    contact = steps.finished(taker, notes="He said")
    assert events() == [
        "helpline.contact.started",
        "helpline.contact.statement",
        "helpline.contact.saved",
        "helpline.contact.finished",
    ]
    assert set(AuditEvent.objects.values_list("reference", flat=True)) == {contact.reference}
