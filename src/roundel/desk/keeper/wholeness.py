"""Whether the database at hand is a whole copy: everything that a restored backup must be asked. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.models import Max

from roundel.audit.anchors import Anchor
from roundel.audit.models import AuditEvent
from roundel.audit.verification import verify
from roundel.desk.keeper.anchors import foreign_keys
from roundel.kernel import clock
from roundel.kernel.crypto import FAMILIES, keyring
from roundel.kernel.fields.rotation import places


@dataclass(frozen=True)
class Finding:
    """What one question to the copy came to, in words."""

    whole: bool
    words: str


def file_is_whole() -> Iterator[Finding]:
    """What SQLite says of the file; PostgreSQL has said it while restoring."""
    if connection.vendor != "sqlite":
        return
    connection.ensure_connection()
    backend: Any = connection
    said = [row[0] for row in backend.connection.execute("PRAGMA integrity_check").fetchall()]
    yield Finding(said == ["ok"], f"The file: {'; '.join(said[:5])}.")


def migrations_are_complete() -> Iterator[Finding]:
    """Whether the tables are the ones that these sources expect, neither older nor newer."""
    executor = MigrationExecutor(connection)
    missing = [str(step) for step, _ in executor.migration_plan(executor.loader.graph.leaf_nodes())]
    ours = {app.label for app in apps.get_app_configs()}
    known = executor.loader.disk_migrations or {}
    unknown = sorted(".".join(key) for key in executor.loader.applied_migrations if key[0] in ours and key not in known)
    if not executor.loader.applied_migrations:
        words = "there is no Roundel in this database; it is empty."
    elif missing:
        words = f"{len(missing)} migrations are missing ({missing[0]} first): an older copy; ./run manage migrate."
    elif unknown:
        words = f"the copy was made by newer sources ({unknown[0]} is not known to these)."
    else:
        words = "complete."
    yield Finding(not missing and not unknown, f"Migrations: {words}")


def keys_are_there() -> Iterator[Finding]:
    """Whether the key set holds every key that something is sealed under (read from all rows' headers)."""
    held = {name for family in FAMILIES for name in keyring().sealing[family].ciphers}
    for place in places():
        for name, number in sorted(place.counts().items()):
            if name not in held:
                yield Finding(False, f"Keys: {number:,} values of {place.label} need the key {name!r}: not at hand.")


def sealed_values_open(most: int | None) -> Iterator[Finding]:
    """Whether sealed values open with the present keys: all, or the oldest and newest of each field."""
    tried = 0
    for place in places():
        opening = place.try_to_open(most)
        tried += opening.tried
        if opening.failed:
            yield Finding(
                False,
                f"Sealed: {opening.failed:,} of {opening.tried:,} values of {place.label} do not open "
                f"(the first in row {opening.first}).",
            )
    which = "all" if most is None else "a sample"
    yield Finding(True, f"Sealed: {tried:,} values tried ({which}).")


def keys_are_those_of(path: Path | None) -> Iterator[Finding]:
    """Whether the keys that no value proves are those of the time of the anchor."""
    for name in foreign_keys(path) if path else ():
        yield Finding(False, f"Keys: the key {name!r} is another than when the backup was made.")


def audit_is_whole(anchors: Sequence[Anchor]) -> Iterator[Finding]:
    """Whether the chain verifies and reaches the anchors.

    Judged at the moment of the last event: what waited for its seal when the copy was made waits for ever in it.
    """
    last = AuditEvent.objects.aggregate(last=Max("recorded_at"))["last"]
    report = verify(at=last or clock.now(), anchors=anchors)
    if report.problem:
        yield Finding(False, f"Audit: NOT whole. First bad entry: {report.problem}")
        return
    reaches = f"reaches the anchor at entry {max(anchor.seq for anchor in anchors):,}" if anchors else ""
    unproved = "no anchor given, so an end that was cut off would not show"
    yield Finding(True, f"Audit: {report.checked:,} entries, each as it was recorded; {reaches or unproved}.")


def counts() -> Iterator[tuple[str, int]]:
    """How many rows there are in each table of ours that holds any."""
    for model in apps.get_models(include_auto_created=True):
        number = model._base_manager.count()
        if number:
            yield model._meta.label, number
