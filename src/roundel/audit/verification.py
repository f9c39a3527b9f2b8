"""Walking the chain and naming the first thing that is wrong.

Reads with plain SQL, not through the models, for speed and because what is checked is what is stored.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import OperationalError, connection

from roundel.audit.anchors import Anchor
from roundel.audit.chain import COLUMNS, GENESIS, ChainKeys, canonical, chain_keys, moment, row_mac, seal_mac
from roundel.audit.models import AuditEvent
from roundel.kernel.crypto import CryptoError
from roundel.kernel.fields import Sealed, SealedTextField, sealed_field

PAGE = 5_000
SEALED_WITHIN = dt.timedelta(minutes=1)
_EVENT_COLUMNS = ", ".join(f"e.{column}" for column in (*COLUMNS, "row_mac"))
_WALK = (
    f"SELECT s.seq, s.event_id, s.mac, {_EVENT_COLUMNS} FROM audit_auditseal s "  # noqa: S608 - constants only
    "LEFT JOIN audit_auditevent e ON e.id = s.event_id WHERE s.seq > %s ORDER BY s.seq LIMIT %s"
)
_UNSEALED = (
    f"SELECT {_EVENT_COLUMNS} FROM audit_auditevent e "  # noqa: S608
    "LEFT JOIN audit_auditseal s ON s.event_id = e.id WHERE s.seq IS NULL ORDER BY e.id"
)
_VANISHED = (
    "SELECT p.event_id FROM audit_auditpending p LEFT JOIN audit_auditevent e ON e.id = p.event_id "
    "WHERE e.id IS NULL ORDER BY p.event_id LIMIT 1"
)
Row = Sequence[Any]
Progress = Callable[[int], None]


class _UnreadableError(Exception):
    """The database holds something that the driver cannot turn into a value."""


@dataclass(frozen=True)
class Problem:
    """The first bad entry: what is wrong as a code and in words, and where."""

    what: str
    words: str
    seq: int | None = None
    event_id: str | None = None

    def __str__(self) -> str:
        where = f"entry {self.seq}" if self.seq is not None else "the audit"
        which = f" (event {self.event_id})" if self.event_id else ""
        return f"{where}{which}: {self.what}: {self.words}"


@dataclass(frozen=True)
class Report:
    """What a verification found: how far it got, and the first problem if there is one."""

    checked: int
    seq: int
    mac: bytes
    waiting: int
    problem: Problem | None = None


@dataclass
class _Walk:
    """Where the walk stands."""

    keys: ChainKeys
    anchors: Mapping[int, Sequence[Anchor]]
    seq: int = 0
    mac: bytes = GENESIS
    waiting: int = 0
    field: SealedTextField[Any, Any] = field(default_factory=lambda: sealed_field(AuditEvent, "reason"))  # type: ignore[arg-type,return-value]


def verify(*, at: dt.datetime, anchors: Sequence[Anchor] = (), progress: Progress | None = None) -> Report:
    """Check every seal in order, then the head, the anchors and whatever is not sealed yet.

    ``at`` is the present moment: an event that has waited longer than a minute for its seal is a
    problem. Stops at the first problem.
    """
    by_seq: dict[int, list[Anchor]] = {}
    for anchor in anchors:
        by_seq.setdefault(anchor.seq, []).append(anchor)
    walk = _Walk(chain_keys(), by_seq)
    problem = _walk_chain(walk, progress) or _check_end(walk) or _check_unsealed(walk, at)
    return Report(walk.seq, walk.seq, walk.mac, walk.waiting, problem)


def _walk_chain(walk: _Walk, progress: Progress | None) -> Problem | None:
    try:
        for row in _pages(walk):
            problem = _check_entry(walk, row)
            if problem:
                return problem
            if progress and walk.seq % PAGE == 0:
                progress(walk.seq)
    except _UnreadableError:
        return Problem("changed", "the database holds something here that cannot be read", walk.seq + 1)
    return None


def _pages(walk: _Walk) -> Iterator[Row]:
    """Every seal with its event, in order, a page at a time so that no lock is held for long.

    A page that cannot be read is read again one by one, to find where.
    """
    size = PAGE
    while True:
        try:
            rows = _read(_WALK, [walk.seq, size])
        except _UnreadableError:
            if size == 1:
                raise
            size = 1
            continue
        yield from rows
        if len(rows) < size:
            return


def _read(statement: str, parameters: Sequence[int] = ()) -> list[Row]:
    """The rows. SQLite keeps bytes that are no text or no date in any column: those raise _UnreadableError."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, list(parameters))
            rows: list[Row] = cursor.fetchall()
            return rows
    except ValueError as error:
        raise _UnreadableError from error
    except OperationalError as error:
        if "decode" not in str(error):
            raise
        raise _UnreadableError from error


