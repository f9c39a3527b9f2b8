"""``manage backup OUT``: the embedded database copied while it is in use, and the anchor of its audit."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import connection, transaction

from roundel.audit.actions import System, record
from roundel.audit.anchors import current_anchor
from roundel.audit.sealing import seal_everything
from roundel.desk.keeper import anchors, copying
from roundel.desk.keeper.files import reserve
from roundel.kernel import clock

BY = System("backup")


class Command(BaseCommand):
    """Back up, or write what belongs beside the backup that another program makes."""

    help = (
        "Copies the embedded database into a new file while it is in use, checks the copy, and writes the anchor of "
        "its audit beside it (OUT.anchor). For PostgreSQL it writes the anchor only: pg_dump makes the copy, right "
        "after. The keys are not in it."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to."""
        parser.add_argument("out", type=Path, help="the file to make; it must not exist")

    def handle(self, *args: Any, out: Path, **options: Any) -> None:
        """Reserve both files, copy, and say what was done; nothing half made stays."""
        beside = out.with_name(f"{out.name}.anchor")
        embedded = connection.vendor == "sqlite"
        made: list[Path] = []
        try:
            for path in (out, beside) if embedded else (beside,):
                reserve(path)
                made.append(path)
            at = clock.now()
            begin(at)
            anchor = copying.copy_to(out, at=at) if embedded else current_anchor(at=at)
            anchors.write(beside, anchor)
        except BaseException:
            for path in made:
                path.unlink(missing_ok=True)
            raise
        if embedded:
            self.stdout.write(f"{out}: {out.stat().st_size:,} bytes, whole (integrity_check: ok)")
        self.stdout.write(f"{beside}: the audit up to entry {anchor.seq:,}. Keep a copy of it on another machine.")
        self.stdout.write(
            "The keys are not in it. Without the key file nothing that is sealed can be read from a backup."
            if embedded
            else "Now run pg_dump (docs/how-to/back-up-and-restore.md)."
        )


def begin(at: dt.datetime) -> None:
    """Note the backup in the audit, so that the copy holds the note too, and give everything its place in the chain."""
    with transaction.atomic():
        record(by=BY, at=at, event="desk.backup.begun", kind="desk.installation")
    seal_everything()
