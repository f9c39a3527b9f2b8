"""The take screen over HTTP."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from roundel.access.grants import load_asker
from roundel.helpline.models import Contact
from tests.factories import steps
from tests.support.clients import StaffClient
from tests.support.moments import NOW


@pytest.fixture
def client(client_as: Callable[..., StaffClient], frozen_clock: object, settings) -> StaffClient:
    settings.ROUNDEL_NAVIGATION = ""
    return client_as("practitioner")


def test_a_contact_is_started_and_its_screen_shown(client: StaffClient) -> None:
    answer = client.post("/contacts/start", follow=True)
    contact = Contact.objects.get()
    assert answer.redirect_chain == [(f"/contacts/{contact.reference}/take", 302)]
    assert answer.status_code == 200
    assert f"<title>Contact {contact.reference} - Roundel</title>" in answer.text
