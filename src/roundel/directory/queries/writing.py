"""What is written in an entry, as plain values."""

from __future__ import annotations

from typing import Any

from roundel.directory.entry import CODES, TEXTS, Entry
from roundel.directory.models import Service
from roundel.directory.taxonomy import newest

COLUMNS = (*TEXTS, "youngest", "oldest", "cost", "waiting")


def entry_of(service: Service) -> Entry:
    """The stored entry. One query, none if codes and agency were fetched with it."""
    rows = list(service.codes.all())
    codes: dict[str, Any] = {
        name: newest().sorted(about, (row.code for row in rows if row.about == about)) for name, about in CODES.items()
    }
    return Entry(agency=service.agency.name, **codes | {name: getattr(service, name) for name in COLUMNS})
