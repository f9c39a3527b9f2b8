"""What can be drawn for review, and drawing again to compare."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.helpline.enums import Nature, State
from roundel.helpline.models import Contact
from roundel.helpline.rules import KIND as CONTACT_KIND
from roundel.kernel.errors import NotFound
from roundel.supervision import lots
from roundel.supervision.enums import ReviewState
from roundel.supervision.models import Drawing, Review
from roundel.supervision.rules import DRAWING_KIND

MONTHS = 12


@dataclass(frozen=True)
class DrawnAgain:
    """A drawing with its reviews' contacts, and the same lots drawn again from what is in the pool today."""

    drawing: Drawing
    drawn: list[str]
    again: list[str]

    @property
    def same(self) -> bool:
        """Whether both are the same contacts."""
        return sorted(self.drawn) == sorted(self.again)


def finished_in(asker: Asker, month: dt.date) -> QuerySet[Contact]:
    """The finished conversations that began in a month, as far as they are open to the asker."""
    begins, ends = (_midnight(day) for day in (month, _next(month)))
    found = Contact.objects.filter(
        state=State.FINISHED, nature=Nature.CONVERSATION, started_at__gte=begins, started_at__lt=ends
    )
    return scopes.visible(asker, CONTACT_KIND, found)


def reviewed_of(asker: Asker, contacts: Collection[uuid.UUID]) -> set[uuid.UUID]:
    """Which of these contacts, which the asker sees, have a review that was not left out."""
    if not contacts:
        return set()
    live = Review.objects.filter(contact__in=contacts).exclude(state=ReviewState.SKIPPED)
    return set(live.values_list("contact_id", flat=True))


def months_over(asker: Asker, today: dt.date) -> list[dt.date]:
    """The months that can be drawn, the last one first."""
    found, month = [], today.replace(day=1)
    for _ in range(MONTHS):
        month = (month - dt.timedelta(days=1)).replace(day=1)
        found.append(month)
    return found


def drawings(asker: Asker) -> list[Drawing]:
    """The last drawings that the asker may see, newest first."""
    found = scopes.visible(asker, DRAWING_KIND, Drawing.objects.select_related("practitioner", "drawn_by"))
    return list(found.order_by("-month", "practitioner__name", "pk")[:50])


def draw_again(asker: Asker, drawing_id: uuid.UUID) -> DrawnAgain:
    """A drawing, and the same lots drawn again. The pool may have changed since: a contact reopened, or restricted."""
    drawing = scopes.visible(asker, DRAWING_KIND, Drawing.objects.select_related("practitioner", "drawn_by"))
    found = drawing.filter(pk=drawing_id).first()
    if found is None:
        raise NotFound
    drawn = dict(found.reviews.values_list("contact_id", "contact__reference"))
    month = finished_in(asker, found.month).filter(taken_by=found.practitioner_id)
    pool = dict(month.values_list("pk", "reference"))
    others = reviewed_of(asker, list(pool)) - set(drawn)
    again = lots.draw(found.seed, set(pool) - others, found.size)
    return DrawnAgain(found, list(drawn.values()), [pool[pk] for pk in again])


def _next(month: dt.date) -> dt.date:
    return (month + dt.timedelta(days=32)).replace(day=1)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))
