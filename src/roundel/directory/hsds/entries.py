"""From the services of a file to our entries, with all that does not fit, and all that we have no place for."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from roundel.directory import fitting
from roundel.directory.entry import CODES, Entry
from roundel.directory.enums import About, Cost, Waiting
from roundel.directory.hsds.reading import MOST_PROBLEMS, BadFile, Problem
from roundel.directory.hsds.shape import (
    AGENCY,
    AGES,
    AREAS,
    ATTRIBUTES,
    COST,
    JSON,
    KINDS,
    LISTS,
    NAMED,
    STATES,
    TAXONOMY,
    TEXTS,
    WAITING,
    is_empty,
)
from roundel.directory.taxonomy import newest
from roundel.kernel.crypto import normalise
from roundel.kernel.texts import kept_text

DATES = ("assured_date", "last_modified")
READ = frozenset({"id", "organization_id", "organization", "status", *TEXTS.values(), *AGES.values(), *LISTS, *DATES})
OFFERED: Mapping[str, tuple[str, ...]] = {COST: tuple(Cost.values), WAITING: tuple(Waiting.values)}
# The fields of an element that say nothing beyond where it belongs.
PLACING = frozenset({"id", "service_id", "name", "number"})


@dataclass(frozen=True)
class Organisation:
    """An organisation as a file names it; ``more`` is what we have no field for."""

    id: uuid.UUID
    name: str
    description: str = ""
    website: str = ""
    more: JSON = field(default_factory=dict)


@dataclass(frozen=True)
class Incoming:
    """One service of a file: our entry, and what goes with it. ``more`` is what we have no field for."""

    id: uuid.UUID
    organisation: Organisation
    entry: Entry
    status: str
    checked_on: dt.date | None
    modified_at: dt.datetime | None
    more: JSON


@dataclass
class Reader:
    """Reads one file: gathers problems and the names of fields that are kept as they are."""

    today: dt.date
    problems: list[Problem] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    organisations: dict[uuid.UUID, Organisation] = field(default_factory=dict)
    ids: set[uuid.UUID] = field(default_factory=set)

    def read(self, services: list[JSON]) -> list[Incoming]:
        """Every service; BadFile with all problems if there is one."""
        for place, service in enumerate(services):
            self._organisation(service.get("organization"), f"services[{place}].organization")
        found = [self._service(service, f"services[{place}]") for place, service in enumerate(services)]
        if self.problems:
            raise BadFile(*self.problems[:MOST_PROBLEMS])
        return [one for one in found if one is not None]

    # -- organisations

    def _organisation(self, value: object, place: str) -> None:
        if is_empty(value):
            return
        if not isinstance(value, dict):
            self._problem(place, "This must be an object.")
            return
        key = self._id(value, place)
        texts = {ours: self._text(value, theirs, place) for ours, theirs in AGENCY.items()}
        self._check_organisation(texts, place)
        if key is None:
            return
        made = Organisation(key, **texts, more=self._rest(value, {"id", *AGENCY.values()}, "organization"))
        known = self.organisations.setdefault(key, made)
        if (known.name, known.description, known.website) != (made.name, made.description, made.website):
            self._problem(place, "The same organisation is written in another way further up in the file.")

    def _check_organisation(self, texts: Mapping[str, str], place: str) -> None:
        if not texts["name"]:
            self._problem(f"{place}.name", "An organisation needs a name.")
        for name, most in (("name", 200), ("description", 2_000), ("website", 500)):
            if len(texts[name]) > most:
                self._problem(f"{place}.{name}", f"This is longer than {most:,} characters.")
        if texts["website"] and not fitting.is_web_address(texts["website"]):
            self._problem(f"{place}.website", fitting.WEB_ADDRESS)

    def _organisation_of(self, service: JSON, place: str) -> Organisation | None:
        inner = service.get("organization")
        told = inner.get("id") if isinstance(inner, dict) else service.get("organization_id")
        found = self.organisations.get(_uuid(told)) if told else None  # type: ignore[arg-type]
        if found is None and not isinstance(inner, dict):
            self._problem(f"{place}.organization", "The organisation that runs the service is missing.")
        return found

    # -- services

    def _service(self, service: JSON, place: str) -> Incoming | None:
        key, organisation = self._id(service, place), self._organisation_of(service, place)
        if key is not None and key in self.ids:
            self._problem(f"{place}.id", "Two services in this file have this id.")
        texts = {ours: self._text(service, theirs, place) for ours, theirs in TEXTS.items()}
        ages = {ours: self._age(service, theirs, place) for ours, theirs in AGES.items()}
        lists = {name: self._list(service, name, place) for name in LISTS}
        checked, modified = self._day(service, place), self._moment(service, place)
        status = self._text(service, "status", place) or "active"
        if status not in STATES:
            self._problem(f"{place}.status", f"This must be one of: {', '.join(STATES)}.")
        more = self._rest(service, READ, "service")
        named = organisation.name if organisation else ""
        plain = Entry(agency=named, **texts, **ages)  # type: ignore[arg-type]
        entry = self._fitting(self._with_lists(plain, lists, more), place)
        if status not in ("active", "inactive"):
            more["status"] = status
        if key is None or organisation is None:
            return None
        self.ids.add(key)
        return Incoming(key, organisation, entry, status, checked, modified, more)

    def _fitting(self, entry: Entry, place: str) -> Entry:
        """The entry as it may be kept; what does not fit is a problem. A need is not asked for: others have none."""
        kept = fitting.kept(entry)
        for name, message in fitting.problems(kept):
            if name not in ("needs", "agency"):
                self._problem(f"{place}.{TEXTS.get(name) or AGES.get(name) or name}", message)
        return kept

    def _with_lists(self, entry: Entry, lists: Mapping[str, list[JSON]], more: JSON) -> Entry:
        for name, (shown, ours, between) in NAMED.items():
            told = [str(one.get(shown) or one.get("code") or "") for one in lists[name]]
            shown_here: dict[str, Any] = {ours: between.join(text for text in told if text)}
            entry = replace(entry, **shown_here)
            self._keep(more, name, [one for one in lists[name] if self._says_more(one, name)])
        return self._with_terms(self._with_areas(entry, lists[AREAS], more), lists[ATTRIBUTES], more)

    def _with_areas(self, entry: Entry, areas: list[JSON], more: JSON) -> Entry:
        known, words = set(), []
        for one in areas:
            name = str(one.get("name") or one.get("description") or "")
            code = _code_named(About.AREA, name)
            if code:
                known.add(code)
            elif name:
                words.append(name)
        self._keep(more, AREAS, [one for one in areas if self._says_more(one, AREAS)])
        return replace(entry, areas=tuple(known), area_words="; ".join(words))

    def _with_terms(self, entry: Entry, attributes: list[JSON], more: JSON) -> Entry:
        """Our own terms by code; another taxonomy's by their words, where they say the same as one of our needs."""
        ours: dict[str, set[str]] = {kind: set() for kind in KINDS}
        others = []
        for one in attributes:
            kind, code = _ours(one)
            if kind:
                ours[kind].add(code)
                continue
            others.append(one)
            ours[About.NEED].add(_code_named(About.NEED, _term(one).get("name")) or "")
        self._keep(more, ATTRIBUTES, others)
        codes: dict[str, Any] = {name: tuple(ours[about] - {""}) for name, about in CODES.items() if name != "areas"}
        return replace(entry, **codes, cost=max(ours[COST], default=""), waiting=max(ours[WAITING], default=""))

    # -- values

    def _id(self, value: JSON, place: str) -> uuid.UUID | None:
        told = value.get("id")
        if is_empty(told):
            self._problem(f"{place}.id", "The id is missing. It is how the entry is known again.")
            return None
        found = _uuid(told)
        if found is None:
            self._problem(f"{place}.id", "This is no UUID, such as 0fdfb57f-c147-4cfb-864c-44788a335d8c.")
        return found

    def _text(self, value: JSON, name: str, place: str) -> str:
        told = value.get(name)
        if told is None or isinstance(told, str):
            return kept_text(name, told or "") or ""
        self._problem(f"{place}.{name}", f"This must be text, and is {_kind(told)}.")
        return ""

    def _age(self, value: JSON, name: str, place: str) -> int | None:
        told = value.get(name)
        if told is None:
            return None
        if isinstance(told, bool) or not isinstance(told, int | float) or told != int(told):
            self._problem(f"{place}.{name}", f"This must be a whole number, and is {_kind(told)}.")
            return None
        return int(told)

    def _list(self, value: JSON, name: str, place: str) -> list[JSON]:
        told = value.get(name)
        if told is None:
            return []
        if isinstance(told, list) and all(isinstance(one, dict) for one in told):
            return [one for one in told if not is_empty(one)]
        self._problem(f"{place}.{name}", "This must be a list of objects.")
        return []

    def _day(self, value: JSON, place: str) -> dt.date | None:
        told = self._text(value, "assured_date", place)
        try:
            day = dt.datetime.fromisoformat(told).date() if told else None
        except ValueError:
            self._problem(f"{place}.assured_date", "This must be a day, such as 2027-03-14.")
            return None
        if day and day > self.today:
            self._problem(f"{place}.assured_date", "This day is in the future.")
        return day

    def _moment(self, value: JSON, place: str) -> dt.datetime | None:
        told = self._text(value, "last_modified", place)
        try:
            moment = dt.datetime.fromisoformat(told) if told else None
        except ValueError:
            moment = None
        if told and (moment is None or not 1900 < moment.year < 9999):  # beyond, no time zone can be reckoned
            self._problem(f"{place}.last_modified", "This must be a moment, such as 2027-03-14T09:30:00Z.")
            return None
        return moment if moment is None or moment.tzinfo else moment.replace(tzinfo=dt.UTC)

    # -- what is left

    def _rest(self, value: JSON, read: frozenset[str] | set[str], owner: str) -> JSON:
        rest = {name: inner for name, inner in value.items() if name not in read and not is_empty(inner)}
        self.unknown |= {f"{owner}.{name}" for name in rest}
        return rest

    def _says_more(self, element: JSON, owner: str) -> bool:
        """Whether an element has fields that we do not show; they are named."""
        more = {name for name, inner in element.items() if name not in PLACING and not is_empty(inner)}
        self.unknown |= {f"service.{owner}[].{name}" for name in more}
        return bool(more)

    def _keep(self, more: JSON, name: str, elements: list[JSON]) -> None:
        if elements:
            more[name] = elements
            if name == ATTRIBUTES:
                self.unknown.add("service.attributes[] of other taxonomies")

    def _problem(self, place: str, message: str) -> None:
        self.problems.append(Problem(place, message))


