"""Drawing contacts by lot, and choosing one for a reason."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.helpline.models import Contact
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.references import store_with_reference
from roundel.kernel.texts import check_choice, kept_reason
from roundel.supervision import lots, review_form, rules
from roundel.supervision.actions.records import locked_contact, note_review
from roundel.supervision.enums import Chosen, ReviewState
from roundel.supervision.models import Drawing, Listening, Review
from roundel.supervision.queries.drawing import finished_in, reviewed_of
from roundel.supervision.states import REVIEW

PREFIX = "Q"
NOTHING_TO_DRAW = (
    "There is nothing to draw: no finished conversation of theirs in this month, or it has been drawn already."
)


@transaction.atomic
def draw_sample(
    *, by: Asker, at: dt.datetime, month: dt.date, size: int, people: Collection[uuid.UUID]
) -> list[Review]:
    """Draw so many finished conversations of each of these people in a month, by lot. Once for a person and month.

    Who draws has no say in what is drawn: the seed is made here, and a month that was drawn is not drawn again.
    His own contacts, those that are closed to him, and those that have a review already are not in the pool.
    """
    rules.check_may_review(by)
    today = timezone.localtime(at).date()
    rules.check_month(month, today)
    rules.check_size(size)
    form, drawn = review_form.current(today), list[Review]()
    for practitioner, pool in _pools(by, month, people).items():
        drawing = _drawing(by, at, practitioner, month, size, len(pool))
        if drawing is not None:
            drawn += [
                _store(Review(contact=pool[pk], chosen=Chosen.LOT, drawing=drawing), form, by, at)
                for pk in lots.draw(drawing.seed, pool, size)
            ]
    if not drawn:
        raise InvalidInput("people", NOTHING_TO_DRAW)
    audit.record(
        by=by,
        at=at,
        event="supervision.drawing.made",
        kind=rules.DRAWING_KIND,
        detail={"month": f"{month:%Y-%m}", "size": size, "people": len({one.practitioner_id for one in drawn})},
    )
    return drawn


@transaction.atomic
def choose_contact(*, by: Asker, at: dt.datetime, contact: Contact, chosen: str, because: str) -> Review:
    """Take one contact for review because the asker listened in, or for another reason, which is kept."""
    held = locked_contact(by, contact.pk)
    rules.check_may_choose(by, held)
    check_choice("chosen", chosen, (Chosen.REASON, Chosen.LIVE), "Choose why this contact is reviewed.")
    if reviewed_of(by, [held.pk]):
        raise Refused("This contact has a review already.")
    if chosen == Chosen.LIVE and not Listening.objects.filter(contact=held, listened_by_id=by.user_id).exists():
        raise InvalidInput("chosen", "Note first that you listened in, and when you told the practitioner.")
    told = kept_reason(because, "Say why this contact, in a few words.") if chosen == Chosen.REASON else None
    form = review_form.current(timezone.localtime(at).date())
    review = Review(contact=held, chosen=chosen, because=told)
    review.state = REVIEW.check(ReviewState.DRAWN, "take").to
    review.reviewer_id, review.taken_at = by.signed_in_id(), at
    _store(review, form, by, at)
    note_review(by, at, "supervision.review.chosen", review, chosen=chosen)
    return review


def _pools(by: Asker, month: dt.date, people: Iterable[uuid.UUID]) -> dict[uuid.UUID, dict[uuid.UUID, Contact]]:
    """By practitioner, the contacts that can be drawn; locked, so that nobody chooses one of them meanwhile."""
    others = sorted(set(people) - {by.signed_in_id()})
    found: QuerySet[Contact] = finished_in(by, month).filter(taken_by__in=others).order_by("pk").select_for_update()
    contacts = list(found.only("pk", "taken_by_id"))
    taken = reviewed_of(by, [one.pk for one in contacts])
    pools: dict[uuid.UUID, dict[uuid.UUID, Contact]] = defaultdict(dict)
    for contact in contacts:
        if contact.pk not in taken:
            pools[contact.taken_by_id][contact.pk] = contact
    return pools


def _drawing(
    by: Asker, at: dt.datetime, practitioner: uuid.UUID, month: dt.date, size: int, pool: int
) -> Drawing | None:
    """A new drawing of this month; None if it was drawn before."""
    given = {
        "size": size,
        "pool": pool,
        "seed": secrets.token_hex(16),
        "drawn_at": at,
        "drawn_by_id": by.signed_in_id(),
    }
    drawing, made = Drawing.objects.get_or_create(practitioner_id=practitioner, month=month, defaults=given)
    return drawing if made else None


def _store(review: Review, form: review_form.ReviewForm, by: Asker, at: dt.datetime) -> Review:
    review.practitioner_id, review.form_version = review.contact.taken_by_id, form.version
    review.drawn_at, review.drawn_by_id = at, by.signed_in_id()
    return store_with_reference(review, PREFIX)
