"""Who asks in the benchmark, and what about: staff with sessions, contacts to open, names and codes to look for."""

from __future__ import annotations

import datetime as dt
import random
import sys
import time
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.db import connection

from benchmarks.drive import Request
from benchmarks.fill import FAMILY, GIVEN, fill
from roundel.access.grants import load_asker
from roundel.access.models import User, UserRole
from roundel.correspondence import actions as callers
from roundel.correspondence.codes import new_code
from roundel.helpline import actions
from roundel.helpline.models import Contact
from roundel.kernel import clock

CSRF = "b" * 32
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Facts:
    """What the load is made of."""

    cookies: list[dict[str, str]]
    references: list[str]
    being_taken: list[str]
    right_code: str
    wrong_codes: list[str]
    year: str

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


def prepare(contacts: int) -> None:
    """A database with so many contacts, filled once."""
    call_command("migrate", verbosity=0, skip_checks=True)
    if Contact.objects.exists():
        return
    begun = time.perf_counter()
    staff = [_user(number) for number in range(12)]
    fill(contacts, staff, now=clock.now())
    sys.stdout.write(f"  filled in {time.perf_counter() - begun:.0f} s\n")


def facts(clients: int) -> Facts:
    """Sessions for the clients, a contact that each is taking, and what to ask for."""
    chance = random.Random(7)
    staff = list(User.objects.order_by("email")[:clients])
    rows = Contact.objects.filter(restricted=False, nature="conversation").order_by("-started_at")
    references = list(rows.values_list("reference", flat=True)[:2000])
    chance.shuffle(references)
    moment = clock.now()
    askers = [load_asker(user.pk, at=moment) for user in staff]
    taken = [actions.start_contact(by=asker, at=moment).reference for asker in askers]
    issued = callers.issue_code(by=askers[0], at=moment)
    since = (moment - dt.timedelta(days=365)).date()
    year = f"since_0={since.day}&since_1={since.month}&since_2={since.year}"
    connection.close()
    return Facts(
        [_cookies(user) for user in staff], references, taken, issued.code, [new_code() for _ in range(50)], year
    )


def _user(number: int) -> User:
    moment = clock.now() - dt.timedelta(days=4000)
    user = User.objects.create(email=f"bench{number}@bench.example", name=f"Bench {number}", created_at=moment)
    UserRole.objects.create(user=user, role="practitioner", from_at=moment)
    TOTP.activate(user, generate_totp_secret())
    return user


def _cookies(user: User) -> dict[str, str]:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = BACKEND
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    now = time.time()
    session["account_authentication_methods_user"] = str(user.pk)
    session["account_authentication_methods"] = [
        {"method": "password", "at": now, "email": user.email},
        {"method": "mfa", "at": now, "type": "totp"},
    ]
    session.save()
    return {settings.SESSION_COOKIE_NAME: str(session.session_key), settings.CSRF_COOKIE_NAME: CSRF}
