"""Reviews, comments, debriefs and sessions, brought to each state by supervision's own actions.

Each is about a contact of ``of`` (a new practitioner unless given), and supervised by ``by`` (a new supervisor).
"""

from __future__ import annotations

import datetime as dt

from roundel.access.grants import Asker, load_asker
from roundel.helpline.models import Contact
from roundel.kernel import clock
from roundel.supervision import actions, review_form
from roundel.supervision.actions import Marked, Sat
from roundel.supervision.models import Comment, Debrief, Listening, Review, Score, SupervisionSession
from tests.factories import contacts, users


def supervisor() -> Asker:
    """A new supervisor."""
    return users.make_asker("supervisor")


def practitioner() -> Asker:
    """A new practitioner."""
    return users.make_asker("practitioner")


def contact(*, of: Asker | None = None, at: dt.datetime | None = None) -> Contact:
    """A finished contact of this person."""
    return contacts.finished(by=of or practitioner(), at=at)


def last_month(today: dt.date | None = None) -> dt.date:
    """The first day of the month that ended last."""
    first = (today or clock.today()).replace(day=1)
    return (first - dt.timedelta(days=1)).replace(day=1)


def in_month(month: dt.date, day: int = 10, hour: int = 12) -> dt.datetime:
    """A moment in a month."""
    return dt.datetime.combine(month.replace(day=day), dt.time(hour), dt.UTC)


def drawn(*, of: Asker | None = None, by: Asker | None = None) -> Review:
    """A contact of last month, drawn by lot."""
    who, month = of or practitioner(), last_month()
    contact(of=who, at=in_month(month))
    return actions.draw_sample(by=by or supervisor(), at=clock.now(), month=month, size=1, people=[who.signed_in_id()])[
        0
    ]


def in_review(*, of: Asker | None = None, by: Asker | None = None) -> Review:
    """A contact that a supervisor has chosen, for a reason, and is reviewing."""
    return actions.choose_contact(
        by=by or supervisor(),
        at=clock.now(),
        contact=contact(of=of),
        chosen="reason",
        because="They asked for a second view.",
    )


def marked(mark: str = "2", **marks: str) -> Marked:
    """Every item with this mark, but for those that are named."""
    form = review_form.current(clock.today())
    return Marked(marks=dict.fromkeys(form.items, mark) | marks, went_well="They were given time.")


def shared(*, of: Asker | None = None, by: Asker | None = None, mark: str = "2") -> Review:
    """A review that its practitioner can read."""
    who = by or supervisor()
    review = in_review(of=of, by=who)
    score(review, by=who, mark=mark)
    review.refresh_from_db()
    return review


def score(review: Review, *, by: Asker, mark: str = "2", **marks: str) -> Score:
    """The score of a review that ``by`` is marking; it is shared."""
    return actions.share_review(by=by, at=clock.now(), review=review, marked=marked(mark, **marks))


def answered(*, of: Asker | None = None, by: Asker | None = None, reply: str = "agree", words: str = "") -> Review:
    """A review that its practitioner has answered."""
    who = of or practitioner()
    review = shared(of=who, by=by)
    return actions.answer_review(by=who, at=clock.now(), review=review, reply=reply, words=words)


def closed(*, of: Asker | None = None, by: Asker | None = None) -> Review:
    """A review that went all the way."""
    who = by or supervisor()
    return actions.close_review(by=who, at=clock.now(), review=answered(of=of, by=who))


def comment(
    about: Contact, *, by: Asker, words: str = "What do you think about this one?", needs_answer: bool = True
) -> Comment:
    """A comment on a contact."""
    return actions.write_comment(by=by, at=clock.now(), contact=about, words=words, needs_answer=needs_answer)


def listening(about: Contact, *, by: Asker) -> Listening:
    """A supervisor listened in."""
    return actions.record_listening(by=by, at=clock.now(), contact=about, told="before")


def hard(*, of: Asker) -> Contact:
    """A contact that its practitioner marked as a hard one."""
    made = contact(of=of)
    actions.mark_hard(by=of, at=clock.now(), contact=made)
    return made


def offered(*, to: Asker, by: Asker | None = None) -> Debrief:
    """A debrief that a supervisor offered, without naming a contact."""
    return actions.offer_debrief(by=by or supervisor(), at=clock.now(), person_id=to.signed_in_id())


def session(
    *, of: Asker, by: Asker, held_on: dt.date | None = None, next_on: dt.date | None = None, agreed: str = "Breaks."
) -> SupervisionSession:
    """A supervision session."""
    sat = Sat(of.signed_in_id(), held_on or clock.today(), 60, next_on, agreed)
    return actions.record_session(by=by, at=clock.now(), sat=sat)


def again(asker: Asker) -> Asker:
    """The same person, as he is known now: with what he has been named for since."""
    return load_asker(asker.signed_in_id(), at=clock.now())
