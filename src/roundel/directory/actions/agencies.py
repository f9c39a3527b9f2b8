"""Changing what is written about an agency itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.directory import fitting, rules
from roundel.directory.actions.records import folded, store_words
from roundel.directory.models import Agency
from roundel.directory.queries.writing import entry_of
from roundel.kernel.errors import Conflict, Difference, InvalidInput, NotFound
from roundel.kernel.texts import kept_text, needed_text

LABELS = {"name": "Name", "description": "What it is", "website": "Website"}
LONGEST = {"name": 200, "description": 2_000, "website": 500}


@transaction.atomic
def save_agency(*, by: Asker, at: dt.datetime, agency: Agency, written: Mapping[str, str], base_version: int) -> Agency:
    """Save name, description and website of an agency. Its services are then found by the new name.

    Raises Conflict if somebody else saved since ``base_version``.
    """
    rules.check_may_edit(by)
    held = Agency.objects.select_for_update().filter(pk=agency.pk).first()
    if held is None:
        raise NotFound
    now = {name: getattr(held, name) for name in LABELS}
    wanted = _kept(written)
    if wanted == now:
        return held
    if base_version != held.version:
        raise _conflict(now, wanted, held.version)
    for name, value in wanted.items():
        setattr(held, name, value)
    held.folded, held.version = folded(held.name), held.version + 1
    held.changed_at, held.changed_by_id = at, by.signed_in_id()
    held.save(update_fields=[*LABELS, "folded", "version", "changed_at", "changed_by"])
    for service in held.services.select_related("agency").prefetch_related("codes", "words"):
        store_words(service, entry_of(service))
    audit.record(
        by=by,
        at=at,
        event="directory.agency.saved",
        kind="directory.agency",
        object_id=held.pk,
        detail={"version": held.version},
    )
    return held


def _kept(written: Mapping[str, str]) -> dict[str, str]:
    name = " ".join(needed_text("name", written["name"], "Enter the name of the organisation.").split())
    kept = {"name": name} | {one: kept_text(one, written[one]) or "" for one in ("description", "website")}
    for one, most in LONGEST.items():
        if len(kept[one]) > most:
            raise InvalidInput(one, f"This is longer than {most:,} characters. Shorten it.")
    if kept["website"] and not fitting.is_web_address(kept["website"]):
        raise InvalidInput("website", fitting.WEB_ADDRESS)
    return kept


def _conflict(theirs: Mapping[str, str], yours: Mapping[str, str], version: int) -> Conflict:
    differing = [name for name in LABELS if theirs[name] != yours[name]]
    differences = tuple(Difference(LABELS[name], theirs[name], yours[name]) for name in differing)
    return Conflict(differences=differences, current_version=version, yours=dict(yours))
