"""``manage generate_keys [--output FILE]``: fresh keys for a new installation."""

from __future__ import annotations

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roundel.kernel.crypto.keys import generate_keys


class Command(BaseCommand):
    help = "Makes fresh keys for a new installation. Keep a copy apart from the database and its backups."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", metavar="FILE", help="write to this new file, readable by its owner only")

    def handle(self, *args: Any, output: str | None = None, **options: Any) -> None:
        text = json.dumps(generate_keys(), indent=2)
        if not output:
            self.stdout.write(text)
            return
        _write_new(Path(output), text)
        self.stderr.write(f"Keys written to {output}. Without this file nothing can be read: keep a copy elsewhere.")


def _write_new(path: Path, text: str) -> None:
    """Write a file that did not exist, never readable by others, not even for a moment."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    except FileExistsError:
        raise CommandError(f"{path} is already there and is not overwritten.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
