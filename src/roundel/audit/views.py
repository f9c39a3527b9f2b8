"""Pages for the auditor: who, when, which reference, why; never what a record says.

Each page is itself recorded, before it is shown.
"""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from roundel.audit import queries
from roundel.audit.actions import record_look
from roundel.audit.forms import EventFilterForm
from roundel.audit.presenters import line
from roundel.audit.registry import all_kinds
from roundel.audit.rules import Auditor
from roundel.kernel import clock
from roundel.kernel.errors import NotFound

PERIODS = {"1": "the last day", "7": "the last 7 days", "28": "the last 28 days"}
USUAL_PERIOD = "7"


class AuditRequest(HttpRequest):
    """A request with ``asker``. For type checking only; the layer above puts it there."""

    asker: Auditor


@require_safe
def events(request: AuditRequest) -> HttpResponse:
    """Everything, filtered by person, event and period."""
    form = EventFilterForm(request.GET or None, actors=queries.actors(request.asker))
    page = queries.events(request.asker, form.filters(), request.GET.get("before", ""))
    record_look(by=request.asker, at=clock.now(), event="audit.list.viewed")
    return render(request, "audit/events.html", {"form": form, **_listing(request, page)})


@require_safe
def record(request: AuditRequest, kind: str, object_id: uuid.UUID) -> HttpResponse:
    """Who looked at this record."""
    page = queries.events_for_record(request.asker, kind, object_id, request.GET.get("before", ""))
    if kind not in all_kinds():
        raise NotFound
    reference = page.events[0].reference if page.events else ""
    people = queries.lookers(request.asker, kind, object_id)
    record_look(
        by=request.asker,
        at=clock.now(),
        event="audit.record.viewed",
        kind=kind,
        object_id=object_id,
        reference=reference,
    )
    context = {"thing": all_kinds()[kind], "reference": reference, "people": people, **_listing(request, page)}
    return render(request, "audit/record.html", context)


@require_safe
def person(request: AuditRequest, actor_id: uuid.UUID) -> HttpResponse:
    """What this person looked at."""
    name = queries.actor_name(request.asker, actor_id)
    if name is None:
        raise NotFound
    page = queries.events_by_actor(request.asker, actor_id, request.GET.get("before", ""))
    record_look(by=request.asker, at=clock.now(), event="audit.person.viewed", kind="audit.person", object_id=actor_id)
    return render(request, "audit/person.html", {"name": name, **_listing(request, page)})


@require_safe
def unusual(request: AuditRequest) -> HttpResponse:
    """Looks worth asking about, each with its reason."""
    moment, days = clock.now(), request.GET.get("days", USUAL_PERIOD)
    days = days if days in PERIODS else USUAL_PERIOD
    found = queries.unusual_looks(request.asker, moment - dt.timedelta(days=int(days)))
    record_look(by=request.asker, at=moment, event="audit.unusual.viewed")
    return render(
        request, "audit/unusual.html", {"found": found, "days": days, "periods": PERIODS, "kinds": all_kinds()}
    )


@require_safe
def chain(request: AuditRequest) -> HttpResponse:
    """How far the chain reaches, and when it was last verified."""
    state = queries.chain_state(request.asker)
    record_look(by=request.asker, at=clock.now(), event="audit.chain.viewed", kind="audit.chain")
    return render(request, "audit/chain.html", {"state": state})


def _listing(request: AuditRequest, page: queries.EventPage) -> dict[str, object]:
    """What the list of events needs: its lines, and the addresses of the older and the newest ones."""
    return {
        "lines": [line(event) for event in page.events],
        "older": _address(request.GET, page.older) if page.older else None,
        "newest": _address(request.GET, None) if request.GET.get("before") else None,
    }


def _address(query: QueryDict, before: str | None) -> str:
    changed = query.copy()
    changed.pop("before", None)
    if before:
        changed["before"] = before
    return f"?{changed.urlencode()}"
