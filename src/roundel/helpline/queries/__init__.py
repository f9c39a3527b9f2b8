"""Every read of the helpline. Each takes the asker first, and starts from what the asker may see."""

from roundel.helpline.queries.board import tiles
from roundel.helpline.queries.contact import (
    ContactPage,
    Plan,
    form_of,
    get_action,
    get_contact,
    get_link,
    read_contact,
    read_earlier,
    read_plan,
    visible_to,
)
from roundel.helpline.queries.search import Found, find
from roundel.helpline.queries.signposts import SignpostSeen, get_signpost
from roundel.helpline.queries.taking import Earlier, TakeScreen, get_for_writing, missing, read_take
from roundel.helpline.queries.work import week, work_queue

__all__ = [
    "ContactPage",
    "Earlier",
    "Found",
    "Plan",
    "SignpostSeen",
    "TakeScreen",
    "find",
    "form_of",
    "get_action",
    "get_contact",
    "get_for_writing",
    "get_link",
    "get_signpost",
    "missing",
    "read_contact",
    "read_earlier",
    "read_plan",
    "read_take",
    "tiles",
    "visible_to",
    "week",
    "work_queue",
]
