"""Writing one event: inside the transaction, of a known kind, without content."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import DatabaseError, connection, transaction

from roundel.audit.actions import record
from roundel.audit.models import AuditEvent, AuditPending, AuditSeal
from roundel.audit.registry import UnknownEventError
from roundel.kernel.clock import frozen
from tests.integration.audit.writing import RECORD, SAM, Person, write
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db


def test_who_when_what_which_and_why() -> None:
    with frozen(NOW + dt.timedelta(minutes=3)):
        event = write(reason=" asked by her supervisor ", detail={"topics": 3})
    assert (event.actor_id, event.actor_name) == (SAM.user_id, "Sam Rivers")
    assert (event.happened_at, event.recorded_at) == (NOW, NOW + dt.timedelta(minutes=3))
    assert (event.event, event.kind, event.object_id) == ("helpline.contact.read", "helpline.contact", RECORD)
    assert (event.reference, event.reason, event.detail) == ("H-7F3K-9Q", "asked by her supervisor", '{"topics":3}')
    assert event.via == ""


def test_a_reason_is_sealed_and_missing_is_not_empty() -> None:
    write(reason="words of a person")
    with connection.cursor() as cursor:
        cursor.execute("SELECT reason FROM audit_auditevent")
        (stored,) = cursor.fetchone()
    assert b"words" not in bytes(stored)
    assert write(reason="  ").reason is None


def test_emergency_access_is_marked() -> None:
    assert write(by=Person(door="break_glass")).via == "break_glass"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"event": "helpline.contact.devoured"}, UnknownEventError),
        ({"kind": "helpline.dragon"}, UnknownEventError),
        ({"reference": "a man from Leeds"}, ValueError),
        ({"detail": {"note": "he said that"}}, ValueError),
        ({"at": dt.datetime(2027, 3, 14, 21, 4)}, ValueError),  # noqa: DTZ001 - that is the mistake
    ],
)
def test_what_does_not_belong_in_the_audit_is_refused(wrong: dict[str, object], error: type[Exception]) -> None:
    with pytest.raises(error):
        write(**wrong)  # type: ignore[arg-type]
    assert not AuditEvent.objects.exists()
    write()


def test_an_event_goes_with_the_transaction_that_is_undone() -> None:
    with transaction.atomic():
        record(by=SAM, at=NOW, event="helpline.contact.read", kind="helpline.contact")
        transaction.set_rollback(True)
    assert not AuditEvent.objects.exists()
    assert not AuditPending.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record(by=SAM, at=NOW, event="helpline.contact.read", kind="helpline.contact")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("statement", ["UPDATE audit_auditevent SET {}", "DELETE FROM audit_auditevent"])
def test_the_database_itself_refuses_to_change_or_remove_an_event(statement: str) -> None:
    write(reason="as it was")
    columns = [f"{c.column} = {c.column}" for c in AuditEvent._meta.concrete_fields if c.column != "reason"]
    for change in columns if "{}" in statement else [""]:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(change))
    assert AuditEvent.objects.get().reason == "as it was"


def test_the_database_itself_refuses_to_change_or_remove_a_seal() -> None:
    AuditSeal.objects.create(seq=1, event_id=RECORD, mac=b"x")
    for statement in ("UPDATE audit_auditseal SET mac = mac", "DELETE FROM audit_auditseal"):
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_a_reason_may_be_sealed_anew_when_keys_rotate() -> None:
    event = write(reason="as it was")
    event.reason = "as it was"
    event.save(update_fields=["reason"])
    event.refresh_from_db()
    assert event.reason == "as it was"


def test_writing_an_event_costs_two_statements(django_assert_num_queries: object) -> None:
    with transaction.atomic(), django_assert_num_queries(2):  # type: ignore[operator]
        record(by=SAM, at=NOW, event="helpline.contact.read", kind="helpline.contact", object_id=RECORD)
