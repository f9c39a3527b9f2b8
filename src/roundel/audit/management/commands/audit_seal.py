"""Seal whatever waits, now: for the worker, after a bulk load, and before a back-up."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from roundel.audit.sealing import seal_pending


class Command(BaseCommand):
    help = "Seal every audit event that waits for its place in the chain."

    def handle(self, *args: Any, **options: Any) -> None:
        """Seal batch after batch, saying how far it got."""
        total = 0
        while sealed := seal_pending():
            total += sealed
            if total % 5_000 == 0:
                self.stdout.write(f"{total:,} sealed")
        self.stdout.write(f"{total:,} events sealed. Nothing waits.")
