"""Our own form, for systems that can be told what to write.

    {"event": "answered", "call": "7f3a…", "at": "2027-03-14T21:04:00Z",
     "from": "+44…", "line": "day", "extension": "204"}

``event`` is ringing, answered, abandoned, missed or ended. Everything but ``event`` and ``call`` may be left out.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from roundel.calls.adapters.fields import Unreadable, moment, text
from roundel.calls.enums import Told
from roundel.calls.merging import Telling


def read(told: Mapping[str, Any], at: dt.datetime) -> Telling | None:
    """What the message tells; None for an event that we do not know."""
    event, call = text(told, "event"), text(told, "call")
    if event not in Told.values:
        return None
    if not call:
        raise Unreadable
    return Telling(
        call_id=call,
        told=Told(event),
        at=moment(text(told, "at"), at),
        number=text(told, "from"),
        line=text(told, "line"),
        extension=text(told, "extension"),
    )
