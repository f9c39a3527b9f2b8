"""Shifts as a calendar file (RFC 5545) with nothing in it but times: a telephone's calendar may be read by others.

The name of each entry is "Shift" and its identifier is that of the place on the rota, so that a file taken anew
replaces what an earlier one brought.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable

TITLE = "Shift"


def calendar(entries: Iterable[tuple[uuid.UUID, dt.datetime, dt.datetime]], *, at: dt.datetime) -> str:
    """The file's text: identifier, begin and end of each entry. No line is longer than 75 octets."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Roundel//Shifts//EN"]
    for key, begins, ends in entries:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{key}@shift.invalid",
            f"DTSTAMP:{_utc(at)}",
            f"DTSTART:{_utc(begins)}",
            f"DTEND:{_utc(ends)}",
            f"SUMMARY:{TITLE}",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{line}\r\n" for line in lines)


def _utc(at: dt.datetime) -> str:
    return f"{at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
