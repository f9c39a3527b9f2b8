"""What a file would do to the directory, before it does it. The same plan is shown and then carried out."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from roundel.design.words import date_words
from roundel.directory.entry import changes
from roundel.directory.hsds.entries import Incoming, Organisation, Reader
from roundel.directory.models import Agency, Service
from roundel.directory.queries.writing import entry_of

CHECKED_HERE = "It was checked here later than in the file."
OUT_OF_USE = "It is out of use here."
NOT_ACTIVE = "The file says that it is no longer active. Look at it, and take it out of use here if that is so."
BY_CHUNK = 400


@dataclass(frozen=True)
class Step:
    """One service of the file: ours, if we have it; label, old and new words of each change; why it is left alone."""

    incoming: Incoming
    service: Service | None = None
    rows: tuple[tuple[str, str, str], ...] = ()
    left: str = ""


@dataclass(frozen=True)
class Plan:
    """What would be added, changed, left as it is because nothing differs, and left alone for a reason."""

    added: list[Step]
    changed: list[Step]
    same: list[Step]
    left: list[Step]
    agencies: list[Organisation]
    kept_agencies: list[Organisation]
    without_need: int
    unknown: tuple[str, ...]
    dropped: tuple[str, ...]

    @property
    def does_something(self) -> bool:
        """Whether anything would be added or changed."""
        return bool(self.added or self.changed)

    @property
    def digest(self) -> str:
        """A mark of all that the plan does, so that no other plan is carried out than the one that was seen."""
        told = [(step.incoming.id.hex, step.service and step.service.version, step.rows) for step in self.changed]
        new = [step.incoming.id.hex for step in self.added]
        return hashlib.sha256(repr((new, told)).encode()).hexdigest()[:32]


def plan_of(content: dict[str, Any], *, today: dt.date) -> Plan:
    """The plan for a file that was read; BadFile if an entry in it does not fit. Four queries or so."""
    reader = Reader(today)
    incoming = reader.read(content["services"])
    ours = _services(one.id for one in incoming)
    agencies = _agencies(reader.organisations)
    steps = [_step(one, ours.get(one.id), agencies) for one in incoming]
    new = [step for step in steps if step.service is None]
    needed = {step.incoming.organisation.id for step in steps if not step.left}
    return Plan(
        added=new,
        changed=[step for step in steps if step.service is not None and step.rows and not step.left],
        same=[step for step in steps if step.service is not None and not step.rows],
        left=[step for step in steps if step.left],
        agencies=[one for one in reader.organisations.values() if one.id not in agencies and one.id in needed],
        kept_agencies=[one for one in reader.organisations.values() if _differs(one, agencies)],
        without_need=sum(1 for step in new if not step.incoming.entry.needs),
        unknown=tuple(sorted(reader.unknown)),
        dropped=tuple(content["dropped"]),
    )


def _step(incoming: Incoming, service: Service | None, agencies: dict[Any, Agency]) -> Step:
    known = agencies.get(incoming.organisation.id)
    if known is not None:  # an organisation that is here keeps its name
        incoming = replace(incoming, entry=replace(incoming.entry, agency=known.name))
    if service is None:
        return Step(incoming)
    rows = _rows(incoming, service)
    return Step(incoming, service, tuple(rows), _left(incoming, service, bool(rows)))


def _rows(incoming: Incoming, service: Service) -> list[tuple[str, str, str]]:
    rows = changes(entry_of(service), incoming.entry)
    if incoming.checked_on != service.checked_on and incoming.checked_on:
        rows.append(("Checked on", date_words(service.checked_on), date_words(incoming.checked_on)))
    if incoming.more != (service.more or {}):
        rows.append(("Fields that are kept as they are", "as they were", "as in the file"))
    return rows


def _left(incoming: Incoming, service: Service, differs: bool) -> str:
    """Why ours is left alone although the file differs; empty if it is not."""
    if incoming.status != "active" and service.retired_at is None:
        return NOT_ACTIVE
    if not differs:
        return ""
    if service.retired_at is not None:
        return OUT_OF_USE
    ours, theirs = service.checked_on, incoming.checked_on
    return CHECKED_HERE if ours and (theirs is None or theirs < ours) else ""


def _differs(one: Organisation, agencies: dict[Any, Agency]) -> bool:
    known = agencies.get(one.id)
    return known is not None and (known.name, known.description, known.website) != (
        one.name,
        one.description,
        one.website,
    )


def _services(ids: Iterable[Any]) -> dict[Any, Service]:
    wanted, found = list(ids), dict[Any, Service]()
    for start in range(0, len(wanted), BY_CHUNK):
        chunk = Service.objects.filter(pk__in=wanted[start : start + BY_CHUNK])
        found |= {one.pk: one for one in chunk.select_related("agency").prefetch_related("codes")}
    return found


def _agencies(ids: Iterable[Any]) -> dict[Any, Agency]:
    wanted, found = list(ids), dict[Any, Agency]()
    for start in range(0, len(wanted), BY_CHUNK):
        found |= {one.pk: one for one in Agency.objects.filter(pk__in=wanted[start : start + BY_CHUNK])}
    return found
