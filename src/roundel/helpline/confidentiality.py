"""The confidentiality statement, versioned. What was read to a caller is kept by version with the contact."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Statement:
    """One version of the text, from a day on."""

    version: str
    valid_from: dt.date
    text: str


STATEMENTS = (
    Statement(
        version="statement-1",
        valid_from=dt.date(2025, 1, 1),
        text=(
            "You do not have to tell me who you are, and we do not see your number. "
            "What you say stays within our service. "
            "There is one limit. If you tell me who somebody is, and that a child or an adult is at risk, "
            "or that an offence has been committed, we pass that on so that they can be kept safe. "
            "If we can, we talk with you about it first."
        ),
    ),
)


def current(on: dt.date) -> Statement:
    """The statement in force on a day."""
    return max((s for s in STATEMENTS if s.valid_from <= on), key=lambda s: s.valid_from)


def version(name: str) -> Statement | None:
    """The statement of this version, if there is one."""
    return next((s for s in STATEMENTS if s.version == name), None)
