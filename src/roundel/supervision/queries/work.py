"""What needs somebody in supervision now, derived from the records each time."""

from __future__ import annotations

import datetime as dt

from django.db.models import F
from django.urls import reverse
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.kernel.work import Urgency, WorkItem
from roundel.kernel.working_time import office
from roundel.supervision.enums import OPEN_COMMENT_STATES, CommentState, DebriefState, ReviewState
from roundel.supervision.models import Comment, Listening, Review, SupervisionSession
from roundel.supervision.queries.debriefs import Offer, offers_to_others, own_offers
from roundel.supervision.queries.reviews import visible_to
from roundel.supervision.queries.sessions import next_dates
from roundel.supervision.rules import COMMENT_KIND, LISTENING_KIND, REVIEW
from roundel.supervision.states import OWN

MOST = 50
SOON = dt.timedelta(days=7)
SETTLE_WITHIN = 2  # working days for a debrief to be settled before supervisors hear of it
ANSWER_WITHIN = 5  # working days for a comment or a shared review to be answered before it is overdue


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """What the asker is to read, answer, review, settle or meet. A dozen queries at most, whatever there is."""
    found: list[WorkItem] = []
    if asker.may(OWN):
        found += [*_own_reviews(asker, at), *_comments_to_me(asker, at), *_listened(asker), *_own_offers(asker, at)]
    if asker.may(REVIEW):
        found += [*_in_hand(asker, at), *_drawn(asker), *_questions(asker, at), *_unsettled(asker, at)]
    if asker.may_any(OWN, REVIEW):
        found += _sessions(asker, at)
    return found


