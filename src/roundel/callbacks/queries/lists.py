"""Lists of call-backs: the queue, what has ended, what was booked in one contact. None of them opens a number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from django.core.paginator import Page, Paginator
from django.db.models import Q

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.callbacks import order, rules
from roundel.callbacks.enums import ENDED, OPEN, Priority, State
from roundel.callbacks.models import CallBack
from roundel.callbacks.queries.one import visible_to
from roundel.callbacks.timing import Window
from roundel.design.words import datetime_words, time_words
from roundel.kernel.working_time import office

PAGE = 25


class Show(StrEnum):
    """Which part of the queue is shown."""

    NOW = "now"
    SETTLE = "settle"
    LATER = "later"
    ALL = "all"


SHOWN = {
    Show.NOW: "To call now",
    Show.SETTLE: "To settle",
    Show.LATER: "Later",
    Show.ALL: "All that are open",
}


@dataclass(frozen=True)
class Row:
    """One line of the queue: how it stands, and why it stands there."""

    call_back: CallBack
    standing: State
    window: Window | None
    safe_now: bool
    overdue: bool
    why: str


def read_queue(asker: Asker, *, at: dt.datetime, show: Show, number: int = 1) -> tuple[list[Row], Page[CallBack]]:
    """A page of the queue in the order in which calls are made; the look is recorded. Four queries."""
    rules.check_may_make(asker)
    found = order.in_order(visible_to(asker).filter(_shown(show, at)), at)
    page = Paginator(found.select_related("slot", "caller", "calling_by"), PAGE).get_page(number)
    rows = [row_of(call_back, at) for call_back in page.object_list]
    _note_look(asker, at, show.value, len(rows))
    return rows, page


def read_ended(asker: Asker, *, at: dt.datetime, number: int = 1) -> Page[CallBack]:
    """A page of the call-backs that have ended, the latest first; the look is recorded."""
    rules.check_may_make(asker)
    found = visible_to(asker).filter(state__in=ENDED, ended_at__isnull=False)
    found = found.select_related("caller", "ended_by").order_by("-ended_at", "-id")
    page = Paginator(found, PAGE).get_page(number)
    page.object_list = list(page.object_list)
    _note_look(asker, at, "ended", len(page.object_list))
    return page


def of_source(asker: Asker, reference: str, at: dt.datetime) -> list[Row]:
    """The call-backs that were booked in one contact, or led to it; nothing for those who make none. One query."""
    wanted = Q(source_reference=reference) | Q(result_reference=reference)
    found = visible_to(asker).filter(wanted).select_related("slot", "calling_by").order_by("-booked_at", "-id")
    return [row_of(call_back, at) for call_back in found[:PAGE]]


def row_of(call_back: CallBack, at: dt.datetime) -> Row:
    """A call-back as a line of a list. No query."""
    standing = rules.standing(call_back, at)
    waits = standing == State.WAITING
    window = rules.safe_window(call_back, at, office()) if waits else None
    safe = window is not None and window[0] <= at
    overdue = waits and call_back.due_at <= at
    return Row(call_back, standing, window, safe, overdue, _why(call_back, standing, at))


def _shown(show: Show, at: dt.datetime) -> Q:
    if show == Show.NOW:
        return order.is_open_now(at) | order.is_calling(at)
    if show == Show.SETTLE:
        return order.is_to_settle(at)
    if show == Show.LATER:
        return order.is_waiting(at) & Q(opens_at__gt=at)
    return Q(state__in=OPEN)


def _why(call_back: CallBack, standing: State, at: dt.datetime) -> str:
    """Why it stands where it stands, in a sentence."""
    if standing == State.CALLING:
        who = call_back.calling_by.name if call_back.calling_by else "Somebody"
        return f"{who} began the call at {time_words(call_back.calling_at)}."
    if standing == State.TO_SETTLE:
        return why_to_settle(call_back, at)
    if standing != State.WAITING:
        return call_back.get_ending_display() + "."
    if call_back.due_at <= at:
        return f"Overdue: it was due by {datetime_words(call_back.due_at)}."
    soon = Priority(call_back.priority).label if call_back.priority != Priority.ORDINARY else ""
    return f"{soon or 'Due'}{', due' if soon else ''} by {datetime_words(call_back.due_at)}."


def why_to_settle(call_back: CallBack, at: dt.datetime) -> str:
    """What stands in the way of simply calling again."""
    if call_back.attempts_made >= call_back.attempts_allowed:
        return f"{call_back.attempts_made} attempts were made."
    if call_back.state == State.TO_SETTLE and call_back.expires_at > at:
        return "The last attempt said: do not simply call again."
    return f"The last safe time passed at {datetime_words(call_back.expires_at)}."


def _note_look(asker: Asker, at: dt.datetime, shown: str, count: int) -> None:
    audit.record_look(
        by=asker, at=at, event="callbacks.list.read", kind="callbacks.list", detail={"list": shown, "shown": count}
    )
