"""Appending events to the chain, in order, under a lock."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from roundel.audit.chain import chain_keys, seal_mac
from roundel.audit.models import AuditActor, AuditEvent, AuditHead, AuditPending, AuditSeal
from roundel.audit.rows import canonical_event
from roundel.kernel import clock

BATCH = 500


def anything_pending() -> bool:
    """Whether an event waits for its seal (asked without a lock)."""
    return _pending().exists()


@transaction.atomic
def seal_pending(limit: int = BATCH) -> int:
    """Seal up to ``limit`` waiting events, oldest first; returns how many.

    The one head row is locked, so that processes which seal at the same time queue behind each other
    (on SQLite the transaction itself is the lock). An event that vanished before it was sealed keeps
    its row among the waiting, where the verification finds it.
    """
    AuditHead.objects.get_or_create(pk=1)
    head = AuditHead.objects.select_for_update().get(pk=1)
    waiting = list(_pending().order_by("event_id").values_list("event_id", flat=True)[:limit])
    if not waiting:
        return 0
    events = AuditEvent.objects.filter(pk__in=waiting).order_by("pk")
    seals = _links(head, events)
    AuditSeal.objects.bulk_create(seals)
    head.sealed_at = clock.now()
    head.save(force_update=True)
    AuditPending.objects.filter(pk__in=[seal.event_id for seal in seals]).delete()
    return len(seals)


def seal_everything() -> int:
    """Seal batch after batch until nothing waits; returns how many."""
    total = 0
    while sealed := seal_pending():
        total += sealed
    return total


def _pending() -> QuerySet[AuditPending]:
    return AuditPending.objects.filter(Exists(AuditEvent.objects.filter(pk=OuterRef("event_id"))))


def _links(head: AuditHead, events: Iterable[AuditEvent]) -> list[AuditSeal]:
    """The next seals, moving ``head`` along; notes every actor that appears."""
    keys, seals, actors = chain_keys(), [], {}
    for event in events:
        mac = seal_mac(keys, bytes(head.mac), head.seq + 1, canonical_event(event), bytes(event.row_mac))
        head.seq, head.mac = head.seq + 1, mac
        seals.append(AuditSeal(seq=head.seq, event_id=event.pk, mac=mac))
        if event.actor_id:
            actors[event.actor_id] = AuditActor(actor_id=event.actor_id, name=event.actor_name)
    AuditActor.objects.bulk_create(
        actors.values(), update_conflicts=True, unique_fields=["actor_id"], update_fields=["name"]
    )
    return seals
