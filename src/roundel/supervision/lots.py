"""Drawing by lot so that nobody chooses, and anybody can draw again and find the same.

Each contact's lot is a keyed fingerprint of its id under the seed of the drawing; the lowest lots are
drawn. Every contact is as likely as every other, the order in which they are listed does not matter, and
a contact that is added or taken away moves no other one's lot.
"""

from __future__ import annotations

import hashlib
import hmac
import uuid
from collections.abc import Iterable


def lot(seed: str, contact_id: uuid.UUID) -> bytes:
    """The lot of one contact."""
    return hmac.digest(bytes.fromhex(seed), contact_id.bytes, hashlib.sha256)


def draw(seed: str, pool: Iterable[uuid.UUID], size: int) -> list[uuid.UUID]:
    """The contacts with the ``size`` lowest lots (all, if there are fewer), in the order of their lots."""
    return sorted(set(pool), key=lambda one: lot(seed, one))[:size]
