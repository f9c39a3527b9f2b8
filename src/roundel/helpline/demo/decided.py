"""Threshold decisions and concerns of the demo, each at another point of its life. Told through the real actions."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import replace

from roundel.access.demo import staff
from roundel.access.grants import Asker
from roundel.helpline.demo.present import HOUR, whole
from roundel.helpline.models import Contact
from roundel.safeguarding import actions
from roundel.safeguarding.enums import (
    Agency,
    Basis,
    Called,
    CallerTold,
    Choice,
    Found,
    Item,
    Means,
    Option,
    Outcome,
    Risk,
)
from roundel.safeguarding.models import Concern, ThresholdDecision
from roundel.safeguarding.sources import Origin
from roundel.safeguarding.written import Acknowledged, Proposal, Shared

DAY = dt.timedelta(days=1)
SHARE = Proposal(
    found=frozenset({Found.CHILD, Found.OTHER}),
    risk=Risk.SOON,
    risk_words="A neighbour is alone with the child most afternoons, the caller says, and the child avoids him.",
    options=frozenset({Option.CHILDREN, Option.CALLER_TELLS, Option.ADVICE}),
    options_words="The caller does not want to telephone the council, and agrees that we do.",
    decision=Choice.SHARE,
    reasons="A child can be found by first name and school. What is described would put any child at risk.",
    caller_told=CallerTold.AGREES,
    caller_words="Was relieved.",
)
NOT_SHARE = replace(
    SHARE,
    found=frozenset(),
    risk=Risk.POSSIBLY,
    options=frozenset({Option.ASK_CALLER, Option.ACTIONS}),
    options_words="",
    decision=Choice.NOT_SHARE,
    reasons="No name, place or school was said, and the caller did not want to. We agreed that he tells his sister.",
)
FIND_OUT = replace(
    NOT_SHARE,
    found=frozenset({Found.ADULT_AT_RISK}),
    decision=Choice.FIND_OUT,
    options=frozenset({Option.ASK_CALLER, Option.ADULTS}),
    reasons="Only a first name and a street. She calls again tomorrow and will ask whether the surname may be given.",
)
ALONE = replace(
    SHARE,
    risk=Risk.NOW,
    risk_words="The caller said that he was on his way to the house.",
    called=Called.MYSELF,
    called_words="At once, from the second telephone.",
    options=frozenset({Option.EMERGENCY, Option.POLICE}),
    options_words="",
    reasons="There was an address, and no time.",
    caller_told=CallerTold.AGREES,
    caller_words="I told him while a colleague called.",
    alone=True,
    alone_words="Nobody else was on shift, and he was minutes away.",
)
NEIGHBOUR = "Worried about a neighbour. We went through what was seen and what was only thought."


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """Decisions of the last four weeks: closed, waiting for an agency, waiting to be seconded, and one taken alone."""
    asha, tom = staff("practitioner", at=at)[:2]
    boss, lead = staff("supervisor", at=at)[0], staff("safeguarding_lead", at=at)[0]
    _closed(asha, boss, lead, at - 25 * DAY)
    _seconded(NOT_SHARE, tom, boss, at - 16 * DAY)
    _silent(tom, boss, lead, at - 6 * DAY)
    _seconded(replace(FIND_OUT, find_out_by=(at + DAY).date()), asha, lead, at - 2 * DAY)
    _alone(tom, lead, at - 14 * HOUR)
    _proposed(SHARE, asha, lead, at - chance.choice((2, 3)) * HOUR)


def _proposed(proposal: Proposal, by: Asker, lead: Asker, at: dt.datetime) -> ThresholdDecision:
    contact = _contact(by, at - HOUR)
    owner = lead.user_id if proposal.decision == Choice.SHARE else None
    origin = Origin("helpline", contact.reference)
    return actions.propose(by=by, at=at, origin=origin, proposal=proposal, owner_id=owner)


def _contact(by: Asker, at: dt.datetime) -> Contact:
    return whole(by, at, group="other_adult", notes=NEIGHBOUR)


def _seconded(proposal: Proposal, by: Asker, second: Asker, at: dt.datetime) -> ThresholdDecision:
    decision = _proposed(proposal, by, second, at)
    because = "I have read it twice and see it the same way."
    return actions.second(by=second, at=at + HOUR, decision=decision, agrees=True, because=because)


def _shared_concern(by: Asker, second: Asker, lead: Asker, at: dt.datetime) -> Concern:
    """A concern of the lead under which something was shared two hours after it was decided."""
    decision = _proposed(SHARE, by, lead, at)
    because = "The child can be found, and the worry is concrete."
    decision = actions.second(by=second, at=at + HOUR, decision=decision, agrees=True, because=because)
    concern = Concern.objects.get(decision=decision)
    _disclose(concern, lead, at + 2 * HOUR)
    return concern


def _disclose(concern: Concern, by: Asker, at: dt.datetime, agency: str = Agency.CHILDREN) -> None:
    names = {Agency.CHILDREN.value: "Front door team, Northshire Council", Agency.POLICE.value: "Northshire Police"}
    shared = Shared(
        agency=agency,
        agency_name=names[agency],
        items=frozenset({Item.CHILD_NAME, Item.WHEREABOUTS, Item.WORRY}),
        what="The child's first name and school, and what the caller has seen, in his words.",
        basis=Basis.SAFEGUARDING,
        basis_words="A child who may be at risk can be found. Asking consent first would warn the person concerned.",
        means=Means.TELEPHONE,
        shared_at=at,
        shared_by=by.signed_in_id(),
        caller_told=CallerTold.AGREES,
        person="Duty worker",
    )
    actions.record_disclosure(by=by, at=at, concern=concern, shared=shared)


def _acknowledge(concern: Concern, by: Asker, at: dt.datetime) -> None:
    said = Acknowledged(at=at, person="Duty worker", their_reference="NS-20714", will_do="A visit within two days.")
    actions.acknowledge(by=by, at=at, concern=concern, number=1, acknowledged=said)


def _closed(by: Asker, second: Asker, lead: Asker, at: dt.datetime) -> None:
    concern = _shared_concern(by, second, lead, at)
    _acknowledge(concern, lead, at + DAY)
    words = "The team telephoned: they have visited, and a worker is named."
    actions.add_note(by=lead, at=at + 5 * DAY, concern=concern, words=words, happened_at=at + 5 * DAY)
    actions.close_concern(
        by=lead,
        at=at + 5 * DAY + HOUR,
        concern=concern,
        outcome=Outcome.TAKEN_ON,
        reason="Children's social care has a worker with the family.",
    )


def _silent(by: Asker, second: Asker, lead: Asker, at: dt.datetime) -> None:
    """Shared, and the agency has not answered: overdue by now."""
    concern = _shared_concern(by, second, lead, at)
    plan = "Telephone the team again, and ask for the team manager if nobody has it."
    actions.write_plan(by=lead, at=at + 3 * HOUR, concern=concern, plan=plan, base_version=concern.version)


def _alone(by: Asker, lead: Asker, at: dt.datetime) -> None:
    """Taken alone in the night, shared with the police, acknowledged; it waits for a second person."""
    decision = _proposed(replace(ALONE, decided_at=at - HOUR / 2), by, lead, at)
    concern = Concern.objects.get(decision=decision)
    _disclose(concern, by, at, Agency.POLICE)
    _acknowledge(concern, by, at + HOUR)
