"""The stored choices of the audit."""

from __future__ import annotations

from enum import StrEnum


class Nature(StrEnum):
    """What sort of thing an event is."""

    LOOK = "look"
    CHANGE = "change"
    SYSTEM = "system"


class Via(StrEnum):
    """By what door somebody came to a record."""

    ORDINARY = ""
    BREAK_GLASS = "break_glass"
