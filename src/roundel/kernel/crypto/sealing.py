"""AES-256-GCM with a key id in front, so that keys can be rotated while the system runs.

A token is ``version (1 byte) | key id (8 bytes, padded with NUL) | nonce (12) | ciphertext and tag (16)``.
The fixed-width header lets a database count and find rows by key without opening them. The header is
authenticated together with the caller's AAD, so a token cannot be relabelled or moved.

Nonces are random: with 96 bits, a key may seal 2^32 values before the chance of a repeat passes
2^-32 (NIST SP 800-38D); rotate yearly and nobody comes near.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from roundel.kernel.crypto.errors import Tampered
from roundel.kernel.crypto.ring import Family, keyring

VERSION = b"\x01"
ID_BYTES = 8
HEADER_BYTES = len(VERSION) + ID_BYTES
NONCE_BYTES = 12
TAG_BYTES = 16
UNREADABLE = "unreadable"
_SHORTEST = HEADER_BYTES + NONCE_BYTES + TAG_BYTES


def seal(plaintext: bytes, *, aad: bytes, family: Family = "case") -> bytes:
    """Encrypt under the current key of the family; opens only with the same ``aad`` and family."""
    keys = keyring().sealing[family]
    return _seal(keys.cipher(keys.current), _header(keys.current), plaintext, aad)


def unseal(token: bytes, *, aad: bytes, family: Family = "case") -> bytes:
    """The plaintext of a token.

    Raises ``UnknownKey`` when its key is not in the keyring, and ``Tampered`` when it was changed,
    cut short, or sealed with another ``aad`` or family.
    """
    return _unseal(keyring().sealing[family].cipher(key_id(token)), token, aad)


def seal_with(key: bytes, plaintext: bytes, *, aad: bytes) -> bytes:
    """Encrypt under a 32-byte key of the caller's own (one derived from a caller code, say)."""
    return _seal(AESGCM(key), _header(""), plaintext, aad)


def unseal_with(key: bytes, token: bytes, *, aad: bytes) -> bytes:
    """Open what :func:`seal_with` made; ``Tampered`` for a wrong key as for any other mismatch."""
    if key_id(token):
        raise Tampered
    return _unseal(AESGCM(key), token, aad)


def key_id(token: bytes) -> str:
    """The id of the key that a token is sealed under, read from its header without opening it."""
    if len(token) < _SHORTEST or token[:1] != VERSION:
        raise Tampered
    try:
        return token[1:HEADER_BYTES].rstrip(b"\0").decode("ascii")
    except UnicodeDecodeError:
        raise Tampered from None


def header_key(header: bytes) -> str:
    """The key id in a token's first bytes, for counting; ``unreadable`` if they are not a header."""
    try:
        return key_id(header.ljust(_SHORTEST, b"\0")) if len(header) == HEADER_BYTES else UNREADABLE
    except Tampered:
        return UNREADABLE


def current_key(family: Family = "case") -> str:
    """The id of the key that the family's values are sealed under now."""
    return keyring().sealing[family].current


def current_header(family: Family = "case") -> bytes:
    """What every token under the current key begins with."""
    return _header(current_key(family))


def is_current(token: bytes, family: Family = "case") -> bool:
    """Whether a token is sealed under the current key of the family."""
    return token.startswith(current_header(family))


def _header(name: str) -> bytes:
    return VERSION + name.encode("ascii").ljust(ID_BYTES, b"\0")


def _seal(cipher: AESGCM, header: bytes, plaintext: bytes, aad: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return header + nonce + cipher.encrypt(nonce, plaintext, header + aad)


def _unseal(cipher: AESGCM, token: bytes, aad: bytes) -> bytes:
    header, nonce, body = (
        token[:HEADER_BYTES],
        token[HEADER_BYTES : HEADER_BYTES + NONCE_BYTES],
        token[HEADER_BYTES + NONCE_BYTES :],
    )
    try:
        return cipher.decrypt(nonce, body, header + aad)
    except InvalidTag:
        raise Tampered from None
