"""Copying the embedded database while it is in use, and asking the copy about itself."""

from __future__ import annotations

import datetime as dt
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection
from django.db.transaction import TransactionManagementError

from roundel.audit.anchors import Anchor
from roundel.desk.keeper.files import onto_disk


def copy_to(path: Path, *, at: dt.datetime) -> Anchor:
    """Copy the embedded database into this reserved file by SQLite's online backup; the head of the copy's audit.

    One step: the copy is the database as it was at one moment. With a rollback journal whoever saves
    meanwhile waits for it; with a write-ahead log nobody does. Raises CommandError if the copy is not whole.
    """
    if connection.in_atomic_block:  # SQLite would wait for the end of a transaction that waits for it
        raise TransactionManagementError("a backup is not made inside a transaction")
    connection.ensure_connection()
    backend: Any = connection
    with closing(backend.open_file(path)) as copy:
        backend.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE").fetchall()  # one file, with nothing beside it
        check(copy)
        seq, mac = copy.execute("SELECT seq, mac FROM audit_audithead").fetchone()
    onto_disk(path)
    return Anchor(seq, bytes(mac), at)


def check(copy: Any) -> None:
    """Raise CommandError unless SQLite finds the file whole."""
    said = [row[0] for row in copy.execute("PRAGMA integrity_check").fetchall()]
    if said != ["ok"]:
        raise CommandError(f"The copy is damaged: {'; '.join(said[:5])}")
