"""SQLite opened for records that must not be lost.

``synchronous=FULL``: an acknowledged write survives a power cut. ``secure_delete``: what is deleted is
overwritten. ``mmap_size=0``: a damaged disk gives an error, not a crash. Libraries from 3.7.0 to 3.51.2
(but for the repaired 3.44.6 and 3.50.7) can corrupt a WAL database when two connections write or
checkpoint at once (https://sqlite.org/wal.html, "WAL-reset bug"), so those use a rollback journal.
"""

from __future__ import annotations

import logging
from typing import Any

from django.db.backends.sqlite3 import base

REPAIRED_AT = (3, 51, 3)
REPAIRED_BRANCHES = {(3, 44): 6, (3, 50): 7}
log = logging.getLogger("roundel.database")


def wal_is_safe(version: tuple[int, int, int]) -> bool:
    """Whether a library of this version may use a write-ahead log."""
    repaired = REPAIRED_BRANCHES.get(version[:2])
    return version >= REPAIRED_AT or (repaired is not None and version[2] >= repaired)


class DatabaseWrapper(base.DatabaseWrapper):
    """Django's wrapper, with the pragmas above on every new connection."""

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open a connection and make it durable."""
        connection = super().get_new_connection(conn_params)
        journal = "WAL" if wal_is_safe(base.Database.sqlite_version_info) else "TRUNCATE"
        for pragma in (
            f"journal_mode={journal}",
            "synchronous=FULL",
            "secure_delete=ON",
            "mmap_size=0",
            "cache_size=-65536",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").fetchall()
        log.debug("sqlite %s, journal %s", base.Database.sqlite_version, journal)
        return connection
