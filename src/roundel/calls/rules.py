"""Who may do what with calls. Pure: over the asker and loaded objects, no queries, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.calls.models import Call
from roundel.kernel.errors import InvalidInput, NotFound, Refused

CALL = "calls.call"
IMPORT = "calls.import"
ANSWER, ENTER, FIGURES = "calls.answer", "calls.enter", "helpline.view_figures"
# How long a call that was answered at an extension is offered to whoever sits there.
OFFERED = dt.timedelta(hours=2)
MOST_IN_HALF_HOUR = 9_999
SHORTEST_EXTENSION, LONGEST_EXTENSION = 1, 6


def visible_calls(asker: Asker) -> Q | None:
    """Calls that were answered at an extension, to those who answer. Nobody else opens a single call."""
    return Q(extension_at__isnull=False) if asker.may(ANSWER) else None


def visible_imports(asker: Asker) -> Q | None:
    """All imports to those who enter counts."""
    return Q() if asker.may(ENTER) else None


scopes.register(scopes.Scope(CALL, visible_calls, knows=ANSWER))
scopes.register(scopes.Scope(IMPORT, visible_imports, knows=ENTER))


def check_may_see_demand(asker: Asker) -> None:
    """Whether the asker sees how many calls there were."""
    if not asker.may_any(ENTER, FIGURES):
        raise Refused("Your role does not include the figures of calls.")


def check_may_enter(asker: Asker) -> None:
    """Whether the asker enters and imports counts."""
    asker.require(ENTER, "Your role does not include entering the counts of calls.")


def check_may_answer(asker: Asker) -> None:
    """Whether the asker takes calls at an extension."""
    asker.require(ANSWER, "Your role does not include answering calls.")


def check_may_take_call(asker: Asker, call: Call, extensions: Collection[str]) -> None:
    """Whether the asker may begin a contact from this call, or put it aside: it was answered where he sits."""
    check_may_answer(asker)
    if call.extension not in extensions:
        raise NotFound
    if call.taken_at is not None:
        raise Refused("This call has been seen to already.")


def check_day(day: dt.date, today: dt.date) -> None:
    """Whether counts of this day can be entered: it has begun, and is not from another century."""
    if day > today:
        raise Refused("This day has not begun yet.")
    if day.year < 2000:
        raise NotFound


def check_extension(extension: str) -> str:
    """An extension as it may be kept: a few letters and digits, never long enough to be a telephone number."""
    kept = extension.strip()
    if not SHORTEST_EXTENSION <= len(kept) <= LONGEST_EXTENSION or not (kept.isascii() and kept.isalnum()):
        raise InvalidInput("extension", "Enter the number that your telephone has in the house, such as 204.")
    return kept


def check_count(start: dt.datetime, count: int) -> None:
    """Whether so many calls can have come in a half-hour."""
    if not 0 <= count <= MOST_IN_HALF_HOUR:
        raise InvalidInput("", f"Enter a whole number from 0 to {MOST_IN_HALF_HOUR:,} for {start:%H:%M}.")
