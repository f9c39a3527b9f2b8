"""Threshold decisions: proposed and seconded, or taken alone and seconded afterwards."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.ids import normalise_reference
from roundel.kernel.references import store_with_reference
from roundel.kernel.texts import check_choice, kept_text, needed_text
from roundel.safeguarding import limits, rules
from roundel.safeguarding.actions.opening import no_longer_stands, take_effect
from roundel.safeguarding.actions.records import check_can_own, involve, locked_decision, note_decision
from roundel.safeguarding.enums import IN_EFFECT, Called, CallerTold, Choice, DecisionState, Found, Option, Risk
from roundel.safeguarding.models import DecisionOption, ThresholdDecision
from roundel.safeguarding.queries.decisions import standing_of
from roundel.safeguarding.sources import Origin, source_of
from roundel.safeguarding.states import DECISION, PROPOSE, SECOND
from roundel.safeguarding.written import Proposal

PREFIX = "T"


@transaction.atomic
def propose(
    *, by: Asker, at: dt.datetime, origin: Origin, proposal: Proposal, owner_id: uuid.UUID | None = None
) -> ThresholdDecision:
    """Record a threshold decision. One that cannot wait takes effect at once; all others when they are seconded.

    ``owner_id`` is who is to own the concern if it is to be shared. Raises InvalidInput beside the answer
    that is missing, Refused or NotFound if the asker may not decide about this record.
    """
    found = source_of(origin.app).find(by, origin.reference)
    rules.check_may_propose(by)
    _check(proposal, at)
    replaced = _superseded(by, origin, proposal)
    decision = _as_written(proposal, at)
    decision.source_app, decision.source_reference = origin.app, found.reference
    decision.restricted = found.restricted or bool(replaced and replaced.restricted)
    decision.supersedes = replaced
    decision.owner_id = check_can_own(owner_id, at) if proposal.decision == Choice.SHARE else None
    decision.proposed_by_id, decision.proposed_as = by.signed_in_id(), rules.acts_as(by, PROPOSE)
    store_with_reference(decision, PREFIX)
    DecisionOption.objects.bulk_create(
        DecisionOption(decision=decision, option=each) for each in sorted(proposal.options)
    )
    if proposal.alone:
        take_effect(decision, at)
    event = "decision.taken_alone" if proposal.alone else "decision.proposed"
    note_decision(by, at, event, decision, source=found.reference, choice=proposal.decision)
    return decision


@transaction.atomic
def second(*, by: Asker, at: dt.datetime, decision: ThresholdDecision, agrees: bool, because: str) -> ThresholdDecision:
    """Agree with somebody else's decision or not, and say why. Agreed, a decision to share makes the concern."""
    held = locked_decision(by, decision.pk)
    rules.check_may_second(by, held)
    told = needed_text("because", because, "Say why you agree, or why you do not.")
    if agrees:
        _check_still_supersedes(held)
    step = DECISION.check(held.state, "agree" if agrees else "not_agree", reason=told)
    held.state, held.second_words = step.to, told
    held.seconded_at, held.seconded_by_id, held.seconded_as = at, by.signed_in_id(), rules.acts_as(by, SECOND)
    held.save(update_fields=["state", "second_words", "seconded_at", "seconded_by", "seconded_as"])
    _follow(held, at)
    note_decision(by, at, "decision.seconded" if agrees else "decision.not_seconded", held)
    return held


@transaction.atomic
def withdraw(*, by: Asker, at: dt.datetime, decision: ThresholdDecision, reason: str) -> ThresholdDecision:
    """Take back one's own proposal before somebody has answered it, and say why."""
    held = locked_decision(by, decision.pk)
    rules.check_may_withdraw(by, held)
    told = needed_text("reason", reason, "Say why, in a few words.")
    held.state = DECISION.check(held.state, "withdraw", reason=told).to
    held.withdrawn_at, held.withdrawn_by_id, held.withdrawn_words = at, by.user_id, told
    held.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_words"])
    note_decision(by, at, "decision.withdrawn", held)
    return held


def _follow(held: ThresholdDecision, at: dt.datetime) -> None:
    """What follows from the answer: a concern is made or changed, goes on, or loses the decision it stood on."""
    if held.state == DecisionState.SECONDED:
        take_effect(held, at)
    elif held.state == DecisionState.NOT_SECONDED_AFTER:
        no_longer_stands(held, at)
    if held.concern is not None:
        involve(held.concern, held.seconded_by_id)