def _ours(attribute: JSON) -> tuple[str, str]:
    """Kind and code of one of our own terms; two empty texts for another's, or for one we do not know."""
    term, kind = _term(attribute), str(attribute.get("link_type") or "")
    if not str(term.get("taxonomy") or "").startswith(TAXONOMY) or kind not in KINDS:
        return "", ""
    code = str(term.get("code") or "")
    known = OFFERED[kind] if kind in OFFERED else tuple(newest().offered(kind))
    return (kind, code) if code in known else ("", "")


def _term(attribute: JSON) -> dict[str, Any]:
    term = attribute.get("taxonomy_term")
    return term if isinstance(term, dict) else {}


def _code_named(about: str, name: object) -> str:
    """The code of ours whose words (or which itself) these are; empty if there is none."""
    wanted = normalise(str(name or ""))
    pairs: Iterator[tuple[str, str]] = iter(newest().offered(about).items())
    return next((code for code, words in pairs if wanted and wanted in (normalise(words), normalise(code))), "")


def _uuid(value: object) -> uuid.UUID | None:
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _kind(value: object) -> str:
    kinds = ((bool, "true or false"), (int, "a number"), (float, "a number"), (list, "a list"), (dict, "an object"))
    return next((words for kind, words in kinds if isinstance(value, kind)), "text")
