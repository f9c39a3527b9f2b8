"""What happened in a concern, one line an event, newest first. Made from the record itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse

from roundel.design.words import datetime_words
from roundel.safeguarding.enums import TAKEN_ALONE, DecisionState
from roundel.safeguarding.models import Closing, Disclosure, ThresholdDecision
from roundel.safeguarding.queries import ConcernPage


class Happened(NamedTuple):
    """One event of a timeline, as the design system's macro takes it."""

    title: str
    at: dt.datetime
    by: str | None = None
    text: str | None = None
    href: str | None = None


def history_of(page: ConcernPage) -> list[Happened]:
    """Everything that happened, newest first."""
    found = [event for each in page.decisions for event in _of_decision(each)]
    found += [event for each in page.disclosures for event in _of_disclosure(page.concern.reference, each)]
    found += [event for each in page.closings for event in _of_closing(each)]
    found += [*_of_notes(page), *_of_owners(page), *_of_plans(page)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _of_decision(decision: ThresholdDecision) -> Iterator[Happened]:
    href = reverse("safeguarding:decision", args=[decision.reference])
    alone = decision.state in TAKEN_ALONE
    did = "taken alone, because it could not wait" if alone else "proposed"
    title = f"{decision.reference} {did}: {decision.get_decision_display().lower()}"
    recorded = _recorded(decision.decided_at, decision.proposed_at)
    yield Happened(title, decision.decided_at, decision.proposed_by.name, _joined(decision.reasons, recorded), href)
    if decision.seconded_at and decision.seconded_by:
        agreed = decision.state in (DecisionState.SECONDED, DecisionState.SECONDED_AFTER)
        title = f"{decision.reference} {'seconded' if agreed else 'not seconded'}{' afterwards' if alone else ''}"
        yield Happened(title, decision.seconded_at, decision.seconded_by.name, decision.second_words, href)


def _of_disclosure(reference: str, made: Disclosure) -> Iterator[Happened]:
    href = reverse("safeguarding:receipt", args=[reference, made.number])
    title = f"Disclosure {made.number}: shared with {made.agency_name}"
    yield Happened(title, made.shared_at, made.shared_by.name, _recorded(made.shared_at, made.recorded_at), href)
    if made.acknowledged_at and made.acknowledged_recorded_by and made.acknowledged_recorded_at:
        text = _joined(made.will_do, _recorded(made.acknowledged_at, made.acknowledged_recorded_at))
        title = f"Disclosure {made.number} acknowledged"
        yield Happened(title, made.acknowledged_at, made.acknowledged_recorded_by.name, text, href)
    if made.struck_at and made.struck_by:
        yield Happened(f"Disclosure {made.number} struck out", made.struck_at, made.struck_by.name, made.struck_words)


def _of_closing(closing: Closing) -> Iterator[Happened]:
    text = _joined(closing.reason, closing.unacknowledged_words)
    title = f"Closed: {closing.get_outcome_display().lower()}"
    yield Happened(title, closing.closed_at, closing.closed_by.name, text)
    if closing.reopened_at and closing.reopened_by:
        yield Happened("Reopened", closing.reopened_at, closing.reopened_by.name, closing.reopened_words)


def _of_notes(page: ConcernPage) -> Iterator[Happened]:
    for note in page.notes:
        text = _joined(note.words, _recorded(note.happened_at, note.recorded_at))
        yield Happened("Note", note.happened_at, note.by.name, text)


def _of_owners(page: ConcernPage) -> Iterator[Happened]:
    for number, each in enumerate(page.ownerships):
        title = f"Given to {each.owner.name}" if number else f"Opened. {each.owner.name} owns it"
        yield Happened(title, each.from_at, each.given_by.name, each.why)


def _of_plans(page: ConcernPage) -> Iterator[Happened]:
    for number, each in enumerate(page.earlier_plans):
        title = "Plan written over. Before it was:" if number or each.plan else "Plan written"
        yield Happened(title, each.replaced_at, each.replaced_by.name, each.plan)


def _recorded(happened_at: dt.datetime, recorded_at: dt.datetime) -> str | None:
    """When it was written down, where that was noticeably later."""
    late = recorded_at - happened_at >= dt.timedelta(minutes=5)
    return f"Recorded on {datetime_words(recorded_at)}." if late else None


def _joined(*texts: str | None) -> str | None:
    return "\n\n".join(text for text in texts if text) or None
