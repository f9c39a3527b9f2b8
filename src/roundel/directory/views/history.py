"""What happened to an entry, one line an event, newest first. Made from the record itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from roundel.directory.queries import ServicePage


class Happened(NamedTuple):
    """One event of a timeline, as the design system's macro takes it."""

    title: str
    at: dt.datetime
    by: str | None = None
    text: str | None = None


def history_of(page: ServicePage) -> list[Happened]:
    """Everything that happened, newest first."""
    return sorted(_events(page), key=lambda one: one.at, reverse=True)


def _events(page: ServicePage) -> Iterator[Happened]:
    service = page.seen.service
    yield Happened("Added", service.added_at, service.added_by.name)
    if service.retired_at and service.retired_by:
        yield Happened("Taken out of use", service.retired_at, service.retired_by.name, service.retired_reason)
    for one in page.checks:
        yield Happened("Checked", one.checked_at, one.checked_by.name)
    for change in page.changes:
        yield Happened("Changed", change.at, change.by, _in_words(change.rows))


def _in_words(rows: list[tuple[str, str, str]]) -> str:
    """What stood there before, one line a field."""
    return "\n".join(f"{label} was: {old or 'not recorded'}" for label, old, _ in rows)
