"""The file of an export: a table of coded answers inside a ZIP that only its password opens.

No notes, no names of callers or of people they spoke of, no aliases: only answers that are coded.
Cells that a spreadsheet would run as a formula are made plain text.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import secrets
from collections.abc import Iterable, Iterator
from typing import IO

import pyzipper
from django.utils import timezone

from roundel.helpline import filters
from roundel.helpline.enums import Nature, State
from roundel.helpline.queries.lists import ContactRow

MOST_ROWS = 50_000
SHORTEST_PASSWORD = 12
HEADINGS = (
    "Reference",
    "Began",
    "Minutes",
    "Kind",
    "State",
    "How it came",
    "Who was in touch",
    "Has a caller code",
    "Open actions",
    "Danger marked",
    "Restricted",
)
# A cell that begins with one of these may be run by a spreadsheet (OWASP, "CSV Injection").
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")
# Without look-alikes, as it may be written down and read out.
PASSWORD_SYMBOLS = "34679ACDEFGHJKMNPQRTVWXYacdefhjkmnpqrtvwxy"  # noqa: S105 - an alphabet


def file_name(day: dt.datetime, ending: str) -> str:
    """A name that says nothing: list-2026-11-23.zip."""
    return f"list-{timezone.localtime(day):%Y-%m-%d}.{ending}"


def suggested_password() -> str:
    """Twenty symbols in groups of five: about 107 bits."""
    symbols = [secrets.choice(PASSWORD_SYMBOLS) for _ in range(20)]
    return "-".join("".join(symbols[start : start + 5]) for start in range(0, 20, 5))


def write(into: IO[bytes], chunks: Iterable[list[ContactRow]], *, password: str, day: dt.datetime) -> None:
    """The table as CSV inside an AES-256 ZIP, written as it is made: memory holds one chunk."""
    with pyzipper.AESZipFile(into, "w", compression=pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(password.encode())
        with archive.open(file_name(day, "csv"), "w", force_zip64=True) as member:
            _write_lines(member, chunks)


def _write_lines(member: IO[bytes], chunks: Iterable[list[ContactRow]]) -> None:
    member.write("\ufeff".encode() + line(HEADINGS))  # the mark tells Excel that this is UTF-8
    for rows in chunks:
        member.write(b"".join(line(cells(row)) for row in rows))


def line(values: Iterable[object]) -> bytes:
    """One line of CSV, every cell harmless to a spreadsheet."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([harmless(value) for value in values])
    return text.getvalue().encode()


def harmless(value: object) -> object:
    """The value; text that a spreadsheet might run is led by an apostrophe, which makes it plain text."""
    if isinstance(value, str) and value.lstrip(" \u00a0").startswith(FORMULA_STARTS):
        return f"'{value}"
    return value


def cells(row: ContactRow) -> Iterator[object]:
    """One contact in words."""
    yield row.reference
    yield f"{timezone.localtime(row.started_at):%Y-%m-%d %H:%M}"
    yield "not recorded" if row.seconds is None else round(row.seconds / 60)
    yield Nature(row.nature).label
    yield State(row.state).label
    yield filters.label("channel", row.channel)
    yield filters.label("group", row.group)
    yield _yes(row.caller_id is not None)
    yield row.open_actions
    yield _yes(row.danger_at is not None)
    yield _yes(row.restricted)


def _yes(answer: bool) -> str:
    return "Yes" if answer else "No"
