"""Links between contacts, chains of them, and contacts closed to all but named people."""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable

import pytest

from roundel.access.grants import Asker, load_asker
from roundel.correspondence.models import Caller
from roundel.helpline import actions, queries
from roundel.helpline.enums import LinkBasis
from roundel.helpline.models import Contact, ContactLink
from roundel.helpline.queries.person import ids_of_same_person, same_person
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from tests.factories import steps
from tests.support.moments import NOW

DAY = dt.timedelta(days=1)
_numbers = itertools.count(1)


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


def link(by: Asker, one: Contact, other: Contact | str) -> ContactLink:
    reference = other if isinstance(other, str) else other.reference
    return actions.link_contacts(
        by=by, at=NOW, contact=one, other=reference, basis=LinkBasis.values[0], reason="The same story"
    )


def caller() -> Caller:
    number = next(_numbers)
    return Caller.objects.create(
        alias=f"Alias {number}", lookup=bytes([number]) * 32, wrapped_key=b"k", created_at=NOW, code_issued_at=NOW
    )


def test_a_link_keeps_which_came_first_and_why(taker: Asker) -> None:
    first, second = steps.finished(taker, NOW - DAY), steps.begin(taker)
    made = link(taker, second, first.reference.lower().replace("-", " "))
    assert (made.earlier, made.later, made.reason) == (first, second, "The same story")


@pytest.mark.parametrize(
    ("other", "message"),
    [("", "not a reference"), ("H-7F3K-9Q", "not a reference"), ("H-3333-33", "no contact with this reference")],
)
def test_what_is_no_reference_is_said_beside_the_field(taker: Asker, other: str, message: str) -> None:
    with pytest.raises(InvalidInput, match=message) as caught:
        link(taker, steps.begin(taker), other)
    assert caught.value.field == "other"


def test_a_contact_is_not_linked_with_itself_nor_twice_nor_with_a_tally(taker: Asker) -> None:
    first, second = steps.begin(taker), steps.begin(taker)
    with pytest.raises(Refused, match="to itself"):
        link(taker, first, first)
    link(taker, first, second)
    with pytest.raises(InvalidInput, match="linked already"):
        link(taker, second, first)
    with pytest.raises(InvalidInput, match="only counted"):
        link(taker, first, actions.count_contact(by=taker, at=NOW, nature="silent"))


def test_a_link_needs_its_grounds(taker: Asker) -> None:
    first, second = steps.begin(taker), steps.begin(taker)
    for basis, reason, field in (("", "The same story", "basis"), (LinkBasis.values[0], " ", "reason")):
        with pytest.raises(InvalidInput) as caught:
            actions.link_contacts(by=taker, at=NOW, contact=first, other=second.reference, basis=basis, reason=reason)
        assert caught.value.field == field


def test_a_closed_contact_is_linked_with_as_little_as_one_that_is_not_there(
    taker: Asker, asker: Callable[..., Asker]
) -> None:
    here, closed, boss = steps.begin(taker), steps.finished(taker), asker("supervisor")
    actions.restrict_contact(
        by=boss, at=NOW, contact=closed, people=[boss.user_id], reason="A colleague is named in it"
    )
    with pytest.raises(InvalidInput, match="no contact with this reference"):
        link(taker, here, closed)


def test_a_link_is_undone_with_a_reason_and_can_be_made_again(taker: Asker) -> None:
    first, second = steps.begin(taker), steps.begin(taker)
    made = link(taker, first, second)
    with pytest.raises(InvalidInput, match="Say why"):
        actions.undo_link(by=taker, at=NOW, contact=first, link_id=made.pk, reason="")
    undone = actions.undo_link(by=taker, at=NOW, contact=second, link_id=made.pk, reason="Another voice")
    assert (undone.undone_at, undone.undone_reason) == (NOW, "Another voice")
    assert ids_of_same_person(first) == []
    with pytest.raises(Refused, match="undone already"):
        actions.undo_link(by=taker, at=NOW, contact=first, link_id=made.pk, reason="Twice")
    link(taker, first, second)


def test_a_link_of_other_contacts_is_not_undone_from_here(taker: Asker) -> None:
    made = link(taker, steps.begin(taker), steps.begin(taker))
    with pytest.raises(Refused, match="does not belong"):
        actions.undo_link(by=taker, at=NOW, contact=steps.begin(taker), link_id=made.pk, reason="A slip")


def test_links_and_codes_chain_to_the_contacts_of_one_person(
    taker: Asker, django_assert_num_queries: Callable[..., object]
) -> None:
    chain = [steps.finished(taker, NOW - number * DAY) for number in range(6)]
    first, second, third, fourth, fifth, stranger = chain
    link(taker, first, second)
    link(taker, third, second)
    known = caller()
    for one in (third, fourth):
        Contact.objects.filter(pk=one.pk).update(caller=known)
    link(taker, fifth, fourth)
    first.refresh_from_db()
    with django_assert_num_queries(1):  # type: ignore[attr-defined]
        found = ids_of_same_person(first)
    assert set(found) == {second.pk, third.pk, fourth.pk, fifth.pk}
    assert [one.pk for one in same_person(taker, first)] == [second.pk, third.pk, fourth.pk, fifth.pk]
    assert ids_of_same_person(stranger) == []


def test_contacts_without_a_code_are_not_one_person(taker: Asker) -> None:
    first, _second = steps.finished(taker), steps.finished(taker)
    assert ids_of_same_person(first) == []


def test_a_restricted_contact_is_closed_to_all_but_the_named(taker: Asker, asker: Callable[..., Asker]) -> None:
    boss, colleague = asker("supervisor"), asker("practitioner")
    contact = steps.finished(taker)
    actions.restrict_contact(
        by=boss, at=NOW, contact=contact, people=[colleague.user_id], reason="A colleague is named in it"
    )
    now_named = load_asker(colleague.user_id, at=NOW)
    assert queries.get_contact(now_named, contact.reference).pk == contact.pk
    for by in (taker, boss):
        with pytest.raises(Refused, match="closed to you"):
            queries.get_contact(by, contact.reference)
    with pytest.raises(NotFound):
        queries.get_contact(asker("coordinator"), contact.reference)


def test_only_a_supervisor_or_lead_restricts_and_names_somebody(taker: Asker, asker: Callable[..., Asker]) -> None:
    contact, boss = steps.finished(taker), asker("supervisor")
    with pytest.raises(Refused, match="Only a supervisor"):
        actions.restrict_contact(by=taker, at=NOW, contact=contact, people=[taker.user_id], reason="Mine alone")
    with pytest.raises(InvalidInput, match="at least one person"):
        actions.restrict_contact(by=boss, at=NOW, contact=contact, people=[], reason="Closed to all of us")


def test_a_restriction_is_lifted_by_a_named_supervisor(taker: Asker, asker: Callable[..., Asker]) -> None:
    contact, boss = steps.finished(taker), asker("supervisor")
    with pytest.raises(Refused, match="not restricted"):
        actions.unrestrict_contact(by=boss, at=NOW, contact=contact, reason="It was a mistake")
    actions.restrict_contact(by=boss, at=NOW, contact=contact, people=[boss.user_id], reason="A colleague is named")
    boss = load_asker(boss.user_id, at=NOW)
    with pytest.raises(Refused, match="restricted already"):
        actions.restrict_contact(by=boss, at=NOW, contact=contact, people=[boss.user_id], reason="Once more, please")
    assert not actions.unrestrict_contact(by=boss, at=NOW, contact=contact, reason="It was another").restricted
    assert queries.get_contact(taker, contact.reference).pk == contact.pk
