"""Reading the audit. Every query begins with who asks."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import dataclass

from django.db.models import Count, Max, Min, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from roundel.audit.enums import Nature, Via
from roundel.audit.models import AuditActor, AuditEvent, AuditHead, AuditPending
from roundel.audit.registry import names_of
from roundel.audit.rules import Auditor, check_may_view, may_view
from roundel.audit.unusual import BASELINE, Seen, Unusual, find_unusual
from roundel.design.words import date_words, datetime_words
from roundel.kernel.work import Urgency, WorkItem

PAGE_SIZE = 50
VERIFIED, WHOLE = "audit.chain.verified", "whole"
VERIFIED_WITHIN = READ_WITHIN = dt.timedelta(days=7)
SEALED_WITHIN = dt.timedelta(minutes=5)
MOST_COMPARED = 300_000
RESTRICTED = '"restricted":true'
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
        Seen(
            actor_id=actor,
            actor_name=name,
            at=at.astimezone(zone),
            kind=kind,
            object_id=record,
            reference=reference,
            is_look=event in looks,
            by_emergency=via == Via.BREAK_GLASS,
            restricted=RESTRICTED in detail,
        )
        for actor, name, at, kind, record, reference, event, via, detail in reversed(rows)
        if actor and record
    ]
    return find_unusual(seen, since.astimezone(zone))


def chain_state(asker: Auditor) -> ChainState:
    """How far the chain reaches and when it was last verified."""
    last = _latest(asker, event=VERIFIED)
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


def work_queue(asker: Auditor, at: dt.datetime) -> list[WorkItem]:
    """What needs the auditor now: a chain broken, not sealed or not verified; unusual looks unread for a week."""
    if not may_view(asker):
        return []
    items = (_chain_item(asker, at), _sealing_item(at), _unusual_item(asker, at))
    return [item for item in items if item]


def _chain_item(asker: Auditor, at: dt.datetime) -> WorkItem | None:
    state = chain_state(asker)
    what, action, url = "The audit chain", "See the state of the chain", reverse("audit:chain")
    if state.found not in {"", WHOLE}:
        why = "the last verification found that it is not whole"
        return WorkItem(Urgency.OVERDUE, what, why, action, url, state.verified_at or at)
    if state.verified_at is None:
        return WorkItem(Urgency.TODAY, what, "it has never been verified", action, url, at)
    if at - state.verified_at > VERIFIED_WITHIN:
        why = f"it was last verified on {date_words(state.verified_at)}"
        return WorkItem(Urgency.TODAY, what, why, action, url, state.verified_at)
    return None


def _sealing_item(at: dt.datetime) -> WorkItem | None:
    """Events that wait much longer than sealing takes: the server or its worker needs looking at."""
    waiting = AuditEvent.objects.filter(pk__in=AuditPending.objects.values("event_id"))
    first = waiting.aggregate(at=Min("recorded_at"))["at"]
    if first is None or at - first <= SEALED_WITHIN:
        return None
    why = f"events have waited for their seal since {datetime_words(first)}"
    url = reverse("audit:chain")
    return WorkItem(Urgency.OVERDUE, "The audit chain", why, "See the state of the chain", url, first)


def _unusual_item(asker: Auditor, at: dt.datetime) -> WorkItem | None:
    last = _latest(asker, event="audit.unusual.viewed", actor_id=asker.user_id)
    if last and at - last.happened_at <= READ_WITHIN:
        return None
    why = f"you last read them on {date_words(last.happened_at)}" if last else "you have not read them yet"
    url = reverse("audit:unusual")
    return WorkItem(Urgency.SOON, "Unusual looks", why, "Read them", url, last.happened_at if last else at)


def _latest(asker: Auditor, **which: object) -> AuditEvent | None:
    return visible_to(asker).filter(**which).order_by(*_ORDER).first()


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
