"""Write the reference documents from the code, or say which are out of date."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from roundel.desk.reference import DOCUMENTS

FOLDER = Path(__file__).resolve().parents[5] / "docs" / "reference"


class Command(BaseCommand):
    """./run manage docs [--check]"""

    help = "Writes docs/reference from the code."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Its options."""
        parser.add_argument("--check", action="store_true", help="write nothing; fail if a document is out of date")
        parser.add_argument("--folder", type=Path, default=None, help="another folder than docs/reference")

    def handle(self, *args: Any, check: bool = False, folder: Path | None = None, **options: Any) -> None:
        """Write, or compare."""
        where = folder or FOLDER
        stale = [name for name, make in DOCUMENTS.items() if _read(where / name) != make()]
        if check and stale:
            raise CommandError(f"out of date: {', '.join(stale)}. Write them anew with: ./run manage docs")
        if check:
            self.stdout.write("The reference documents are up to date.")
            return
        where.mkdir(parents=True, exist_ok=True)
        for name in stale:
            (where / name).write_text(DOCUMENTS[name](), encoding="utf-8")
        self.stdout.write(f"Written: {', '.join(stale) or 'nothing, all were up to date'}")


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None
