"""The small print of an event: codes and numbers, never content.

A value is a whole number, yes or no, or a code of up to 80 characters without spaces, so that nobody
can put a sentence, a name or a note here by mistake. Addresses of devices are refused outright.
"""

from __future__ import annotations

import ipaddress
import json
import re
from collections.abc import Mapping

Detail = Mapping[str, str | int | bool]
MOST_KEYS = 12
_KEY = re.compile(r"^[a-z][a-z0-9_]{0,39}$")
_CODE = re.compile(r"^[A-Za-z0-9][A-Za-z0-9_.:,/+\-]{0,79}$")
_LARGEST = 2**53


def checked(detail: Detail | None) -> str:
    """The detail as canonical JSON text, empty for none; raises ValueError for anything that may be content."""
    if not detail:
        return ""
    if len(detail) > MOST_KEYS:
        raise ValueError(f"an audit detail holds at most {MOST_KEYS} values")
    for key, value in detail.items():
        _check(key, value)
    return json.dumps(dict(detail), sort_keys=True, separators=(",", ":"))


def check_code(what: str, text: str, longest: int) -> str:
    """``text`` if it is empty or a code (no spaces, no words strung together); raises ValueError."""
    if text and (not _CODE.match(text) or len(text) > longest):
        raise ValueError(f"the audit takes only codes as {what}, never words")
    return text


def _check(key: str, value: object) -> None:
    if not isinstance(key, str) or not _KEY.match(key):
        raise ValueError("the name of an audit detail must be a short code")
    if isinstance(value, int):
        if abs(value) > _LARGEST:
            raise ValueError(f"the audit detail {key} is too large a number")
    elif not isinstance(value, str) or not _CODE.match(value):
        raise ValueError(f"the audit detail {key} must be a code, a whole number, or yes or no")
    elif _is_device_address(value):
        raise ValueError(f"the audit detail {key} is a network address, which is never kept")


def _is_device_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return not text.isdigit()
