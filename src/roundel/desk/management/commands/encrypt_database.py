"""``manage encrypt_database OUT``: an encrypted copy of the embedded database, to be used in its place."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from roundel.desk.keeper import encrypting
from roundel.desk.keeper.files import reserve
from roundel.kernel.crypto import KeysMissing
from roundel.kernel.crypto.keys import read_key


class Command(BaseCommand):
    """Encrypt a plain database, or give an encrypted one another key. The original stays as it is."""

    help = (
        "Makes an encrypted copy of the embedded database (plain or encrypted) with the key 'database' of the key "
        "set. Stop every program first; then use the copy with ROUNDEL_DATABASE_URL=sqlcipher:///path."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to, and with which key."""
        parser.add_argument("out", type=Path, help="the file to make; it must not exist")
        parser.add_argument("--key-file", type=Path, help="take the key 'database' from this key file, for a new key")

    def handle(self, *args: Any, out: Path, key_file: Path | None = None, **options: Any) -> None:
        """Copy, compare, check."""
        if connection.vendor != "sqlite":
            raise CommandError("This is for the embedded database. Under PostgreSQL, encrypt the disk.")
        if find_spec("sqlcipher3") is None:
            raise CommandError("The package sqlcipher3-wheels is missing: see docs/how-to/server-keeper.md.")
        key = _key(key_file)
        reserve(out)
        try:
            tables = encrypting.encrypt_to(out, key)
            encrypting.opens_whole(out, key)
        except BaseException:
            out.unlink(missing_ok=True)
            raise
        self.stdout.write(f"{out}: {tables} tables, the same rows as in the original, encrypted, whole.")
        self.stdout.write("The original is unchanged. Delete it, and its copies, when the new one is in use.")


def _key(key_file: Path | None) -> bytes:
    try:
        keys = json.loads(key_file.read_text(encoding="utf-8")) if key_file else settings.ROUNDEL_KEYS
        return read_key(keys, "database")
    except KeysMissing as error:
        raise CommandError(f"{error} It is 32 random bytes in base64: docs/how-to/rotate-keys.md.") from error
    except (OSError, ValueError) as error:
        raise CommandError(f"The keys in {key_file} cannot be read: {type(error).__name__}") from error
