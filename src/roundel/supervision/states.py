"""Transition tables of supervision. Pure data: the docs print them, actions obey them."""

from roundel.kernel.states import StateTable, Transition
from roundel.supervision.enums import CommentState, DebriefState, ReviewState

REVIEW_PERMISSION = "supervision.review"
OWN = "supervision.own"
_R = "supervision.review"


def _reviewing(name: str, from_: ReviewState, to: ReviewState, label: str, *, reason: bool = False) -> Transition:
    return Transition(name, from_, to, REVIEW_PERMISSION, f"{_R}.{_PAST[name]}", label, reason_required=reason)


_PAST = {
    "take": "taken",
    "give_back": "given_back",
    "skip": "skipped",
    "share": "shared",
    "correct": "taken_back",
    "close": "closed",
    "close_unanswered": "closed_unanswered",
}

REVIEW = StateTable(
    name="quality review",
    initial=ReviewState.DRAWN,
    transitions=(
        _reviewing("take", ReviewState.DRAWN, ReviewState.IN_REVIEW, "Review it"),
        _reviewing("skip", ReviewState.DRAWN, ReviewState.SKIPPED, "Leave it out", reason=True),
        _reviewing("give_back", ReviewState.IN_REVIEW, ReviewState.DRAWN, "Give it back"),
        _reviewing("skip", ReviewState.IN_REVIEW, ReviewState.SKIPPED, "Leave it out", reason=True),
        _reviewing("share", ReviewState.IN_REVIEW, ReviewState.SHARED, "Share it with the practitioner"),
        Transition("answer", ReviewState.SHARED, ReviewState.ANSWERED, OWN, f"{_R}.answered", "Answer it"),
        _reviewing("correct", ReviewState.SHARED, ReviewState.IN_REVIEW, "Take it back to correct it", reason=True),
        _reviewing("correct", ReviewState.ANSWERED, ReviewState.IN_REVIEW, "Take it back to correct it", reason=True),
        _reviewing("close_unanswered", ReviewState.SHARED, ReviewState.CLOSED, "Close it unanswered", reason=True),
        _reviewing("close", ReviewState.ANSWERED, ReviewState.CLOSED, "Close it"),
    ),
)

COMMENT = StateTable(
    name="supervision comment",
    initial=CommentState.SAID,
    transitions=(
        Transition("see", CommentState.SAID, CommentState.SEEN, OWN, "supervision.comment.seen", "I have read it"),
        Transition("answer", CommentState.SAID, CommentState.ANSWERED, OWN, "supervision.comment.answered", "Answer"),
        Transition(
            "answer", CommentState.WAITING, CommentState.ANSWERED, OWN, "supervision.comment.answered", "Answer"
        ),
    ),
)


def _debrief(name: str, from_: DebriefState, to: DebriefState, label: str) -> Transition:
    return Transition(name, from_, to, OWN, f"supervision.debrief.{to}", label)


DEBRIEF = StateTable(
    name="debrief",
    initial=DebriefState.OFFERED,
    transitions=(
        _debrief("take_up", DebriefState.OFFERED, DebriefState.TAKEN_UP, "Yes, please"),
        _debrief("decline", DebriefState.OFFERED, DebriefState.DECLINED, "No, thank you"),
        _debrief("hold", DebriefState.OFFERED, DebriefState.HELD, "It has happened"),
        _debrief("decline", DebriefState.TAKEN_UP, DebriefState.DECLINED, "No, thank you"),
        _debrief("hold", DebriefState.TAKEN_UP, DebriefState.HELD, "It has happened"),
        _debrief("take_up", DebriefState.DECLINED, DebriefState.TAKEN_UP, "Yes, please"),
        _debrief("hold", DebriefState.DECLINED, DebriefState.HELD, "It has happened"),
    ),
)

TABLES = (REVIEW, COMMENT, DEBRIEF)
