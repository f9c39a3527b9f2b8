"""From a code to what finds the caller and what opens for the caller; never back.

One Argon2id derivation (RFC 9106) gives 64 bytes: the first half is the look-up id in the table, the
second a key that is kept nowhere. The salt is one for all callers, as the code itself must find the
row; it comes, like the secret mixed in, from the pepper, which lives outside the database.

What that is worth: the database alone allows no guess at all. Database and pepper together allow guesses
at 10^15 codes, each costing one derivation and tried against all callers at once: with 500,000 callers
and 70 ms a guess, the first hit takes some four years of one processor core, and a given caller about
a million years.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from django.conf import settings

from roundel.kernel.crypto import keyring, seal_with, unseal_with

HALF = 32
# Not a code, so it finds nobody; it makes a mistyped code cost the same time as any other.
_NO_CODE = "no code at all.."


@dataclass(frozen=True)
class Derived:
    """What one code gives. Not shown by repr."""

    lookup: bytes = field(repr=False)
    key: bytes = field(repr=False)


def derive(code: str | None) -> Derived:
    """The look-up id and key of a normalised code. None costs the same and finds nobody."""
    ring = keyring()
    out = hash_secret_raw(
        secret=hmac.digest(ring.pepper_key("caller-code/secret"), (code or _NO_CODE).encode("ascii"), hashlib.sha256),
        salt=ring.pepper_key("caller-code/salt", 16),
        hash_len=2 * HALF,
        type=Type.ID,
        **settings.ROUNDEL_CODE_COST,
    )
    return Derived(lookup=out[:HALF], key=out[HALF:])


def wrap_new_key(derived: Derived, caller_id: UUID) -> bytes:
    """A fresh random key of the caller, sealed so that only the code opens it."""
    return seal_with(derived.key, secrets.token_bytes(HALF), aad=_aad(caller_id))


def unwrap_key(derived: Derived, wrapped: bytes | memoryview, caller_id: UUID) -> bytes:
    """The caller's key; ``Tampered`` unless the code is this caller's."""
    return unseal_with(derived.key, bytes(wrapped), aad=_aad(caller_id))


def _aad(caller_id: UUID) -> bytes:
    return f"correspondence.Caller.wrapped_key:{caller_id}".encode()
