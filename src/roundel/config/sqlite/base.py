"""SQLite opened for records that must not be lost.

``synchronous=FULL``: an acknowledged write survives a power cut. ``secure_delete``: what is deleted is
overwritten. ``mmap_size=0``: a damaged disk gives an error, not a crash. Libraries from 3.7.0 to 3.51.2
(but for the repaired 3.44.6 and 3.50.7) can corrupt a WAL database when two connections write or
checkpoint at once (https://sqlite.org/wal.html, "WAL-reset bug"), so those use a rollback journal.
"""

from __future__ import annotations

import logging
import sqlite3
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base

REPAIRED_AT = (3, 51, 3)
REPAIRED_BRANCHES = {(3, 44): 6, (3, 50): 7}
log = logging.getLogger("roundel.database")


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether a library of this version may use a write-ahead log."""
    repaired = REPAIRED_BRANCHES.get(version[:2])
    return version >= REPAIRED_AT or (repaired is not None and version[2] >= repaired)


def make_durable(connection: Any, library: Any) -> None:
    """Set the pragmas above on a new connection of this library (sqlite3, or sqlcipher3)."""
    journal = "WAL" if wal_is_safe(library.sqlite_version_info) else "TRUNCATE"
    for pragma in (
        f"journal_mode={journal}",
        "synchronous=FULL",
        "secure_delete=ON",
        "mmap_size=0",
        "cache_size=-65536",
        "temp_store=MEMORY",
    ):
        connection.execute(f"PRAGMA {pragma}").fetchall()
    log.debug("sqlite %s, journal %s", library.sqlite_version, journal)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, with the pragmas above on every new connection."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection and make it durable; one sentence if the file is no plain database."""
        connection = super().get_new_connection(conn_params)
        try:
            make_durable(connection, sqlite3)
        except sqlite3.DatabaseError as error:
            if "not a database" not in str(error):
                raise
            connection.close()
            raise ImproperlyConfigured(
                f"{self.settings_dict['NAME']} is not a plain SQLite database. "
                "If it is encrypted, ROUNDEL_DATABASE_URL begins with sqlcipher://"
            ) from None
        return connection

    def open_file(self, path: Path) -> Any:
        """Another file, by the library itself and in the way of this database: for a backup of it."""
        return sqlite3.connect(path)
