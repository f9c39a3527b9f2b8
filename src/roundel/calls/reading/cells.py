"""Single cells: times, durations, and words for what became of a call."""

from __future__ import annotations

import datetime as dt
import re

from roundel.calls.enums import Outcome
from roundel.calls.reading.columns import plain

OUTCOMES = {
    Outcome.ANSWERED: ("answered", "answer", "completed", "complete", "connected", "inprogress", "yes", "talked",
                       "answeredcall", "completeagent", "completecaller", "success"),
    Outcome.ABANDONED: ("abandoned", "abandon", "abandonedcall", "callerhungup", "hungup", "hangup", "cancelled",
                        "canceled", "cancel", "dropped", "lost", "renounced"),
    Outcome.MISSED: ("missed", "miss", "missedcall", "noanswer", "notanswered", "unanswered", "busy", "failed",
                     "congestion", "voicemail", "timeout", "overflow", "closed", "outofhours", "no", "exittimeout",
                     "exitwithtimeout", "exitempty", "chanunavail", "rejected", "declined"),
}  # fmt: skip
BY_WORD = {word: outcome for outcome, words in OUTCOMES.items() for word in words}
OUTGOING = frozenset({"outbound", "outgoing", "out", "outboundapi", "outbounddial", "internal", "dialled"})
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_PARTED = re.compile(r"(\d{1,2})[/.\- ](\d{1,2}|[A-Za-z]{3,9})[/.\- ,]+(\d{4}|\d{2})(?:[ ,T]+(.+))?")
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?\s*([ap])?\.?m?\.?", re.IGNORECASE)
_DURATION = re.compile(r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2})(?:\.\d+)?")


class NotRead(ValueError):
    """A cell that is not what its column should be. Its content is never repeated: it may be a number."""


class MonthFirst(NotRead):
    """A date whose second part can only be a day: the file writes months first."""


def outcome(cell: str) -> Outcome:
    """What a word says became of the call; raises NotRead for one that is not known."""
    word = plain(cell)
    if word not in BY_WORD:
        raise NotRead("This is no word for what became of a call that we know: answered, missed, abandoned.")
    return BY_WORD[word]


def is_outgoing(cell: str) -> bool:
    """Whether a cell says that the call went out, or stayed in the house."""
    return plain(cell) in OUTGOING


def duration(cell: str) -> int:
    """Seconds, from "250", "4:10" or "0:04:10"; nothing written is nought."""
    text = cell.strip()
    if not text or text == "-":
        return 0
    if text.replace(".", "", 1).isdecimal():
        return int(float(text))
    found = _DURATION.fullmatch(text)
    if not found:
        raise NotRead("This is no length of time such as 250 or 0:04:10.")
    return int(found[1] or 0) * 3600 + int(found[2]) * 60 + int(found[3])


def moment(cell: str) -> dt.datetime:
    """A date and time, naive where the cell names no zone; raises NotRead. ISO, or day before month."""
    text = cell.strip()
    try:
        found = dt.datetime.fromisoformat(text)  # the quick way for most files
    except ValueError:
        found = None
    if found is not None and ("T" in text or ":" in text):
        return _plausible(found)
    parted = _PARTED.fullmatch(text)
    if not parted or not parted[4]:
        raise NotRead("This is no date and time such as 2027-03-14 21:04 or 14/03/2027 21:04.")
    return _plausible(dt.datetime.combine(_date(parted), time(parted[4])))


def date(cell: str) -> dt.date:
    """A date; raises NotRead."""
    text = cell.strip()
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        parted = _PARTED.fullmatch(text)
    if not parted:
        raise NotRead("This is no date such as 2027-03-14 or 14/03/2027.")
    return _date(parted)


def time(cell: str) -> dt.time:
    """A time of day; raises NotRead."""
    found = _TIME.fullmatch(cell.strip())
    hour = int(found[1]) if found else 24
    if found and found[4]:
        hour = hour % 12 + (12 if found[4].lower() == "p" else 0) if 1 <= hour <= 12 else 24
    try:
        return dt.time(hour, int(found[2]), int(found[3] or 0)) if found else dt.time(hour)
    except ValueError:
        raise NotRead("This is no time such as 21:04.") from None


def _date(parted: re.Match[str]) -> dt.date:
    day, year = int(parted[1]), int(parted[3])
    month = MONTHS.index(parted[2][:3].lower()) + 1 if parted[2][:3].lower() in MONTHS else _number(parted[2])
    year += 2000 if year < 100 else 0
    if month > 12 and day <= 12:
        raise MonthFirst("The month seems to stand before the day here.")
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise NotRead("There is no such day.") from None


def _number(text: str) -> int:
    if not text.isdecimal():
        raise NotRead("There is no such month.")
    return int(text)


def _plausible(found: dt.datetime) -> dt.datetime:
    if not 2000 <= found.year < 2100:
        raise NotRead("This lies too far from today.")
    return found
