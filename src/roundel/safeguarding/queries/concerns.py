"""One concern as its page shows it: what comes next, what was decided, shared, noted, and who owned it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db.models import Prefetch, QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.kernel.errors import NotFound
from roundel.safeguarding.models import (
    Closing,
    Concern,
    ConcernNote,
    Disclosure,
    EarlierPlan,
    Ownership,
    ThresholdDecision,
)
from roundel.safeguarding.rules import CONCERN
from roundel.safeguarding.sources import source_of
from roundel.safeguarding.steps import NextStep, next_step
from roundel.safeguarding.written import Row, disclosure_rows, shared_of

WHO = ("shared_by", "recorded_by", "acknowledged_recorded_by", "struck_by", "decision")


def visible_to(asker: Asker) -> QuerySet[Concern]:
    """The concerns that the asker may see; every read of concerns begins here."""
    return scopes.visible(asker, CONCERN, Concern.objects.all())


def get_concern(asker: Asker, reference: str) -> Concern:
    """The concern with this reference, or a refusal; to be changed, or confirmed, not to be shown."""
    found = Concern.objects.select_related("owner", "decision", "in_force")
    return scopes.get_visible(asker, CONCERN, found, reference=reference)


@dataclass(frozen=True)
class ConcernPage:
    """Everything on a concern's page, oldest first. ``sources``: words, reference and page of where it comes from."""

    concern: Concern
    next_step: NextStep | None
    decisions: list[ThresholdDecision]
    disclosures: list[Disclosure]
    notes: list[ConcernNote]
    ownerships: list[Ownership]
    closings: list[Closing]
    earlier_plans: list[EarlierPlan]
    sources: list[tuple[str, str, str]]


def read_concern(asker: Asker, *, at: dt.datetime, reference: str) -> ConcernPage:
    """The page of a concern; the look is recorded. Queries do not grow with what it holds."""
    concern = get_concern(asker, reference)
    decisions = list(concern.decisions.select_related("proposed_by", "seconded_by").order_by("decided_at", "id"))
    disclosures = list(_disclosures(concern))
    page = ConcernPage(
        concern=concern,
        next_step=next_step(concern, disclosures),
        decisions=decisions,
        disclosures=disclosures,
        notes=list(concern.notes.select_related("by").order_by("happened_at", "id")),
        ownerships=list(concern.ownerships.select_related("owner", "given_by").order_by("from_at", "id")),
        closings=list(concern.closings.select_related("closed_by", "reopened_by").order_by("closed_at", "id")),
        earlier_plans=list(concern.earlier_plans.select_related("replaced_by").order_by("version")),
        sources=_sources(asker, decisions),
    )
    note_look(asker, at, concern)
    return page


@dataclass(frozen=True)
class Receipt:
    """A disclosure as its receipt shows it."""

    concern: Concern
    disclosure: Disclosure
    rows: list[Row]


def read_disclosure(asker: Asker, *, at: dt.datetime, reference: str, number: int) -> Receipt:
    """The receipt of a disclosure; the look is recorded."""
    concern, disclosure = get_disclosure(asker, reference, number)
    names = {disclosure.shared_by_id: disclosure.shared_by.name}
    receipt = Receipt(concern, disclosure, disclosure_rows(shared_of(disclosure), names))
    note_look(asker, at, concern, "disclosure.read", number=number)
    return receipt


def get_disclosure(asker: Asker, reference: str, number: int) -> tuple[Concern, Disclosure]:
    """A disclosure of a concern that the asker may see, with the concern."""
    concern = get_concern(asker, reference)
    found = _disclosures(concern).filter(number=number).first()
    if found is None:
        raise NotFound
    return concern, found


def note_look(asker: Asker, at: dt.datetime, concern: Concern, event: str = "concern.read", **detail: int) -> None:
    """Record that the asker looked at this concern."""
    audit.record_look(
        by=asker,
        at=at,
        event=f"safeguarding.{event}",
        kind=CONCERN,
        object_id=concern.pk,
        reference=concern.reference,
        detail=detail | ({"restricted": True} if concern.restricted else {}),
    )


def _disclosures(concern: Concern) -> QuerySet[Disclosure]:
    found = concern.disclosures.select_related(*WHO).prefetch_related(Prefetch("items"))
    return found.order_by("number")


def _sources(asker: Asker, decisions: list[ThresholdDecision]) -> list[tuple[str, str, str]]:
    """Where it comes from: nearly always one record. The page is empty where it is closed to the asker."""
    found = []
    for app, reference in sorted({(each.source_app, each.source_reference) for each in decisions}):
        source = source_of(app)
        found.append((source.words, reference, source.page(reference) if source.may_open(asker, reference) else ""))
    return found
