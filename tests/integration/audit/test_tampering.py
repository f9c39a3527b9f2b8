"""Whoever owns the database can change anything. Every change is found, and the first one is named."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Any

import pytest
from django.db import connection

from roundel.audit.anchors import current_anchor
from roundel.audit.models import AuditEvent, AuditHead, AuditPending, AuditSeal
from roundel.audit.sealing import seal_everything, seal_pending
from roundel.audit.verification import Report, verify
from roundel.kernel import clock
from roundel.kernel.fields import sealed_field
from roundel.kernel.ids import new_id
from tests.integration.audit.writing import db_id, unguarded, write, write_several
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db


def checked(**more: Any) -> Report:
    return verify(at=clock.now(), **more)


def problem(**more: Any) -> tuple[int | None, str]:
    found = checked(**more).problem
    assert found is not None
    return found.seq, found.what


def sealed_events(count: int = 5) -> list[Any]:
    """The ids of events, each with a reason, in their order in the chain."""
    for number in range(count):
        write(object_id=new_id(), detail={"n": number + 10}, reason="asked to")
    seal_everything()
    return list(AuditSeal.objects.order_by("seq").values_list("event_id", flat=True))


def test_an_empty_audit_is_whole() -> None:
    assert checked() == Report(0, 0, bytes(32), 0, None)


def test_an_untouched_chain_is_whole() -> None:
    sealed_events()
    report = checked()
    assert (report.checked, report.problem, report.waiting) == (5, None, 0)
    assert report.mac == bytes(AuditHead.objects.get().mac)


def test_batches_join_without_a_seam() -> None:
    write_several(7)
    assert [seal_pending(3), seal_pending(3), seal_pending(3), seal_pending(3)] == [3, 3, 1, 0]
    assert checked().problem is None


OTHER: dict[str, Any] = {
    "happened_at": NOW - dt.timedelta(days=1),
    "recorded_at": NOW - dt.timedelta(microseconds=1),
    "actor_id": new_id(),
    "actor_name": "Somebody Else",
    "event": "helpline.contact.saved",
    "kind": "helpline.list",
    "object_id": new_id(),
    "reference": "H-AAAA-AA",
    "reason": None,
    "detail": '{"n":3}',
    "via": "break_glass",
    "row_mac": b"x" * 32,
}


def test_the_example_covers_every_column() -> None:
    assert set(OTHER) | {"id"} == {field.column for field in AuditEvent._meta.concrete_fields}


@pytest.mark.parametrize("column", sorted(OTHER))
@pytest.mark.parametrize("row", [1, 3, 5])
def test_a_change_of_any_column_of_any_row_is_found(column: str, row: int) -> None:
    ids = sealed_events()
    with unguarded():
        AuditEvent.objects.filter(pk=ids[row - 1]).update(**{column: OTHER[column]})
    assert problem() == (row, "changed")
    assert checked().seq == row - 1


@pytest.mark.parametrize("column", ["actor_id", "object_id"])
def test_taking_an_id_away_is_found(column: str) -> None:
    ids = sealed_events()
    with unguarded():
        AuditEvent.objects.filter(pk=ids[1]).update(**{column: None})
    assert problem() == (2, "changed")


def test_another_reason_sealed_with_the_right_keys_is_found() -> None:
    """Even somebody with the content keys, which the audit key is not among, cannot put words into a reason."""
    ids = sealed_events()
    other = sealed_field(AuditEvent, "reason").seal("idle curiosity", ids[2])
    with unguarded() as cursor:
        cursor.execute("UPDATE audit_auditevent SET reason = %s WHERE id = %s", [other.token, db_id(ids[2])])
    assert problem() == (3, "changed")


def test_a_reason_that_does_not_open_is_found() -> None:
    ids = sealed_events()
    with unguarded() as cursor:
        cursor.execute("UPDATE audit_auditevent SET reason = %s WHERE id = %s", [b"rubbish", db_id(ids[2])])
    assert problem() == (3, "changed")


def test_the_same_reason_sealed_anew_is_no_change() -> None:
    ids = sealed_events()
    again = sealed_field(AuditEvent, "reason").seal("asked to", ids[2])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE audit_auditevent SET reason = %s WHERE id = %s", [again.token, db_id(ids[2])])
    assert checked().problem is None


@pytest.mark.parametrize("row", [1, 3, 5])
def test_a_removed_event_is_found(row: int) -> None:
    ids = sealed_events()
    with unguarded():
        AuditEvent.objects.filter(pk=ids[row - 1]).delete()
    assert problem() == (row, "missing")


@pytest.mark.parametrize("row", [1, 3])
def test_an_event_removed_with_its_seal_is_found(row: int) -> None:
    ids = sealed_events()
    with unguarded():
        AuditEvent.objects.filter(pk=ids[row - 1]).delete()
        AuditSeal.objects.filter(seq=row).delete()
    assert problem() == (row, "missing")


def test_an_event_removed_and_the_rest_moved_up_is_found() -> None:
    ids = sealed_events()
    with unguarded():
        AuditEvent.objects.filter(pk=ids[1]).delete()
        AuditSeal.objects.filter(seq=2).delete()
        for seq in (3, 4, 5):
            AuditSeal.objects.filter(seq=seq).update(seq=seq - 1)
        AuditHead.objects.update(seq=4)
    assert problem() == (2, "out of order")


def test_two_events_that_changed_places_are_found() -> None:
    ids = sealed_events()
    with unguarded():
        AuditSeal.objects.filter(seq=2).update(event_id=new_id())
        AuditSeal.objects.filter(seq=3).update(event_id=ids[1])
        AuditSeal.objects.filter(seq=2).update(event_id=ids[2])
    assert problem() == (2, "out of order")


def test_two_rows_that_changed_their_contents_are_found() -> None:
    ids = sealed_events()
    one, other = AuditEvent.objects.filter(pk__in=ids[:2]).order_by("pk")
    with unguarded():
        AuditEvent.objects.filter(pk=one.pk).update(
            detail=other.detail, object_id=other.object_id, row_mac=other.row_mac
        )
        AuditEvent.objects.filter(pk=other.pk).update(detail=one.detail, object_id=one.object_id, row_mac=one.row_mac)
    assert problem() == (1, "changed")


def test_a_changed_seal_is_found() -> None:
    sealed_events()
    with unguarded():
        AuditSeal.objects.filter(seq=4).update(mac=b"y" * 32)
    assert problem() == (4, "out of order")


def test_an_event_from_elsewhere_slipped_in_is_found() -> None:
    """A whole true event, copied under a new id, without the key to make its MAC."""
    ids = sealed_events()
    copy = AuditEvent.objects.get(pk=ids[0])
    copy.pk = new_id()
    copy.save(force_insert=True)
    found = checked().problem
    assert found is not None
    assert (found.what, found.event_id) == ("changed", copy.pk.hex)


def test_a_chain_cut_short_is_found_by_its_head() -> None:
    ids = sealed_events()
    with unguarded():
        AuditEvent.objects.filter(pk__in=ids[3:]).delete()
        AuditSeal.objects.filter(seq__gt=3).delete()
    assert problem() == (4, "truncated")


def test_a_chain_cut_short_together_with_its_head_is_found_by_an_anchor() -> None:
    ids = sealed_events()
    anchor = current_anchor(at=NOW)
    with unguarded():
        AuditEvent.objects.filter(pk__in=ids[3:]).delete()
        AuditSeal.objects.filter(seq__gt=3).delete()
        AuditHead.objects.update(seq=3, mac=AuditSeal.objects.get(seq=3).mac)
    assert checked().problem is None  # consistent in itself: this is what the anchor is for
    assert problem(anchors=[anchor]) == (4, "truncated")


def test_a_database_put_back_and_carried_on_is_found_by_an_anchor() -> None:
    """Roll-back: an old copy, in which work then went on past the anchor, with the right keys."""
    ids = sealed_events()
    anchor = current_anchor(at=NOW)
    with unguarded():
        AuditEvent.objects.filter(pk__in=ids[3:]).delete()
        AuditSeal.objects.filter(seq__gt=3).delete()
        AuditHead.objects.update(seq=3, mac=AuditSeal.objects.get(seq=3).mac)
    write_several(4)
    seal_everything()
    assert checked().problem is None
    assert problem(anchors=[anchor]) == (5, "rewritten")


def test_an_emptied_audit_is_found_by_its_head_and_by_an_anchor() -> None:
    sealed_events()
    anchor = current_anchor(at=NOW)
    with unguarded():
        AuditEvent.objects.all().delete()
        AuditSeal.objects.all().delete()
    assert problem() == (1, "truncated")
    AuditHead.objects.all().delete()
    assert checked().problem is None
    assert problem(anchors=[anchor]) == (1, "truncated")


def test_a_head_that_was_put_back_is_found() -> None:
    sealed_events()
    AuditHead.objects.update(seq=3, mac=AuditSeal.objects.get(seq=3).mac)
    assert problem() == (5, "head")


def test_a_whole_chain_made_anew_without_the_key_is_found() -> None:
    """The strongest hand: rewrites an event, its MAC and every seal after it, with a key of his own."""
    ids = sealed_events()
    with unguarded():
        previous = bytes(32)
        for seq, pk in enumerate(ids, start=1):
            mac = hmac.digest(b"guessed", previous + pk.bytes, hashlib.sha256)
            AuditEvent.objects.filter(pk=pk).update(actor_name="Nobody", row_mac=mac)
            AuditSeal.objects.filter(seq=seq).update(mac=mac)
            previous = mac
        AuditHead.objects.update(mac=previous)
    assert problem() == (1, "changed")


def test_a_change_before_the_seal_is_found() -> None:
    """The window between commit and seal: the event has carried its own MAC from the beginning."""
    event = write()
    with unguarded():
        AuditEvent.objects.update(actor_name="Nobody")
    found = checked().problem
    assert found is not None
    assert (found.what, found.event_id) == ("changed", event.pk.hex)
    seal_everything()
    assert problem() == (1, "changed")


def test_a_removal_before_the_seal_is_found() -> None:
    event = write()
    write()
    with unguarded():
        AuditEvent.objects.filter(pk=event.pk).delete()
    assert seal_everything() == 1
    found = checked().problem
    assert found is not None
    assert (found.what, found.event_id) == ("missing", event.pk.hex)


def test_an_event_that_was_kept_from_its_seal_is_found() -> None:
    with clock.frozen(clock.now() - dt.timedelta(minutes=2)):
        event = write()
    AuditPending.objects.all().delete()
    assert seal_everything() == 0
    found = checked().problem
    assert found is not None
    assert (found.what, found.event_id) == ("unsealed", event.pk.hex)


def test_what_was_written_just_now_may_wait() -> None:
    write()
    report = checked()
    assert (report.problem, report.waiting) == (None, 1)


@pytest.mark.parametrize("column", ["happened_at", "detail", "actor_id", "row_mac", "kind"])
def test_rubbish_of_another_type_does_not_stop_the_verification(column: str) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("only SQLite keeps a value of another type than its column's")
    ids = sealed_events()
    with unguarded() as cursor:
        for rubbish in (b"\xff\xfe", 12, "x"):
            cursor.execute(f"UPDATE audit_auditevent SET {column} = %s WHERE id = %s", [rubbish, db_id(ids[1])])
            assert problem() == (2, "changed")
