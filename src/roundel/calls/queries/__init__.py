"""Every read of calls. Each takes the asker first."""

from roundel.calls.queries.demand import read_day, read_month
from roundel.calls.queries.entering import EnterPage, entered_of, read_enter
from roundel.calls.queries.figures import by_month
from roundel.calls.queries.imports import earlier_import_of, earlier_mapping, get_import, imports
from roundel.calls.queries.places import extensions_of, place_of
from roundel.calls.queries.work import arriving, get_answered, tiles, work_queue

__all__ = [
    "EnterPage",
    "arriving",
    "by_month",
    "earlier_import_of",
    "earlier_mapping",
    "entered_of",
    "extensions_of",
    "get_answered",
    "get_import",
    "imports",
    "place_of",
    "read_day",
    "read_enter",
    "read_month",
    "tiles",
    "work_queue",
]
