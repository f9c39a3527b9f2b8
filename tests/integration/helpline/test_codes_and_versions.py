"""A new code for a caller who has one, and earlier versions of a contact."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from roundel.access.grants import Asker, load_asker
from roundel.audit.models import AuditEvent
from roundel.correspondence import actions as callers
from roundel.helpline import actions
from roundel.helpline.models import Contact
from tests.factories import steps
from tests.support.clients import StaffClient
from tests.support.moments import NOW

CODE = re.compile(r"\d{4} \d{4} \d{4} \d{4}")


@pytest.fixture
def client(client_as: Callable[..., StaffClient], frozen_clock: object) -> StaffClient:
    return client_as("practitioner")


@pytest.fixture
def taker(client: StaffClient) -> Asker:
    return load_asker(client.user.pk, at=NOW)


@pytest.fixture
def coded(taker: Asker) -> tuple[Contact, str]:
    """A contact that is being taken, of a caller whose code is known."""
    issued = callers.issue_code(by=taker, at=NOW)
    contact = actions.set_caller(by=taker, at=NOW, contact=steps.begin(taker), caller_id=issued.caller.pk)
    return contact, issued.code


def known(client: StaffClient, contact: Contact) -> str:
    page = client.get(f"/contacts/{contact.reference}/new-code").content.decode()
    return re.findall(r'name="known" value="([^"]*)"', page)[0]


def test_the_new_code_holds_and_the_old_one_does_not(
    client: StaffClient, taker: Asker, coded: tuple[Contact, str]
) -> None:
    contact, old = coded
    sent = {"known": known(client, contact), "reason": "Her sister may have seen it."}
    page = client.post(f"/contacts/{contact.reference}/new-code", sent).content.decode()
    (new,) = CODE.findall(page)
    assert isinstance(callers.recognise(code=old, by=taker, at=NOW), callers.NotRecognised)
    found = callers.recognise(code=new, by=taker, at=NOW)
    assert isinstance(found, callers.Recognised)
    assert found.caller.pk == contact.caller_id
    assert AuditEvent.objects.get(event="correspondence.code.replaced").reason == "Her sister may have seen it."


def test_a_page_sent_twice_makes_one_code(
    client: StaffClient, coded: tuple[Contact, str], frozen_clock: object
) -> None:
    contact, _ = coded
    sent = {"known": known(client, contact), "reason": "Her sister may have seen it."}
    frozen_clock.forward(minutes=1)  # type: ignore[attr-defined]
    assert CODE.search(client.post(f"/contacts/{contact.reference}/new-code", sent).content.decode())
    again = client.post(f"/contacts/{contact.reference}/new-code", sent).content.decode()
    assert not CODE.search(again)
    assert "A new code has been given since you opened this page" in again
    assert AuditEvent.objects.filter(event="correspondence.code.replaced").count() == 1


def test_a_new_code_needs_a_reason_and_a_caller(client: StaffClient, taker: Asker, coded: tuple[Contact, str]) -> None:
    contact, _ = coded
    page = client.post(f"/contacts/{contact.reference}/new-code", {"known": known(client, contact)})
    assert "Say why, in a few words." in page.content.decode()
    nobody = steps.begin(taker)
    refused = client.get(f"/contacts/{nobody.reference}/new-code")
    assert (refused.status_code, b"belongs to no code yet" in refused.content) == (403, True)


def test_an_earlier_version_can_be_read_and_the_look_is_recorded(client: StaffClient, taker: Asker) -> None:
    contact = steps.write(taker, steps.begin(taker, said=True), notes="Said\n<b>once</b>.")
    steps.write(taker, contact, notes="Said again.", group="other_adult")
    history = client.get(f"/contacts/{contact.reference}").content.decode()
    assert f'href="/contacts/{contact.reference}/versions/2"' in history
    page = client.get(f"/contacts/{contact.reference}/versions/2").content.decode()
    assert "Said\n&lt;b&gt;once&lt;/b&gt;." in page
    assert "Worried about own thoughts or behaviour" in page
    assert "Said again." not in page
    assert AuditEvent.objects.filter(event="helpline.contact.earlier_read", reference=contact.reference).count() == 1


def test_a_version_that_never_was_is_not_there(client: StaffClient, taker: Asker) -> None:
    contact = steps.write(taker, steps.begin(taker, said=True), notes="Once.")
    assert client.get(f"/contacts/{contact.reference}/versions/9").status_code == 404
