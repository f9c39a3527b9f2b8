"""The door for telephone systems: shut to everybody who does not sign, and silent about it."""

from __future__ import annotations

import io
import json

import pytest
from django.core.management import call_command
from django.test import Client

from roundel.calls import signatures
from roundel.calls.models import Call
from roundel.calls.views import event as door
from tests.conftest import FrozenClock
from tests.factories import telephone
from tests.support.clients import StaffClient

pytestmark = pytest.mark.django_db
RINGS = {"event": "ringing", "call": "c1", "from": "0161 496 0000"}


def test_a_signed_message_is_taken_in(frozen_clock: FrozenClock) -> None:
    assert telephone.send(RINGS) == 204
    assert Call.objects.get().outcome == "ringing"


def test_asterisk_and_cloud_messages_are_taken_in(frozen_clock: FrozenClock) -> None:
    assert telephone.send({"Event": "QueueCallerJoin", "Linkedid": "a", "Uniqueid": "a"}) == 204
    assert telephone.send({"CallSid": "b", "CallStatus": "ringing", "Direction": "inbound"}, form=True) == 204
    assert Call.objects.count() == 2


@pytest.mark.parametrize("signature", ["", "t=1,v1=00", "t=1805058240,v1=" + "0" * 64, "v1"])
def test_nobody_else_is_let_in_and_all_are_told_the_same(signature: str, frozen_clock: FrozenClock) -> None:
    machine = Client(enforce_csrf_checks=True)
    headers = {signatures.HEADER: signature} if signature else {}
    answer = machine.post(telephone.ADDRESS, json.dumps(RINGS), content_type="application/json", headers=headers)
    assert (answer.status_code, answer.content) == (403, b"")
    assert not Call.objects.exists()


def test_a_session_opens_nothing(client_as, frozen_clock: FrozenClock) -> None:
    client: StaffClient = client_as("supervisor")
    assert client.post(telephone.ADDRESS, RINGS).status_code == 403
    assert not Call.objects.exists()


@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_message_and_one_from_the_future_are_refused(minutes: int, frozen_clock: FrozenClock) -> None:
    body = json.dumps(RINGS).encode()
    header = signatures.sign(body, frozen_clock.now)
    frozen_clock.forward(minutes=minutes)
    assert telephone.post(body, header) == 403


def test_the_address_is_not_looked_at(frozen_clock: FrozenClock) -> None:
    """A message from anywhere is as good as its signature."""
    body = json.dumps(RINGS).encode()
    header = {signatures.HEADER: signatures.sign(body, frozen_clock.now)}
    answer = Client().post(
        telephone.ADDRESS, body, content_type="application/json", headers=header, REMOTE_ADDR="203.0.113.7"
    )
    assert answer.status_code == 204


def test_what_we_do_not_know_is_acknowledged(frozen_clock: FrozenClock) -> None:
    assert telephone.send({"event": "levitating", "call": "c1"}) == 204
    assert telephone.send({"Event": "PeerStatus"}) == 204
    assert not Call.objects.exists()


def test_what_cannot_be_read_is_refused_without_a_word(frozen_clock: FrozenClock) -> None:
    body = b'{"event": "ringing"'
    machine = Client()
    header = {signatures.HEADER: signatures.sign(body, frozen_clock.now)}
    answer = machine.post(telephone.ADDRESS, body, content_type="application/json", headers=header)
    assert (answer.status_code, answer.content) == (400, b"")


def test_a_large_message_is_refused_before_it_is_read(frozen_clock: FrozenClock) -> None:
    body = b"x" * (64 * 1024 + 1)
    assert telephone.post(body, signatures.sign(body, frozen_clock.now)) == 413


def test_a_sender_that_runs_wild_is_slowed_and_a_stranger_cannot_do_it_for_him(
    frozen_clock: FrozenClock, monkeypatch
) -> None:
    monkeypatch.setattr(door, "MOST_A_MINUTE", 3)
    for _ in range(10):
        assert telephone.post(b"{}", "") == 403
    answers = [telephone.send(RINGS | {"call": str(n)}) for n in range(4)]
    assert answers == [204, 204, 204, 429]
    frozen_clock.forward(minutes=1)
    assert telephone.send(RINGS) == 204


def test_the_secret_is_printed_for_the_telephone_system() -> None:
    out = io.StringIO()
    call_command("telephone_secret", stdout=out)
    assert out.getvalue().strip() == signatures.secret()
    assert len(signatures.secret()) == 64


def test_telling_costs_a_constant_number_of_queries(frozen_clock: FrozenClock, django_assert_max_num_queries) -> None:
    for n in range(3):
        with django_assert_max_num_queries(20):
            telephone.send(RINGS | {"call": f"c{n}"})
