"""What the home page shows: gathered from each app, stored nowhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import NamedTuple

from roundel.access import queries as access
from roundel.access.grants import Asker
from roundel.audit import queries as audit
from roundel.callbacks import queries as callbacks
from roundel.calls import queries as calls
from roundel.directory import queries as directory
from roundel.helpline import queries as helpline
from roundel.kernel.work import Urgency, WorkItem
from roundel.practice import queries as practice
from roundel.rota import queries as rota
from roundel.safeguarding import queries as safeguarding
from roundel.supervision import queries as supervision

WorkQueue = Callable[[Asker, dt.datetime], list[WorkItem]]
SOURCES: tuple[WorkQueue, ...] = (
    helpline.work_queue,
    safeguarding.work_queue,
    callbacks.work_queue,
    calls.work_queue,
    rota.work_queue,
    directory.work_queue,
    supervision.work_queue,
    practice.work_queue,
    access.work_queue,
    audit.work_queue,
)
HEADINGS = {Urgency.OVERDUE: "Overdue", Urgency.TODAY: "Today", Urgency.SOON: "Soon"}


class Group(NamedTuple):
    """One part of the work queue, under its heading."""

    heading: str
    items: list[WorkItem]


def work_queue(asker: Asker, *, at: dt.datetime) -> list[Group]:
    """Everything that needs the asker now, danger first, then most pressing; groups without items are left out."""
    found = (item for source in SOURCES for item in source(asker, at))
    items = sorted(found, key=lambda item: item.since)
    dangers = Group("Danger now", [item for item in items if item.danger])
    groups = [
        Group(words, [item for item in items if item.urgency is urgency and not item.danger])
        for urgency, words in HEADINGS.items()
    ]
    return [group for group in (dangers, *groups) if group.items]
