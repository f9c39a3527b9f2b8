"""Asterisk: events of its manager interface (AMI, with "Event") and of its REST interface (ARI, with "type").

Field names are those of Asterisk's documentation of AMI and ARI events, versions 16 to 20. A call is known
by its Linkedid (AMI: the oldest channel of the call) or by the caller's channel (ARI).

What the system tells is full of calls that the desk itself makes. Those are not counted: from AMI we take what
queues say (only incoming calls wait in one), from ARI channels that ring us (state "Ring") or that the dialplan
sent to the application with the argument "incoming". That the caller's channel is "Up" is no answer: it is up as
soon as a recorded greeting plays. Somebody has answered when a queue or a dialled extension says so.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from roundel.calls.adapters.fields import Unreadable, extension_of, moment, part, text
from roundel.calls.enums import Told
from roundel.calls.merging import Telling

AMI = {
    "QueueCallerJoin": Told.RINGING,
    "AgentConnect": Told.ANSWERED,
    "QueueCallerAbandon": Told.ABANDONED,
    "AgentComplete": Told.ENDED,
    "Hangup": Told.ENDED,
}
ARI = {"StasisStart": Told.RINGING, "StasisEnd": Told.ENDED, "ChannelDestroyed": Told.ENDED}
# The extension answered, or the caller hung up while it rang. Anything else is one extension of several.
DIALLED = {"ANSWER": Told.ANSWERED, "CANCEL": Told.ABANDONED}


def read(told: Mapping[str, Any], at: dt.datetime) -> Telling | None:
    """What the event tells; None for the many that tell nothing of an incoming call."""
    return _ami(told, at) if "Event" in told else _ari(told, at)


def _ami(told: Mapping[str, Any], at: dt.datetime) -> Telling | None:
    name = text(told, "Event")
    event, channel = AMI.get(name), text(told, "Uniqueid")
    call = text(told, "Linkedid") or channel
    # A hang-up of one extension is not the end of the call; the caller's own channel has the call's id.
    if event is None or (name == "Hangup" and channel != call):
        return None
    if not call:
        raise Unreadable
    return Telling(
        call_id=call,
        told=event,
        at=moment(text(told, "Timestamp"), at),
        number=text(told, "CallerIDNum"),
        line=text(told, "Queue"),
        extension=_ami_extension(told) if event == Told.ANSWERED else "",
    )


def _ami_extension(told: Mapping[str, Any]) -> str:
    """Who answered: the queue member's interface, or the dialled channel."""
    return extension_of(text(told, "Interface") or text(told, "DestChannel")) or text(told, "DestCallerIDNum")


def _ari(told: Mapping[str, Any], at: dt.datetime) -> Telling | None:
    name = text(told, "type")
    if name == "Dial":
        return _dial(told, at)
    event = ARI.get(name)
    if event is None:
        return None
    channel = part(told, "channel")
    if name == "StasisStart" and text(channel, "state") != "Ring" and not _sent_as_incoming(told):
        return None
    return _of_channel(channel, event, moment(text(told, "timestamp"), at))


def _sent_as_incoming(told: Mapping[str, Any]) -> bool:
    arguments = told.get("args")
    return isinstance(arguments, list) and "incoming" in arguments


def _dial(told: Mapping[str, Any], at: dt.datetime) -> Telling | None:
    """A dialled extension: the call is the caller's, the extension the peer's."""
    event, caller = DIALLED.get(text(told, "dialstatus")), part(told, "caller")
    if event is None or not caller:
        return None
    extension = extension_of(text(part(told, "peer"), "name")) if event == Told.ANSWERED else ""
    return _of_channel(caller, event, moment(text(told, "timestamp"), at), extension)


def _of_channel(channel: Mapping[str, Any], event: Told, at: dt.datetime, extension: str = "") -> Telling:
    call = text(channel, "id")
    if not call:
        raise Unreadable
    return Telling(call, event, at, number=text(part(channel, "caller"), "number"), extension=extension)