def _check_entry(walk: _Walk, row: Row) -> Problem | None:
    seq, event_id, mac, *columns = row
    expected = walk.seq + 1
    which = _hex(event_id)
    if seq != expected:
        return Problem("missing", f"the chain goes from entry {walk.seq} to entry {seq}", expected)
    if columns[0] is None:
        return Problem("missing", "the event of this entry has been removed", seq, which)
    content = _canonical(walk, columns)
    if isinstance(content, Problem):
        return Problem(content.what, content.words, seq, which)
    stored_row_mac = _bytes(columns[-1])
    if row_mac(walk.keys, content) != stored_row_mac:
        return Problem("changed", "the event is not what was recorded", seq, which)
    if seal_mac(walk.keys, walk.mac, seq, content, stored_row_mac) != _bytes(mac):
        return Problem("out of order", "the event does not belong at this place, or its seal was changed", seq, which)
    walk.seq, walk.mac = seq, _bytes(mac)
    for anchor in walk.anchors.get(seq, ()):
        if anchor.mac != walk.mac:
            return Problem("rewritten", "the chain is not the one that the anchor was taken from", seq, which)
    return None


def _check_end(walk: _Walk) -> Problem | None:
    """The chain must end where its head says, and reach every anchor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT seq, mac FROM audit_audithead")
        seq, mac = cursor.fetchone() or (0, GENESIS)
    furthest = max(walk.anchors, default=0)
    if furthest > walk.seq:
        return Problem(
            "truncated", f"an anchor was taken at entry {furthest}, but the chain ends at {walk.seq}", walk.seq + 1
        )
    if seq > walk.seq:
        return Problem("truncated", f"the head is at entry {seq}, but the chain ends at {walk.seq}", walk.seq + 1)
    if seq < walk.seq or _bytes(mac) != walk.mac:
        return Problem("head", f"the head (entry {seq}) is not the end of the chain (entry {walk.seq})", walk.seq)
    return None


def _check_unsealed(walk: _Walk, at: dt.datetime) -> Problem | None:
    """What waits for its seal must be whole, recent, and still there."""
    limit = moment(at - SEALED_WITHIN)
    try:
        unsealed = _read(_UNSEALED)
    except _UnreadableError:
        return Problem("changed", "an event that waits for its seal cannot be read")
    for columns in unsealed:
        content = _canonical(walk, columns)
        which = _hex(columns[0])
        if isinstance(content, Problem):
            return Problem(content.what, content.words, event_id=which)
        if row_mac(walk.keys, content) != _bytes(columns[-1]):
            return Problem("changed", "an event that waits for its seal is not what was recorded", event_id=which)
        if moment(columns[COLUMNS.index("recorded_at")]) < limit:
            return Problem("unsealed", "an event has waited longer than a minute for its seal", event_id=which)
        walk.waiting += 1
    for (gone,) in _read(_VANISHED):
        return Problem("missing", "an event was removed before it was sealed", event_id=_hex(gone))
    return None


def _canonical(walk: _Walk, columns: Row) -> bytes | Problem:
    """The bytes under the MAC, from the columns as the database gives them.

    A value that cannot be what the application wrote (another type, a sealed reason that does not
    open) is a change as well, never an error that stops the walk.
    """
    pk, happened, recorded, actor, name, event, kind, obj, reference, reason, detail, via, _mac = columns
    try:
        return canonical(
            (
                _hex(pk),
                moment(happened),
                moment(recorded),
                _hex(actor),
                name,
                event,
                kind,
                _hex(obj),
                reference,
                None if reason is None else walk.field.unseal(Sealed(reason), uuid.UUID(_hex(pk))),
                detail,
                via,
            )
        )
    except CryptoError:
        return Problem("changed", "the reason of this event does not open")
    except (AttributeError, TypeError, ValueError):
        return Problem("changed", "a column of this event holds something that was never written there")


def _hex(value: Any) -> str | None:
    return value.hex if isinstance(value, uuid.UUID) else value


def _bytes(value: Any) -> bytes:
    """A stored MAC; nothing for what can not be one."""
    return bytes(value) if isinstance(value, bytes | memoryview) else b""
