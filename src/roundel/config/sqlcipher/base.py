"""Our SQLite backend over the library SQLCipher (package sqlcipher3-wheels, a fork of Python's own module).

Every page of the file and of its journal is encrypted with AES-256 and carries an HMAC. The key is the
entry ``database`` of the key set, given as it is: it is random, so nothing is derived from it. The
library of the package is SQLite 3.51.1, which may not use a write-ahead log (see ``roundel.config.sqlite``).
"""

from __future__ import annotations

import datetime
import decimal
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as django_sqlite
from django.db.backends.sqlite3._functions import register as register_functions  # type: ignore[import-untyped]
from django.utils.dateparse import parse_date, parse_datetime, parse_time

from roundel.config.sqlite import base as plain
from roundel.kernel.crypto import KeysMissing
from roundel.kernel.crypto.keys import read_key

try:
    from sqlcipher3 import dbapi2 as Database  # noqa: N812 - what Django calls it in every backend
except ImportError as error:  # pragma: no cover - the package is in the development environment
    raise ImproperlyConfigured("The package sqlcipher3-wheels is missing; ./run installs it.") from error

# The same conversions that Django makes known to Python's own module.
Database.register_converter("bool", b"1".__eq__)
Database.register_converter("date", django_sqlite.decoder(parse_date))
Database.register_converter("time", django_sqlite.decoder(parse_time))
Database.register_converter("datetime", django_sqlite.decoder(parse_datetime))
Database.register_converter("timestamp", django_sqlite.decoder(parse_datetime))
Database.register_adapter(decimal.Decimal, str)
Database.register_adapter(datetime.date, django_sqlite.adapt_date)
Database.register_adapter(datetime.datetime, django_sqlite.adapt_datetime)


class Cursor(Database.Cursor):
    """This library's cursor, taking parameters as Django writes them (``%s``)."""

    def execute(self, query: str, params: Any = None) -> Any:
        """One statement."""
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, Mapping) else None
        return super().execute(_converted(query, names), params)

    def executemany(self, query: str, param_list: Iterable[Any]) -> Any:
        """One statement, many times."""
        rows = list(param_list)
        names = list(rows[0]) if rows and isinstance(rows[0], Mapping) else None
        return super().executemany(_converted(query, names), rows)


def _converted(query: str, names: list[str] | None) -> str:
    # Django's own conversion; it uses nothing of the cursor that it is a method of.
    converted: str = django_sqlite.SQLiteCursorWrapper.convert_query(None, query, param_names=names)  # type: ignore[arg-type]
    return converted


class DatabaseWrapper(plain.DatabaseWrapper):
    """Our wrapper of SQLite, with the other library and its key."""

    display_name = "SQLCipher"
    Database = Database

    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open with the key, and do what Django and our plain backend do on a new connection."""
        connection = self._opened(**conn_params)
        register_functions(connection)
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA legacy_alter_table = OFF")
        plain.make_durable(connection, Database)
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor of this library."""
        return self.connection.cursor(factory=Cursor)

    def open_file(self, path: Path) -> Any:
        """Another file with the same key: a backup of this database is encrypted as it is."""
        return self._opened(database=str(path))

    def _opened(self, **how: Any) -> Any:
        """A connection whose first statement is its key; one sentence if the file does not open with it."""
        key = _key().hex()
        connection = Database.connect(**how)
        try:
            # A pragma takes no parameters; the key is hexadecimal, whatever stands in the key set.
            connection.execute(f"PRAGMA key = \"x'{key}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE")  # it would write to the standard error itself
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        except Database.DatabaseError as error:
            connection.close()
            if "not a database" not in str(error):
                raise
            raise ImproperlyConfigured(
                f"{how['database']} does not open with the key 'database' of the key set: "
                "it was encrypted with another key, or it is not encrypted at all."
            ) from None
        return connection


def _key() -> bytes:
    try:
        return read_key(settings.ROUNDEL_KEYS, "database")
    except KeysMissing as error:
        raise ImproperlyConfigured(str(error)) from None
