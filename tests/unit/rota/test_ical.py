"""Shifts as a calendar file: times and nothing else."""

from __future__ import annotations

import datetime as dt
import re
import uuid

from roundel.rota import ical
from tests.support.moments import NOW

KEY = uuid.UUID(int=7)


def test_an_entry_says_when_and_nothing_more() -> None:
    begins = dt.datetime(2027, 3, 15, 18, tzinfo=dt.timezone(dt.timedelta(hours=1)))
    text = ical.calendar([(KEY, begins, begins + dt.timedelta(hours=4))], at=NOW)
    assert text.split("\r\n") == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Roundel//Shifts//EN",
        "BEGIN:VEVENT",
        f"UID:{KEY}@shift.invalid",
        "DTSTAMP:20270314T210400Z",
        "DTSTART:20270315T170000Z",
        "DTEND:20270315T210000Z",
        "SUMMARY:Shift",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_lines_are_short_enough_for_every_reader() -> None:
    text = ical.calendar([(uuid.uuid4(), NOW, NOW + dt.timedelta(hours=1))] * 3, at=NOW)
    assert max(len(line.encode()) for line in text.split("\r\n")) <= 75
    assert not re.search(r"(?<!\r)\n", text)
