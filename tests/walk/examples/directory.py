"""Examples for the addresses of the app directory."""

from __future__ import annotations

import json

from roundel.access.grants import Asker
from roundel.kernel.ids import new_id
from tests.factories import entries
from tests.walk.examples.base import Example, Examples, holder


def _entry(asker: Asker) -> Example:
    return Example({"service_id": entries.added().pk})


def _retired(asker: Asker) -> Example:
    return Example({"service_id": entries.retired().pk})


def _agency(asker: Asker) -> Example:
    return Example({"agency_id": entries.added().agency_id})


def _import(asker: Asker) -> Example:
    keeper = holder(asker, "directory.edit", "supervisor")
    organisation = {"id": str(new_id()), "name": "Harbour", "description": ""}
    service = {"id": str(new_id()), "name": "Harbour line", "status": "active", "organization": organisation}
    return Example({"import_id": entries.sent(json.dumps([service]).encode(), by=keeper).pk})


EXAMPLES: Examples = {
    "directory:service": _entry,
    "directory:check": _entry,
    "directory:edit": _entry,
    "directory:forget": lambda asker: Example({"about": "new"}),
    "directory:retire": _entry,
    "directory:bring_back": _retired,
    "directory:agency": _agency,
    "directory:agency_edit": _agency,
    "directory:import_plan": _import,
    "directory:import_drop": _import,
}
