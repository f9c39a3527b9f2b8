"""What telephone systems write, read into ``Telling``. Pure.

Three forms: our own (JSON with "event"), Asterisk's (JSON of AMI or ARI) and the form-encoded one that is
common among cloud services. What tells nothing of an incoming call gives None, and is no error.
"""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import parse_qsl

from roundel.calls.adapters import asterisk, cloud, own
from roundel.calls.adapters.fields import Unreadable
from roundel.calls.merging import Telling

__all__ = ["Unreadable", "read"]
MOST_FIELDS = 200


def read(content_type: str, body: bytes, at: dt.datetime) -> Telling | None:
    """What a message tells; ``at`` is when it was sent, for forms that carry no time. Raises Unreadable."""
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise Unreadable from None
    if content_type.partition(";")[0].strip().lower() == "application/x-www-form-urlencoded":
        return cloud.read(_form(text), at)
    told = _json(text)
    if "event" in told:
        return own.read(told, at)
    return asterisk.read(told, at)


def _form(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS))
    except ValueError:
        raise Unreadable from None


def _json(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(told, dict):
        raise Unreadable
    return told
