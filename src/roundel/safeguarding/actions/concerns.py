"""Notes, plan, owner, closing and reopening of a concern."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from roundel.access.grants import Asker
from roundel.kernel.errors import Conflict, Difference, InvalidInput, Refused
from roundel.kernel.texts import check_choice, kept_reason, kept_text, needed_text
from roundel.safeguarding import limits, rules
from roundel.safeguarding.actions.records import check_can_own, involve, locked_concern, note, recorded_in
from roundel.safeguarding.enums import ConcernState, Outcome
from roundel.safeguarding.models import Closing, Concern, ConcernNote, EarlierPlan, Ownership
from roundel.safeguarding.states import CONCERN, MANAGE


@transaction.atomic
def add_note(*, by: Asker, at: dt.datetime, concern: Concern, words: str, happened_at: dt.datetime) -> ConcernNote:
    """Add what happened, and when. A note is never changed: what was wrong is put right by another."""
    held = locked_concern(by, concern.pk)
    rules.check_may_write(by, held)
    told = needed_text("words", words, "Write what happened.")
    if happened_at > at:
        raise InvalidInput("happened_at", "This is in the future. Enter when it happened.")
    made = ConcernNote.objects.create(
        concern=held, words=told, happened_at=happened_at, recorded_at=at, by_id=by.signed_in_id()
    )
    involve(held, by.signed_in_id())
    recorded_in(held, at)
    note(by, at, "concern.noted", held)
    return made


@transaction.atomic
def write_plan(*, by: Asker, at: dt.datetime, concern: Concern, plan: str, base_version: int) -> Concern:
    """Write what is planned. What stood there is kept; Conflict if somebody else wrote since ``base_version``."""
    held = locked_concern(by, concern.pk)
    rules.check_may_manage(by)
    rules.check_is_open(held)
    told, before = kept_text("plan", plan), held.plan
    if told == before:
        return held
    if base_version != held.version:
        differences = (Difference("Plan", before or "", told or ""),)
        raise Conflict(differences=differences, current_version=held.version, yours={"plan": told or ""})
    EarlierPlan.objects.create(
        concern=held, version=held.version, plan=before, replaced_at=at, replaced_by_id=by.signed_in_id()
    )
    held.plan, held.version = told, held.version + 1
    held.save(update_fields=["plan", "version"])
    note(by, at, "concern.planned", held, version=held.version)
    return held


@transaction.atomic
def hand_over(*, by: Asker, at: dt.datetime, concern: Concern, owner_id: uuid.UUID, why: str) -> Concern:
    """Give the concern to another owner, and say why. Who owned it before, and until when, stays."""
    held = locked_concern(by, concern.pk)
    rules.check_may_manage(by)
    rules.check_is_open(held)
    told = needed_text("why", why, "Say why, in a few words.")
    owner = check_can_own(owner_id, at)
    if owner == held.owner_id:
        raise InvalidInput("owner", "This person owns it already. Choose another.")
    held.ownerships.filter(to_at=None).update(to_at=at)
    Ownership.objects.create(concern=held, owner_id=owner, from_at=at, given_by_id=by.signed_in_id(), why=told)
    held.owner_id = owner
    held.save(update_fields=["owner"])
    involve(held, owner)
    note(by, at, "concern.handed_over", held, account=owner.hex)
    return held


@transaction.atomic
def close_concern(
    *, by: Asker, at: dt.datetime, concern: Concern, outcome: str, reason: str, unacknowledged_words: str = ""
) -> Concern:
    """Close a concern with what came of it and why. What nobody acknowledged must be accounted for."""
    held = locked_concern(by, concern.pk)
    rules.check_may_manage(by)
    if held.state == ConcernState.CLOSED:
        raise Refused("This concern is closed already.")
    check_choice("outcome", outcome, Outcome.values, "Choose what came of it.")
    told = kept_reason(reason, "Say why it can be closed.")
    rules.check_outcome(outcome, list(held.disclosures.all()), unacknowledged_words)
    held.state, held.closed_at = CONCERN.check(held.state, "close", reason=told).to, at
    held.save(update_fields=["state", "closed_at"])
    Closing.objects.create(
        concern=held,
        outcome=outcome,
        closed_at=at,
        closed_by_id=by.signed_in_id(),
        closed_as=rules.acts_as(by, MANAGE),
        reason=told,
        unacknowledged_words=kept_text("unacknowledged_words", unacknowledged_words),
    )
    note(by, at, "concern.closed", held, outcome=outcome)
    return held


@transaction.atomic
def reopen_concern(*, by: Asker, at: dt.datetime, concern: Concern, reason: str) -> Concern:
    """Open a closed concern again, and say why. Its closing stays in the history."""
    held = locked_concern(by, concern.pk)
    rules.check_may_manage(by)
    told = kept_reason(reason)
    held.state, held.closed_at = CONCERN.check(held.state, "reopen", reason=told).to, None
    held.review_due_at = limits.look_again_by(at)
    held.save(update_fields=["state", "closed_at", "review_due_at"])
    closing = held.closings.get(reopened_at=None)
    closing.reopened_at, closing.reopened_by_id, closing.reopened_words = at, by.user_id, told
    closing.save(update_fields=["reopened_at", "reopened_by", "reopened_words"])
    note(by, at, "concern.reopened", held)
    return held
