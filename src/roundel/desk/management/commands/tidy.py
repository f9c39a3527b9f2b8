"""``manage tidy``: what is kept for a time only goes when its time has passed."""

from __future__ import annotations

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection

from roundel.audit.actions import System
from roundel.calls.actions import forget_passed as forget_passed_calls
from roundel.correspondence.actions import forget_passed_attempts
from roundel.drafts.actions import drop_old_drafts
from roundel.kernel import clock
from roundel.practice.actions import remove_old_calls

BY = System("tidy")


class Command(BaseCommand):
    """Run every night by the server keeper's timer."""

    help = (
        "Throws away what is kept for a time only: sessions that have ended, drafts that nobody has typed in for "
        "thirty days, counts of wrong codes whose time has passed, practice calls that are ninety days old, the "
        "secrets by which calls of days that are over were told apart. Renews the statistics by which the database "
        "plans. Run it every night."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Each in a transaction of its own."""
        at = clock.now()
        call_command("clearsessions")
        drafts = drop_old_drafts(by=BY, at=at)
        attempts = forget_passed_attempts(by=BY, at=at)
        practised = remove_old_calls(by=BY, at=at)
        secrets = forget_passed_calls(by=BY, at=at)
        with connection.cursor() as cursor:  # without them lists of many contacts take the wrong index
            cursor.execute("ANALYZE")
        self.stdout.write(
            f"Gone: ended sessions, {drafts:,} old drafts, {attempts:,} passed counts of wrong codes, "
            f"{practised:,} old practice calls, the secrets of {secrets:,} days of calls."
        )
