"""What came of ten years of contacts: call-backs, concerns, shifts, a directory. Neutral, and straight into the tables.

A call-back for one contact in fifty, a concern for one in two hundred, the last hundred of them still open.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import Any

from django.db import transaction

from benchmarks import staff
from benchmarks.fill import YEARS, reference
from benchmarks.fill_concerns import Story, concerns_of
from benchmarks.rows import insert
from roundel.access.demo import staff as askers
from roundel.callbacks.enums import About, Ending, Message, State
from roundel.callbacks.models import CallBack
from roundel.directory import actions as directory
from roundel.directory.demo.entries import ENTRIES
from roundel.helpline.models import Contact
from roundel.kernel import clock
from roundel.rota.enums import Duty
from roundel.rota.models import Shift, Signing

CALL_BACK_EVERY, CONCERN_EVERY = 50, 200
OPEN_CONCERNS = 100
SERVICES = 3_000
ON_SHIFT = 10
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
Told = tuple[str, dt.datetime, Any]  # reference, beginning and taker of a contact


def fill(*, now: dt.datetime) -> None:
    """Everything that is over by now, and the directory."""
    chance = random.Random(20261125)
    with transaction.atomic():
        insert(CallBack, _call_backs(_contacts_every(CALL_BACK_EVERY), chance))
        concerns_of(_stories())
        _shifts(now, chance)
        _services(now, chance)


def _contacts_every(step: int) -> list[Told]:
    """One conversation in so many, the oldest first."""
    rows = Contact.objects.filter(nature="conversation").order_by("started_at")
    found = rows.values_list("reference", "started_at", "taken_by_id").iterator()
    return list(islice(found, 0, None, step))


def _call_backs(chosen: list[Told], chance: random.Random) -> Iterator[CallBack]:
    """Booked at the end of a contact, and cancelled as somebody rang again."""
    for number, (source, begun, taker) in enumerate(chosen):
        booked_at = begun + HOUR
        yield CallBack(
            reference=reference(number, "B"),
            state=State.CANCELLED,
            source_reference=source,
            booked_at=booked_at,
            booked_by_id=taker,
            last_day=(booked_at + 7 * DAY).date(),
            opens_at=booked_at,
            due_at=booked_at + DAY,
            expires_at=booked_at + 7 * DAY,
            message=Message.NONE,
            about=chance.choice(About.values),
            attempts_allowed=3,
            ended_at=booked_at + 2 * HOUR,
            ended_by_id=taker,
            ending=chance.choice((Ending.NOT_WANTED, Ending.IN_TOUCH)),
            closing_reason="Rang us in the afternoon.",
        )


def _stories() -> Iterator[Story]:
    lead = staff.of("safeguarding_lead")[0]
    chosen = _contacts_every(CONCERN_EVERY)
    for number, (source, begun, taker) in enumerate(chosen):
        is_open = number >= len(chosen) - OPEN_CONCERNS
        yield Story(number, source, begun, proposed_by=taker, lead=lead.pk, is_open=is_open)


def _shifts(now: dt.datetime, chance: random.Random) -> None:
    """Ten people, three times a day."""
    people, manager = staff.of("practitioner"), staff.of("supervisor")[0]
    first = now.replace(hour=0, minute=0, second=0, microsecond=0) - YEARS * 365 * DAY
    starts = [first + n * 8 * HOUR for n in range(3 * (YEARS * 365 - 21))]
    shifts = [
        Shift(
            duty=Duty.LINE, starts_at=start, ends_at=start + 8 * HOUR, needed=ON_SHIFT, break_minutes=30,
            made_at=start - 30 * DAY, made_by=manager,
        )
        for start in starts
    ]  # fmt: skip
    insert(Shift, shifts)
    insert(
        Signing,
        (
            Signing(shift=shift, user=user, signed_at=shift.made_at, signed_by=user)
            for shift in shifts
            for user in chance.sample(people, ON_SHIFT)
        ),
    )


def _services(now: dt.datetime, chance: random.Random) -> None:
    """The demo's entries again and again, each under a name of its own; by the real action, which finds their words."""
    keeper = askers("supervisor", at=now)[0]
    for number in range(SERVICES):
        entry = ENTRIES[number % len(ENTRIES)]
        added_at = now - chance.random() * 700 * DAY
        again = replace(entry, name=f"{entry.name} {number}", agency=f"{entry.agency} {number // len(ENTRIES)}")
        with clock.frozen(added_at):
            directory.add_service(by=keeper, at=added_at, entry=again, checked=True)
