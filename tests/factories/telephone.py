"""A telephone system in the hand of a test: it rings, is answered, and signs what it says."""

from __future__ import annotations

import datetime as dt
import itertools
import json
from typing import Any
from urllib.parse import urlencode

from django.test import Client

from roundel.access.grants import Asker
from roundel.audit.actions import System
from roundel.calls import actions, signatures
from roundel.calls.enums import Told
from roundel.calls.merging import Telling
from roundel.calls.models import Call, Import
from roundel.calls.reading import guess, open_table
from roundel.kernel import clock
from tests.factories import users

BY = System("telephone system")
ADDRESS = "/calls/event"
MINUTE = dt.timedelta(minutes=1)
HEADER = "Call ID,Start,Status,Caller,Duration\n"
_numbers = itertools.count(1)


def tell(
    told: Told | str, call: str, *, at: dt.datetime | None = None, arrives: dt.datetime | None = None, **more: str
) -> None:
    """One message taken in, past the door: ``at`` is when it happened, ``arrives`` when it comes (the same)."""
    now = at or clock.now()
    telling = Telling(call, Told(told), now, **more)
    code = next(_numbers).to_bytes(32, "big")
    actions.receive(by=BY, at=arrives or now, telling=telling, code=code, signed_at=arrives or now)


def answered(
    *, extension: str = "204", at: dt.datetime | None = None, number: str = "0161 496 0001", line: str = ""
) -> Call:
    """A call that came and was answered at an extension; at the clock's present, unless ``at`` says when."""
    name, now = f"call-{next(_numbers)}", at or clock.now()
    tell("ringing", name, at=now, number=number, line=line)
    tell("answered", name, at=now, number=number, extension=extension)
    return Call.objects.latest("extension_at", "id")


def missed(*, at: dt.datetime | None = None, number: str = "0161 496 0002") -> None:
    """A call that rang and that nobody answered."""
    name, now = f"call-{next(_numbers)}", at or clock.now()
    tell("ringing", name, at=now, number=number)
    tell("missed", name, at=now, number=number)


def sits_at(extension: str = "204", *, by: Asker | None = None, only_today: bool = True) -> Asker:
    """Somebody who takes calls and has said where he sits."""
    who = by or users.make_asker("practitioner")
    actions.set_extension(by=who, at=clock.now(), extension=extension, only_today=only_today)
    return who


def send(
    told: dict[str, Any], *, at: dt.datetime | None = None, form: bool = False, signature: str | None = None
) -> int:
    """The status of the answer to a message that is signed now (or as told) and posted by a machine."""
    body = urlencode(told).encode() if form else json.dumps(told).encode()
    kind = "application/x-www-form-urlencoded" if form else "application/json"
    signed = signatures.sign(body, at or clock.now()) if signature is None else signature
    return post(body, signed, kind)


def post(body: bytes, signature: str, kind: str = "application/json") -> int:
    """The status of the answer to these bytes."""
    machine = Client(enforce_csrf_checks=True)
    headers = {signatures.HEADER: signature} if signature else {}
    return machine.post(ADDRESS, body, content_type=kind, headers=headers).status_code


def checked(content: str | bytes, *, by: Asker | None = None, at: dt.datetime | None = None) -> Import:
    """A file that was checked, its columns guessed."""
    raw = content.encode() if isinstance(content, str) else content
    table = open_table(raw)
    return actions.check_file(
        by=by or users.make_asker("supervisor"),
        at=at or clock.now(),
        content=raw,
        table=table,
        mapping=guess(table.header),
    )


def imported(content: str | bytes, *, by: Asker | None = None, at: dt.datetime | None = None) -> Import:
    """A file whose calls were added."""
    who, now = by or users.make_asker("supervisor"), at or clock.now()
    return actions.add_import(by=who, at=now, checked=checked(content, by=who, at=now))
