"""The arithmetic of the audit chain: pure functions from rows to HMACs (RFC 2104, SHA-256).

Each event carries a MAC over all its columns, made when it is inserted. Each seal carries a MAC over
the seal before it, its own number and the event. Without the key nobody can make either, so a changed,
removed, inserted or reordered row shows; a chain cut short shows against its head, and a chain put
back to an earlier state shows against an anchor that was kept elsewhere (the forward-integrity idea
of Schneier and Kelsey, "Secure Audit Logs to Support Computer Forensics", 1999).
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
from collections.abc import Sequence
from dataclasses import dataclass

from roundel.kernel.crypto import keyring

GENESIS = bytes(32)
# The order is part of the format: a column is added at the end, under a new label of the row key.
COLUMNS = (
    "id",
    "happened_at",
    "recorded_at",
    "actor_id",
    "actor_name",
    "event",
    "kind",
    "object_id",
    "reference",
    "reason",
    "detail",
    "via",
)
_encode = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), check_circular=False).encode


@dataclass(frozen=True)
class ChainKeys:
    """The two keys of the audit, derived from one so that a MAC of one sort is never one of the other."""

    row: bytes
    chain: bytes


def chain_keys() -> ChainKeys:
    """The keys of this installation, split from the audit key of the keyring."""
    root = keyring().audit
    return ChainKeys(row=_mac(root, b"roundel audit row v1"), chain=_mac(root, b"roundel audit chain v1"))


def canonical(values: Sequence[str | None]) -> bytes:
    """One unambiguous byte string for the column values of an event, in the order of COLUMNS."""
    return _encode(values).encode("ascii")


def moment(value: dt.datetime) -> str:
    """A point in time in the one way that goes under the MAC: UTC, microseconds, no offset."""
    if value.tzinfo is not None and value.utcoffset():
        value = value.astimezone(dt.UTC)
    return value.replace(tzinfo=None).isoformat(timespec="microseconds")


def row_mac(keys: ChainKeys, canonical_row: bytes) -> bytes:
    """The MAC that an event carries from its insertion on."""
    return _mac(keys.row, canonical_row)


def seal_mac(keys: ChainKeys, previous: bytes, seq: int, canonical_row: bytes, mac_of_row: bytes) -> bytes:
    """The MAC of the seal number ``seq``, over the seal before it and the whole event."""
    return _mac(keys.chain, previous + seq.to_bytes(8, "big") + mac_of_row + canonical_row)


def _mac(key: bytes, message: bytes) -> bytes:
    return hmac.digest(key, message, "sha256")
