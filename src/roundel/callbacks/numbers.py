"""Telephone numbers as people say and type them. No message of this module ever holds the number itself."""

from __future__ import annotations

import re
import unicodedata

LOOKS_LIKE = "Enter a telephone number, like 07700 900 982, 020 7946 0000 or +44 1632 960 001."
LETTERS = "A telephone number has digits only. Put an extension, or whom to ask for, into the box for it."
CHARGED = "Calls to numbers that begin with 09 are charged by the minute. Ask for another number."
_SAID = re.compile(r"[\s().\-/\u2010-\u2015]")
_HOME = re.compile(r"07\d{9}|0[1238]\d{8,9}")
_ABROAD = re.compile(r"\+(?!44)[1-9]\d{6,14}")


def read(text: str) -> str:
    """The number as it is kept: ``07700900982`` within the United Kingdom, ``+353…`` abroad.

    Raises ValueError with words for the person who typed it.
    """
    said = _SAID.sub("", unicodedata.normalize("NFKC", text).replace("(0)", ""))
    if re.search(r"[^\d+]", said) or not said.isascii():
        raise ValueError(LETTERS)
    number = re.sub(r"^(?:\+44|0044)0?", "0", said)
    number = re.sub(r"^00", "+", number)
    if number.startswith("09"):
        raise ValueError(CHARGED)
    if not (_HOME.fullmatch(number) or _ABROAD.fullmatch(number)):
        raise ValueError(LOOKS_LIKE)
    return number


def shown(number: str) -> str:
    """The number in groups, to be dialled from a screen."""
    if number.startswith("02"):
        parts = (number[:3], number[3:7], number[7:])
    elif number.startswith("0"):
        parts = (number[:5], number[5:8], number[8:])
    else:
        parts = (f"+{number[1:4]}", *re.findall(r".{1,3}", number[4:]))
    return " ".join(part for part in parts if part)
