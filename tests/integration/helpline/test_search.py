"""The search box: a reference, an alias, a name; nothing is told of what may not be seen."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.correspondence import actions as codes
from roundel.helpline import actions
from roundel.helpline.models import Contact
from roundel.helpline.queries import find
from roundel.kernel.errors import Refused
from tests.factories import contacts, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]


@pytest.fixture
def asker() -> Asker:
    return users.make_asker("practitioner")


def named(*names: str, at: dt.datetime = NOW) -> Contact:
    by = users.make_asker("practitioner")
    contact = contacts.written(by=by, at=at)
    for name in names:
        actions.name_person(by=by, at=at, contact=contact, name=name, named_as="adult")
    return contact


def test_a_reference_leads_to_its_contact_however_it_is_typed(asker: Asker) -> None:
    contact = contacts.finished()
    for text in (contact.reference, contact.reference.lower(), f"  {contact.reference.replace('-', ' ')} "):
        assert find(asker, at=NOW, text=text).url == f"/contacts/{contact.reference}"


def test_a_reference_of_nothing_leads_nowhere(asker: Asker) -> None:
    assert find(asker, at=NOW, text="H-3333-33").url == ""


def test_a_closed_contact_and_none_look_alike_to_those_who_may_not_know(asker: Asker) -> None:
    contact = contacts.restricted()
    stranger = Asker(user_id=asker.user_id, name="stranger", permissions=asker.permissions - {"helpline.know_contact"})
    assert find(stranger, at=NOW, text=contact.reference) == find(stranger, at=NOW, text="H-3333-33")
    assert find(asker, at=NOW, text=contact.reference).url  # its page says that it is closed, and how to ask


def test_an_alias_leads_to_the_callers_contacts(asker: Asker) -> None:
    by = users.make_asker("practitioner")
    caller = codes.issue_code(by=by, at=NOW).caller
    contact = contacts.written(by=by)
    assert find(asker, at=NOW, text=caller.alias).url == ""  # no contact of this caller is to be seen
    actions.set_caller(by=by, at=NOW, contact=contact, caller_id=caller.pk)
    for text in (caller.alias, caller.alias.lower(), caller.alias.replace(" ", "-")):
        assert find(asker, at=NOW, text=text).url == f"/contacts/?nature=all&caller={caller.pk}"


def test_a_name_is_found_as_spelt_and_as_it_sounds(asker: Asker) -> None:
    older = named("Catherine Smyth", at=NOW - dt.timedelta(days=1))
    newer = named("Katharine Smith")
    named("Robert Jones")
    found = find(asker, at=NOW, text="katharine SMITH").named
    assert [(one.reference, one.same) for one in found] == [(newer.reference, True), (older.reference, False)]
    assert [one.reference for one in find(asker, at=NOW, text="Smith").named] == [newer.reference, older.reference]
    assert find(asker, at=NOW, text="Katharine Jones").named == ()


def test_a_contact_stands_once_even_if_several_names_fit(asker: Asker) -> None:
    contact = named("Anna Smith", "Smith")
    (one,) = find(asker, at=NOW, text="Smith").named
    assert (one.reference, one.same, one.who) == (contact.reference, True, "An adult")


def test_names_in_closed_contacts_are_not_found(asker: Asker) -> None:
    contact = named("Anna Smith")
    Contact.objects.filter(pk=contact.pk).update(restricted=True)
    assert find(asker, at=NOW, text="Anna Smith").named == ()


def test_a_search_by_name_is_recorded_without_the_name(asker: Asker) -> None:
    named("Anna Smith")
    find(asker, at=NOW, text="Anna Smith")
    (event,) = AuditEvent.objects.filter(event="helpline.list.searched_name")
    assert event.actor_id == asker.user_id
    assert event.detail == '{"shown":1}'
    assert "nna" not in f"{event.reference}{event.reason or ''}"


@pytest.mark.parametrize("text", ["", "   ", "!!", "1234 5678", "\x00", "‏", "x" * 100_000, "🙂", "' OR 1=1 --"])
def test_anything_may_be_typed(asker: Asker, text: str) -> None:
    assert find(asker, at=NOW, text=text).named == ()


def test_who_has_no_contacts_may_not_search() -> None:
    with pytest.raises(Refused):
        find(users.make_asker("evaluator"), at=NOW, text="Anna Smith")


def test_as_many_queries_for_three_names_as_for_one(asker: Asker) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert find(asker, at=NOW, text="Anna Smith").named
        return len(captured)

    named("Anna Smith")
    one = queries()
    named("Anna Smith")
    named("Hanna Smyth")
    assert queries() == one
