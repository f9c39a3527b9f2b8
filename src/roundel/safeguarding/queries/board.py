"""Two numbers for the board in the room: nothing about anybody, and no record is opened."""

from __future__ import annotations

import datetime as dt

from roundel.access.grants import Asker
from roundel.kernel.board import Tile, Tone
from roundel.safeguarding.enums import WAITING
from roundel.safeguarding.models import Concern, ThresholdDecision
from roundel.safeguarding.queries.overdue import overdue

BOARD = "desk.view_board"


def tiles(asker: Asker, at: dt.datetime) -> list[Tile]:
    """How many concerns are overdue and how many decisions wait; restricted ones are left out. Three queries.

    The screen in the room opens no record, so these are counts for whoever sees the board, not for the asker.
    """
    if not asker.may(BOARD):
        return []
    late = overdue(Concern.objects.filter(restricted=False), at).count()
    waiting = ThresholdDecision.objects.filter(state__in=WAITING, restricted=False)
    late_decisions = waiting.filter(second_due_at__lt=at).count()
    return [_concerns(late), _decisions(waiting.count(), late_decisions)]


def _concerns(late: int) -> Tile:
    words = "their next step should have been done by now" if late else "every concern is in time"
    return Tile("Concerns overdue", str(late), words, Tone.ATTENTION if late else Tone.CALM)


def _decisions(waiting: int, late: int) -> Tile:
    tone = Tone.ATTENTION if late else Tone.WAITING if waiting else Tone.CALM
    words = f"{late} overdue" if late else "none overdue"
    return Tile("Decisions to second", str(waiting), words, tone)
