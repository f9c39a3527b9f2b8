"""From the bytes of a file to a header and rows."""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass

MOST_BYTES = 10 * 1024 * 1024
MOST_ROWS = 150_000
MOST_COLUMNS = 100
SEPARATORS = ",;\t|"
SAMPLE = 20


class Unusable(ValueError):
    """A file that is no table of calls; the message says why, and what to do."""


@dataclass(frozen=True)
class Table:
    """A header, and rows of as many cells each. ``first`` is the number of the first row, as a spreadsheet counts."""

    header: tuple[str, ...]
    rows: list[list[str]]
    first: int = 2


def open_table(content: bytes) -> Table:
    """The table in a file; raises Unusable."""
    if len(content) > MOST_BYTES:
        raise Unusable("The file is larger than 10 MB. Export a shorter period.")
    text = _decoded(content)
    csv.field_size_limit(10_000)
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_separator(text), strict=False))
    except csv.Error:
        raise Unusable("The file cannot be read as a table. Export it from the telephone system as CSV.") from None
    at = next((n for n, row in enumerate(rows) if sum(bool(cell.strip()) for cell in row) > 1), None)
    if at is None or len(rows[at]) < 2:
        raise Unusable("The file has no columns. Export it from the telephone system as CSV, with a header.")
    header, body = rows[at], rows[at + 1 :]
    if len(header) > MOST_COLUMNS or len(body) > MOST_ROWS:
        raise Unusable(f"The file has more than {MOST_ROWS:,} rows or {MOST_COLUMNS} columns. Export a shorter period.")
    return Table(tuple(" ".join(cell.split()) for cell in header), body, at + 2)


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise Unusable("The file is empty.")
    is_wide = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\0" in content and not is_wide:
        raise Unusable("This is no text file. Export the calls as CSV, not as a spreadsheet or a document.")
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Unusable("The file's letters cannot be read. Export it as CSV in UTF-8.")


def _separator(text: str) -> str:
    """What parts the cells: the character that the first lines hold equally often, and most often."""
    lines = [line for line in text.splitlines()[: SAMPLE * 2] if line.strip()][:SAMPLE]

    def fitness(separator: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=separator)]
        width = max(counts, default=1)
        return (counts.count(width) if width > 1 else 0, width)

    return max(SEPARATORS, key=fitness)
