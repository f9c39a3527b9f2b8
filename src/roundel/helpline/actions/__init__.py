"""Every write of the helpline. Each checks its rule, locks, changes, and writes one audit event."""

from roundel.helpline.actions.begin import (
    count_begun_contact,
    count_contact,
    record_contact,
    start_contact,
    start_from_call,
)
from roundel.helpline.actions.links import link_contacts, undo_link
from roundel.helpline.actions.protective import agree_action, ask_after, keep_promise, take_back_answer, withdraw_action
from roundel.helpline.actions.restricting import restrict_contact, unrestrict_contact
from roundel.helpline.actions.saving import discard_contact, finish_contact, reopen_contact, save_contact
from roundel.helpline.actions.signposts import (
    ask_after_signpost,
    give_signpost,
    hear_of_signpost,
    take_back_signpost_answer,
    withdraw_signpost,
)
from roundel.helpline.actions.taking import (
    end_call,
    mark_danger,
    name_person,
    remove_name,
    resume_call,
    say_statement,
    set_caller,
    take_back_statement,
    take_on_danger,
    unset_caller,
)

__all__ = [
    "agree_action",
    "ask_after",
    "ask_after_signpost",
    "count_begun_contact",
    "count_contact",
    "discard_contact",
    "end_call",
    "finish_contact",
    "give_signpost",
    "hear_of_signpost",
    "keep_promise",
    "link_contacts",
    "mark_danger",
    "name_person",
    "record_contact",
    "remove_name",
    "reopen_contact",
    "restrict_contact",
    "resume_call",
    "save_contact",
    "say_statement",
    "set_caller",
    "start_contact",
    "start_from_call",
    "take_back_answer",
    "take_back_signpost_answer",
    "take_back_statement",
    "take_on_danger",
    "undo_link",
    "unrestrict_contact",
    "unset_caller",
    "withdraw_action",
    "withdraw_signpost",
]
