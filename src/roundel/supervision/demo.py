"""Sample data: a month drawn by lot and reviewed in part, questions and answers, debriefs, sessions."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import AbstractContextManager

from django.utils import timezone

from roundel.access.demo import staff
from roundel.access.grants import Asker
from roundel.helpline.enums import Nature, State
from roundel.helpline.models import Contact
from roundel.kernel import clock
from roundel.supervision import actions, review_form
from roundel.supervision.actions import Marked, Sat
from roundel.supervision.enums import Chosen, Reply, Told
from roundel.supervision.models import Review

DAY, HOUR, MINUTE = dt.timedelta(days=1), dt.timedelta(hours=1), dt.timedelta(minutes=1)
WENT_WELL = (
    "There was time. They could say what was hard to say, and nobody filled the silence.",
    "What was agreed came from them, and it was small enough to be done.",
    "The statement was said slowly, and they were asked what they had understood.",
)
THINK_ABOUT = (
    "The ending came quickly. One sentence about what comes next would have helped.",
    "What was agreed last time came late in the conversation.",
    "The notes are longer than a colleague needs.",
)
QUESTION = "I was not sure whether to ask more about what stands in the way. What would you have done?"
ANSWER = "I would have left it as you did, and asked after it the next time. Let us talk about it on Tuesday."
DIFFERENTLY = "I did say when we can be reached; it may not be in the notes. Otherwise I can follow it."
AGREED = "A break after every hard one, also when somebody waits. Hand over what cannot be finished by nine."


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """The last weeks of supervision, up to now."""
    asha, tom = staff("practitioner", at=at)
    supervisor = staff("supervisor", at=at)[0]
    _drawn_and_reviewed(supervisor, {one.signed_in_id(): one for one in (asha, tom)}, at, chance)
    newest = _recent(asha, at)
    _asked(asha, supervisor, newest[:2], at)
    _listened(supervisor, newest[2], at)
    _hard(asha, tom, supervisor, at)
    _sessions(supervisor, asha, tom, at)


def _at(moment: dt.datetime) -> AbstractContextManager[dt.datetime]:
    return clock.frozen(moment)


def _recent(of: Asker, at: dt.datetime) -> list[Contact]:
    found = Contact.objects.filter(
        taken_by=of.user_id, state=State.FINISHED, nature=Nature.CONVERSATION, restricted=False
    )
    return list(found.filter(closed_at__lt=at - 2 * DAY).order_by("-started_at")[:6])


def _drawn_and_reviewed(supervisor: Asker, people: dict[object, Asker], at: dt.datetime, chance: random.Random) -> None:
    """Last month drawn; most reviewed, some answered, one left out, the rest waiting."""
    month = (timezone.localtime(at).date().replace(day=1) - DAY).replace(day=1)
    first = at - 9 * DAY if timezone.localtime(at).day > 10 else at - 2 * HOUR
    ids = [one.signed_in_id() for one in people.values()]
    with _at(first):
        drawn = actions.draw_sample(by=supervisor, at=first, month=month, size=4, people=ids)
    for number, review in enumerate(drawn[:-2]):
        _review(supervisor, people[review.practitioner_id], review, number, first + (number + 1) * 5 * MINUTE, chance)
    with _at(first + HOUR):
        actions.skip_review(
            by=supervisor, at=first + HOUR, review=drawn[-2], reason="It lasted a minute; there is nothing to look at."
        )


def _review(
    supervisor: Asker, practitioner: Asker, review: Review, number: int, at: dt.datetime, chance: random.Random
) -> None:
    with _at(at):
        actions.take_review(by=supervisor, at=at, review=review)
        if number % 6 == 5:
            return
        actions.share_review(by=supervisor, at=at + MINUTE, review=review, marked=_marked(review, chance))
        if number % 3 == 1:
            return
        reply, words = (Reply.AGREE, "") if number % 3 else (Reply.DIFFER, DIFFERENTLY)
        actions.answer_review(by=practitioner, at=at + 2 * MINUTE, review=review, reply=reply, words=words)
        if reply == Reply.AGREE:
            actions.close_review(by=supervisor, at=at + 3 * MINUTE, review=review)


def _marked(review: Review, chance: random.Random) -> Marked:
    items = review_form.version(review.form_version).items.values()
    marks = {item.id: chance.choices(("1", "2", "3", "unknown"), (2, 6, 4, 1))[0] for item in items}
    return Marked(marks=marks, went_well=chance.choice(WENT_WELL), think_about=chance.choice(THINK_ABOUT))


def _asked(practitioner: Asker, supervisor: Asker, about: list[Contact], at: dt.datetime) -> None:
    """One question that was answered, and one that waits."""
    for contact, asked in zip(about, (at - 26 * HOUR, at - 3 * HOUR), strict=False):
        with _at(asked):
            comment = actions.write_comment(
                by=practitioner, at=asked, contact=contact, words=QUESTION, needs_answer=True
            )
        if asked < at - DAY:
            with _at(asked + 2 * HOUR):
                actions.answer_comment(by=supervisor, at=asked + 2 * HOUR, comment=comment, words=ANSWER)


def _listened(supervisor: Asker, contact: Contact, at: dt.datetime) -> None:
    with _at(at - DAY):
        actions.record_listening(by=supervisor, at=at - DAY, contact=contact, told=Told.BEFORE)
        if not Review.objects.filter(contact=contact).exists():
            actions.choose_contact(by=supervisor, at=at - DAY, contact=contact, chosen=Chosen.LIVE, because="")


def _hard(asha: Asker, tom: Asker, supervisor: Asker, at: dt.datetime) -> None:
    """One debrief that happened, one that is wanted, one that nobody has answered."""
    for who, back, then in ((asha, 6 * DAY, "hold"), (tom, 2 * DAY, "take_up"), (tom, 7 * DAY, "")):
        contact = _recent(who, at)[3 if then == "take_up" else 4]
        moment = max(at - back, contact.closed_at or at)
        with _at(moment):
            actions.mark_hard(by=who, at=moment, contact=contact)
            if then == "take_up":
                actions.take_up_debrief(by=who, at=moment, about=contact)
        if then == "hold":
            held = moment + HOUR
            actions.hold_debrief(by=who, at=held, about=contact, held_at=held, held_with=supervisor.signed_in_id())


def _sessions(supervisor: Asker, asha: Asker, tom: Asker, at: dt.datetime) -> None:
    """Both had supervision; with one the next session is soon, with the other its day has passed."""
    today = timezone.localtime(at).date()
    for who, ago, ahead in ((asha, 35, -21), (asha, 14, 4), (tom, 30, -2)):
        held, next_on = today - ago * DAY, today + ahead * DAY
        sat = Sat(who.signed_in_id(), held, 60, next_on if next_on > held else None, AGREED)
        moment = at - ago * DAY
        with _at(moment):
            actions.record_session(by=supervisor, at=moment, sat=sat)
