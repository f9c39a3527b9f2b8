"""Which column says what: guessed from the header, confirmed by a person, remembered for the next file."""

from __future__ import annotations

import re
import types
from collections.abc import Iterable, Iterator
from enum import StrEnum


class Column(StrEnum):
    """What a column may say of a call."""

    BEGAN = "began"
    BEGAN_DATE = "began_date"
    BEGAN_TIME = "began_time"
    ANSWERED = "answered"
    ENDED = "ended"
    TALKED = "talked"
    OUTCOME = "outcome"
    NUMBER = "number"
    CALL_ID = "call_id"
    LINE = "line"
    EXTENSION = "extension"
    DIRECTION = "direction"


Mapping = dict[Column, int]
WORDS = types.MappingProxyType(
    {
        Column.BEGAN: "When the call came (date and time)",
        Column.BEGAN_DATE: "The date, if it stands alone",
        Column.BEGAN_TIME: "The time, if it stands alone",
        Column.OUTCOME: "What became of it (answered, missed, abandoned)",
        Column.ANSWERED: "When it was answered",
        Column.ENDED: "When it ended",
        Column.TALKED: "How long was talked, in seconds or as 0:04:10",
        Column.NUMBER: "The caller's number, to count redials (not kept)",
        Column.CALL_ID: "The call's own number in the telephone system",
        Column.LINE: "The line or queue",
        Column.EXTENSION: "The extension that answered",
        Column.DIRECTION: "Whether it came in or went out",
    }
)
# Headers as telephone systems write them, without spaces and signs. The first that fits wins.
GUESSES: types.MappingProxyType[Column, tuple[str, ...]] = types.MappingProxyType(
    {
        Column.BEGAN: ("calldate", "start", "starttime", "startedat", "starttimeutc", "began", "beganat", "datetime",
                       "calltime", "timestamp", "dateandtime", "calleddate", "datecreated", "callstart", "arrived"),
        Column.BEGAN_DATE: ("date", "startdate", "day"),
        Column.BEGAN_TIME: ("time", "timeofday", "starttime"),
        Column.ANSWERED: ("answer", "answeredat", "answertime", "answered"),
        Column.ENDED: ("end", "endtime", "endedat", "ended", "hangup", "hanguptime"),
        Column.TALKED: ("billsec", "talktime", "talking", "talkseconds", "talkduration", "conversation"),
        Column.OUTCOME: ("disposition", "status", "outcome", "result", "callstatus", "state", "calloutcome"),
        Column.NUMBER: ("src", "from", "caller", "callerid", "callernumber", "calleridnum", "cli", "number", "source",
                        "fromnumber", "callingnumber", "ani"),
        Column.CALL_ID: ("uniqueid", "callsid", "sid", "callid", "id", "linkedid", "callreference", "callguid"),
        Column.LINE: ("queue", "line", "queuename", "did", "service", "ddi"),
        Column.EXTENSION: ("extension", "answeredby", "agent", "dstextension", "user", "member"),
        Column.DIRECTION: ("direction", "calldirection", "type", "calltype"),
    }
)  # fmt: skip


def plain(header: str) -> str:
    """A header as it is compared: letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", header.casefold())


def guess(header: Iterable[str]) -> Mapping:
    """Which column says what, as far as the header tells; each column says one thing."""
    names = [plain(each) for each in header]
    found: Mapping = {}
    for column, known in GUESSES.items():
        if column in (Column.BEGAN_DATE, Column.BEGAN_TIME) and Column.BEGAN in found and "date" not in names:
            continue
        place = next((names.index(name) for name in known if name in names), None)
        if place is not None and place not in found.values():
            found[column] = place
    return _one_way_to_say_when(found, names)


def _one_way_to_say_when(found: Mapping, names: list[str]) -> Mapping:
    """A date beside a column that is only a time: the two together say when it came."""
    if Column.BEGAN_DATE in found:
        began = found.get(Column.BEGAN)
        if Column.BEGAN_TIME not in found and began is not None and names[began] in GUESSES[Column.BEGAN_TIME]:
            found[Column.BEGAN_TIME] = found.pop(Column.BEGAN)
        elif Column.BEGAN in found or Column.BEGAN_TIME not in found:
            date = found.pop(Column.BEGAN_DATE)
            found.pop(Column.BEGAN_TIME, None)
            found.setdefault(Column.BEGAN, date)
    else:
        time = found.pop(Column.BEGAN_TIME, None)
        if time is not None:
            found.setdefault(Column.BEGAN, time)
    return found


def lacking(mapping: Mapping) -> Iterator[tuple[Column, str]]:
    """What must be named before rows can be read."""
    if Column.BEGAN not in mapping and not {Column.BEGAN_DATE, Column.BEGAN_TIME} <= set(mapping):
        yield Column.BEGAN, "Choose the column that says when the call came, or one for the date and one for the time."
    if not {Column.OUTCOME, Column.ANSWERED, Column.TALKED} & set(mapping):
        yield Column.OUTCOME, "Choose the column that says what became of the call, or how long was talked."
    places = list(mapping.values())
    for column, place in mapping.items():
        if places.count(place) > 1:
            yield column, "Two questions have the same column. Choose another for one of them."
            return


def as_text(mapping: Mapping) -> str:
    """A mapping as it is kept: "began=0 outcome=3"."""
    return " ".join(f"{column}={place}" for column, place in sorted(mapping.items()))


def from_text(text: str) -> Mapping:
    """A mapping that was kept."""
    return {Column(name): int(place) for name, _, place in (each.partition("=") for each in text.split())}
