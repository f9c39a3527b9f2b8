"""What needs somebody in safeguarding now, derived from the records each time."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.design.words import datetime_words
from roundel.kernel.work import Urgency, WorkItem
from roundel.safeguarding.enums import IN_EFFECT, WAITING, Choice, ConcernState, DecisionState
from roundel.safeguarding.models import Concern, ThresholdDecision
from roundel.safeguarding.queries import concerns, decisions
from roundel.safeguarding.queries.lists import WITH_STEPS, row_of
from roundel.safeguarding.queries.overdue import overdue
from roundel.safeguarding.states import MANAGE, PROPOSE, SECOND
from roundel.safeguarding.steps import NextStep

MOST = 50
SOON = dt.timedelta(days=7)


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Decisions to second, one's own that wait too long or are dated, and concerns with their next steps.

    Seven queries at most. What is overdue rises to everybody who manages concerns.
    """
    return [*_to_second(asker, at), *_own_waiting(asker, at), *_to_find_out(asker, at), *_concerns(asker, at)]


def _to_second(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Every decision of somebody else that waits; in red when its time has passed."""
    if not asker.may(SECOND):
        return []
    found = decisions.visible_to(asker).filter(state__in=WAITING).exclude(proposed_by=asker.user_id)
    return [
        _second_item(at, each) for each in found.select_related("proposed_by").order_by("second_due_at", "id")[:MOST]
    ]


def _second_item(at: dt.datetime, decision: ThresholdDecision) -> WorkItem:
    alone = decision.state == DecisionState.ALONE
    did = "took it alone, because it could not wait" if alone else "proposed it"
    return WorkItem(
        urgency=_urgency(decision.second_due_at, at),
        what=f"Threshold decision {decision.reference}",
        why=f"{decision.proposed_by.name} {did}. To be seconded {_by(decision.second_due_at, at)}.",
        action="Read and second",
        url=reverse("safeguarding:second", args=[decision.reference]),
        since=decision.proposed_at,
    )


def _own_waiting(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """One's own decisions that nobody has answered in time."""
    if not asker.may(PROPOSE):
        return []
    own = decisions.visible_to(asker).filter(proposed_by=asker.user_id, state__in=WAITING, second_due_at__lt=at)
    return [
        WorkItem(
            urgency=Urgency.OVERDUE,
            what=f"Your threshold decision {each.reference}",
            why="Nobody has seconded it in time. Speak to a supervisor or the safeguarding lead.",
            action="Open it",
            url=_page(each),
            since=each.proposed_at,
        )
        for each in own.order_by("second_due_at", "id")[:MOST]
    ]


def _to_find_out(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Decisions to find out more first whose day comes near: the proposer's, and when late a seconder's too."""
    if not asker.may(PROPOSE):
        return []
    today = timezone.localtime(at).date()
    whose = Q(proposed_by=asker.user_id)
    if asker.may(SECOND):
        whose |= Q(find_out_by__lt=today)
    done = ThresholdDecision.objects.filter(supersedes__isnull=False, state__in=(*IN_EFFECT, DecisionState.PROPOSED))
    found = (
        decisions.visible_to(asker)
        .filter(whose, decision=Choice.FIND_OUT, state=DecisionState.SECONDED, find_out_by__lte=today + SOON)
        .exclude(pk__in=done.values("supersedes_id"))
    )
    return [
        _find_out_item(each, today) for each in found.select_related("proposed_by").order_by("find_out_by", "id")[:MOST]
    ]


def _find_out_item(decision: ThresholdDecision, today: dt.date) -> WorkItem:
    due = decision.find_out_by or today
    return WorkItem(
        urgency=Urgency.OVERDUE if due < today else Urgency.TODAY if due == today else Urgency.SOON,
        what=f"Threshold decision {decision.reference}",
        why=f"{decision.proposed_by.name} was to find out more by {due.day} {due:%B %Y}. Decide anew.",
        action="Open it",
        url=_page(decision),
        since=decision.proposed_at,
    )


def _concerns(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """One's own concerns with what comes next; for those who manage concerns also every other that is overdue."""
    seen = concerns.visible_to(asker).filter(state=ConcernState.OPEN).select_related("owner").defer("plan")
    mine = list(seen.filter(owner=asker.user_id).order_by("opened_at", "id").prefetch_related(WITH_STEPS)[:MOST])
    others: list[Concern] = []
    if asker.may(MANAGE):
        late = overdue(seen.exclude(owner=asker.user_id), at)
        others = list(late.order_by("opened_at", "id").prefetch_related(WITH_STEPS)[:MOST])
    steps = [(concern, row_of(concern).next_step) for concern in [*mine, *others]]
    return [_concern_item(asker, at, concern, step) for concern, step in steps if step is not None]


def _concern_item(asker: Asker, at: dt.datetime, concern: Concern, step: NextStep) -> WorkItem:
    owned = "" if concern.owner_id == asker.user_id else f" {concern.owner.name} owns it."
    return WorkItem(
        urgency=_urgency(step.due, at),
        what=f"Concern {concern.reference}",
        why=f"{step.words}, {_by(step.due, at)}.{owned}",
        action="Open it",
        url=reverse("safeguarding:concern", args=[concern.reference]),
        since=concern.opened_at,
    )


def _urgency(due: dt.datetime, at: dt.datetime) -> Urgency:
    if at > due:
        return Urgency.OVERDUE
    return Urgency.TODAY if timezone.localtime(due).date() <= timezone.localtime(at).date() else Urgency.SOON


def _by(due: dt.datetime, at: dt.datetime) -> str:
    return f"{'overdue since' if at > due else 'by'} {datetime_words(due)}"


def _page(decision: ThresholdDecision) -> str:
    return reverse("safeguarding:decision", args=[decision.reference])
