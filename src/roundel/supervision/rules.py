"""Who may see and do what in supervision. Pure: over the asker and loaded objects, no queries, no clock.

Everything here is about one contact or about one member of staff. What is about a contact is seen by the
person who took it and by supervisors, and only as long as the contact itself is open to them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.helpline.enums import Nature, State
from roundel.helpline.models import Contact
from roundel.helpline.rules import KIND as CONTACT_KIND
from roundel.kernel.errors import InvalidInput, Refused
from roundel.supervision.enums import TOLD_STATES, ReviewState
from roundel.supervision.models import Comment, Debrief, Drawing, Review, SupervisionSession
from roundel.supervision.states import OWN, REVIEW_PERMISSION

REVIEW = REVIEW_PERMISSION
REVIEW_KIND = "supervision.review"
DRAWING_KIND = "supervision.drawing"
COMMENT_KIND = "supervision.comment"
LISTENING_KIND = "supervision.listening"
DEBRIEF_KIND = "supervision.debrief"
SESSION_KIND = "supervision.session"
# What is closed here looks to everybody like what is not there: no permission tells them apart.
NOBODY_KNOWS = ""
MOST_DRAWN = 20
LONGEST_SESSION = 480
SUPERVISORS_ONLY = "Only a supervisor can do this."


def contact_is_open(asker: Asker) -> Q:
    """A filter: the contact that a record is about is open to the asker, by the helpline's own scope."""
    return Q(Exists(scopes.visible(asker, CONTACT_KIND, Contact.objects.filter(pk=OuterRef("contact_id")))))


def _either(asker: Asker, person: str, *, when_own: Q | None = None) -> Q | None:
    """Other people's for supervisors, one's own for whoever has it; None for those who are neither."""
    mine = Q(**{person: asker.user_id})
    parts = [~mine] if asker.may(REVIEW) else []
    if asker.may(OWN):
        parts.append(mine if when_own is None else mine & when_own)
    return reduce(or_, parts) if parts else None


def visible_reviews(asker: Asker) -> Q | None:
    """Reviews of other people's contacts for supervisors; of one's own once they are shared."""
    found = _either(asker, "practitioner", when_own=Q(state__in=TOLD_STATES))
    return None if found is None else contact_is_open(asker) & found


def visible_by_contact(asker: Asker) -> Q | None:
    """Comments and listenings: by the person who took the contact, and by supervisors."""
    found = _either(asker, "practitioner")
    return None if found is None else contact_is_open(asker) & found


def visible_debriefs(asker: Asker) -> Q | None:
    """One's own, always; other people's for supervisors, as long as the contact (if there is one) is open to them."""
    mine = Q(person=asker.user_id)
    parts = [mine] if asker.may(OWN) else []
    if asker.may(REVIEW):
        parts.append(~mine & (Q(contact__isnull=True) | contact_is_open(asker)))
    return reduce(or_, parts) if parts else None


def visible_drawings(asker: Asker) -> Q | None:
    """Drawings of other people's contacts, for supervisors."""
    return ~Q(practitioner=asker.user_id) if asker.may(REVIEW) else None


def visible_sessions(asker: Asker) -> Q | None:
    """The sessions that the asker sat in, on either side; a third person sees none."""
    if not asker.may_any(REVIEW, OWN):
        return None
    return Q(supervisor=asker.user_id) | Q(practitioner=asker.user_id)


for _kind, _rule in (
    (REVIEW_KIND, visible_reviews),
    (DRAWING_KIND, visible_drawings),
    (COMMENT_KIND, visible_by_contact),
    (LISTENING_KIND, visible_by_contact),
    (DEBRIEF_KIND, visible_debriefs),
    (SESSION_KIND, visible_sessions),
):
    scopes.register(scopes.Scope(_kind, _rule, knows=NOBODY_KNOWS))


def check_may_review(asker: Asker) -> None:
    """Whether the asker reviews contacts at all."""
    asker.require(REVIEW, SUPERVISORS_ONLY)


def check_may_see_own(asker: Asker) -> None:
    """Whether the asker has pages of his own here: reviews, exposure, debriefs."""
    asker.require(OWN, "Your role does not include supervision.")


def check_may_enter(asker: Asker) -> None:
    """Whether there is anything here for the asker."""
    if not asker.may_any(OWN, REVIEW):
        raise Refused("Your role does not include supervision.")


def check_may_discuss(asker: Asker, contact: Contact) -> None:
    """Whether the asker sees and writes the supervision of this contact: its practitioner, or a supervisor."""
    if not is_own(asker, contact):
        asker.require(REVIEW, "Supervision of a contact is for the person who took it and for supervisors.")
    else:
        check_may_see_own(asker)


def check_may_comment(review: Review, contact: Contact) -> None:
    """Whether comments may be written on this review: once both sides see it."""
    if review.contact_id != contact.pk:
        raise Refused("This review is of another contact.")
    if review.state not in TOLD_STATES:
        raise Refused("This review is not shared yet. What you write now belongs into the review itself.")


def is_own(asker: Asker, contact: Contact) -> bool:
    """Whether the asker took this contact."""
    return contact.taken_by_id == asker.user_id


def check_may_supervise(asker: Asker, contact: Contact) -> None:
    """Whether the asker supervises this contact: a supervisor, and not one of his own contacts."""
    check_may_review(asker)
    if is_own(asker, contact):
        raise Refused("This is your own contact. Another supervisor reviews it.")


def check_may_choose(asker: Asker, contact: Contact) -> None:
    """Whether the asker may choose this contact for review: somebody else's finished conversation."""
    check_may_supervise(asker, contact)
    if contact.nature != Nature.CONVERSATION or contact.state != State.FINISHED:
        raise Refused("Only a finished conversation is reviewed.")


