"""``manage telephone_secret``: what the telephone system signs its messages with."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from roundel.calls import signatures


class Command(BaseCommand):
    """Prints the secret; it is derived from the keys and changes with them."""

    help = (
        "Prints the secret with which a telephone system signs what it tells (docs/how-to/telephone-system.md). It is "
        "derived from the installation's keys and changes when the index key does."
    )
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """The secret alone, so that it can be put into a file."""
        self.stdout.write(signatures.secret())
