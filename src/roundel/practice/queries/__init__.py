"""Every read of the practice desk. Each takes the asker first and begins at the visibility scope."""

from roundel.practice.queries.calls import (
    CallPage,
    Listed,
    get_call,
    get_for_writing,
    get_own,
    of_others,
    own,
    read_call,
    unfinished,
    visible_to,
)
from roundel.practice.queries.memory import Line
from roundel.practice.queries.taking import PracticeScreen, read_take
from roundel.practice.queries.work import work_queue

__all__ = [
    "CallPage",
    "Line",
    "Listed",
    "PracticeScreen",
    "get_call",
    "get_for_writing",
    "get_own",
    "of_others",
    "own",
    "read_call",
    "read_take",
    "unfinished",
    "visible_to",
    "work_queue",
]
