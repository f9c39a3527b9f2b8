"""What the benchmark finds and asks for: a filled desk, staff with sessions, contacts, names and codes to look for."""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count

from django.core.management import call_command
from django.db import connection

from benchmarks import fill_past, present, staff
from benchmarks.drive import CLIENTS, Request
from benchmarks.fill import FAMILY, GIVEN, fill
from roundel.access.grants import load_asker
from roundel.correspondence import actions as callers
from roundel.correspondence.codes import new_code
from roundel.helpline import actions
from roundel.helpline.models import Contact
from roundel.kernel import clock

TAKERS = 12


@dataclass(frozen=True)
class Facts:
    """What the load is made of. ``cookies``: of each group of clients."""

    cookies: dict[str, list[dict[str, str]]]
    references: list[str]
    being_taken: list[str]
    right_code: str
    wrong_codes: list[str]
    today: dt.date
    months_ago: Iterator[int] = field(default_factory=lambda: count(1))

    def reference(self, number: int) -> str:
        """A contact to open."""
        return self.references[number % len(self.references)]

    def own(self, number: int) -> str:
        """The contact that this client is taking."""
        return self.being_taken[number % len(self.being_taken)]

    def name(self, number: int) -> str:
        """A name to look for."""
        return f"{GIVEN[number % len(GIVEN)]} {FAMILY[number // len(GIVEN) % len(FAMILY)]}son"

    def saving(self, number: int) -> Request:
        """Save the contact that this client is taking, with notes that are new each time."""
        notes = f"Spoke about the week. {time.time_ns()} {'It went better than the last. ' * 20}"
        version = Contact.objects.values_list("version", flat=True).get(reference=self.own(number))
        form = {"channel": "telephone", "group": "own", "notes": notes, "version": str(version)}
        return Request(f"/contacts/{self.own(number)}/take", form, (302,))

    def code(self, number: int) -> Request:
        """A right code, or now and then a wrong one (too many wrong ones would be held up)."""
        wrong = number % 40 == 0
        code = self.wrong_codes[number % len(self.wrong_codes)] if wrong else self.right_code
        return Request("/contacts/find-code", {"code": code}, (200, 302))

    @property
    def year(self) -> str:
        """The last year, as the list of contacts is asked for it."""
        since = self.today - dt.timedelta(days=365)
        return f"since_0={since.day}&since_1={since.month}&since_2={since.year}"

    def figures(self, months_ago: int) -> Request:
        """The figures of the twelve months that ended so many months before this one."""
        last = self.today.year * 12 + self.today.month - 2 - months_ago
        since, until = (f"{month % 12 + 1}+{month // 12}" for month in (last - 11, last))
        return Request(f"/contacts/figures/?part=own&since={since}&until={until}")

    def figures_never_asked(self) -> Request:
        """The same of twelve months that nobody has asked for, so that none of it was kept."""
        return self.figures(next(self.months_ago))


def prepare(contacts: int) -> None:
    """A database with so many contacts and what came of them, filled once; the present day is brought up to now."""
    call_command("migrate", verbosity=0, skip_checks=True)
    begun = time.perf_counter()
    staff.hire()
    if not Contact.objects.exists():
        fill(contacts, staff.of("practitioner")[:TAKERS], now=clock.now())
        fill_past.fill(now=clock.now())
    present.bring_about(at=clock.now())
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    sys.stdout.write(f"  prepared in {time.perf_counter() - begun:.0f} s\n")


def facts() -> Facts:
    """Sessions for the clients, a contact that each of eight is taking, and what to ask for."""
    chance = random.Random(7)
    rows = Contact.objects.filter(restricted=False, nature="conversation").order_by("-started_at")
    references = list(rows.values_list("reference", flat=True)[:2000])
    chance.shuffle(references)
    moment = clock.now()
    askers = [load_asker(user.pk, at=moment) for user in staff.of("practitioner")[:CLIENTS]]
    taken = [actions.start_contact(by=asker, at=moment).reference for asker in askers]
    issued = callers.issue_code(by=askers[0], at=moment)
    cookies = _cookies()
    connection.close()
    return Facts(cookies, references, taken, issued.code, [new_code() for _ in range(50)], clock.today())


def _cookies() -> dict[str, list[dict[str, str]]]:
    desks = [staff.cookies(user) for user in staff.of("practitioner")]
    supervisors = [staff.cookies(user) for user in staff.of("supervisor")]
    return {"eight": desks[:CLIENTS], "desks": desks, "supervisors": supervisors}
