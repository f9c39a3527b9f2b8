"""Everything secret goes through here: sealing, blind indexes, phonetic codes, the audit chain.

``seal``/``unseal`` keep content unreadable to whoever holds only the database. ``blind_index`` and
``sounds_like`` let the application find a name it cannot read. ``hmac_chain`` makes the audit log
tamper-evident. All keys come from :func:`keyring`, which lives outside the database.
"""

from __future__ import annotations

from roundel.kernel.crypto.chain import CHAIN_START, hmac_chain
from roundel.kernel.crypto.errors import CryptoError, KeysMissing, Tampered, UnknownKey
from roundel.kernel.crypto.index import blind_index, normalise, sounds_like
from roundel.kernel.crypto.keys import generate_keys
from roundel.kernel.crypto.ring import FAMILIES, Family, Keyring, keyring
from roundel.kernel.crypto.sealing import (
    HEADER_BYTES,
    current_header,
    current_key,
    header_key,
    is_current,
    key_id,
    seal,
    seal_with,
    unseal,
    unseal_with,
)

__all__ = [
    "CHAIN_START",
    "FAMILIES",
    "HEADER_BYTES",
    "CryptoError",
    "Family",
    "Keyring",
    "KeysMissing",
    "Tampered",
    "UnknownKey",
    "blind_index",
    "current_header",
    "current_key",
    "generate_keys",
    "header_key",
    "hmac_chain",
    "is_current",
    "key_id",
    "keyring",
    "normalise",
    "seal",
    "seal_with",
    "sounds_like",
    "unseal",
    "unseal_with",
]
