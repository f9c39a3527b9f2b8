"""Write down the head of the audit chain, to be kept elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roundel.audit.anchors import append_anchor, current_anchor
from roundel.audit.sealing import seal_everything
from roundel.kernel import clock


class Command(BaseCommand):
    help = "Export the head of the audit chain (number, MAC, time) to keep on another machine, or on paper."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to write it."""
        parser.add_argument("--output", type=Path, help="append to this file instead of printing")

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal what waits, so that the anchor covers everything, and export the head."""
        seal_everything()
        anchor = current_anchor(at=clock.now())
        path: Path | None = options["output"]
        if path is None:
            self.stdout.write(anchor.line())
            return
        try:
            append_anchor(path, anchor)
        except OSError as error:
            raise CommandError(f"The anchor could not be written to {path}: {error.strerror}") from error
        self.stderr.write(f"Anchor of entry {anchor.seq:,} added to {path}. Keep the file on another machine.")
