"""``manage restore_check``: whether the database at hand, restored from a backup, is whole."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from roundel.audit.anchors import Anchor, read_anchors
from roundel.desk.keeper import wholeness
from roundel.desk.keeper.wholeness import Finding

SAMPLE = 200


class Command(BaseCommand):
    """Ask the copy everything, and end with status 1 if one answer is bad."""

    help = (
        "Says whether a restored database is whole: its file, its migrations, that what is sealed opens with the "
        "present keys, that the audit verifies and reaches the anchor, and how many rows there are. Writes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """How much to open, and the anchor."""
        parser.add_argument("--anchor", type=Path, help="the anchor that was written beside the backup")
        parser.add_argument(
            "--all", action="store_true", help=f"open every sealed value, not only about {SAMPLE} of each field"
        )

    def handle(self, *args: Any, anchor: Path | None = None, **options: Any) -> None:
        """Print each answer; the bad ones are marked."""
        anchors = _anchors(anchor)
        bad = 0
        try:
            for finding in self._findings(anchor, anchors, None if options["all"] else SAMPLE):
                bad += not finding.whole
                self.stdout.write(f"{'  ' if finding.whole else '! '}{finding.words}")
            if not bad:
                for label, number in wholeness.counts():
                    self.stdout.write(f"    {number:>12,}  {label}")
        except DatabaseError as error:
            raise CommandError(f"The copy cannot be read: {error}") from error
        if bad:
            raise CommandError(f"The restored copy is NOT whole: {bad} finding{'s' * (bad > 1)}, marked with ! above.")
        self.stdout.write("The restored copy is whole.")

    def _findings(self, anchor: Path | None, anchors: list[Anchor], sample: int | None) -> Iterator[Finding]:
        for before in (wholeness.file_is_whole(), wholeness.migrations_are_complete()):
            for finding in before:
                yield finding
                if not finding.whole:  # what follows would only fail in less clear words
                    return
        yield from wholeness.keys_are_there()
        yield from wholeness.keys_are_those_of(anchor)
        yield from wholeness.sealed_values_open(sample)
        yield from wholeness.audit_is_whole(anchors)


def _anchors(path: Path | None) -> list[Anchor]:
    try:
        anchors = read_anchors(path) if path else []
    except (OSError, ValueError) as error:
        raise CommandError(f"The anchors in {path} cannot be used: {error}") from error
    if path and not anchors:
        raise CommandError(f"There is no anchor in {path}.")
    return anchors
