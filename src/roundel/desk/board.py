"""The board for the room: large type for the wall, gathered from each app, nothing about anybody in touch with us.

Opening it is recorded as one look. The refreshes, every few seconds for as long as a screen hangs on the wall, are
not: they show the same board to the same people, who look up from their desks whether or not a script has asked, and
it holds counts, times and names of staff on duty, no content of any case. So an event for each would tell nothing,
and bury the looks that do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from roundel.access.grants import Asker
from roundel.access.http import DeskRequest
from roundel.access.rules import sees_only_the_board
from roundel.audit import actions as audit
from roundel.callbacks import queries as callbacks
from roundel.calls import queries as calls
from roundel.helpline import queries as helpline
from roundel.kernel import clock
from roundel.kernel.board import Tile, Tone
from roundel.rota import queries as rota
from roundel.safeguarding import queries as safeguarding

PERMISSION = "desk.view_board"
Source = Callable[[Asker, dt.datetime], list[Tile]]
# Most pressing first: what is danger stands where the eye begins.
SOURCES: tuple[Source, ...] = (helpline.tiles, safeguarding.tiles, callbacks.tiles, calls.tiles, rota.tiles)
# What a tone says, in words: whoever sees no colour reads it all the same.
TONE_WORDS = {Tone.WAITING: "Waiting", Tone.ATTENTION: "Needs somebody", Tone.DANGER: "Danger now"}


@dataclass(frozen=True)
class Shown:
    """A tile with the name by which the script knows it again."""

    key: str
    tile: Tile

    @property
    def tone_words(self) -> str:
        """The tone in words; empty if all is calm."""
        return TONE_WORDS.get(self.tile.tone, "")

    @property
    def is_short(self) -> bool:
        """Whether the value is a number or a time, for the largest type; a name is set smaller."""
        return len(self.tile.value) <= 4


def gathered(asker: Asker, at: dt.datetime) -> list[Shown]:
    """Every tile of every source, in order."""
    tiles = [tile for source in SOURCES for tile in source(asker, at)]
    keys = [slugify(tile.title) for tile in tiles]
    number = count(1)
    return [
        Shown(key if keys.count(key) == 1 else f"{key}-{next(number)}", tile)
        for key, tile in zip(keys, tiles, strict=True)
    ]


@require_GET
def board(request: DeskRequest) -> HttpResponse:
    """The board, full screen."""
    now = clock.now()
    context = _context(request, now)
    audit.record_look(by=request.asker, at=now, event="desk.board.opened", kind="desk.board")
    return render(request, "desk/board.html", context)


@require_GET
def board_again(request: DeskRequest) -> HttpResponse:
    """The same for a browser without scripts, which asks for the whole page again each minute."""
    return render(request, "desk/board.html", _context(request, clock.now()))


@require_GET
def board_part(request: DeskRequest) -> HttpResponse:
    """The part that changes, for the script."""
    return render(request, "desk/board_part.html", _context(request, clock.now()))


def _context(request: DeskRequest, now: dt.datetime) -> dict[str, object]:
    request.asker.require(PERMISSION, "Your role does not include the board.")
    return {
        "now": now,
        "zone": settings.TIME_ZONE,
        "weekday": f"{timezone.localtime(now):%A}",
        "tiles": gathered(request.asker, now),
        "is_screen": sees_only_the_board(request.asker),
    }
