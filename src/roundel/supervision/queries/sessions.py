"""Supervision sessions: read by the two who sat in them, and by nobody else."""

from __future__ import annotations

import datetime as dt
import uuid

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.kernel.errors import NotFound
from roundel.supervision import rules
from roundel.supervision.models import SupervisionSession
from roundel.supervision.rules import SESSION_KIND

PAGE = 25


def visible_to(asker: Asker) -> QuerySet[SupervisionSession]:
    """The sessions that the asker sat in."""
    records = SupervisionSession.objects.select_related("supervisor", "practitioner")
    return scopes.visible(asker, SESSION_KIND, records)


def list_sessions(asker: Asker, *, at: dt.datetime, page: str | int = 1) -> Page[SupervisionSession]:
    """The asker's sessions, newest first; what was agreed is not read here. The look is recorded."""
    rules.check_may_enter(asker)
    found = visible_to(asker).defer("agreed", "withdrawn_reason").order_by("-held_on", "-id")
    shown = Paginator(found, PAGE).get_page(page)
    detail: dict[str, str | int | bool] = {"list": "sessions", "shown": len(shown.object_list)}
    audit.record_look(by=asker, at=at, event="supervision.list.read", kind="supervision.list", detail=detail)
    return shown


def get_session(asker: Asker, session_id: uuid.UUID) -> SupervisionSession:
    """One session that the asker sat in; to be withdrawn, not to be shown."""
    found = visible_to(asker).filter(pk=session_id).first()
    if found is None:
        raise NotFound
    return found


def read_session(asker: Asker, *, at: dt.datetime, session_id: uuid.UUID) -> SupervisionSession:
    """One session with what was agreed. The look is recorded."""
    found = get_session(asker, session_id)
    audit.record_look(by=asker, at=at, event="supervision.session.read", kind=SESSION_KIND, object_id=found.pk)
    return found


def next_dates(asker: Asker, until: dt.date) -> list[SupervisionSession]:
    """The last session of each pair that the asker is one of, if the next is due until this day."""
    later = SupervisionSession.objects.filter(
        Q(held_on__gt=OuterRef("held_on")) | Q(held_on=OuterRef("held_on"), recorded_at__gt=OuterRef("recorded_at")),
        supervisor=OuterRef("supervisor"),
        practitioner=OuterRef("practitioner"),
        withdrawn_at__isnull=True,
    )
    due = visible_to(asker).filter(withdrawn_at__isnull=True, next_on__lte=until).filter(~Exists(later))
    return list(due.order_by("next_on", "id")[:50])
