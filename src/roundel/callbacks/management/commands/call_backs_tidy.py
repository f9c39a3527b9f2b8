"""``manage call_backs_tidy``: what time has done to call-backs is written down."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from roundel.access.grants import system
from roundel.callbacks import actions, queries
from roundel.kernel import clock

BY = system("call_backs_tidy")


class Command(BaseCommand):
    """Run every five minutes by the server keeper's timer. What it writes down holds without it, too: pages reckon
    with it when they are read."""

    help = (
        "Puts call-backs back into the queue that somebody began and noted nothing of for fifteen minutes, and puts "
        "those before a person whose last safe time has passed. Run it every five minutes."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Each call-back in a transaction of its own, so that one that fails does not hold the others up."""
        at, done = clock.now(), {"left": 0, "lapsed": 0}
        for one in list(queries.left_behind(BY, at)):
            # A call that was left may be too late as well: first it goes back, then before a person.
            while word := actions.tidy(by=BY, at=at, call_back_id=one.pk):
                done[word] += 1
        self.stdout.write(f"Put back: {done['left']:,}. To settle: {done['lapsed']:,}.")
