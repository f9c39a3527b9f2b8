"""What the helpline puts on the board for the room: a count, and nothing about any contact."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Min

from roundel.access.grants import Asker
from roundel.design.words import time_words
from roundel.helpline.enums import State
from roundel.helpline.models import Contact
from roundel.kernel.board import Tile, Tone

BOARD = "desk.view_board"
A_DAY = dt.timedelta(days=1)


def tiles(asker: Asker, at: dt.datetime) -> list[Tile]:
    """How many dangers are marked that nobody has taken on. One query.

    It counts every contact, those restricted to named people too: the room must not overlook a danger, and a count
    says nothing of any. So it does not begin at the scope, which is empty for the screen on the wall.
    """
    if not asker.may(BOARD):
        return []
    waiting = Contact.objects.filter(danger_at__lte=at, danger_seen_at__isnull=True).exclude(state=State.DISCARDED)
    found = waiting.aggregate(number=Count("pk"), oldest=Min("danger_at"))
    title = "Dangers not taken on"
    if not found["number"]:
        return [Tile(title, "0", "Nobody waits.")]
    since = found["oldest"]
    when = f"since {time_words(since)}" if at - since < A_DAY else "for more than a day"
    words = f"waiting {when}" if found["number"] == 1 else f"the first of them {when}"
    return [Tile(title, str(found["number"]), words, Tone.DANGER)]
