"""Reviews, comments, debriefs, exposure and sessions, made for whoever asks."""

from __future__ import annotations

from roundel.access.grants import Asker
from roundel.drafts import actions as drafts
from roundel.helpline import actions as helpline
from roundel.helpline.models import Contact
from roundel.kernel import clock
from roundel.supervision.models import Review
from roundel.supervision.rules import NOBODY_KNOWS, REVIEW
from roundel.supervision.states import OWN
from tests.factories import supervision as make
from tests.factories import users
from tests.walk.examples.base import Example, Examples, Hidden, holder


def _of(record: Contact | Review, **more: object) -> Example:
    return Example({"reference": record.reference, **more})


def _supervisor(asker: Asker) -> Asker:
    return holder(asker, REVIEW, "supervisor")


def _own(asker: Asker) -> Asker:
    return holder(asker, OWN, "practitioner")


def _contact(asker: Asker) -> Example:
    """His own, for whoever takes contacts."""
    return _of(make.contact(of=_own(asker)))


def _others_contact(asker: Asker) -> Example:
    return _of(make.contact())


def _drawn(asker: Asker) -> Example:
    return _of(make.drawn(by=_supervisor(asker)))


def _in_review(asker: Asker) -> Example:
    return _of(make.in_review(by=_supervisor(asker)))


def _marked(asker: Asker) -> Example:
    """Marked, so that there is something to check."""
    who = _supervisor(asker)
    review, marked = make.in_review(by=who), make.marked()
    typed = {name: [mark] for name, mark in marked.marks.items()}
    drafts.keep_draft(by=who, at=clock.now(), form="review", about=review.reference, typed=typed)
    return _of(review)


def _shared_with(asker: Asker) -> Example:
    """The review of his own contact."""
    return _of(make.shared(of=_own(asker)))


def _shared_by(asker: Asker) -> Example:
    return _of(make.shared(by=_supervisor(asker)))


def _answered(asker: Asker) -> Example:
    return _of(make.answered(by=_supervisor(asker)))


def _drawing(asker: Asker) -> Example:
    return Example({"drawing_id": make.drawn(by=_supervisor(asker)).drawing_id})


def _comment_to(asker: Asker) -> Example:
    """A comment on his own contact, by a supervisor."""
    about = make.contact(of=_own(asker))
    said = make.comment(about, by=make.supervisor(), needs_answer=False)
    return _of(about, comment_id=said.pk)


def _listened(asker: Asker) -> Example:
    about = make.contact(of=_own(asker))
    return _of(about, listening_id=make.listening(about, by=make.supervisor()).pk)


def _hard(asker: Asker) -> Example:
    return _of(make.hard(of=_own(asker)))


def _debrief(asker: Asker) -> Example:
    return Example({"debrief_id": make.offered(to=_own(asker)).pk})


def _person(asker: Asker) -> Example:
    return Example({"user_id": users.make_user("practitioner").pk})


def _session(asker: Asker) -> Example:
    """One in which whoever asks sat, on whichever side he can."""
    gave = asker if asker.may(REVIEW) else make.supervisor()
    had = make.practitioner() if asker.may(REVIEW) else _own(asker)
    return Example({"session_id": make.session(of=had, by=gave).pk})


def _closed() -> str:
    """The review of a contact that has become restricted to somebody else since."""
    review = make.shared()
    somebody = users.make_user("practitioner")
    helpline.restrict_contact(
        by=make.supervisor(),
        at=clock.now(),
        contact=review.contact,
        people=[somebody.pk],
        reason="A colleague is concerned.",
    )
    return review.reference


EXAMPLES: Examples = {
    "supervision:drawing": _drawing,
    "supervision:review": _shared_with,
    "supervision:take": _drawn,
    "supervision:give_back": _in_review,
    "supervision:skip": _in_review,
    "supervision:score": _in_review,
    "supervision:check": _marked,
    "supervision:correct": _shared_by,
    "supervision:answer": _shared_with,
    "supervision:review_comment": _shared_with,
    "supervision:close": _answered,
    "supervision:close_unanswered": _shared_by,
    "supervision:contact": _contact,
    "supervision:comment": _contact,
    "supervision:comment_answer": _comment_to,
    "supervision:comment_seen": _comment_to,
    "supervision:choose": _others_contact,
    "supervision:listened": _others_contact,
    "supervision:listened_seen": _listened,
    "supervision:hard": _contact,
    "supervision:hard_back": _hard,
    "supervision:debrief_of": _hard,
    "supervision:offer_about": _others_contact,
    "supervision:debrief": _debrief,
    "supervision:exposure_of": _person,
    "supervision:session": _session,
    "supervision:withdraw_session": _session,
}
HIDDEN = Hidden("Q", NOBODY_KNOWS, _closed)
