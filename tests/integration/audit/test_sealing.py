"""Sealing for real: after commits, in the background, by several at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from django.db import OperationalError, connection, connections

from roundel.audit import sealer, sealing
from roundel.audit.models import AuditEvent, AuditPending, AuditSeal
from roundel.audit.sealing import seal_everything, seal_pending
from roundel.audit.verification import verify
from roundel.kernel import clock
from tests.integration.audit.writing import write, write_several

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def background(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A process that seals, as a server does. Its thread gives its connection back at the end."""

    def once_and_close() -> bool:
        try:
            return really()
        finally:
            connections.close_all()

    really = sealer.seal_once
    monkeypatch.setattr(sealer, "seal_once", once_and_close)
    monkeypatch.setattr(sealer, "FIRST_PAUSE", 0.05)
    sealer.enable()
    yield
    threads = [each for each in threading.enumerate() if each.name == "audit-sealer"]
    sealer.disable()
    for thread in threads:
        thread.join(5)
        assert not thread.is_alive()


def eventually(holds: Callable[[], bool]) -> bool:
    """Whether it comes true within five seconds. A shared in-memory database may be locked while we look."""
    deadline = time.monotonic() + 60  # long for a computer that does much else; it takes a fraction of a second
    while time.monotonic() < deadline:
        with suppress(OperationalError):
            if holds():
                return True
        time.sleep(0.05)
    return False


def test_events_are_sealed_soon_after_their_commit(background: None) -> None:
    write()
    assert eventually(lambda: AuditSeal.objects.count() == 1)
    write_several(3)
    assert eventually(lambda: AuditSeal.objects.count() == 4)
    assert verify(at=clock.now()).problem is None


def test_sealing_goes_on_after_an_error(background: None, monkeypatch: pytest.MonkeyPatch) -> None:
    failures = [RuntimeError("the disk is full"), RuntimeError("still full")]
    really = sealing.seal_everything

    def at_first_it_fails() -> int:
        if failures:
            raise failures.pop()
        return really()

    monkeypatch.setattr(sealing, "seal_everything", at_first_it_fails)
    write()
    assert eventually(lambda: AuditSeal.objects.count() == 1)
    assert failures == []


def test_an_event_that_is_undone_wakes_nobody_and_leaves_nothing() -> None:
    write()
    assert (AuditEvent.objects.count(), AuditPending.objects.count()) == (1, 1)
    assert seal_pending() == 1
    assert (AuditPending.objects.count(), seal_pending()) == (0, 0)


def test_several_who_seal_at_once_make_one_chain() -> None:
    if connection.vendor == "sqlite":
        pytest.skip("an in-memory database has one connection; on SQLite the transaction itself is the lock")
    write_several(40)
    errors: list[Exception] = []

    def seal() -> None:
        try:
            while seal_pending(3):
                pass
        except Exception as error:  # noqa: BLE001 - told below
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=seal) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seal_everything()
    assert errors == []
    assert AuditSeal.objects.count() == 40
    assert verify(at=clock.now()).problem is None
