"""Concerns whose next step is overdue, found in the database. Says the same as ``steps.next_step``; a test holds them
to it."""

from __future__ import annotations

import datetime as dt

from django.db.models import Exists, OuterRef, Q, QuerySet

from roundel.safeguarding.enums import ConcernState
from roundel.safeguarding.models import Concern, Disclosure


def overdue(concerns: QuerySet[Concern], at: dt.datetime) -> QuerySet[Concern]:
    """Of these concerns the open ones whose next step should have been done by now. One query."""
    of_it = Disclosure.objects.filter(concern=OuterRef("pk"), struck_at=None)
    unacknowledged = of_it.filter(acknowledged_at=None)
    to_share = Q(in_force__isnull=False) & ~Exists(of_it.filter(decision=OuterRef("in_force")))
    late = to_share & Q(share_due_at__lt=at) | Exists(unacknowledged.filter(acknowledge_due_at__lt=at))
    only_review = ~to_share & ~Exists(unacknowledged)
    return concerns.filter(late | only_review & Q(review_due_at__lt=at), state=ConcernState.OPEN)
