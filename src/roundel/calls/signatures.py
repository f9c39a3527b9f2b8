"""Signed messages from a telephone system: ``X-Roundel-Signature: t=<unix time>,v1=<HMAC-SHA256 in hex>``.

The code is over ``<t>.<body>``, byte for byte as it is sent. A message is good for five minutes on either
side of its time stamp, and once: whoever takes it in keeps its receipt for as long.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import re

from roundel.kernel.crypto import keyring

HEADER = "X-Roundel-Signature"
TOLERANCE = dt.timedelta(minutes=5)
PURPOSE = "calls.webhook"
_SHAPE = re.compile(r"t=([1-9][0-9]{0,11}),v1=([0-9a-f]{64})", re.ASCII)


class NotSigned(Exception):
    """No signature, a wrong one, or one whose time has passed. It is never said which."""


def secret() -> str:
    """What the sender signs with, as text: derived from this installation's keys and stored nowhere."""
    return keyring().index_key(PURPOSE).hex()


def sign(body: bytes, at: dt.datetime) -> str:
    """The header of a message that is sent at this moment."""
    stamp = str(int(at.timestamp()))
    return f"t={stamp},v1={_code(stamp, body).hex()}"


def check(header: str, body: bytes, at: dt.datetime) -> tuple[bytes, dt.datetime]:
    """The code of a well-signed message (for its receipt) and when it was signed; raises NotSigned."""
    found = _SHAPE.fullmatch(header)
    stamp, given = found.groups() if found else ("1", "")
    wanted = _code(stamp, body)
    # Compared whatever came, so that a missing signature takes as long as a wrong one.
    right = hmac.compare_digest(wanted.hex(), given.rjust(64, "0"))
    if not right or abs(at.timestamp() - int(stamp)) > TOLERANCE.total_seconds():
        raise NotSigned
    return wanted, dt.datetime.fromtimestamp(int(stamp), tz=dt.UTC)


def _code(stamp: str, body: bytes) -> bytes:
    return hmac.digest(secret().encode(), f"{stamp}.".encode() + body, hashlib.sha256)
