"""Row identifiers, and references that people can say aloud.

A reference such as ``H-7F3K-9X`` is a service's letter, then symbols from an alphabet of 23 without
look-alikes (no 0/O, 1/I/L, 2/Z, 5/S, 6/G twin, 8/B, U/V twin). The last symbol is a check: the weighted
sum of all symbols is 0 modulo 23. As 23 is prime and neighbouring weights differ and are never 0
modulo 23, every single wrong symbol and every swap of two neighbours is noticed (the construction of
ISO/IEC 7064 pure systems and of ISBN-10, with another modulus).
"""

from __future__ import annotations

import os
import re
import secrets
import time
import unicodedata
import uuid

ALPHABET = "3479ACDEFGHJKMNPQRTVWXY"
_BASE = len(ALPHABET)
_VALUE = {symbol: value for value, symbol in enumerate(ALPHABET)}
_SHAPE = re.compile(rf"^([A-Z])([{ALPHABET}]{{6,8}})$")
SHORT, LONG = 6, 8


def new_id() -> uuid.UUID:
    """A fresh row id: UUID version 7 (RFC 9562), so that ids made later sort later."""
    milliseconds = time.time_ns() // 1_000_000
    random = int.from_bytes(os.urandom(10), "big")
    value = milliseconds << 80 | 0x7 << 76 | (random >> 68 & 0xFFF) << 64 | 0b10 << 62 | random & (1 << 62) - 1
    return uuid.UUID(int=value)


def new_reference(prefix: str, length: int = SHORT) -> str:
    """A random reference such as ``H-7F3K-9X``; ``length`` counts the symbols, the check included."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(length - 1))
    return _spaced(prefix, body + check_symbol(body))


def check_symbol(body: str) -> str:
    """The symbol that makes the weighted sum of ``body`` and itself 0 modulo 23."""
    total = sum(weight * _VALUE[symbol] for weight, symbol in enumerate(reversed(body), start=2))
    return ALPHABET[-total % _BASE]


def normalise_reference(text: str) -> str | None:
    """The reference as we write it, from what somebody typed or heard; None if it cannot be one."""
    if len(text) > 40:
        return None
    folded = unicodedata.normalize("NFKC", text).upper()
    compact = re.sub(r"[\s\-\u2010-\u2015.]", "", folded)
    match = _SHAPE.match(compact)
    if not match or check_symbol(match[2][:-1]) != match[2][-1]:
        return None
    return _spaced(match[1], match[2])


def _spaced(prefix: str, symbols: str) -> str:
    return f"{prefix}-{symbols[:4]}-{symbols[4:]}"
