"""What needs those who keep the directory: entries that have gone stale, in one line."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.directory.freshness import CHECK_AFTER, cutoffs
from roundel.directory.queries.lists import STALE, Chosen, matching
from roundel.directory.rules import EDIT
from roundel.kernel.work import Urgency, WorkItem


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """How many entries have gone stale, for those who keep the directory. One query."""
    if not asker.may(EDIT):
        return []
    today = timezone.localtime(at).date()
    old = Q(checked_on__lte=cutoffs(today)[1]) | Q(checked_on__isnull=True)
    found = matching(asker, Chosen(state=STALE), today).aggregate(
        stale=Count("pk"), old=Count("pk", filter=old), first=Min("checked_on")
    )
    if not found["stale"]:
        return []
    first = found["first"]
    since = timezone.make_aware(dt.datetime.combine(first, dt.time())) if first else at
    return [
        WorkItem(
            urgency=Urgency.TODAY if found["old"] else Urgency.SOON,
            what="The directory",
            why=_why(found["stale"], found["old"]),
            action="Check them",
            url=f"{reverse('directory:list')}?state={STALE}",
            since=since,
        )
    ]


def _why(stale: int, old: int) -> str:
    """How many, in words; the oldest apart."""
    many = "entry has" if stale == 1 else "entries have"
    told = f"{stale} {many} not been checked for {CHECK_AFTER} months"
    return f"{told}, {old} of them for over a year or never." if old else f"{told}."
