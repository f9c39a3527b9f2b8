"""Adding an entry, and changing one that others may be changing too."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.directory import fitting, rules
from roundel.directory.actions.records import agency_named, keep_earlier, locked, note, store_terms
from roundel.directory.entry import Entry, changes
from roundel.directory.models import Service, ServiceCheck
from roundel.directory.queries.writing import entry_of
from roundel.directory.taxonomy import current
from roundel.kernel.errors import Conflict, Difference


@transaction.atomic
def add_service(*, by: Asker, at: dt.datetime, entry: Entry, checked: bool) -> Service:
    """Add an entry. ``checked``: whoever adds it has made sure today; otherwise it stands there as never checked."""
    rules.check_may_edit(by)
    written = fitting.kept(entry)
    fitting.check(written)
    today = timezone.localtime(at).date()
    service = Service.objects.create(
        agency=agency_named(by, at, written.agency),
        taxonomy=current(today).version,
        checked_on=today if checked else None,
        checked_by_id=by.user_id if checked else None,
        modified_at=at,
        added_at=at,
        added_by_id=by.signed_in_id(),
        **written.columns(),
    )
    store_terms(service, written)
    if checked:
        ServiceCheck.objects.create(service=service, checked_on=today, checked_at=at, checked_by_id=by.signed_in_id())
    note(by, at, "added", service, checked=checked)
    return service


@transaction.atomic
def save_service(*, by: Asker, at: dt.datetime, service: Service, entry: Entry, base_version: int) -> Service:
    """Save an entry. What stood there before is kept as an earlier version.

    Raises InvalidInput beside the field that does not fit; Conflict if somebody else saved since ``base_version``.
    Saving is not checking: only "I have checked this today" makes an entry fresh.
    """
    held = locked(by, service.pk)
    rules.check_may_change(by, held)
    before, written = entry_of(held), fitting.kept(entry)
    fitting.check(written, before=before)
    if written == before:
        return held
    if base_version != held.version:
        raise _conflict(before, written, held.version)
    keep_earlier(held, before, by, at)
    held.agency = agency_named(by, at, written.agency)
    held.taxonomy, held.modified_at = current(timezone.localtime(at).date()).version, at
    for name, value in written.columns().items():
        setattr(held, name, value)
    held.save(update_fields=["version", "agency", "taxonomy", "modified_at", *written.columns()])
    store_terms(held, written)
    note(by, at, "saved", held, version=held.version)
    return held


def _conflict(theirs: Entry, yours: Entry, version: int) -> Conflict:
    differences = tuple(Difference(label, old, new) for label, old, new in changes(theirs, yours))
    return Conflict(differences=differences, current_version=version, yours=yours.as_sent())
