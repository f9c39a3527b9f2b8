"""One entry or one agency as its page shows it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.directory import rules
from roundel.directory.entry import Entry, changes
from roundel.directory.models import Agency, EarlierEntry, Service, ServiceCheck
from roundel.directory.queries.lists import PAGE, Seen, seen_of
from roundel.directory.queries.writing import entry_of
from roundel.directory.rules import KIND
from roundel.kernel.errors import NotFound

MOST_HISTORY = 30


def visible_to(asker: Asker) -> QuerySet[Service]:
    """The entries that the asker may see; every read of entries begins here."""
    return scopes.visible(asker, KIND, Service.objects.all())


def get_service(asker: Asker, service_id: uuid.UUID) -> Service:
    """The entry with this id, or a refusal."""
    people = ("agency", "checked_by", "added_by", "retired_by")
    return scopes.get_visible(asker, KIND, Service.objects.select_related(*people), pk=service_id)


def get_service_to_change(asker: Asker, service_id: uuid.UUID) -> tuple[Service, Entry]:
    """An entry in use with what is written in it, for its form."""
    service = get_service(asker, service_id)
    rules.check_may_change(asker, service)
    return service, entry_of(service)


@dataclass(frozen=True)
class Change:
    """What was written over: when, by whom, and what stood there. ``rows`` are label, before and after."""

    version: int
    at: dt.datetime
    by: str
    rows: list[tuple[str, str, str]]


@dataclass(frozen=True)
class ServicePage:
    """Everything on an entry's page. Checks and changes are the newest ones."""

    seen: Seen
    entry: Entry
    checks: list[ServiceCheck]
    changes: list[Change]


def read_service(asker: Asker, service_id: uuid.UUID, *, today: dt.date) -> ServicePage:
    """The page of an entry. Queries do not grow with its history."""
    service = get_service(asker, service_id)
    seen, entry = seen_of(service, today), entry_of(service)
    return ServicePage(
        seen=seen,
        entry=entry,
        checks=list(service.checks.select_related("checked_by").order_by("-checked_at", "-id")[:MOST_HISTORY]),
        changes=_changes(service, entry),
    )


def _changes(service: Service, now: Entry) -> list[Change]:
    """Each earlier version compared with the one that followed it, newest first."""
    found, after = [], now
    earlier = service.earlier_entries.select_related("replaced_by").order_by("-version")
    for one in earlier[:MOST_HISTORY]:
        before = _entry_in(one)
        found.append(Change(one.version, one.replaced_at, one.replaced_by.name, changes(before, after)))
        after = before
    return found


def _entry_in(earlier: EarlierEntry) -> Entry:
    return Entry.from_data(earlier.content)


@dataclass(frozen=True)
class AgencyPage:
    """An agency with a page of its services, in use and out of use."""

    agency: Agency
    services: Page[Service]
    shown: list[Seen]


def get_agency(asker: Asker, agency_id: uuid.UUID) -> Agency:
    """The agency with this id, for those who use the directory."""
    rules.check_may_view(asker)
    found = Agency.objects.select_related("changed_by").filter(pk=agency_id).first()
    if found is None:
        raise NotFound
    return found


def read_agency(asker: Asker, agency_id: uuid.UUID, *, today: dt.date, page: str | int = 1) -> AgencyPage:
    """The page of an agency, what is in use first."""
    agency = get_agency(asker, agency_id)
    mine = visible_to(asker).filter(agency=agency).select_related("agency").prefetch_related("codes")
    found = Paginator(mine.order_by("retired_at", "name", "id"), PAGE).get_page(page)
    return AgencyPage(agency, found, [seen_of(service, today) for service in found.object_list])
