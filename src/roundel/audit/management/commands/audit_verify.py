"""Verify the audit chain; names the first bad entry and ends with status 1 if there is one."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from roundel.audit.actions import record_verification
from roundel.audit.anchors import Anchor, read_anchors
from roundel.audit.models import AuditSeal
from roundel.audit.verification import Report, verify
from roundel.kernel import clock


class Command(BaseCommand):
    help = "Walk the audit chain and name the first entry that was changed, removed, moved or cut off."

    def add_arguments(self, parser: CommandParser) -> None:
        """Anchors, and whether to write the result down."""
        parser.add_argument("--anchor", type=Path, help="a file of heads that was kept elsewhere (see audit_head)")
        parser.add_argument(
            "--do-not-record", action="store_true", help="do not note in the audit that it was verified"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Verify, say how it went, note it in the audit."""
        anchors = self._anchors(options["anchor"])
        total, began = AuditSeal.objects.count(), time.monotonic()

        def progress(done: int) -> None:
            seconds = time.monotonic() - began
            left = seconds / done * (total - done)
            self.stderr.write(f"  {done:,} of {total:,} entries, about {left:.0f} seconds left")

        report = verify(at=clock.now(), anchors=anchors, progress=progress)
        if not options["do_not_record"]:
            record_verification(report, at=clock.now())
        self._say(report, anchors, time.monotonic() - began)
        if report.problem:
            sys.exit(1)

    def _anchors(self, path: Path | None) -> list[Anchor]:
        try:
            anchors = read_anchors(path) if path else []
        except (OSError, ValueError) as error:
            raise CommandError(f"The anchors in {path} cannot be used: {error}") from error
        if path and not anchors:
            raise CommandError(f"There is no anchor in {path}.")
        return anchors

    def _say(self, report: Report, anchors: list[Anchor], seconds: float) -> None:
        if report.problem:
            self.stdout.write(f"The audit is NOT whole. First bad entry: {report.problem}")
            self.stdout.write(f"Everything up to entry {report.seq:,} is as it was recorded.")
            return
        self.stdout.write(
            f"The audit is whole: {report.checked:,} entries in {seconds:.1f} seconds, "
            f"{report.waiting} waiting for a seal."
        )
        if anchors:
            self.stdout.write(
                f"It agrees with {len(anchors)} anchors, the latest at entry {max(a.seq for a in anchors):,}."
            )
        else:
            self.stdout.write("No anchor was given: a chain cut short or put back to an earlier state would not show.")
