"""What practising brings to somebody's home page: a comment to read, calls to look at when there is time."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Max, Min
from django.urls import reverse

from roundel.access.grants import Asker
from roundel.kernel.work import Urgency, WorkItem
from roundel.practice import rules
from roundel.practice.models import PracticeComment
from roundel.practice.queries.calls import visible_to

MOST = 20


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Comments on one's own practice calls that one has not read; for supervisors one line for all that is new."""
    return [*_comments(asker), *_to_look_at(asker)]


def _comments(asker: Asker) -> list[WorkItem]:
    if not asker.may(rules.USE):
        return []
    mine = visible_to(asker).filter(user=asker.user_id)
    found = PracticeComment.objects.filter(call__in=mine, seen_at__isnull=True)
    by_call = found.values("call__reference").annotate(since=Min("written_at"), who=Max("written_by__name"))
    return [
        WorkItem(
            urgency=Urgency.SOON,
            what=f"Practice {row['call__reference']}",
            why=f"{row['who']} has looked at it and written to you.",
            action="Read it",
            url=reverse("practice:call", args=[row["call__reference"]]),
            since=row["since"],
        )
        for row in by_call.order_by("since")[:MOST]
    ]


def _to_look_at(asker: Asker) -> list[WorkItem]:
    if not asker.may(rules.REVIEW):
        return []
    new = visible_to(asker).filter(finished_at__isnull=False, reviewed_at__isnull=True).exclude(user=asker.user_id)
    found = new.aggregate(number=Count("pk"), since=Min("finished_at"))
    number, since = found["number"], found["since"]
    if not number:
        return []
    calls = "practice call" if number == 1 else "practice calls"
    return [
        WorkItem(
            urgency=Urgency.SOON,
            what=f"{number} {calls}",
            why="Nobody has looked at what was practised. There is no hurry; a word helps whoever is learning.",
            action="Look at them" if number > 1 else "Look at it",
            url=reverse("practice:review"),
            since=since,
        )
    ]
