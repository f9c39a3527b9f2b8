"""Reading the audit. Every query begins with who asks."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils import timezone

from roundel.audit.enums import Nature, Via
from roundel.audit.models import AuditActor, AuditEvent, AuditHead, AuditPending
from roundel.audit.registry import names_of
from roundel.audit.rules import Auditor, check_may_view
from roundel.audit.unusual import BASELINE, Seen, Unusual, find_unusual

PAGE_SIZE = 50
MOST_COMPARED = 300_000
_ORDER = ("-happened_at", "-id")


@dataclass(frozen=True)
class Filters:
    """What the auditor asked for; None is everything."""

    actor_id: uuid.UUID | None = None
    event: str = ""
    nature: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None


@dataclass(frozen=True)
class EventPage:
    """Some events, newest first, and where the older ones begin."""

    events: tuple[AuditEvent, ...]
    older: str | None


@dataclass(frozen=True)
class Looker:
    """One person who had to do with a record: how often he looked, and when."""

    actor_id: uuid.UUID | None
    name: str
    looks: int
    changes: int
    first: dt.datetime
    last: dt.datetime


@dataclass(frozen=True)
class ChainState:
    """The state of the chain for a page: its head, what waits, and the last verification."""

    seq: int
    mac: str
    sealed_at: dt.datetime | None
    waiting: int
    verified_at: dt.datetime | None
    verified_seq: int
    found: str


def visible_to(asker: Auditor) -> QuerySet[AuditEvent]:
    """All events, for those who may read the audit; raises Refused for everybody else."""
    check_may_view(asker)
    return AuditEvent.objects.all()


def events(asker: Auditor, filters: Filters, before: str = "") -> EventPage:
    """Events by person, event and period, newest first."""
    found = visible_to(asker)
    if filters.actor_id:
        found = found.filter(actor_id=filters.actor_id)
    if filters.event:
        found = found.filter(event=filters.event)
    if filters.nature:
        found = found.filter(event__in=names_of(Nature(filters.nature)))
    if filters.since:
        found = found.filter(happened_at__gte=filters.since)
    if filters.until:
        found = found.filter(happened_at__lt=filters.until)
    return _page(found, before)


def events_for_record(asker: Auditor, kind: str, object_id: uuid.UUID, before: str = "") -> EventPage:
    """Who looked at this record and who changed it, newest first."""
    return _page(visible_to(asker).filter(kind=kind, object_id=object_id), before)


def lookers(asker: Auditor, kind: str, object_id: uuid.UUID) -> list[Looker]:
    """Everybody who had to do with this record, the latest first."""
    looks, changes = names_of(Nature.LOOK), names_of(Nature.CHANGE)
    rows = (
        visible_to(asker)
        .filter(kind=kind, object_id=object_id)
        .values_list("actor_id")
        .annotate(
            name=Max("actor_name"),
            looks=Count("id", filter=Q(event__in=looks)),
            changes=Count("id", filter=Q(event__in=changes)),
            first=Min("happened_at"),
            last=Max("happened_at"),
        )
        .order_by("-last", "actor_id")
    )
    return [Looker(*row) for row in rows]


def events_by_actor(asker: Auditor, actor_id: uuid.UUID, before: str = "") -> EventPage:
    """What this person looked at and did, newest first."""
    return _page(visible_to(asker).filter(actor_id=actor_id), before)


def actors(asker: Auditor) -> list[tuple[uuid.UUID, str]]:
    """Everybody who appears in the audit, by name."""
    check_may_view(asker)
    return list(AuditActor.objects.order_by("name", "actor_id").values_list("actor_id", "name"))


def actor_name(asker: Auditor, actor_id: uuid.UUID) -> str | None:
    """What this person was last called; None if he does not appear in the audit."""
    latest = visible_to(asker).filter(actor_id=actor_id).order_by(*_ORDER)
    return latest.values_list("actor_name", flat=True).first()


def unusual_looks(asker: Auditor, since: dt.datetime) -> list[Unusual]:
    """Looks since then that are worth asking about, each with its reason in words (see ``unusual``)."""
    looks = names_of(Nature.LOOK)
    rows = (
        visible_to(asker)
        .filter(happened_at__gte=since - BASELINE, actor_id__isnull=False, object_id__isnull=False)
        .filter(event__in=looks | names_of(Nature.CHANGE))
        .order_by(*_ORDER)
        .values_list(
            "actor_id", "actor_name", "happened_at", "kind", "object_id", "reference", "event", "via", "detail"
        )[:MOST_COMPARED]
    )
    zone = timezone.get_current_timezone()
    seen = [
        Seen(actor, name, at.astimezone(zone), kind, record, reference, event in looks, via == Via.BREAK_GLASS,
             '"restricted":true' in detail)
        for actor, name, at, kind, record, reference, event, via, detail in reversed(rows)
    ]  # fmt: skip
    return find_unusual(seen, since.astimezone(zone))


def chain_state(asker: Auditor) -> ChainState:
    """How far the chain reaches and when it was last verified."""
    last = visible_to(asker).filter(event="audit.chain.verified").order_by(*_ORDER).first()
    head = AuditHead.objects.filter(pk=1).first() or AuditHead()
    result = json.loads(last.detail) if last else {}
    return ChainState(
        seq=head.seq,
        mac=bytes(head.mac).hex(),
        sealed_at=head.sealed_at,
        waiting=AuditPending.objects.count(),
        verified_at=last.happened_at if last else None,
        verified_seq=result.get("seq", 0),
        found=result.get("found", ""),
    )


def _page(found: QuerySet[AuditEvent], before: str) -> EventPage:
    """A page of events by keyset: as fast at the millionth event as at the first."""
    place = _place(before)
    if place:
        at, event_id = place
        found = found.filter(happened_at__lte=at).exclude(happened_at=at, id__gte=event_id)
    rows = tuple(found.order_by(*_ORDER)[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    return EventPage(shown, _name_place(shown[-1]) if len(rows) > PAGE_SIZE else None)


def _name_place(event: AuditEvent) -> str:
    return f"{event.happened_at.astimezone(dt.UTC).strftime('%Y%m%dT%H%M%S.%f')}-{event.id.hex}"


def _place(before: str) -> tuple[dt.datetime, uuid.UUID] | None:
    """Where a page begins; None, the newest page, for anything that is no place."""
    try:
        at, _, event_id = before.partition("-")
        return dt.datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=dt.UTC), uuid.UUID(event_id)
    except ValueError:
        return None
