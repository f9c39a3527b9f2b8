"""What the auditor has not looked at for a while, worked out from the audit itself."""

from __future__ import annotations

import datetime as dt

from django.db.models import Max
from django.urls import reverse

from roundel.audit.queries import visible_to
from roundel.audit.rules import Auditor
from roundel.kernel.work import Urgency, WorkItem

EVERY = dt.timedelta(days=7)
DUTIES = (
    ("audit.chain.verified", "The audit chain", "verified", "See how", "audit:chain"),
    ("audit.unusual.viewed", "Unusual looks", "looked at", "Look", "audit:unusual"),
)


def work_queue(asker: Auditor, at: dt.datetime) -> list[WorkItem]:
    """The auditor's weekly duties that nobody has done for a week. One query."""
    if not asker.may("audit.view"):
        return []
    found = visible_to(asker).filter(event__in=[duty[0] for duty in DUTIES])
    done = dict(found.values_list("event").annotate(last=Max("happened_at")))
    items = []
    for event, what, verb, action, url_name in DUTIES:
        last = done.get(event)
        if last is not None and at - last < EVERY:
            continue
        why = f"Last {verb} {(at - last).days} days ago" if last else f"Not {verb} yet"
        items.append(
            WorkItem(Urgency.TODAY, what, f"{why}; once a week is expected.", action, reverse(url_name), last or at)
        )
    return items
