"""Reviews: the supervisors' list, one's own, and one review with its scores."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import OuterRef, QuerySet, Subquery

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.supervision import review_form, rules
from roundel.supervision.enums import TOLD_STATES
from roundel.supervision.marks import ItemSeen, in_parts
from roundel.supervision.models import Comment, Review, Score
from roundel.supervision.queries.comments import comments_on
from roundel.supervision.review_form import ReviewForm
from roundel.supervision.rules import REVIEW_KIND

PAGE = 25


@dataclass(frozen=True)
class ScoreSeen:
    """A score in the words of the form it was made with."""

    score: Score
    band: str
    parts: list[tuple[str, list[ItemSeen]]]


@dataclass(frozen=True)
class ReviewPage:
    """Everything on a review's page. ``scores``: the one that counts first; those it replaced after it."""

    review: Review
    form: ReviewForm
    scores: list[ScoreSeen]
    comments: list[Comment]


def visible_to(asker: Asker) -> QuerySet[Review]:
    """The reviews that the asker may see; every read of reviews begins here."""
    return scopes.visible(asker, REVIEW_KIND, Review.objects.all())


def get_review(asker: Asker, reference: str) -> Review:
    """The review with this reference, or a refusal; to be changed, not to be shown."""
    people = ("contact", "practitioner", "drawn_by", "reviewer", "closed_by", "drawing")
    return scopes.get_visible(asker, REVIEW_KIND, Review.objects.select_related(*people), reference=reference)


def list_reviews(
    asker: Asker, *, at: dt.datetime, state: str = "", practitioner: uuid.UUID | None = None, page: str | int = 1
) -> Page[Review]:
    """Reviews of other people's contacts, newest first, a page at a time. The look is recorded."""
    rules.check_may_review(asker)
    found = visible_to(asker).exclude(practitioner=asker.signed_in_id())
    found = found.filter(state=state) if state else found
    found = found.filter(practitioner=practitioner) if practitioner else found
    shown = _a_page(found, page)
    note_list(asker, at, "reviews", len(shown.object_list))
    return shown


def own_reviews(asker: Asker, *, at: dt.datetime, page: str | int = 1) -> Page[Review]:
    """The shared reviews of the asker's own contacts, newest first. The look is recorded."""
    rules.check_may_see_own(asker)
    mine = visible_to(asker).filter(practitioner=asker.signed_in_id(), state__in=TOLD_STATES)
    shown = _a_page(mine, page)
    note_list(asker, at, "own_reviews", len(shown.object_list))
    return shown


def read_review(asker: Asker, *, at: dt.datetime, reference: str) -> ReviewPage:
    """The page of a review; the look is recorded. Queries do not grow with what it holds."""
    review = get_review(asker, reference)
    scores = list(review.scores.select_related("scored_by").prefetch_related("items").order_by("-number"))
    page = ReviewPage(
        review=review,
        form=review_form.version(review.form_version),
        scores=[score_seen(score) for score in scores],
        comments=comments_on(asker, review=review),
    )
    audit.record_look(
        by=asker,
        at=at,
        event="supervision.review.read",
        kind=REVIEW_KIND,
        object_id=review.pk,
        reference=review.reference,
    )
    return page


def score_seen(score: Score) -> ScoreSeen:
    """A stored score in words: of the form it was made with, whichever is in force today."""
    form = review_form.version(score.form_version)
    kept = {one.item: one for one in score.items.all()}
    marks = {name: one.mark for name, one in kept.items()}
    notes = {name: one.note or "" for name, one in kept.items()}
    return ScoreSeen(score, form.band_words(score.band), in_parts(form, marks, notes))


def note_list(asker: Asker, at: dt.datetime, what: str, shown: int) -> None:
    """Record that the asker looked through a list."""
    detail: dict[str, str | int | bool] = {"list": what, "shown": shown}
    audit.record_look(by=asker, at=at, event="supervision.list.read", kind="supervision.list", detail=detail)


def _a_page(found: QuerySet[Review], page: str | int) -> Page[Review]:
    """Found by their narrow columns; only the few that are shown are joined with names and their last score."""
    last = Score.objects.filter(review=OuterRef("pk")).order_by("-number")
    rows = found.select_related("practitioner", "reviewer", "contact").annotate(
        total=Subquery(last.values("total")[:1]),
        answered=Subquery(last.values("answered")[:1]),
        asked=Subquery(last.values("asked")[:1]),
    )
    shown: Page[Review] = Paginator(rows.order_by("-drawn_at", "-id"), PAGE).get_page(page)  # type: ignore[assignment]
    return shown
