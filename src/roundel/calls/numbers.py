"""Telephone numbers at the door: brought into one form so that redials are known as such, and then forgotten. Pure."""

from __future__ import annotations

import re
import unicodedata

# What telephone systems write where the caller withheld the number. Nobody of these is joined with anybody.
WITHHELD = frozenset(
    {"", "anonymous", "withheld", "unknown", "private", "restricted", "unavailable", "blocked", "none", "null", "-",
     "0", "+266696687", "266696687"}
)  # fmt: skip
SHORTEST = 4
_NOT_DIGITS = re.compile(r"\D+")


def normalise(text: str, country: str = "44") -> str | None:
    """A number in international form without a plus sign, or None if it was withheld or is none.

    ``0161 496 0000``, ``+44 (0)161 496 0000`` and ``0044 161 4960000`` are one caller. A SIP address counts
    by the part before its @.
    """
    told = unicodedata.normalize("NFKC", text).strip().casefold()
    told = re.sub(r"^(sips?|tel):", "", told).partition("@")[0].partition(";")[0].strip(' "<>')
    if told in WITHHELD:
        return None
    international = told.startswith(("+", "00"))
    told = told.replace("(0)", "") if international else told
    digits = _NOT_DIGITS.sub("", told)
    if len(digits) < SHORTEST:
        return None
    if told.startswith("00"):
        return digits[2:]
    if international:
        return digits
    return f"{country}{digits[1:]}" if digits.startswith("0") else digits
