"""Geometry of our charts; `ui/figures.html` draws them.

Widths are percentages of the drawing and heights are pixels, so that text keeps its size on a narrow screen.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from roundel.design import words

Value = int | float | str | None
Row = Sequence[Value]  # its label, then one value for each series

BAR, BAR_GAP, BAR_LABEL = 22, 4, 24  # pixels
BAR_ROOM = 80.0  # per cent of the width for the longest bar; the rest is for its number
BAR_ROOM_WITH_WORDS = 60.0  # where the name of the series stands beside the number, on a telephone too
COLUMN_HEIGHT, COLUMN_TOP, COLUMN_FOOT = 180, 26, 28  # pixels
COLUMN_SHARE = 0.7  # of the room that one column has


@dataclass(frozen=True)
class Mark:
    """One bar or column, and the words at its end."""

    x: float
    y: float
    width: float
    height: float
    words: str
    words_x: float
    words_y: float
    second: bool  # the second series: hatched, not filled


@dataclass(frozen=True)
class Chart:
    """What the template draws."""

    height: int
    labels: list[tuple[str, float, float]] = field(default_factory=list)  # words, x, y
    marks: list[Mark] = field(default_factory=list)


def is_number(value: Value) -> bool:
    """A suppressed cell ("under 5") and a missing one have no length."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def written(value: Value, share: bool) -> str:
    """The value in words."""
    return words.percent(value) if share else words.number(value)


def written_short(value: Value, share: bool) -> str:
    """The same where there is room for two or three characters; the table below says it in full."""
    if value is None or value == "":
        return "?"
    return value.replace("under ", "<") if isinstance(value, str) else written(value, share)


def largest(rows: Sequence[Row], share: bool) -> float:
    """What the full length stands for."""
    numbers = [float(v) for row in rows for v in row[1:] if v is not None and not isinstance(v, str)]
    return 1.0 if share else max([*numbers, 1.0])


def length(value: Value, most: float, room: float) -> float:
    """The length of a mark; nought for what is not a number."""
    return round(float(value) / most * room, 2) if value is not None and is_number(value) else 0.0


def bars(rows: Sequence[Row], series: Sequence[str] = (), share: bool = False) -> Chart:
    """Lying bars with the label above each: for groups with names."""
    most, labels, marks, y = largest(rows, share), [], [], 0
    for row in rows:
        labels.append((str(row[0]), 0.0, y + 17.0))
        y += BAR_LABEL
        for number, value in enumerate(row[1:]):
            wide = length(value, most, BAR_ROOM_WITH_WORDS if len(row) > 2 else BAR_ROOM)
            text = f"{written(value, share)} {series[number] if number < len(series) and len(row) > 2 else ''}".strip()
            marks.append(Mark(0, y, wide, BAR, text, wide, y + 16, number == 1))
            y += BAR + BAR_GAP
        y += 10
    return Chart(height=y, labels=labels, marks=marks)


def columns(rows: Sequence[Row], share: bool = False) -> Chart:
    """Standing columns with the number above each: for a run of months or weeks."""
    most, labels, marks = largest(rows, share), [], []
    slot = 100 / max(len(rows), 1)
    for place, row in enumerate(rows):
        labels.append((str(row[0]), round((place + 0.5) * slot, 2), COLUMN_TOP + COLUMN_HEIGHT + 19.0))
        each = slot * COLUMN_SHARE / max(len(row) - 1, 1)
        for number, value in enumerate(row[1:]):
            tall = length(value, most, COLUMN_HEIGHT)
            x = round(place * slot + slot * (1 - COLUMN_SHARE) / 2 + number * each, 2)
            top = COLUMN_TOP + COLUMN_HEIGHT - tall
            middle = round(x + each / 2, 2)
            marks.append(Mark(x, top, round(each, 2), tall, written_short(value, share), middle, top - 6, number == 1))
    return Chart(height=COLUMN_TOP + COLUMN_HEIGHT + COLUMN_FOOT, labels=labels, marks=marks)


def name(title: str) -> str:
    """An id for the parts of a chart, the same whenever the page is made."""
    return "chart-" + hashlib.sha256(title.encode()).hexdigest()[:8]
