"""Threshold decisions: one with its page, those of a source, and those that still stand."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.safeguarding.enums import IN_EFFECT
from roundel.safeguarding.models import Concern, ThresholdDecision
from roundel.safeguarding.rules import CONCERN, DECISION
from roundel.safeguarding.sources import Origin, source_of
from roundel.safeguarding.written import Proposal, Row, decision_rows, proposal_of

PEOPLE = ("proposed_by", "seconded_by", "withdrawn_by", "owner", "supersedes", "concern")


def visible_to(asker: Asker) -> QuerySet[ThresholdDecision]:
    """The decisions that the asker may see; every read of decisions begins here."""
    return scopes.visible(asker, DECISION, ThresholdDecision.objects.all())


def get_decision(asker: Asker, reference: str) -> ThresholdDecision:
    """The decision with this reference, or a refusal; to be answered or confirmed, not to be shown."""
    return scopes.get_visible(asker, DECISION, ThresholdDecision.objects.select_related(*PEOPLE), reference=reference)


@dataclass(frozen=True)
class DecisionPage:
    """Everything on a decision's page. Links are given where the asker may follow them."""

    decision: ThresholdDecision
    proposal: Proposal
    rows: list[Row]
    source_words: str
    source_page: str
    concern_open: bool
    superseded_by: ThresholdDecision | None


def read_decision(asker: Asker, *, at: dt.datetime, reference: str) -> DecisionPage:
    """The page of a decision; the look is recorded."""
    decision = get_decision(asker, reference)
    proposal, source = proposal_of(decision), source_of(decision.source_app)
    may_open = source.may_open(asker, decision.source_reference)
    page = DecisionPage(
        decision=decision,
        proposal=proposal,
        rows=decision_rows(proposal),
        source_words=source.words,
        source_page=source.page(decision.source_reference) if may_open else "",
        concern_open=_sees_concern(asker, decision),
        superseded_by=decision.superseded_by.filter(state__in=IN_EFFECT).first(),
    )
    audit.record_look(
        by=asker,
        at=at,
        event="safeguarding.decision.read",
        kind=DECISION,
        object_id=decision.pk,
        reference=decision.reference,
        detail={"restricted": True} if decision.restricted else None,
    )
    return page


@dataclass(frozen=True)
class Told:
    """A decision as a record of its source shows it: what is decided, or only that there is one."""

    decision: ThresholdDecision
    is_open: bool
    concern_open: bool


def about_source(asker: Asker, origin: Origin) -> list[Told]:
    """The decisions about one record, newest first; closed ones only to those who may know of them. Three queries."""
    of_record = ThresholdDecision.objects.filter(source_app=origin.app, source_reference=origin.reference)
    found = list(of_record.select_related(*PEOPLE).order_by("-proposed_at", "-id"))
    open_ids = set(visible_to(asker).filter(pk__in=[each.pk for each in found]).values_list("pk", flat=True))
    of_these = Concern.objects.filter(pk__in=[each.concern_id for each in found if each.concern_id])
    concerns = set(scopes.visible(asker, CONCERN, of_these).values_list("pk", flat=True))
    may_know = scopes.may_know(asker, DECISION)
    told = [Told(each, each.pk in open_ids, each.concern_id in concerns) for each in found]
    return [each for each in told if each.is_open or may_know]


def standing_of(asker: Asker, origin: Origin) -> list[ThresholdDecision]:
    """The decisions about one record that are in effect and not superseded, newest first; those open to the asker."""
    superseded = ThresholdDecision.objects.filter(state__in=IN_EFFECT, supersedes__isnull=False)
    standing = visible_to(asker).filter(source_app=origin.app, source_reference=origin.reference, state__in=IN_EFFECT)
    return list(standing.exclude(pk__in=superseded.values("supersedes_id")).order_by("-proposed_at", "-id"))


def _sees_concern(asker: Asker, decision: ThresholdDecision) -> bool:
    if decision.concern_id is None:
        return False
    return scopes.visible(asker, CONCERN, Concern.objects.filter(pk=decision.concern_id)).exists()
