"""Threshold decisions, concerns and disclosures."""

from __future__ import annotations

from roundel.access.grants import Asker
from roundel.drafts.actions import keep_draft
from roundel.helpline import actions as helpline
from roundel.helpline.models import Contact
from roundel.kernel import clock
from roundel.safeguarding.models import Concern
from tests.factories import contacts
from tests.factories import safeguarding as made
from tests.walk.examples.base import Example, Examples, Hidden, holder, taker


def _contact(asker: Asker) -> Contact:
    """Finished, and marked, so that the safeguarding lead sees it too."""
    contact = contacts.finished(by=taker(asker))
    return helpline.mark_danger(by=taker(asker), at=clock.now(), contact=contact)


def _source(asker: Asker, **more: object) -> Example:
    return Example({"app": "helpline", "reference": _contact(asker).reference, **more})


def _proposer(asker: Asker) -> Asker:
    return holder(asker, "safeguarding.propose_decision", "practitioner")


def _own_decision(asker: Asker) -> Example:
    who = _proposer(asker)
    return Example({"reference": made.proposed(by=who, contact=_contact(who)).reference})


def _others_decision(asker: Asker) -> Example:
    return Example({"reference": made.proposed().reference})


def _concern(asker: Asker) -> Concern:
    """Proposed by whoever asks, and owned by another."""
    who = _proposer(asker)
    return made.concern(by=who, contact=_contact(who))


def _of(concern: Concern, **more: object) -> Example:
    return Example({"reference": concern.reference, **more})


def _shared(asker: Asker) -> Example:
    concern = _concern(asker)
    by = holder(asker, "safeguarding.record_disclosure", "supervisor")
    return _of(concern, number=made.disclosed(concern, by=by).number)


def _restricted(asker: Asker) -> Example:
    may = asker.may("safeguarding.restrict_concern")
    return _of(made.restricted(to=asker if may else None))


def _closed(asker: Asker) -> Example:
    return _of(made.closed(_concern(asker)))


def _ready(asker: Asker) -> Example:
    """A source with every answer given, so that the page on which they are checked is shown."""
    who, contact = _proposer(asker), _contact(asker)
    answers = {
        "found": ["nobody"],
        "risk": ["no"],
        "risk_words": ["Nothing was said of it."],
        "options": ["nothing"],
        "decision": ["not_share"],
        "reasons": ["Nobody could be found."],
        "caller_told": ["agrees"],
    }
    sent = {f"sent-{slug}": ["yes"] for slug in ("found", "risk", "options", "decision", "reasons", "caller")}
    about = f"helpline:{contact.reference}"
    keep_draft(by=who, at=clock.now(), form="threshold", about=about, typed=answers | sent)
    return Example({"app": "helpline", "reference": contact.reference})


EXAMPLES: Examples = {
    "safeguarding:decide": _source,
    "safeguarding:decide_alone": _source,
    "safeguarding:decide_forget": _source,
    "safeguarding:check": _ready,
    "safeguarding:question": lambda asker: _source(asker, slug="found"),
    "safeguarding:decision": _own_decision,
    "safeguarding:second": _others_decision,
    "safeguarding:withdraw": _own_decision,
    "safeguarding:disclose_question": lambda asker: _of(_concern(asker), slug="agency"),
    "safeguarding:receipt": _shared,
    "safeguarding:acknowledge": _shared,
    "safeguarding:strike": _shared,
    "safeguarding:reopen": _closed,
    "safeguarding:unrestrict": _restricted,
} | {
    f"safeguarding:{name}": lambda asker: _of(_concern(asker))
    for name in ("concern", "note", "plan", "hand_over", "close", "restrict", "disclose", "disclose_check")
}
HIDDEN = Hidden("S", "safeguarding.know_concern", lambda: made.restricted().reference)
