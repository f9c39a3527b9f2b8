"""The link of the audit chain: each entry's code covers the one before it."""

from __future__ import annotations

import hashlib
import hmac

from roundel.kernel.crypto.ring import keyring

LINK_BYTES = 32
CHAIN_START = bytes(LINK_BYTES)


def hmac_chain(previous: bytes, payload: bytes) -> bytes:
    """HMAC-SHA256 over the previous link and this payload, under the audit key.

    The first entry follows ``CHAIN_START``. ``payload`` must hold every column in an unambiguous
    encoding: what is not under the code can be changed unseen.
    """
    if len(previous) != LINK_BYTES:
        raise ValueError(f"The previous link must be {LINK_BYTES} bytes.")
    return hmac.digest(keyring().audit, previous + payload, hashlib.sha256)
