"""Making an encrypted copy of the embedded database with SQLCipher."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection

from roundel.desk.keeper.copying import check
from roundel.desk.keeper.files import onto_disk


def encrypt_to(path: Path, key: bytes) -> int:
    """An encrypted copy in this reserved file, compared with the original table by table; how many tables.

    Nobody may write meanwhile: it takes the lock of a writer. Raises CommandError if the copy differs.
    """
    with closing(_source()) as source:
        source.isolation_level = None
        source.execute(f"ATTACH DATABASE ? AS copy KEY \"x'{key.hex()}'\"", [str(path)])
        source.execute("BEGIN IMMEDIATE")
        source.execute("SELECT sqlcipher_export('copy')").fetchall()
        tables = _compare(source)
        source.execute("COMMIT")
        source.execute("DETACH DATABASE copy")
    onto_disk(path)
    return tables


def _source() -> Any:
    """The database in use, opened by SQLCipher's library, which reads plain files too."""
    from sqlcipher3 import dbapi2

    connection.ensure_connection()  # says in a sentence if it does not open
    backend: Any = connection
    name = backend.settings_dict["NAME"]
    encrypted = backend.Database is dbapi2
    return backend.open_file(name) if encrypted else dbapi2.connect(name)


def _compare(source: Any) -> int:
    """Compare what both hold; the number of tables."""
    listed = "SELECT type, name, sql FROM {}.sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type, name"
    here, there = (source.execute(listed.format(side)).fetchall() for side in ("main", "copy"))
    if here != there:
        raise CommandError("The copy has not the same tables, indexes and triggers; nothing was changed.")
    tables = [name for kind, name, _ in here if kind == "table"]
    for table in tables:
        # Names of our own tables, from the database's own list.
        count = f'SELECT (SELECT count(*) FROM main."{table}") - (SELECT count(*) FROM copy."{table}")'  # noqa: S608
        if source.execute(count).fetchone()[0]:
            raise CommandError(f"The copy has not all rows of {table}; nothing was changed.")
    return len(tables)


def opens_whole(path: Path, key: bytes) -> None:
    """Raise CommandError unless the file opens with the key alone, is whole, and gives nothing away at its head."""
    from sqlcipher3 import dbapi2

    with closing(dbapi2.connect(str(path))) as copy:
        copy.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        check(copy)
        # Every page's HMAC; SQLCipher lists those that are wrong.
        if wrong := copy.execute("PRAGMA cipher_integrity_check").fetchall():
            raise CommandError(f"The copy is damaged: {wrong[0][0]}")
    with path.open("rb") as file:
        if file.read(16) == b"SQLite format 3\0":
            raise CommandError("The copy was not encrypted.")
