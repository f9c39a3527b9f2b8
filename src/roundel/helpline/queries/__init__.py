"""Every read of the helpline. Each takes the asker first, and starts from what the asker may see."""

from roundel.helpline.queries.contact import ContactPage, get_contact, read_contact, read_plan, visible_to
from roundel.helpline.queries.search import Found, find
from roundel.helpline.queries.taking import TakeScreen, get_for_writing, read_take
from roundel.helpline.queries.work import week, work_queue

__all__ = [
    "ContactPage",
    "Found",
    "TakeScreen",
    "find",
    "get_contact",
    "get_for_writing",
    "read_contact",
    "read_plan",
    "read_take",
    "visible_to",
    "week",
    "work_queue",
]
