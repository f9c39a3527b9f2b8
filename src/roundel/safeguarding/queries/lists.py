"""Lists of concerns and of decisions: filtered, a page at a time. Rows hold nothing that is sealed."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.db.models import Prefetch, QuerySet

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.audit.detail import Detail
from roundel.safeguarding.enums import WAITING, ConcernState
from roundel.safeguarding.models import Concern, Disclosure, ThresholdDecision
from roundel.safeguarding.queries import concerns, decisions
from roundel.safeguarding.queries.overdue import overdue
from roundel.safeguarding.rules import KNOW, VIEW, VIEW_OWN
from roundel.safeguarding.steps import NextStep, next_step

PAGE = 25
OPEN, CLOSED, MINE, LATE, ALL = "open", "closed", "mine", "overdue", "all"
TO_SECOND = "to_second"
# What the next step is worked out from, without anything sealed.
BARE = Disclosure.objects.only(
    "concern_id", "number", "decision_id", "agency", "acknowledge_due_at", "acknowledged_at", "struck_at"
)


class ConcernRow(NamedTuple):
    """One line of the list of concerns."""

    concern: Concern
    next_step: NextStep | None


@dataclass(frozen=True)
class Rows:
    """A page of a list, and its rows."""

    page: Page[Concern]
    rows: list[ConcernRow]


def check_may_list(asker: Asker) -> None:
    """Whether the asker reads lists of concerns and decisions at all."""
    if not asker.may_any(VIEW, VIEW_OWN):
        asker.require(KNOW, "Your role does not include concerns.")


def read_concerns(asker: Asker, *, at: dt.datetime, shown: str, page: int | str = 1) -> Rows:
    """A page of the concerns that the asker may see, newest first. The look is recorded."""
    check_may_list(asker)
    chosen = _chosen(asker, shown, at).select_related("owner").defer("plan")
    found = Paginator(chosen.order_by("-opened_at", "-id"), PAGE).get_page(page)
    rows = [row_of(concern) for concern in found.object_list.prefetch_related(WITH_STEPS)]  # type: ignore[attr-defined]
    detail: Detail = {"chosen": shown, "shown": len(rows)}
    audit.record_look(by=asker, at=at, event="safeguarding.list.read", kind="safeguarding.list", detail=detail)
    return Rows(found, rows)


def read_decisions(asker: Asker, *, at: dt.datetime, shown: str, page: int | str = 1) -> Page[ThresholdDecision]:
    """A page of decisions: those that wait to be seconded, the most pressing first, or all, the newest first."""
    check_may_list(asker)
    found = decisions.visible_to(asker).select_related("proposed_by", "seconded_by", "concern")
    if shown == TO_SECOND:
        found = found.filter(state__in=WAITING).order_by("second_due_at", "id")
    else:
        found = found.order_by("-proposed_at", "-id")
    result = Paginator(found, PAGE).get_page(page)
    detail: Detail = {"chosen": shown, "shown": len(result.object_list)}
    audit.record_look(
        by=asker, at=at, event="safeguarding.list.decisions_read", kind="safeguarding.list", detail=detail
    )
    return result


WITH_STEPS = Prefetch("disclosures", BARE, to_attr="for_steps")


def row_of(concern: Concern) -> ConcernRow:
    """A concern (with WITH_STEPS prefetched) and what comes next in it."""
    return ConcernRow(concern, next_step(concern, concern.for_steps))  # type: ignore[attr-defined]


def _chosen(asker: Asker, shown: str, at: dt.datetime) -> QuerySet[Concern]:
    found = concerns.visible_to(asker)
    if shown == LATE:
        return overdue(found, at)
    if shown == ALL:
        return found
    if shown == MINE:
        return found.filter(owner=asker.user_id, state=ConcernState.OPEN)
    return found.filter(state=ConcernState.CLOSED if shown == CLOSED else ConcernState.OPEN)
