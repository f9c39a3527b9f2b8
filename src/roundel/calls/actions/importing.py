"""Importing a telephone system's file: checked first, added when somebody says so, taken back if it was wrong.

The file itself is not kept, because numbers stand in it. What the check keeps until it is added has none:
each caller is a random token, the same for the same caller on the same day, and nobody can make it again.
"""

from __future__ import annotations

import base64
import datetime as dt
import secrets
from collections import Counter
from dataclasses import asdict
from typing import Any

from django.db import transaction

from roundel.access.grants import Asker
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.calls import rules
from roundel.calls.actions.records import TOKEN_BYTES, call_key, fingerprint, local_day
from roundel.calls.enums import Outcome, Source
from roundel.calls.here import zone
from roundel.calls.models import Call, Import
from roundel.calls.reading import Mapping, ReadCall, Reading, Table, read
from roundel.calls.reading.columns import as_text
from roundel.calls.states import IMPORT
from roundel.calls.times import half_hour_of

MOST_PROBLEMS = 1_000
BATCH = 1_000
KeyedCall = tuple[bytes, ReadCall]


@transaction.atomic
def check_file(*, by: Asker, at: dt.datetime, content: bytes, table: Table, mapping: Mapping) -> Import:
    """Read a file and keep what would be added, until somebody says so. Raises ``Unusable`` for a file of
    another kind."""
    rules.check_may_enter(by)
    reading = read(table, mapping, zone=zone(), at=at)
    new, known = _compared(reading)
    days = [local_day(call.began_at) for call in reading.calls]
    checked = Import.objects.create(
        fingerprint=fingerprint("file", content),
        layout=fingerprint("header", "\n".join(table.header).encode()),
        mapping=as_text(mapping),
        rows=reading.rows,
        new=len(new),
        known=known + reading.twice,
        wrong=len(reading.problems),
        first_day=min(days, default=None),
        last_day=max(days, default=None),
        checked_at=at,
        checked_by_id=by.signed_in_id(),
        found={
            "calls": new,
            "outgoing": reading.outgoing,
            "problems": [asdict(problem) for problem in reading.problems[:MOST_PROBLEMS]],
        },
    )
    _note(by, at, "checked", checked, new=checked.new, known=checked.known, wrong=checked.wrong)
    return checked


@transaction.atomic
def add_import(*, by: Asker, at: dt.datetime, checked: Import) -> Import:
    """Add the calls that a check found; those that have become known since are left alone."""
    held = _settled(by, at, checked, "add")
    kept = (held.found or {})["calls"]
    held.found, held.added = None, 0
    held.save(update_fields=["state", "found", "settled_at", "settled_by", "added"])
    for first in range(0, len(kept), BATCH):
        calls = [_stored(held, row) for row in kept[first : first + BATCH]]
        Call.objects.bulk_create(calls, ignore_conflicts=True)
    held.added = Call.objects.filter(imported=held).count()
    held.save(update_fields=["added"])
    _note(by, at, "added", held, added=held.added)
    return held


@transaction.atomic
def drop_import(*, by: Asker, at: dt.datetime, checked: Import) -> Import:
    """Add nothing of what a check found, and forget it."""
    held = _settled(by, at, checked, "drop")
    held.found = None
    held.save(update_fields=["state", "found", "settled_at", "settled_by"])
    _note(by, at, "dropped", held)
    return held


@transaction.atomic
def take_back_import(*, by: Asker, at: dt.datetime, added: Import) -> Import:
    """Take the calls of an import out again, as it was the wrong file."""
    held = _settled(by, at, added, "take_back")
    removed, _ = Call.objects.filter(imported=held).delete()
    held.save(update_fields=["state", "settled_at", "settled_by"])
    _note(by, at, "taken_back", held, removed=removed)
    return held


def _settled(by: Asker, at: dt.datetime, given: Import, step: str) -> Import:
    """The import, locked and moved along its table."""
    rules.check_may_enter(by)
    held = get_visible(by, rules.IMPORT, Import.objects.select_for_update(of=("self",)), pk=given.pk)
    held.state = IMPORT.check(held.state, step).to
    held.settled_at, held.settled_by_id = at, by.signed_in_id()
    return held


