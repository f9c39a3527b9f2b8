"""Saving, finishing, discarding and reopening contacts; two people at once; hard input."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.helpline import actions
from roundel.helpline.enums import Ending, State
from roundel.helpline.models import Contact, EarlierVersion
from roundel.helpline.queries.writing import written_in
from roundel.helpline.written import Written
from roundel.kernel.errors import Conflict, InvalidInput, Refused
from tests.factories import steps
from tests.support.moments import NOW

MINUTE = dt.timedelta(minutes=1)
OWN = {"channel": "telephone", "group": "own"}


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


def save(by: Asker, contact: Contact, base: int | None = None, **written: object) -> Contact:
    content = Written(**{"answers": OWN} | written)  # type: ignore[arg-type]
    return actions.save_contact(
        by=by, at=NOW, contact=contact, written=content, base_version=contact.version if base is None else base
    )


def test_answers_go_to_their_columns_and_codes_and_come_back(taker: Asker) -> None:
    answers = OWN | {"stage": "thoughts", "topics": ("images", "telling_someone"), "language": "cy"}
    contact = save(taker, steps.begin(taker), answers=answers, notes="He said\r\nthat")
    contact = Contact.objects.get(pk=contact.pk)
    assert written_in(contact) == Written(answers=answers, notes="He said\nthat")
    assert (contact.group, contact.stage, contact.version) == ("own", "thoughts", 2)
    assert sorted(contact.codes.values_list("question", "code")) == [
        ("topics", "images"),
        ("topics", "telling_someone"),
    ]


def test_saved_again_answers_change_and_old_codes_go(taker: Asker) -> None:
    contact = save(taker, steps.begin(taker), answers=OWN | {"topics": ("images", "stress")})
    contact = save(taker, contact, answers={"channel": "letter", "topics": ("stress", "work")})
    assert written_in(Contact.objects.get(pk=contact.pk)).answers == {"channel": "letter", "topics": ("stress", "work")}


def test_saving_the_same_changes_nothing_and_leaves_no_event(taker: Asker) -> None:
    contact = save(taker, steps.begin(taker), notes="He said")
    before = AuditEvent.objects.count()
    assert save(taker, contact, notes="He said").version == contact.version
    assert AuditEvent.objects.count() == before


def test_what_was_written_over_is_kept(taker: Asker) -> None:
    contact = save(taker, steps.begin(taker), notes="First")
    save(taker, contact, notes="Second")
    earlier = EarlierVersion.objects.get()
    assert (earlier.version, earlier.content["notes"], earlier.replaced_by_id) == (2, "First", taker.user_id)


def test_a_question_that_does_not_belong_is_refused_beside_it(taker: Asker) -> None:
    contact = steps.begin(taker)
    with pytest.raises(InvalidInput) as caught:
        save(taker, contact, answers=OWN | {"profession": "health"})
    assert caught.value.field == "profession"
    with pytest.raises(InvalidInput) as caught:
        save(taker, contact, answers=OWN | {"topics": ("no_such_topic",)})
    assert caught.value.field == "topics"


def test_details_that_identify_wait_for_the_statement(taker: Asker) -> None:
    contact = steps.begin(taker)
    with pytest.raises(InvalidInput, match="Say the confidentiality statement first") as caught:
        save(taker, contact, identifying="12 High Street")
    assert caught.value.field == "identifying"
    steps.say(taker, contact)
    assert save(taker, contact, identifying="12 High Street").identifying == "12 High Street"


def test_a_hundred_thousand_characters_of_any_script_are_kept(taker: Asker) -> None:
    text = ("שלום مرحبا e\u0301 👩‍👧 " * 8_000)[:100_000].strip()
    contact = save(taker, steps.begin(taker), notes=text)
    kept = Contact.objects.get(pk=contact.pk).notes
    assert kept == text.replace("e\u0301", "é")


def test_control_characters_are_refused_with_their_place(taker: Asker) -> None:
    with pytest.raises(InvalidInput, match="Character 4 is a control character") as caught:
        save(taker, steps.begin(taker), notes="He \x00said")
    assert caught.value.field == "notes"


def test_two_people_saving_are_shown_both_and_nothing_is_lost(taker: Asker, asker: Callable[..., Asker]) -> None:
    contact = save(taker, steps.begin(taker), notes="Theirs", answers=OWN | {"stage": "thoughts"})
    supervisor = asker("supervisor")
    with pytest.raises(Conflict) as caught:
        save(supervisor, contact, base=1, notes="Mine", answers=OWN | {"stage": "charged"})
    conflict = caught.value
    assert [(one.label, one.theirs, one.yours) for one in conflict.differences] == [
        ("Where do things stand?", "Thoughts only", "Charged or waiting for court"),
        ("Notes", "Theirs", "Mine"),
    ]
    assert conflict.yours["notes"] == "Mine"
    assert save(supervisor, contact, base=conflict.current_version, notes="Mine").version == 3
    assert EarlierVersion.objects.get().content["notes"] == "Theirs"


def test_the_same_from_two_sides_is_no_conflict(taker: Asker) -> None:
    contact = save(taker, steps.begin(taker), notes="Same")
    assert save(taker, contact, base=1, notes="Same").version == 2


def test_a_contact_is_finished_with_how_it_ended(taker: Asker) -> None:
    contact = save(taker, steps.begin(taker), notes="He said")
    done = actions.finish_contact(by=taker, at=NOW + 20 * MINUTE, contact=contact, ending=Ending.CALLER_ENDED)
    assert (done.state, done.ending, done.closed_at, done.ended_at) == (
        State.FINISHED,
        Ending.CALLER_ENDED,
        NOW + 20 * MINUTE,
        NOW + 20 * MINUTE,
    )


def test_writing_up_after_the_call_does_not_lengthen_it(taker: Asker) -> None:
    contact = save(taker, steps.begin(taker))
    actions.end_call(by=taker, at=NOW + 12 * MINUTE, contact=contact)
    done = steps.finish(taker, contact, NOW + 20 * MINUTE)
    done.refresh_from_db()
    assert (done.seconds, done.closed_at) == (12 * 60, NOW + 20 * MINUTE)


def test_a_contact_without_a_group_or_an_ending_is_not_finished(taker: Asker) -> None:
    contact = steps.begin(taker)
    with pytest.raises(InvalidInput) as caught:
        steps.finish(taker, contact)
    assert caught.value.field == "group"
    save(taker, contact)
    with pytest.raises(InvalidInput) as caught:
        actions.finish_contact(by=taker, at=NOW, contact=contact, ending="")
    assert caught.value.field == "ending"


def test_a_finished_contact_is_not_finished_again(taker: Asker) -> None:
    contact = steps.finished(taker)
    with pytest.raises(Refused, match="This contact is finished"):
        steps.finish(taker, contact)


def test_what_was_no_contact_is_discarded_with_a_reason(taker: Asker) -> None:
    contact = steps.begin(taker)
    with pytest.raises(InvalidInput, match="Say why"):
        actions.discard_contact(by=taker, at=NOW, contact=contact, reason=" ")
    gone = actions.discard_contact(by=taker, at=NOW, contact=contact, reason="A test of the line")
    assert (gone.state, gone.closing_reason) == (State.DISCARDED, "A test of the line")


@pytest.mark.parametrize("role", ["practitioner", "supervisor"])
def test_a_finished_contact_is_reopened_by_its_taker_or_a_supervisor(
    taker: Asker, asker: Callable[..., Asker], role: str
) -> None:
    contact = steps.finished(taker)
    by = taker if role == "practitioner" else asker(role)
    with pytest.raises(InvalidInput, match="Say why"):
        actions.reopen_contact(by=by, at=NOW, contact=contact, reason="")
    again = actions.reopen_contact(by=by, at=NOW, contact=contact, reason="The group was wrong")
    assert (again.state, again.closed_at) == (State.TAKING, None)
    assert save(by, again, answers=OWN | {"group": "survivor"}).group == "survivor"


def test_a_contact_is_not_reopened_by_another_practitioner(taker: Asker, asker: Callable[..., Asker]) -> None:
    with pytest.raises(Refused, match="Only the person who took this contact, or a supervisor"):
        actions.reopen_contact(by=asker("practitioner"), at=NOW, contact=steps.finished(taker), reason="Curious")


def test_the_audit_holds_no_word_of_what_was_written(taker: Asker) -> None:
    contact = steps.begin(taker, said=True)
    save(taker, contact, notes="xylophone notes", identifying="xylophone street")
    assert "xylophone" not in repr(list(AuditEvent.objects.values()))
    assert "xylophone" not in repr(list(Contact.objects.values()))
