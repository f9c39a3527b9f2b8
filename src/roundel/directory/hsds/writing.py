"""From our entries to the form of HSDS: a page of services, each with its organisation. Nobody is named in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from roundel.directory.entry import CODES, Entry
from roundel.directory.enums import About, Cost, Waiting
from roundel.directory.hsds.shape import (
    AGES,
    AREAS,
    ATTRIBUTES,
    COST,
    JSON,
    LISTS,
    NAMED,
    TAXONOMY,
    TEXTS,
    WAITING,
    element_id,
    is_empty,
    term_id,
)
from roundel.directory.models import Agency, Service
from roundel.directory.queries.writing import entry_of
from roundel.directory.taxonomy import label


def page_of(services: Iterable[Service]) -> dict[str, Any]:
    """One page with all services, as an HSDS address would give it."""
    made = [service_in_hsds(service) for service in services]
    return {
        "total_items": len(made),
        "total_pages": 1,
        "page_number": 1,
        "size": len(made),
        "first_page": True,
        "last_page": True,
        "empty": not made,
        "contents": made,
    }


def service_in_hsds(service: Service) -> JSON:
    """One service. What a file once said and we have no field for is given back beside what we keep."""
    entry, more = entry_of(service), dict(service.more or {})
    state = str(more.pop("status", "inactive")) if service.retired_at else "active"
    more.pop("status", None)
    kept = {name: _elements(more.pop(name, [])) for name in LISTS}
    texts = {theirs: getattr(entry, ours) for ours, theirs in {**TEXTS, **AGES}.items()}
    lists = {name: _named(service, entry, name, kept[name]) for name in NAMED}
    lists |= {
        AREAS: _areas(service, entry, kept[AREAS]),
        ATTRIBUTES: [*_terms(service, entry), *kept[ATTRIBUTES]],
    }
    made: JSON = {
        "id": str(service.pk),
        "organization_id": str(service.agency_id),
        **texts,
        "status": state,
        "assured_date": service.checked_on.isoformat() if service.checked_on else None,
        "last_modified": moment(service.modified_at),
        **lists,
        "organization": organisation_in_hsds(service.agency),
        **more,
    }
    return {name: value for name, value in made.items() if not is_empty(value)}


def organisation_in_hsds(agency: Agency) -> JSON:
    """An organisation. The specification wants a description, be it empty."""
    made: JSON = {"id": str(agency.pk), "name": agency.name, "description": agency.description}
    if agency.website:
        made["website"] = agency.website
    return made | dict(agency.more or {})


def moment(value: dt.datetime) -> str:
    """A moment in milliseconds and universal time."""
    return value.astimezone(dt.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _elements(value: object) -> list[JSON]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _named(service: Service, entry: Entry, name: str, kept: list[JSON]) -> list[JSON]:
    """A list of which we keep the names: an element as it came, if it still is among them; otherwise a plain one."""
    shown, ours, between = NAMED[name]
    came = {str(one.get(shown) or one.get("code")): one for one in kept}
    texts = [text.strip() for text in getattr(entry, ours).split(between.strip()) if text.strip()]
    return [came.get(text) or _plain(service, name, shown, text) for text in texts]


def _plain(service: Service, kind: str, shown: str, text: str) -> JSON:
    return {"id": element_id(service.pk, kind, text), "service_id": str(service.pk), shown: text}


def _areas(service: Service, entry: Entry, kept: list[JSON]) -> list[JSON]:
    came = {str(one.get("name") or one.get("description")): one for one in kept}
    words = [text.strip() for text in entry.area_words.split(";") if text.strip()]
    names = [*(label(About.AREA, code) for code in entry.areas), *words]
    return [came.get(name) or _plain(service, AREAS, "name", name) for name in names]


def _terms(service: Service, entry: Entry) -> list[JSON]:
    """Our coded terms, each as an attribute of the service."""
    coded = [(about.value, code, label(about, code)) for name, about in CODES.items() for code in getattr(entry, name)]
    coded = [one for one in coded if one[0] != About.AREA]
    if entry.cost:
        coded.append((COST, entry.cost, Cost(entry.cost).label))
    if entry.waiting:
        coded.append((WAITING, entry.waiting, Waiting(entry.waiting).label))
    return [_term(service, *one) for one in coded]


def _term(service: Service, kind: str, code: str, words: str) -> JSON:
    return {
        "id": element_id(service.pk, kind, code),
        "link_id": str(service.pk),
        "link_entity": "service",
        "link_type": kind,
        "taxonomy_term_id": term_id(kind, code),
        "taxonomy_term": {
            "id": term_id(kind, code),
            "code": code,
            "name": words,
            "description": words,
            "taxonomy": TAXONOMY,
        },
    }
