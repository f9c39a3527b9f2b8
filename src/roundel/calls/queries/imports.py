"""Imports: what was checked and added, by whom, and which columns an earlier file of the same kind had."""

from __future__ import annotations

import uuid

from django.db.models import QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.calls import rules
from roundel.calls.actions.records import fingerprint
from roundel.calls.enums import ImportState
from roundel.calls.models import Import
from roundel.calls.reading import Mapping, Table
from roundel.calls.reading.columns import from_text


def imports(asker: Asker) -> QuerySet[Import]:
    """All imports, newest first, without what a check found."""
    rules.check_may_enter(asker)
    mine = scopes.visible(asker, rules.IMPORT, Import.objects.all())
    return mine.select_related("checked_by", "settled_by").defer("found").order_by("-checked_at", "-id")


def get_import(asker: Asker, import_id: uuid.UUID) -> Import:
    """One import."""
    return scopes.get_visible(
        asker, rules.IMPORT, Import.objects.select_related("checked_by", "settled_by"), pk=import_id
    )


def earlier_import_of(asker: Asker, content: bytes) -> Import | None:
    """The import by which the very same file was added."""
    return imports(asker).filter(fingerprint=fingerprint("file", content), state=ImportState.ADDED).first()


def earlier_mapping(asker: Asker, table: Table) -> Mapping | None:
    """Which column said what when a file with the same header was last added."""
    layout = fingerprint("header", "\n".join(table.header).encode())
    last = imports(asker).filter(layout=layout, state=ImportState.ADDED).first()
    return from_text(last.mapping) if last else None
