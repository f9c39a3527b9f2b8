"""The form-encoded status callback that many cloud services send: CallSid, From, To, CallStatus, Timestamp.

The caller's leg is "in-progress" as soon as the service picks up to play or dial something, so that alone is
no answer. Somebody has answered when the leg dialled for it (with ParentCallSid) is in progress, or when the
dialling reports DialCallStatus. Legs that did not answer say nothing: another may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from roundel.calls.adapters.fields import Unreadable, extension_of, moment, text
from roundel.calls.enums import Told
from roundel.calls.merging import Telling

OURS = frozenset({"outbound-api", "outbound"})  # calls that the organisation itself makes
CALLERS_LEG = {
    "queued": Told.RINGING,
    "initiated": Told.RINGING,
    "ringing": Told.RINGING,
    "in-progress": Told.RINGING,
    "completed": Told.ENDED,
    "busy": Told.MISSED,
    "failed": Told.MISSED,
    "no-answer": Told.MISSED,
    "canceled": Told.ABANDONED,
}
DIALLED = {
    "completed": Told.ANSWERED,
    "answered": Told.ANSWERED,
    "no-answer": Told.MISSED,
    "busy": Told.MISSED,
    "failed": Told.MISSED,
    "canceled": Told.ABANDONED,
}


def read(told: Mapping[str, str], at: dt.datetime) -> Telling | None:
    """What the callback tells; None for outgoing calls, unknown states and legs that add nothing."""
    call, parent = text(told, "CallSid"), text(told, "ParentCallSid")
    if not call:
        raise Unreadable
    if text(told, "Direction") in OURS and not parent:
        return None
    status, dialled = text(told, "CallStatus"), text(told, "DialCallStatus")
    when = moment(text(told, "Timestamp"), at)
    if parent:
        if status != "in-progress":
            return None
        return Telling(parent, Told.ANSWERED, when, extension=extension_of(text(told, "To")))
    event = DIALLED.get(dialled) if dialled else CALLERS_LEG.get(status)
    if event is None:
        return None
    return Telling(call, event, when, number=text(told, "From"), line=text(told, "To"))
