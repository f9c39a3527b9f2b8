"""What is known of a call, and what one more message adds. Pure, and indifferent to order and repetition.

Each part is the smallest or the largest of what was told (``min``, ``max``), so any order of the same
messages, and any message told twice, gives the same call.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from roundel.calls.enums import Outcome, Told
from roundel.calls.states import MEANS, RANK
from roundel.calls.times import half_hour_of

NEVER = dt.datetime.min.replace(tzinfo=dt.UTC)


@dataclass(frozen=True)
class Telling:
    """One message of a telephone system, as an adapter read it. ``number`` is forgotten before anything is stored."""

    call_id: str
    told: Told
    at: dt.datetime
    number: str = ""
    line: str = ""
    extension: str = ""

    def __repr__(self) -> str:
        """Without the number: a representation ends up in logs and tracebacks."""
        return f"Telling({self.told}, at={self.at:%H:%M:%S})"


@dataclass(frozen=True)
class Known:
    """What is known of a call."""

    began_at: dt.datetime
    outcome: Outcome
    answered_at: dt.datetime | None = None
    ended_at: dt.datetime | None = None
    token: bytes | None = None
    line: str = ""
    extension: str = ""
    extension_at: dt.datetime | None = None

    def half_hour(self) -> dt.datetime:
        """The half-hour in which it began."""
        return half_hour_of(self.began_at)


def first_known(telling: Telling, token: bytes | None) -> Known:
    """What a single message says."""
    ends = telling.told in (Told.ENDED, Told.MISSED, Told.ABANDONED)
    extension = label(telling.extension) if telling.told == Told.ANSWERED else ""
    return Known(
        began_at=telling.at,
        outcome=Outcome(MEANS[telling.told]),
        answered_at=telling.at if telling.told == Told.ANSWERED else None,
        ended_at=telling.at if ends else None,
        token=token,
        line=label(telling.line),
        extension=extension,
        extension_at=telling.at if extension else None,
    )


def merged(one: Known, other: Known) -> Known:
    """What both say together: commutative, associative, and the same when something is said twice."""
    # After a handing-over it is the one who answered last who takes the contact.
    at, extension = max(_answered(one), _answered(other))
    ended_at = max(filter(None, (one.ended_at, other.ended_at)), default=None)
    outcome = max(one.outcome, other.outcome, key=RANK.index)
    return Known(
        began_at=min(one.began_at, other.began_at),
        outcome=Outcome.MISSED if ended_at and outcome == Outcome.RINGING else outcome,
        answered_at=min(filter(None, (one.answered_at, other.answered_at)), default=None),
        ended_at=ended_at,
        token=min(filter(None, (one.token, other.token)), default=None),
        line=max(one.line, other.line),
        extension=extension,
        extension_at=at if extension else None,
    )


def label(text: str) -> str:
    """A line or an extension as it may be kept: a short label, never something that could be a telephone number."""
    kept = " ".join(text.split())[:20]
    return "" if sum(char.isdigit() for char in kept) > 6 else kept


def _answered(known: Known) -> tuple[dt.datetime, str]:
    return known.extension_at or NEVER, known.extension