def check_may_handle(asker: Asker, review: Review) -> None:
    """Whether the asker deals with this review as a supervisor: never with one of his own contact."""
    check_may_review(asker)
    if review.practitioner_id == asker.user_id:
        raise Refused("This is a review of your own contact. Another supervisor deals with it.")


def check_may_take(asker: Asker, review: Review) -> None:
    """Whether the asker may take a review on: nobody else has."""
    check_may_handle(asker, review)
    if review.state == ReviewState.IN_REVIEW and review.reviewer and review.reviewer_id != asker.user_id:
        raise Refused(f"{review.reviewer.name} has taken this review already. What you have typed is kept.")


def check_may_score(asker: Asker, review: Review) -> None:
    """Whether the asker may mark: it is being reviewed, by him."""
    check_may_take(asker, review)
    if review.state != ReviewState.IN_REVIEW:
        raise Refused("This review is not being marked. Take it on first, or take it back to correct it.")


def check_is_reviewer(asker: Asker, review: Review) -> None:
    """Whether the asker is the one who reviewed."""
    check_may_handle(asker, review)
    if review.reviewer_id != asker.user_id:
        raise Refused("Only the supervisor who reviewed this contact can take the review back.")


def check_may_answer(asker: Asker, review: Review) -> None:
    """Whether the asker may answer a review: it is of his own contact."""
    check_may_see_own(asker)
    if review.practitioner_id != asker.user_id:
        raise Refused("Only the person who took the contact answers its review.")


def check_may_settle(asker: Asker, comment: Comment) -> None:
    """Whether the asker may answer a comment, or note it as read: he is on the other side."""
    if comment.written_by_id == asker.user_id:
        raise Refused("You wrote this yourself. Somebody else answers it.")
    if comment.written_by_id == comment.practitioner_id:
        check_may_review(asker)
    elif comment.practitioner_id != asker.user_id:
        raise Refused("The person who took the contact answers this.")


def check_month(month: dt.date, today: dt.date) -> None:
    """Whether the contacts of a month can be drawn: it is over, so that nobody can add to it."""
    if month.day != 1:
        raise InvalidInput("month", "Choose one of the months that are offered.")
    if month >= today.replace(day=1):
        raise InvalidInput("month", "This month is not over. Its contacts are drawn when it is.")


def check_size(size: int) -> None:
    """Whether so many contacts of each person can be drawn."""
    if not 1 <= size <= MOST_DRAWN:
        raise InvalidInput("size", f"Draw at least 1 contact of each person, and at most {MOST_DRAWN}.")


def check_may_answer_offer(asker: Asker, debrief: Debrief) -> None:
    """Whether the asker may take up or decline: it was offered to him."""
    check_may_see_own(asker)
    if debrief.person_id != asker.user_id:
        raise Refused("Only the person to whom a debrief is offered says yes or no to it.")


def check_may_note_debrief(asker: Asker, debrief: Debrief) -> None:
    """Whether the asker may note that a debrief happened: the person himself, or a supervisor."""
    if debrief.person_id != asker.user_id:
        check_may_review(asker)
    else:
        check_may_see_own(asker)


def check_held(held_at: dt.datetime, held_with: uuid.UUID | None, debrief: Debrief, at: dt.datetime) -> None:
    """Whether a debrief can have happened then, with this person."""
    if held_at > at:
        raise InvalidInput("held_at", "This is in the future. Enter when it happened.")
    if held_at < debrief.offered_at.replace(second=0, microsecond=0):
        raise InvalidInput("held_at", "This is before the debrief was offered. Check the date and the time.")
    if held_with == debrief.person_id:
        raise InvalidInput("held_with", "A debrief is with somebody else. Choose with whom it was.")


def check_may_take_back_mark(asker: Asker, contact: Contact) -> None:
    """Whether the mark of a hard one may be taken back: by whoever may set it."""
    check_may_discuss(asker, contact)


def check_session(session: SupervisionSession, today: dt.date) -> None:
    """Whether a supervision session can have been like this."""
    if session.held_on > today:
        raise InvalidInput("held_on", "This is in the future. Record a session when it has been.")
    if not 1 <= session.minutes <= LONGEST_SESSION:
        raise InvalidInput("minutes", f"Enter how long it took, from 1 to {LONGEST_SESSION} minutes.")
    if session.next_on is not None and session.next_on <= session.held_on:
        raise InvalidInput("next_on", "The next session comes after this one.")
    if session.practitioner_id == session.supervisor_id:
        raise InvalidInput("practitioner", "Choose the other person.")


def check_may_withdraw(asker: Asker, session: SupervisionSession) -> None:
    """Whether the asker may withdraw the record of a session: the supervisor who made it."""
    check_may_review(asker)
    if session.supervisor_id != asker.user_id:
        raise Refused("Only the supervisor who recorded this session can withdraw it.")
    if session.withdrawn_at is not None:
        raise Refused("This record has been withdrawn already.")


def check_may_see_exposure(asker: Asker, user_id: uuid.UUID) -> None:
    """Whether the asker sees what weeks held for this person: his own, or as a supervisor."""
    if asker.user_id == user_id:
        check_may_see_own(asker)
    else:
        check_may_review(asker)


def check_may_draw_again(asker: Asker, drawing: Drawing) -> None:
    """Whether the asker may check a drawing by drawing again."""
    check_may_review(asker)
    if drawing.practitioner_id == asker.user_id:
        raise Refused("These are your own contacts. Another supervisor looks at how they were drawn.")
