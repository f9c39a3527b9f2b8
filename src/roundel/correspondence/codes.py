"""Caller codes: sixteen digits that can be read out, written down and typed in by anybody.

A code is shown in four groups of four. Fifteen digits are random; the last is a Damm check digit, which
catches every single wrong digit and every swap of two neighbours (H. M. Damm, "Total anti-symmetrische
Quasigruppen", 2004). The check digit is for dictation; it protects nothing.
"""

from __future__ import annotations

import secrets
import unicodedata

LENGTH = 16
LONGEST = 80  # what somebody may type: digits with spaces and dashes, and no more work than that

_DAMM = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_code() -> str:
    """A fresh code, sixteen digits without spaces."""
    body = "".join(secrets.choice("0123456789") for _ in range(LENGTH - 1))
    return body + check_digit(body)


def check_digit(digits: str) -> str:
    """The digit that follows ``digits`` (ASCII) to make them check."""
    interim = 0
    for digit in digits:
        interim = _DAMM[interim][int(digit)]
    return str(interim)


def normalise(text: str) -> str | None:
    """The sixteen digits somebody typed or read out; None if they cannot be a code.

    Spaces, dashes, dots and the like are passed over, and the digits of any script are understood.
    Text that is too long is refused before anything is done with it.
    """
    if len(text) > LONGEST:
        return None
    kept = [_as_digit(char) for char in text]
    if None in kept:
        return None
    digits = "".join(part for part in kept if part)
    if len(digits) != LENGTH or check_digit(digits[:-1]) != digits[-1]:
        return None
    return digits


def shown(code: str) -> str:
    """The code as it is shown and read out: ``1234 5678 9012 3456``."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def _as_digit(char: str) -> str | None:
    """The ASCII digit of a decimal digit, "" for what separates digits, None for anything else."""
    if unicodedata.category(char) == "Nd":
        return str(unicodedata.decimal(char))
    return "" if unicodedata.category(char)[0] in "ZP" or char.isspace() or unicodedata.category(char) == "Cf" else None
