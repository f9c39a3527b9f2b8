"""Threshold decisions, concerns and disclosures, brought about by the real actions.

The moment is the clock's unless ``at`` says otherwise; people are new ones unless they are given.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from roundel.access.grants import Asker
from roundel.helpline.models import Contact
from roundel.kernel import clock
from roundel.safeguarding import actions
from roundel.safeguarding.models import Concern, Disclosure, ThresholdDecision
from roundel.safeguarding.sources import Origin
from roundel.safeguarding.written import Acknowledged, Proposal, Shared
from tests.factories import contacts, users

SHARE = Proposal(
    found=frozenset({"child", "other"}),
    risk="soon",
    risk_words="They are often alone together.",
    options=frozenset({"children", "caller_tells"}),
    options_words="The caller does not want to do it.",
    decision="share",
    reasons="A child can be found and may be harmed.",
    caller_told="agrees",
)
NOT_SHARE = replace(SHARE, found=frozenset(), decision="not_share", reasons="Nobody could be found.")
ALONE = replace(
    SHARE, risk="now", called="myself", alone=True, alone_words="It would have been too late.", caller_told="will_be"
)


def find_out(by: dt.date) -> Proposal:
    """A decision to find out more by a day."""
    return replace(SHARE, risk="possibly", decision="find_out", find_out_by=by, reasons="The name is not certain.")


def origin(contact: Contact) -> Origin:
    """Where a decision about this contact comes from."""
    return Origin("helpline", contact.reference)


def proposed(
    proposal: Proposal = SHARE,
    *,
    by: Asker | None = None,
    contact: Contact | None = None,
    owner: Asker | None = None,
    at: dt.datetime | None = None,
) -> ThresholdDecision:
    """A decision that waits to be seconded; with ALONE one that is in effect."""
    moment, who = at or clock.now(), by or users.make_asker("practitioner")
    about = contact or contacts.finished(by=who if who.may("helpline.take_contact") else None, at=moment)
    owner_id = None
    if proposal.decision == "share":
        owner_id = (owner or users.make_asker("safeguarding_lead")).user_id
    return actions.propose(by=who, at=moment, origin=origin(about), proposal=proposal, owner_id=owner_id)


def answered(
    decision: ThresholdDecision, *, agrees: bool = True, by: Asker | None = None, at: dt.datetime | None = None
) -> ThresholdDecision:
    """The decision as somebody else seconded it, or did not."""
    who = by or users.make_asker("supervisor")
    return actions.second(
        by=who, at=at or clock.now(), decision=decision, agrees=agrees, because="I have read it and thought about it."
    )


def concern(
    proposal: Proposal = SHARE,
    *,
    by: Asker | None = None,
    owner: Asker | None = None,
    second: Asker | None = None,
    contact: Contact | None = None,
    at: dt.datetime | None = None,
) -> Concern:
    """The open concern of a decision to share that was seconded, or taken alone."""
    made = proposed(proposal, by=by, owner=owner, contact=contact, at=at)
    if not proposal.alone:
        made = answered(made, by=second, at=at)
    assert made.concern is not None
    return Concern.objects.get(pk=made.concern.pk)


def shared(by: Asker, at: dt.datetime | None = None, **other: object) -> Shared:
    """What was shared, at this moment."""
    base = Shared(
        agency="children",
        agency_name="Front door team, Northshire",
        items=frozenset({"child_name", "worry"}),
        what="The name of the child and what the caller is worried about.",
        basis="safeguarding",
        basis_words="A child at risk can be found; consent would put the child at more risk.",
        means="telephone",
        shared_at=at or clock.now(),
        shared_by=by.signed_in_id(),
        caller_told="agrees",
        person="Duty worker",
    )
    return replace(base, **other)  # type: ignore[arg-type]


def disclosed(about: Concern, *, by: Asker | None = None, at: dt.datetime | None = None, **other: object) -> Disclosure:
    """Something was shared under this concern."""
    who, moment = by or users.make_asker("supervisor"), at or clock.now()
    return actions.record_disclosure(by=who, at=moment, concern=about, shared=shared(who, moment, **other))


def acknowledged(made: Disclosure, *, by: Asker | None = None, at: dt.datetime | None = None) -> Disclosure:
    """The agency acknowledged it."""
    who, moment = by or users.make_asker("supervisor"), at or clock.now()
    said = Acknowledged(at=moment, person="Duty worker", their_reference="NS 4471", will_do="Visit within a day.")
    return actions.acknowledge(by=who, at=moment, concern=made.concern, number=made.number, acknowledged=said)


def closed(about: Concern, *, by: Asker | None = None, at: dt.datetime | None = None, outcome: str = "") -> Concern:
    """The concern, closed."""
    who = by or users.make_asker("supervisor")
    came = outcome or ("taken_on" if about.disclosures.exists() else "no_risk")
    return actions.close_concern(
        by=who, at=at or clock.now(), concern=about, outcome=came, reason="The agency is acting."
    )


def restricted(*, lead: Asker | None = None, to: Asker | None = None) -> Concern:
    """A concern that is open to its owner and one more person only."""
    who = lead or users.make_asker("safeguarding_lead")
    named = to or users.make_asker("supervisor")
    made = concern(owner=users.make_asker("supervisor"))
    return actions.restrict_concern(
        by=who,
        at=clock.now(),
        concern=made,
        people=[named.signed_in_id()],
        reason="A colleague knows the family of the child.",
    )
