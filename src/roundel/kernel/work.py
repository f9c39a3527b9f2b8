"""``WorkItem``: one thing that needs somebody now. Derived from records each time, never stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class Urgency(StrEnum):
    """The groups of the work queue, most pressing first."""

    OVERDUE = "overdue"
    TODAY = "today"
    SOON = "soon"


@dataclass(frozen=True)
class WorkItem:
    """What needs doing, why, by when, and the one place to go. ``what`` holds no case content.

    ``danger``: somebody may be in danger now; it stands before everything else.
    """

    urgency: Urgency
    what: str
    why: str
    action: str
    url: str
    since: dt.datetime
    danger: bool = False
