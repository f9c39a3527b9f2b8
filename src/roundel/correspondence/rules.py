"""Who may use codes, and how many wrong ones are too many."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.correspondence.models import CodeAttempts
from roundel.kernel.errors import InvalidInput, Refused

KIND = "correspondence.caller"
USE_CODES = "correspondence.use_codes"
MOST_REASON = 2000
LONGEST_WINDOW = dt.timedelta(minutes=10)


def visible_callers(asker: Asker) -> Q | None:
    """All callers to those who work with codes, none to others. A caller is an alias, never a person."""
    return Q() if asker.may(USE_CODES) else None


scopes.register(scopes.Scope(KIND, visible_callers, knows=USE_CODES))


@dataclass(frozen=True)
class Limit:
    """How many wrong codes one bucket may bring in one window. A bucket is never an address."""

    bucket: str
    wrong: int
    window: dt.timedelta


class TooManyCodes(Refused):
    """Too many wrong codes; ``until`` is when the next may be tried."""

    def __init__(self, limit: Limit, until: dt.datetime) -> None:
        clock = timezone.localtime(until).strftime("%I:%M%p").lstrip("0").lower()
        super().__init__(f"{limit.wrong} codes that did not fit were entered. The next can be tried at {clock}.")
        self.until = until


def desk_limit(asker: Asker) -> Limit:
    """For one member of staff: ten wrong codes in ten minutes."""
    return Limit(bucket=f"desk:{asker.user_id}", wrong=10, window=LONGEST_WINDOW)


# For a site where nobody signs in: one bucket for everybody together, so that nobody is singled out.
PUBLIC_LIMIT = Limit(bucket="public", wrong=200, window=LONGEST_WINDOW)


def check_may_use_codes(asker: Asker) -> None:
    """Refused to those whose role does not work with caller codes."""
    asker.require(USE_CODES, "Your role does not include caller codes.")


def check_attempts(limit: Limit, attempts: CodeAttempts | None, at: dt.datetime) -> None:
    """TooManyCodes while the present window is full."""
    if attempts is not None and attempts.wrong >= limit.wrong and at < attempts.window_start + limit.window:
        raise TooManyCodes(limit, attempts.window_start + limit.window)


def check_reason(reason: str) -> None:
    """A replaced code needs a reason that a person wrote."""
    if not reason.strip():
        raise InvalidInput("reason", "Enter why the code is replaced.")
    if len(reason) > MOST_REASON:
        raise InvalidInput("reason", f"The reason must be {MOST_REASON:,} characters or fewer.")
