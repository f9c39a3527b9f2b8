"""Reading single fields of a message, whatever somebody has put there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from email.utils import parsedate_to_datetime
from typing import Any

LONGEST = 200
# A message that was held up on its way is still about its own moment; one from another year is a wrong clock.
MOST_LATE = dt.timedelta(days=2)
MOST_EARLY = dt.timedelta(minutes=5)


class Unreadable(Exception):
    """A message that is none. What it held is not repeated."""


def text(told: Mapping[str, Any], name: str) -> str:
    """A text field, empty if it is not there; raises Unreadable for anything that is no short text or number."""
    value = told.get(name)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int | float) or len(str(value)) > LONGEST:
        raise Unreadable
    return str(value).strip()


def part(told: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """An object within the message, empty if it is not there."""
    value = told.get(name) or {}
    if not isinstance(value, Mapping):
        raise Unreadable
    return value


def moment(written: str, at: dt.datetime) -> dt.datetime:
    """When it happened: ISO 8601, seconds since 1970, or as in e-mail. ``at`` where nothing usable is written."""
    found = _seconds(written) or _iso(written) or _as_in_mail(written)
    if found is None or not at - MOST_LATE <= found <= at + MOST_EARLY:
        return at
    return min(found, at)


def extension_of(channel: str) -> str:
    """The extension in ``PJSIP/204-0000001a``, ``SIP/204@queue``, ``sip:204@example.org``, ``client:desk4``."""
    name = channel.rpartition("/")[2].rpartition(":")[2].partition("@")[0]
    return name.partition("-")[0].strip()


def _seconds(written: str) -> dt.datetime | None:
    try:
        return dt.datetime.fromtimestamp(float(written), tz=dt.UTC)
    except (ValueError, OverflowError, OSError):
        return None


def _iso(written: str) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(written)
    except ValueError:
        return None
    return found if found.tzinfo else None


def _as_in_mail(written: str) -> dt.datetime | None:
    try:
        found = parsedate_to_datetime(written)
    except (ValueError, IndexError, TypeError, OverflowError):
        return None
    return found if found.tzinfo else None
