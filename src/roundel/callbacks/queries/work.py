"""What needs somebody now among the call-backs, and the numbers for the board of the room."""

from __future__ import annotations

import datetime as dt

from django.db.models import Count, Q, QuerySet
from django.urls import reverse

from roundel.access.grants import Asker
from roundel.callbacks import order
from roundel.callbacks.enums import OPEN, State
from roundel.callbacks.models import CallBack
from roundel.callbacks.queries.lists import row_of, why_to_settle
from roundel.callbacks.queries.one import visible_to
from roundel.callbacks.states import MAKE, MANAGE
from roundel.callbacks.timing import CLAIM
from roundel.design.words import time_words
from roundel.kernel.board import Tile, Tone
from roundel.kernel.work import Urgency, WorkItem

MOST = 20
LOOKED_AT = 60


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """The asker's own calls; for practitioners what can be called now; for supervisors what is overdue; what the
    asker is to settle. Three queries."""
    if not asker.may(MAKE):
        return []
    return [*_mine(asker, at), *_to_call(asker, at), *_to_settle(asker, at)]


def _mine(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Calls that the asker has begun and not yet noted."""
    mine = visible_to(asker).filter(order.is_calling(at), calling_by=asker.user_id).order_by("calling_at")
    return [
        WorkItem(
            urgency=Urgency.TODAY,
            what=f"Call-back {one.reference}",
            why=f"You began this call. Note what came of it by {time_words((one.calling_at or at) + CLAIM)}.",
            action="Go on",
            url=reverse("callbacks:call", args=[one.reference]),
            since=one.calling_at or at,
        )
        for one in mine[:MOST]
    ]


def _to_call(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """What can be called at this moment. Supervisors are told only of what is overdue: it rises to them."""
    wanted = order.is_overdue(at) if asker.may(MANAGE) else order.is_open_now(at)
    rows = [row_of(one, at) for one in _sorted(visible_to(asker).filter(wanted), at)[:LOOKED_AT]]
    return [
        WorkItem(
            urgency=Urgency.OVERDUE if row.overdue else Urgency.TODAY,
            what=f"Call-back {row.call_back.reference}",
            why=row.why,
            action="Call back" if row.safe_now else "Look at it",
            url=_page(row.call_back),
            since=row.call_back.due_at if row.overdue else row.call_back.opens_at,
        )
        for row in rows
        if row.safe_now or row.overdue
    ][:MOST]


def _to_settle(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """What cannot simply be tried again: all of it for supervisors, one's own for those who booked it or tried last."""
    found = visible_to(asker).filter(order.is_to_settle(at))
    if not asker.may(MANAGE):
        found = found.filter(Q(booked_by=asker.user_id) | Q(tried_by=asker.user_id))
    return [
        WorkItem(
            urgency=Urgency.TODAY,
            what=f"Call-back {one.reference}",
            why=f"{why_to_settle(one, at)} Decide how it goes on.",
            action="Settle it",
            url=reverse("callbacks:settle", args=[one.reference]),
            since=one.tried_at or one.expires_at,
        )
        for one in _sorted(found, at)[:MOST]
    ]


def _sorted(found: QuerySet[CallBack], at: dt.datetime) -> QuerySet[CallBack]:
    return order.in_order(found.select_related("slot", "calling_by"), at)


def _page(call_back: CallBack) -> str:
    return reverse("callbacks:call_back", args=[call_back.reference])


def tiles(asker: Asker, at: dt.datetime) -> list[Tile]:
    """For the board of the room: how many can be called now, are overdue, wait. Counts, and nothing about anybody.

    The board's own permission opens them, so that the screen on the wall needs no other. One query.
    """
    if not asker.may("desk.view_board"):
        return []
    counts = CallBack.objects.filter(state__in=OPEN).aggregate(
        waiting=Count("pk", filter=order.is_waiting(at)),
        now=Count("pk", filter=order.is_open_now(at)),
        overdue=Count("pk", filter=order.is_overdue(at)),
        calling=Count("pk", filter=order.is_calling(at)),
    )
    now, late = counts["now"], counts["overdue"]
    words = f"{late} overdue: call these first" if late else f"{counts['waiting']} waiting in all"
    tone = Tone.ATTENTION if late else Tone.WAITING if now else Tone.CALM
    calling = (f"{counts['calling']} being called",) if counts["calling"] else ()
    return [Tile("Call-backs to make now", str(now), words, tone, calling)]


def left_behind(asker: Asker, at: dt.datetime) -> QuerySet[CallBack]:
    """What time has changed and nobody has written down yet, for the command that tidies: ids only.

    The system asks, who sees no record; it is told only which there are.
    """
    left = Q(state=State.CALLING, calling_at__lte=at - CLAIM)
    late = Q(state=State.WAITING, expires_at__lte=at)
    return CallBack.objects.filter(left | late).order_by("id").only("pk")