def _own_reviews(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    mine = visible_to(asker).filter(practitioner=asker.user_id, state=ReviewState.SHARED)
    return [
        WorkItem(
            urgency=_after(review.shared_at or at, at, ANSWER_WITHIN),
            what=f"Review {review.reference}",
            why=f"{review.reviewer.name if review.reviewer else 'A supervisor'} has reviewed a contact of yours.",
            action="Read and answer it",
            url=reverse("supervision:review", args=[review.reference]),
            since=review.shared_at or at,
        )
        for review in mine.select_related("reviewer").order_by("shared_at")[:MOST]
    ]


def _comments_to_me(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    open_ = Comment.objects.filter(practitioner=asker.user_id, state__in=OPEN_COMMENT_STATES)
    to_me = scopes.visible(asker, COMMENT_KIND, open_).exclude(written_by=asker.user_id)
    return [_comment_item(comment, at) for comment in _with_names(to_me)]


def _questions(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """What practitioners have asked, for every supervisor but the one who asked himself."""
    asked = Comment.objects.filter(state=CommentState.WAITING, written_by=F("practitioner"))
    return [
        _comment_item(comment, at)
        for comment in _with_names(scopes.visible(asker, COMMENT_KIND, asked).exclude(practitioner=asker.user_id))
    ]


def _with_names(comments: object) -> list[Comment]:
    found = comments.select_related("written_by", "contact").order_by("written_at")  # type: ignore[attr-defined]
    return list(found.defer("words")[:MOST])


def _comment_item(comment: Comment, at: dt.datetime) -> WorkItem:
    waits = comment.state == CommentState.WAITING
    urgency = _after(comment.written_at, at, ANSWER_WITHIN) if waits else Urgency.SOON
    return WorkItem(
        urgency=urgency,
        what=f"Supervision of contact {comment.contact.reference}",
        why=f"{comment.written_by.name} {'asks something' if waits else 'has written something'}.",
        action="Answer it" if waits else "Read it",
        url=f"{reverse('supervision:contact', args=[comment.contact.reference])}#comment-{comment.pk}",
        since=comment.written_at,
    )


def _listened(asker: Asker) -> list[WorkItem]:
    unseen = Listening.objects.filter(practitioner=asker.user_id, seen_at=None)
    found = scopes.visible(asker, LISTENING_KIND, unseen).select_related("contact", "listened_by")
    return [
        WorkItem(
            urgency=Urgency.TODAY,
            what=f"Supervision of contact {one.contact.reference}",
            why=f"{one.listened_by.name} listened in. You were told {one.get_told_display().lower()}.",
            action="Note it as read",
            url=reverse("supervision:contact", args=[one.contact.reference]),
            since=one.recorded_at,
        )
        for one in found.order_by("recorded_at")[:MOST]
    ]


def _own_offers(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    open_ = [offer for offer in own_offers(asker) if not offer.wanted]
    return [
        WorkItem(
            urgency=_after(offer.since, at, SETTLE_WITHIN),
            what=f"A debrief after contact {offer.contact}" if offer.contact else "A debrief",
            why=f"It is offered to you. {offer.because.label}.",
            action="Say yes or no",
            url=_address_of(offer),
            since=offer.since,
        )
        for offer in open_[:MOST]
    ]


def _unsettled(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Each debrief that somebody wants; and, in one line, those offers that nobody settled for two working days."""
    offers = offers_to_others(asker)
    items = [_wanted_item(offer, at) for offer in offers if offer.wanted][:MOST]
    late = [
        offer
        for offer in offers
        if offer.state == DebriefState.OFFERED and _after(offer.since, at, SETTLE_WITHIN) is Urgency.OVERDUE
    ]
    if late:
        names = sorted({offer.person for offer in late})
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        items.append(
            WorkItem(
                urgency=Urgency.OVERDUE,
                what="Debriefs" if len(late) > 1 else "A debrief",
                why=f"Offered over two working days ago and not settled: {', '.join(names[:3])}{more}.",
                action="Look at them",
                url=reverse("supervision:debriefs"),
                since=late[0].since,
            )
        )
    return items


def _wanted_item(offer: Offer, at: dt.datetime) -> WorkItem:
    return WorkItem(
        urgency=_after(offer.since, at, SETTLE_WITHIN),
        what=f"A debrief for {offer.person}",
        why=f"{offer.person} would like one.",
        action="Note that it happened",
        url=_address_of(offer),
        since=offer.since,
    )


def _address_of(offer: Offer) -> str:
    """The page on which an offer is answered: its own, once it is stored; until then that of the contact."""
    if offer.debrief_id:
        return reverse("supervision:debrief", args=[offer.debrief_id])
    return reverse("supervision:debrief_of", args=[offer.contact])


def _in_hand(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """The reviews that the asker has taken on, and those of his that were answered."""
    states = (ReviewState.IN_REVIEW, ReviewState.ANSWERED)
    mine = visible_to(asker).filter(reviewer=asker.user_id, state__in=states)
    return [_in_hand_item(review, at) for review in mine.select_related("practitioner").order_by("taken_at")[:MOST]]


def _in_hand_item(review: Review, at: dt.datetime) -> WorkItem:
    answered = review.state == ReviewState.ANSWERED
    since = (review.answered_at if answered else review.taken_at) or at
    return WorkItem(
        urgency=Urgency.SOON if answered else _after(since, at, ANSWER_WITHIN),
        what=f"Review {review.reference}",
        why=f"{review.practitioner.name} has answered it." if answered else "You have taken it on.",
        action="Read the answer" if answered else "Go on",
        url=reverse("supervision:review" if answered else "supervision:score", args=[review.reference]),
        since=since,
    )


def _drawn(asker: Asker) -> list[WorkItem]:
    """One line for all reviews that wait for a supervisor."""
    waiting = visible_to(asker).filter(state=ReviewState.DRAWN).exclude(practitioner=asker.signed_in_id())
    count, oldest = waiting.count(), waiting.order_by("drawn_at").first()
    if oldest is None:
        return []
    return [
        WorkItem(
            urgency=Urgency.SOON,
            what="Quality reviews",
            why=f"{count} contact{' waits' if count == 1 else 's wait'} for a supervisor.",
            action="Take one on",
            url=f"{reverse('supervision:reviews')}?state={ReviewState.DRAWN}",
            since=oldest.drawn_at,
        )
    ]


def _sessions(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    today = timezone.localtime(at).date()
    return [_session_item(asker, session, today) for session in next_dates(asker, today + SOON) if session.next_on]


def _session_item(asker: Asker, session: SupervisionSession, today: dt.date) -> WorkItem:
    due = session.next_on or today
    giving = session.supervisor_id == asker.user_id
    other = session.practitioner if giving else session.supervisor
    when = f"{due.day} {due:%B %Y}"
    url = f"{reverse('supervision:new_session')}?with={session.practitioner_id}" if giving else ""
    return WorkItem(
        urgency=Urgency.OVERDUE if due < today else Urgency.TODAY if due == today else Urgency.SOON,
        what=f"Supervision with {other.name}",
        why=f"It was to be on {when}; nothing is recorded of it." if due < today else f"On {when}.",
        action="Record it" if giving else "Look at it",
        url=url or reverse("supervision:sessions"),
        since=session.recorded_at,
    )


def _after(since: dt.datetime, at: dt.datetime, days: int) -> Urgency:
    """Today's, or overdue once so many working days have passed."""
    return Urgency.OVERDUE if at > office().due_days(since, days) else Urgency.TODAY
