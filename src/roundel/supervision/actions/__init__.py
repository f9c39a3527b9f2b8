"""Every write of supervision. Each checks its rule, locks, changes, and writes one audit event."""

from roundel.supervision.actions.comments import (
    answer_comment,
    mark_hard,
    record_listening,
    see_comment,
    see_listening,
    take_back_hard,
    write_comment,
)
from roundel.supervision.actions.debriefs import (
    ask_for_debrief,
    decline_debrief,
    hold_debrief,
    offer_debrief,
    take_up_debrief,
)
from roundel.supervision.actions.drawing import choose_contact, draw_sample
from roundel.supervision.actions.reviewing import (
    Marked,
    answer_review,
    close_review,
    close_unanswered,
    correct_review,
    give_back,
    share_review,
    skip_review,
    take_review,
)
from roundel.supervision.actions.sessions import Sat, record_session, withdraw_session

__all__ = [
    "Marked",
    "Sat",
    "answer_comment",
    "answer_review",
    "ask_for_debrief",
    "choose_contact",
    "close_review",
    "close_unanswered",
    "correct_review",
    "decline_debrief",
    "draw_sample",
    "give_back",
    "hold_debrief",
    "mark_hard",
    "offer_debrief",
    "record_listening",
    "record_session",
    "see_comment",
    "see_listening",
    "share_review",
    "skip_review",
    "take_back_hard",
    "take_review",
    "take_up_debrief",
    "withdraw_session",
    "write_comment",
]
