"""``Tile``: one thing on the board for the room. Derived from records each time; never anything about a caller."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Tone(StrEnum):
    """How a tile looks; its words always say the same."""

    CALM = "calm"
    WAITING = "waiting"
    ATTENTION = "attention"
    DANGER = "danger"


@dataclass(frozen=True)
class Tile:
    """A number in large type with what it counts, and a sentence beneath; ``lines`` are names of staff or times."""

    title: str
    value: str
    words: str = ""
    tone: Tone = Tone.CALM
    lines: tuple[str, ...] = ()