def _check_still_supersedes(held: ThresholdDecision) -> None:
    """Refused if another decision has replaced the one that this one was to replace."""
    others = ThresholdDecision.objects.filter(supersedes=held.supersedes_id, state__in=IN_EFFECT).exclude(pk=held.pk)
    if held.supersedes_id is not None and others.exists():
        raise Refused("Another decision has replaced the earlier one in the meantime. Do not agree, and decide anew.")


def _as_written(proposal: Proposal, at: dt.datetime) -> ThresholdDecision:
    """The decision as it is stored, but for where it comes from and who proposes it."""
    decided_at = proposal.decided_at or at
    return ThresholdDecision(
        state=DecisionState.ALONE if proposal.alone else DecisionState.PROPOSED,
        found_child=Found.CHILD in proposal.found,
        found_adult_at_risk=Found.ADULT_AT_RISK in proposal.found,
        found_other=Found.OTHER in proposal.found,
        risk=proposal.risk,
        called=proposal.called,
        decision=proposal.decision,
        find_out_by=proposal.find_out_by,
        caller_told=proposal.caller_told,
        decided_at=decided_at,
        proposed_at=at,
        second_due_at=limits.second_by(decided_at, proposal.risk, alone=proposal.alone),
        risk_words=kept_text("risk_words", proposal.risk_words) or "",
        called_words=kept_text("called_words", proposal.called_words),
        options_words=kept_text("options_words", proposal.options_words),
        reasons=kept_text("reasons", proposal.reasons) or "",
        caller_words=kept_text("caller_words", proposal.caller_words),
        alone_words=kept_text("alone_words", proposal.alone_words),
    )


def _check(proposal: Proposal, at: dt.datetime) -> None:
    """InvalidInput beside the first answer that is missing or does not fit the others."""
    check_choice("risk", proposal.risk, Risk.values, "Choose whether somebody is at risk.")
    needed_text("risk_words", proposal.risk_words, "Say what makes you think so.")
    _check_called(proposal)
    if not proposal.options or not proposal.options <= set(Option.values):
        raise InvalidInput("options", "Choose what you considered.")
    check_choice("decision", proposal.decision, Choice.values, "Choose what you decide.")
    if (proposal.decision == Choice.FIND_OUT) != (proposal.find_out_by is not None):
        raise InvalidInput("find_out_by", "Enter by when you will have found out more.")
    if proposal.find_out_by is not None and proposal.find_out_by < timezone.localtime(at).date():
        raise InvalidInput("find_out_by", "This day is past. Enter today or a later day.")
    needed_text("reasons", proposal.reasons, "Say why, in your own words.")
    check_choice("caller_told", proposal.caller_told, CallerTold.values, "Choose whether the caller was told.")
    if proposal.caller_told == CallerTold.NOT_TOLD:
        needed_text("caller_words", proposal.caller_words, "Say why the caller was not told.")
    _check_alone(proposal, at)


def _check_called(proposal: Proposal) -> None:
    if (proposal.risk == Risk.NOW) != (proposal.called in Called.values):
        raise InvalidInput("called", "Say whether 999 was called.")
    if proposal.called == Called.NOT:
        needed_text("called_words", proposal.called_words, "Say why 999 was not called.")


def _check_alone(proposal: Proposal, at: dt.datetime) -> None:
    if not proposal.alone:
        return
    if proposal.decision != Choice.SHARE:
        raise InvalidInput("wait", "Only sharing may not be able to wait. Everything else waits for a second person.")
    needed_text("alone_words", proposal.alone_words, "Say why it could not wait.")
    if proposal.decided_at is not None and proposal.decided_at > at:
        raise InvalidInput("decided_at", "This is in the future. Enter when you decided.")


def _superseded(by: Asker, origin: Origin, proposal: Proposal) -> ThresholdDecision | None:
    """The earlier decision that this one replaces, if it names one that still stands."""
    if not proposal.supersedes:
        return None
    wanted = normalise_reference(proposal.supersedes)
    found = next((each for each in standing_of(by, origin) if each.reference == wanted), None)
    if found is None:
        raise InvalidInput("supersedes", "This decision does not stand any more. Choose again.")
    return found
