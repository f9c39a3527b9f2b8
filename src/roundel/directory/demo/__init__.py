"""A directory for the demo: invented organisations with what they offer, some of it stale, one out of use."""

from __future__ import annotations

import datetime as dt
import random

from roundel.access.demo import staff
from roundel.directory import actions
from roundel.directory.demo.entries import ENTRIES, GONE, UNCHECKED
from roundel.directory.models import Service
from roundel.kernel import clock

DAY = dt.timedelta(days=1)
# How many days ago an entry was last checked: most lately, some too long ago.
AGO = {20: 5, 60: 8, 110: 8, 150: 5, 200: 4, 260: 3, 320: 2, 400: 3}


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """Fill the directory once, through the real actions; a directory with entries stays as it is."""
    if Service.objects.exists():
        return
    keeper, checker = staff("supervisor", at=at)[0], staff("practitioner", at=at)[0]
    begun = (at - 420 * DAY).replace(hour=10, minute=20)
    for entry in ENTRIES:
        with clock.frozen(begun):
            service = actions.add_service(by=keeper, at=begun, entry=entry, checked=False)
        if entry.name in UNCHECKED:
            continue
        when = begun + 420 * DAY - chance.choices(list(AGO), list(AGO.values()))[0] * DAY
        with clock.frozen(when):
            actions.check_service(by=chance.choice((keeper, checker)), at=when, service=service)
        if entry.name in GONE:
            gone = begun + 411 * DAY
            with clock.frozen(gone):
                actions.retire_service(by=keeper, at=gone, service=service, reason=GONE[entry.name])
