"""Geometry of the picture of demand: one column for each half-hour or day, answered below, not answered on top. Pure.

Widths are percentages and heights pixels, so that it is as wide as the page and its words keep their size.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEIGHT, TOP, FOOT = 160, 18, 26
ROOM = 0.72  # of the width of one place that its column takes
MOST_LABELS = 7  # so that times fit side by side on a telephone


@dataclass(frozen=True)
class Column:
    """One column, in two parts."""

    label: str
    x: float
    width: float
    middle: float
    answered: float
    unanswered: float
    top: float
    all: int


@dataclass(frozen=True)
class Picture:
    """All columns, and what the highest stands for."""

    columns: tuple[Column, ...]
    most: int
    every: int  # each how manieth label is written

    height = TOP + HEIGHT + FOOT
    floor = TOP + HEIGHT


def picture(rows: Iterable[tuple[str, int, int]]) -> Picture:
    """The picture of these rows: label, answered, not answered."""
    told: Sequence[tuple[str, int, int]] = list(rows)
    most = max((answered + unanswered for _, answered, unanswered in told), default=0)
    slot = 100 / max(len(told), 1)
    return Picture(
        tuple(_column(place, slot, most, row) for place, row in enumerate(told)),
        most,
        max(1, -(-len(told) // MOST_LABELS)),
    )


def _column(place: int, slot: float, most: int, row: tuple[str, int, int]) -> Column:
    label, answered, unanswered = row
    low, high = (round(number / max(most, 1) * HEIGHT, 1) for number in (answered, unanswered))
    return Column(
        label=label,
        x=round(place * slot + slot * (1 - ROOM) / 2, 2),
        width=round(slot * ROOM, 2),
        middle=round((place + 0.5) * slot, 2),
        answered=low,
        unanswered=high,
        top=TOP + HEIGHT - low - high,
        all=answered + unanswered,
    )