def _compared(reading: Reading) -> tuple[list[list[Any]], int]:
    """What is new, as it is kept until it is added, and how many calls are known already.

    A caller whom an earlier file or an earlier row has a token for keeps it: through the calls that both files
    have, and only within one day. That is how redials are counted rightly over files that overlap.
    """
    keyed = _keyed(reading.calls)
    tokens, told_days = _known_calls(reading.calls)
    of_caller: dict[tuple[dt.date, str], bytes] = {}
    new, known = [], 0
    for key, call in keyed:
        if key in tokens and tokens[key] is not None and call.number:
            of_caller[local_day(call.began_at), call.number] = tokens[key] or b""
    for key, call in keyed:
        day = local_day(call.began_at)
        if key in tokens or (not call.call_id and day in told_days):
            known += 1
            continue
        token = None
        if call.number:
            token = of_caller.setdefault((day, call.number), secrets.token_bytes(TOKEN_BYTES))
        new.append(_kept(key, call, token))
    return new, known


def _keyed(calls: list[ReadCall]) -> list[KeyedCall]:
    """Each call with its key: by its id, or by all that is read of it but the number, and the how manieth it is."""
    seen: Counter[str] = Counter()
    found = []
    for call in calls:
        if call.call_id:
            found.append((call_key(call.call_id), call))
            continue
        same = "|".join((call.began_at.isoformat(), call.outcome, str(call.answered_at), str(call.ended_at), call.line))
        seen[same] += 1
        found.append((fingerprint("call", f"row:{same}|{seen[same]}".encode()), call))
    return found


def _known_calls(calls: list[ReadCall]) -> tuple[dict[bytes, bytes | None], set[dt.date]]:
    """Keys with tokens of what we have of those days, and the days of which the telephone system told itself."""
    days = [local_day(call.began_at) for call in calls]
    if not days:
        return {}, set()
    # A day on either side: what an id belongs to may have begun across midnight by another clock.
    span = (min(days) - dt.timedelta(days=1), max(days) + dt.timedelta(days=1))
    tokens: dict[bytes, bytes | None] = {}
    told = set()
    rows = Call.objects.filter(day__range=span).values_list("key", "token", "source", "day")
    for key, token, source, day in rows.iterator(chunk_size=5_000):
        tokens[bytes(key)] = bytes(token) if token is not None else None
        if source == Source.TELEPHONE:
            told.add(day)
    return tokens, told


def _kept(key: bytes, call: ReadCall, token: bytes | None) -> list[Any]:
    began = call.began_at.timestamp()
    return [
        base64.b64encode(key).decode(),
        began,
        call.answered_at.timestamp() if call.answered_at else None,
        call.ended_at.timestamp() if call.ended_at else None,
        call.outcome.value,
        base64.b64encode(token).decode() if token else None,
        call.line,
        call.extension,
    ]


def _stored(imported: Import, row: list[Any]) -> Call:
    key, began, answered, ended, outcome, token, line, extension = row
    began_at, answered_at, ended_at = (_moment(each) for each in (began, answered, ended))
    if began_at is None:  # pragma: no cover - every call began
        raise ValueError("a call without a beginning")
    return Call(
        key=base64.b64decode(key),
        source=Source.IMPORTED,
        imported=imported,
        outcome=Outcome(outcome),
        began_at=began_at,
        answered_at=answered_at,
        ended_at=ended_at,
        day=local_day(began_at),
        half_hour=half_hour_of(began_at),
        token=base64.b64decode(token) if token else None,
        line=line,
        extension=extension,
        extension_at=answered_at if extension else None,
    )


def _moment(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, tz=dt.UTC)


def _note(by: Asker, at: dt.datetime, event: str, held: Import, **detail: int) -> None:
    audit.record(by=by, at=at, event=f"calls.import.{event}", kind="calls.import", object_id=held.pk, detail={**detail})
