"""What is decided and what was shared, as plain values: the shape in which forms hand it to actions.

``rows`` say the same in words, for "check your answers", for whoever seconds, and for the record afterwards:
all three see the very same lines.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import TextChoices

from roundel.design.words import date_words, datetime_words
from roundel.safeguarding.enums import (
    AT_RISK,
    Agency,
    Basis,
    Called,
    CallerTold,
    Choice,
    Found,
    Item,
    Means,
    Option,
    Risk,
)
from roundel.safeguarding.models import Disclosure, ThresholdDecision


class Row(NamedTuple):
    """One line of answers: the page that asks it, its heading, and the words; more words below, if there are any."""

    slug: str
    key: str
    value: str
    words: str = ""


@dataclass(frozen=True)
class Proposal:
    """A threshold decision as somebody puts it. ``supersedes`` is the reference of the decision that it replaces."""

    found: frozenset[str]
    risk: str
    risk_words: str
    decision: str
    reasons: str
    caller_told: str
    called: str = ""
    called_words: str = ""
    options: frozenset[str] = frozenset()
    options_words: str = ""
    find_out_by: dt.date | None = None
    caller_words: str = ""
    alone: bool = False
    alone_words: str = ""
    decided_at: dt.datetime | None = None
    supersedes: str = ""

    @property
    def meets_threshold(self) -> bool:
        """Somebody could be found, and somebody is at risk: what the confidentiality statement says is passed on."""
        return bool(self.found) and self.risk in AT_RISK

    @property
    def departs(self) -> str:
        """How the decision departs from the threshold, in words; empty if it does not."""
        if self.meets_threshold and self.decision == Choice.NOT_SHARE:
            return "Somebody could be found and is at risk, and it is not to be shared."
        if not self.meets_threshold and self.decision == Choice.SHARE:
            return "It is to be shared, although nobody could be found, or nobody is at risk."
        return ""


@dataclass(frozen=True)
class Shared:
    """What was shared with an agency, as somebody writes it down."""

    agency: str
    agency_name: str
    items: frozenset[str]
    what: str
    basis: str
    basis_words: str
    means: str
    shared_at: dt.datetime
    shared_by: uuid.UUID
    caller_told: str
    person: str = ""
    caller_words: str = ""


@dataclass(frozen=True)
class Acknowledged:
    """What an agency said when it acknowledged."""

    at: dt.datetime
    person: str = ""
    their_reference: str = ""
    will_do: str = ""


def proposal_of(decision: ThresholdDecision) -> Proposal:
    """The same from a stored decision (with its options prefetched, or one query)."""
    found = {
        Found.CHILD: decision.found_child,
        Found.ADULT_AT_RISK: decision.found_adult_at_risk,
        Found.OTHER: decision.found_other,
    }
    return Proposal(
        found=frozenset(code.value for code, is_found in found.items() if is_found),
        risk=decision.risk,
        risk_words=decision.risk_words,
        decision=decision.decision,
        reasons=decision.reasons,
        caller_told=decision.caller_told,
        called=decision.called,
        called_words=decision.called_words or "",
        options=frozenset(row.option for row in decision.options.all()),
        options_words=decision.options_words or "",
        find_out_by=decision.find_out_by,
        caller_words=decision.caller_words or "",
        alone=bool(decision.alone_words),
        alone_words=decision.alone_words or "",
        decided_at=decision.decided_at,
        supersedes=decision.supersedes.reference if decision.supersedes else "",
    )


def decision_rows(proposal: Proposal) -> list[Row]:
    """A decision in words, in the order in which its questions are asked."""
    decided = Choice(proposal.decision).label
    if proposal.find_out_by:
        decided += f", by {date_words(proposal.find_out_by)}"
    rows = [
        Row("found", "Who could be found from what was said?", chosen(Found, proposal.found) or "Nobody"),
        Row("risk", "Is somebody at risk?", Risk(proposal.risk).label, proposal.risk_words),
    ]
    if proposal.called:
        rows.append(Row("call", "Was 999 called?", Called(proposal.called).label, proposal.called_words))
    rows += [
        Row("options", "What was considered?", chosen(Option, proposal.options), proposal.options_words),
        Row("decision", "What is decided?", decided),
        Row("reasons", "Why?", "", proposal.reasons),
        Row("caller", "Was the caller told?", CallerTold(proposal.caller_told).label, proposal.caller_words),
    ]
    if proposal.decision == Choice.SHARE:
        rows.append(_waiting(proposal))
    if proposal.supersedes:
        rows.append(Row("earlier", "Which earlier decision does it replace?", proposal.supersedes))
    return rows


def _waiting(proposal: Proposal) -> Row:
    if not proposal.alone:
        return Row("wait", "Can it wait for a second person?", "Yes: nothing is shared before it is seconded")
    at = f", at {datetime_words(proposal.decided_at)}" if proposal.decided_at else ""
    return Row("wait", "Can it wait for a second person?", f"No: decided alone{at}", proposal.alone_words)


def shared_of(disclosure: Disclosure) -> Shared:
    """The same from a stored disclosure (with its items prefetched, or one query)."""
    return Shared(
        agency=disclosure.agency,
        agency_name=disclosure.agency_name,
        items=frozenset(row.item for row in disclosure.items.all()),
        what=disclosure.what,
        basis=disclosure.basis,
        basis_words=disclosure.basis_words,
        means=disclosure.means,
        shared_at=disclosure.shared_at,
        shared_by=disclosure.shared_by_id,
        caller_told=disclosure.caller_told,
        person=disclosure.person or "",
        caller_words=disclosure.caller_words or "",
    )


def disclosure_rows(shared: Shared, names: Mapping[uuid.UUID, str]) -> list[Row]:
    """What was shared in words; ``names`` are those of staff."""
    return [
        Row("agency", "Agency", Agency(shared.agency).label, shared.agency_name),
        Row("agency", "Person spoken to", shared.person),
        Row("what", "What was shared, by kind", chosen(Item, shared.items)),
        Row("what", "What was shared, exactly", "", shared.what),
        Row("basis", "Lawful basis", Basis(shared.basis).label, shared.basis_words),
        Row("means", "By which means", Means(shared.means).label),
        Row("means", "Shared at", datetime_words(shared.shared_at)),
        Row("means", "Shared by", names.get(shared.shared_by, "")),
        Row("caller", "Was the caller told?", CallerTold(shared.caller_told).label, shared.caller_words),
    ]


def chosen(choices: type[TextChoices], codes: Collection[str]) -> str:
    """The words of several codes, in the order in which they are offered, each on a line of its own."""
    return "\n".join(one.label for one in choices if one.value in codes)


def proposal_from(answers: Mapping[str, Any]) -> Proposal:
    """A proposal from the answers of its pages (forms.decision)."""
    got = {name: value for name, value in answers.items() if name in Proposal.__dataclass_fields__}
    share = got.get("decision") == Choice.SHARE
    alone = share and answers.get("wait") == "alone"
    several = {name: frozenset(got.get(name, ())) & set(kind.values) for name, kind in SEVERAL.items()}
    if not alone:
        got |= {"alone_words": "", "decided_at": None}
    return Proposal(**{**got, **several, "alone": alone})


SEVERAL: Mapping[str, type[TextChoices]] = {"found": Found, "options": Option}


def shared_from(answers: Mapping[str, Any]) -> Shared:
    """What was shared from the answers of its pages (forms.disclosure)."""
    got = {name: value for name, value in answers.items() if name in Shared.__dataclass_fields__}
    return Shared(**{**got, "items": frozenset(got["items"]), "shared_by": uuid.UUID(str(got["shared_by"]))})
