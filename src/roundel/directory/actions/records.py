"""What the actions share: finding and locking, storing coded terms and words, noting."""

from __future__ import annotations

import datetime as dt
import uuid

from roundel.access.grants import Asker
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.directory.entry import Entry
from roundel.directory.models import Agency, EarlierEntry, Service, ServiceCode, ServiceWord
from roundel.directory.rules import KIND
from roundel.kernel.crypto import normalise


def locked(by: Asker, service_id: uuid.UUID) -> Service:
    """The entry, if the asker may see it, locked until the end of the transaction."""
    return get_visible(by, KIND, Service.objects.select_for_update(), pk=service_id)


def note(
    by: Asker, at: dt.datetime, event: str, service: Service, *, reason: str = "", **detail: str | int | bool
) -> None:
    """Write the one audit event of a change of an entry."""
    audit.record(
        by=by,
        at=at,
        event=f"directory.service.{event}",
        kind=KIND,
        object_id=service.pk,
        reason=reason,
        detail=detail or None,
    )


def folded(name: str) -> str:
    """A name as it is compared."""
    return normalise(name)[:200]


def agency_named(by: Asker, at: dt.datetime, name: str) -> Agency:
    """The agency of this name, however it is written; a new one if there is none."""
    found = Agency.objects.filter(folded=folded(name)).order_by("id").first()
    if found is not None:
        return found
    return Agency.objects.create(name=name, folded=folded(name), changed_at=at, changed_by_id=by.signed_in_id())


def store_terms(service: Service, entry: Entry) -> None:
    """Make the coded terms and the words by which the entry is found those of the entry."""
    now = {(row.about, row.code): row for row in service.codes.all()}
    ServiceCode.objects.filter(pk__in=[row.pk for key, row in now.items() if key not in entry.codes()]).delete()
    ServiceCode.objects.bulk_create(
        ServiceCode(service=service, about=about, code=code) for about, code in sorted(entry.codes() - set(now))
    )
    store_words(service, entry)


def store_words(service: Service, entry: Entry) -> None:
    """Make the words by which an entry is found those of its names, what it does, its area and its languages."""
    wanted = entry.words()
    now = {row.word: row.pk for row in service.words.all()}
    ServiceWord.objects.filter(pk__in=[pk for word, pk in now.items() if word not in wanted]).delete()
    ServiceWord.objects.bulk_create(ServiceWord(service=service, word=word) for word in sorted(wanted - set(now)))


def keep_earlier(service: Service, before: Entry, by: Asker, at: dt.datetime) -> None:
    """Keep what stood in an entry, and count on."""
    EarlierEntry.objects.create(
        service=service,
        version=service.version,
        content=before.as_data(),
        replaced_at=at,
        replaced_by_id=by.signed_in_id(),
    )
    service.version += 1
