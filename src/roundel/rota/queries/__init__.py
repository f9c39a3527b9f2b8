"""Every read of the rota. Each takes the asker first, and starts from what the asker may see."""

from roundel.rota.queries.duty import OnDuty, Person, on_next, on_now, tiles
from roundel.rota.queries.mine import MyShifts, read_calendar, read_mine
from roundel.rota.queries.places import get_cover, get_place, get_shift, get_signing, others, standing, visible_to
from roundel.rota.queries.planning import Offered, offered_days
from roundel.rota.queries.shift import Candidate, ShiftPage, candidates, read_shift
from roundel.rota.queries.week import Day, Place, ShiftRow, WeekPage, read_week
from roundel.rota.queries.work import work_queue

__all__ = [
    "Candidate",
    "Day",
    "MyShifts",
    "Offered",
    "OnDuty",
    "Person",
    "Place",
    "ShiftPage",
    "ShiftRow",
    "WeekPage",
    "candidates",
    "get_cover",
    "get_place",
    "get_shift",
    "get_signing",
    "offered_days",
    "on_next",
    "on_now",
    "others",
    "read_calendar",
    "read_mine",
    "read_shift",
    "read_week",
    "standing",
    "tiles",
    "visible_to",
    "work_queue",
]
