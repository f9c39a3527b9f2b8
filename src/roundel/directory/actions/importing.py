"""Exchange files: kept when sent, carried out when somebody has seen what they would do. Nothing is deleted."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.directory import hsds, rules
from roundel.directory.actions.records import folded, keep_earlier, store_terms
from roundel.directory.hsds.plan import Step
from roundel.directory.models import Agency, Import, Service, ServiceCode, ServiceWord
from roundel.directory.queries.writing import entry_of
from roundel.directory.taxonomy import current
from roundel.kernel.errors import NotFound, Refused

TOGETHER = 500
CAME_RETIRED = "It was not active any more in the file that it came from."


class Otherwise(Refused):
    """The directory has changed since somebody looked at what a file would do."""

    def __init__(self) -> None:
        super().__init__("The directory has changed since you looked. This is what the file would do now.")


@transaction.atomic
def send_import(*, by: Asker, at: dt.datetime, data: bytes) -> Import:
    """Keep a file until somebody decides on it. BadFile, with every problem, for one that does not fit."""
    rules.check_may_edit(by)
    content = hsds.read(data).as_data()
    hsds.plan_of(content, today=timezone.localtime(at).date())
    sent = Import.objects.create(content=content, sent_at=at, sent_by_id=by.signed_in_id())
    _note(by, at, "sent", sent, services=len(content["services"]))
    return sent


@transaction.atomic
def take_import(*, by: Asker, at: dt.datetime, import_id: uuid.UUID, digest: str) -> Import:
    """Carry out a file as it was seen: add and change entries, delete none. Its content is then thrown away.

    ``digest`` is the mark of the plan that was seen; Otherwise if the directory has changed since.
    """
    sent = _locked(by, import_id)
    plan = hsds.plan_of(sent.content or {}, today=timezone.localtime(at).date())
    if plan.digest != digest:
        raise Otherwise
    Agency.objects.bulk_create((_new_agency(one.id, one, by, at) for one in plan.agencies), batch_size=TOGETHER)
    _add(plan.added, by, at)
    for step in plan.changed:
        _change(step, by, at)
    sent.added, sent.changed, sent.same = len(plan.added), len(plan.changed), len(plan.same) + len(plan.left)
    _close(sent, by, at, taken=True)
    _note(by, at, "taken", sent, added=sent.added, changed=sent.changed, left=sent.same)
    return sent


@transaction.atomic
def drop_import(*, by: Asker, at: dt.datetime, import_id: uuid.UUID) -> Import:
    """Do not carry out a file. Its content is thrown away."""
    sent = _locked(by, import_id)
    _close(sent, by, at, taken=False)
    _note(by, at, "dropped", sent)
    return sent


def _locked(by: Asker, import_id: uuid.UUID) -> Import:
    rules.check_may_edit(by)
    sent = Import.objects.select_for_update().filter(pk=import_id).first()
    if sent is None:
        raise NotFound
    rules.check_may_decide(by, sent)
    return sent


def _close(sent: Import, by: Asker, at: dt.datetime, *, taken: bool) -> None:
    sent.content, sent.taken, sent.closed_at, sent.closed_by_id = None, taken, at, by.user_id
    sent.save()


def _new_agency(key: uuid.UUID, one: object, by: Asker, at: dt.datetime) -> Agency:
    texts = {name: getattr(one, name) for name in ("name", "description", "website")}
    more = getattr(one, "more", None) or None
    return Agency(
        id=key, folded=folded(texts["name"]), changed_at=at, changed_by_id=by.signed_in_id(), more=more, **texts
    )


def _add(steps: list[Step], by: Asker, at: dt.datetime) -> None:
    """Store new entries, some hundreds at a time."""
    made = [(_new_service(step, by, at), step.incoming.entry) for step in steps]
    Service.objects.bulk_create((service for service, _ in made), batch_size=TOGETHER)
    ServiceCode.objects.bulk_create(
        (
            ServiceCode(service=service, about=about, code=code)
            for service, entry in made
            for about, code in sorted(entry.codes())
        ),
        batch_size=TOGETHER,
    )
    ServiceWord.objects.bulk_create(
        (ServiceWord(service=service, word=word) for service, entry in made for word in sorted(entry.words())),
        batch_size=TOGETHER,
    )


def _new_service(step: Step, by: Asker, at: dt.datetime) -> Service:
    incoming, retired = step.incoming, step.incoming.status != "active"
    return Service(
        id=incoming.id,
        agency_id=incoming.organisation.id,
        taxonomy=current(timezone.localtime(at).date()).version,
        checked_on=incoming.checked_on,
        modified_at=min(incoming.modified_at or at, at),
        added_at=at,
        added_by_id=by.signed_in_id(),
        retired_at=at if retired else None,
        retired_by_id=by.user_id if retired else None,
        retired_reason=CAME_RETIRED if retired else None,
        more=incoming.more or None,
        **incoming.entry.columns(),
    )


def _change(step: Step, by: Asker, at: dt.datetime) -> None:
    """Write over one entry as the file says; what stood there is kept."""
    incoming = step.incoming
    held = Service.objects.select_for_update(of=("self",)).select_related("agency").get(pk=incoming.id)
    if step.service is None or held.version != step.service.version:
        raise Otherwise
    keep_earlier(held, entry_of(held), by, at)
    held.agency_id, held.more = incoming.organisation.id, incoming.more or None
    held.taxonomy = current(timezone.localtime(at).date()).version
    held.modified_at = min(incoming.modified_at or at, at)
    if incoming.checked_on and incoming.checked_on != held.checked_on:
        held.checked_on, held.checked_by_id = incoming.checked_on, None
    for name, value in incoming.entry.columns().items():
        setattr(held, name, value)
    held.save()
    store_terms(held, incoming.entry)


def _note(by: Asker, at: dt.datetime, event: str, sent: Import, **detail: str | int | bool) -> None:
    audit.record(
        by=by,
        at=at,
        event=f"directory.import.{event}",
        kind="directory.import",
        object_id=sent.pk,
        detail=detail or None,
    )
