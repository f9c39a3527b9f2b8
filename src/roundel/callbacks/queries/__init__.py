"""Every read of call-backs. Each takes the asker first, and starts from what the asker may see."""

from roundel.callbacks.queries.lists import SHOWN, Row, Show, of_source, read_ended, read_queue, row_of, why_to_settle
from roundel.callbacks.queries.one import (
    CallBackPage,
    Calling,
    Place,
    get_call_back,
    last_attempt,
    place_of,
    read_call_back,
    read_calling,
    visible_to,
)
from roundel.callbacks.queries.slots import Day, SlotSeen, get_slot, monday_of, offered, week
from roundel.callbacks.queries.work import left_behind, tiles, work_queue

__all__ = [
    "SHOWN",
    "CallBackPage",
    "Calling",
    "Day",
    "Place",
    "Row",
    "Show",
    "SlotSeen",
    "get_call_back",
    "get_slot",
    "last_attempt",
    "left_behind",
    "monday_of",
    "of_source",
    "offered",
    "place_of",
    "read_call_back",
    "read_calling",
    "read_ended",
    "read_queue",
    "row_of",
    "tiles",
    "visible_to",
    "week",
    "why_to_settle",
    "work_queue",
]
