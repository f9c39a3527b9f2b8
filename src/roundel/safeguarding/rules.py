"""Who may do what with decisions, concerns and disclosures. Pure: over the asker and loaded objects, no clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.access.roles import ROLES
from roundel.kernel.errors import InvalidInput, Refused
from roundel.safeguarding import sources
from roundel.safeguarding.enums import (
    IN_EFFECT,
    SECOND_GIVEN,
    TAKEN_ALONE,
    Choice,
    ConcernState,
    DecisionState,
    Outcome,
)
from roundel.safeguarding.models import Concern, Disclosure, Involved, ThresholdDecision
from roundel.safeguarding.states import MANAGE, PROPOSE, SECOND
from roundel.safeguarding.steps import waiting

DECISION, CONCERN = "safeguarding.decision", "safeguarding.concern"
VIEW, VIEW_OWN, KNOW = "safeguarding.view_concern", "safeguarding.view_own_concern", "safeguarding.know_concern"
DISCLOSE, RESTRICT = "safeguarding.record_disclosure", "safeguarding.restrict_concern"
NOT_IN_FORCE = (
    "At that time there was no decision to share that somebody had seconded, or that could not wait. "
    "Check the time, or decide first."
)


def visible_decisions(asker: Asker) -> Q | None:
    """One's own, those one seconded, those of a record or concern one is named for or owns; with view_concern, all
    others.

    What was decided about a restricted record stays with its proposer, its seconder, the owner and the people named.
    """
    if not asker.may_any(VIEW, VIEW_OWN):
        return None
    seen = Q(proposed_by=asker.user_id) | Q(seconded_by=asker.user_id)
    seen |= Q(concern_id__in=Concern.objects.filter(owner=asker.user_id).values("pk"))
    if asker.may(VIEW):
        seen |= Q(restricted=False)
    if named := asker.granted_ids(CONCERN):
        seen |= Q(concern_id__in=named)
    for source in sources.all_sources():
        seen |= Q(source_app=source.app, source_reference__in=source.opened_singly(asker))
    return seen


def visible_concerns(asker: Asker) -> Q | None:
    """All that are not restricted, or only those one is involved in; always those one owns."""
    if asker.may(VIEW):
        return Q(restricted=False) | Q(owner=asker.user_id)
    if asker.may(VIEW_OWN):
        mine = Involved.objects.filter(user_id=asker.signed_in_id())
        return Q(restricted=False, pk__in=mine.values("concern_id")) | Q(owner=asker.user_id)
    return None


DECISION_DOOR = scopes.Door(
    words="threshold decision",
    records=lambda: ThresholdDecision.objects.all(),
    page=lambda reference: reverse("safeguarding:decision", args=[reference]),
    names=RESTRICT,
)
CONCERN_DOOR = scopes.Door(
    words="concern",
    records=lambda: Concern.objects.all(),
    page=lambda reference: reverse("safeguarding:concern", args=[reference]),
    names=RESTRICT,
)
scopes.register(scopes.Scope(DECISION, visible_decisions, knows=KNOW, door=DECISION_DOOR))
scopes.register(scopes.Scope(CONCERN, visible_concerns, knows=KNOW, door=CONCERN_DOOR))


def acts_as(asker: Asker, permission: str) -> str:
    """The role that gives the asker this permission: in which capacity he signs."""
    held = (name for name, role in ROLES.items() if name in asker.roles and permission in role.permissions)
    return next(held, "")


def check_may_propose(asker: Asker) -> None:
    """Whether the asker proposes threshold decisions at all."""
    asker.require(PROPOSE, "Your role does not include threshold decisions.")


def check_may_second(asker: Asker, decision: ThresholdDecision) -> None:
    """Whether the asker may second this decision, or not second it: by role, never his own, while it waits."""
    if decision.proposed_by_id == asker.user_id:
        raise Refused("Somebody else must second your own decision.")
    asker.require(SECOND, "Only a supervisor or the safeguarding lead seconds a decision.")
    if decision.state in SECOND_GIVEN:
        raise Refused("Somebody has answered this decision already.")
    if decision.state == DecisionState.WITHDRAWN:
        raise Refused("This decision was withdrawn, so there is nothing to second.")


def may_second(asker: Asker, decision: ThresholdDecision) -> bool:
    """The same, as yes or no, for a button."""
    try:
        check_may_second(asker, decision)
    except Refused:
        return False
    return True


def check_may_withdraw(asker: Asker, decision: ThresholdDecision) -> None:
    """Whether the asker may withdraw this decision: his own, before somebody has answered it."""
    check_may_propose(asker)
    if decision.proposed_by_id != asker.user_id:
        raise Refused("Only the person who proposed a decision can withdraw it.")
    if decision.state != DecisionState.PROPOSED:
        raise Refused("This decision has taken effect or was answered. Decide anew instead: the new one replaces it.")


def check_may_manage(asker: Asker) -> None:
    """Whether the asker owns concerns, hands them over, closes and reopens them."""
    asker.require(MANAGE, "Only a supervisor or the safeguarding lead does this with a concern.")


def check_may_write(asker: Asker, concern: Concern) -> None:
    """Whether the asker may add to this concern: notes, disclosures, acknowledgements, while it is open."""
    asker.require(DISCLOSE, "Your role does not include writing in concerns.")
    check_is_open(concern)


def check_is_open(concern: Concern) -> None:
    """Whether something may still be added to this concern."""
    if concern.state != ConcernState.OPEN:
        raise Refused("This concern is closed. Reopen it first, and say why.")


def check_may_restrict(asker: Asker) -> None:
    """Whether the asker may close a concern to all but named people."""
    asker.require(RESTRICT, "Only the safeguarding lead restricts a concern.")


def check_may_acknowledge(asker: Asker, concern: Concern, disclosure: Disclosure) -> None:
    """Whether an acknowledgement may be recorded of this disclosure: once, and not of one that was struck out."""
    check_may_write(asker, concern)
    if disclosure.struck_at is not None:
        raise Refused("This disclosure was struck out.")
    if disclosure.acknowledged_at is not None:
        raise Refused("That the agency acknowledged is recorded already.")


def check_may_strike(asker: Asker, concern: Concern, disclosure: Disclosure) -> None:
    """Whether this disclosure may be struck out: by whoever recorded it, or whoever manages concerns."""
    check_may_write(asker, concern)
    if disclosure.recorded_by_id != asker.user_id and not asker.may(MANAGE):
        raise Refused("Only the person who recorded this, a supervisor or the safeguarding lead can strike it out.")
    if disclosure.struck_at is not None:
        raise Refused("This disclosure is struck out already.")


def check_outcome(outcome: str, disclosures: Collection[Disclosure], unacknowledged_words: str) -> None:
    """Whether a concern may end like this: what was shared was acknowledged, or somebody says why it was not."""
    shared = [each for each in disclosures if each.struck_at is None]
    if shared and outcome in (Outcome.NOT_SHARED, Outcome.MISTAKE):
        raise InvalidInput("outcome", "Something was shared in this concern. Choose what came of it.")
    if not shared and outcome in (Outcome.TAKEN_ON, Outcome.KNOWN, Outcome.NO_FURTHER):
        raise InvalidInput("outcome", "No disclosure is recorded. Record what was shared first, or choose another.")
    if waiting(disclosures) and not unacknowledged_words.strip():
        raise InvalidInput(
            "unacknowledged_words", "A disclosure is not acknowledged. Say why the concern can be closed all the same."
        )


def covering(decisions: Collection[ThresholdDecision], shared_at: dt.datetime) -> ThresholdDecision:
    """The decision to share that stood at this moment; InvalidInput beside ``shared_at`` if there was none.

    A disclosure may be recorded later than it was made, so it is the moment of sharing that counts.
    """
    stood = [each for each in decisions if each.decision == Choice.SHARE and _stood(each, decisions, shared_at)]
    if not stood:
        raise InvalidInput("shared_at", NOT_IN_FORCE)
    return max(stood, key=lambda each: each.decided_at)


def effective_from(decision: ThresholdDecision) -> dt.datetime | None:
    """From when a decision counts: when it was decided alone, or when it was seconded; None if it never did."""
    if decision.state in TAKEN_ALONE:
        return decision.decided_at
    return decision.seconded_at if decision.state == DecisionState.SECONDED else None


def effective_until(decision: ThresholdDecision, decisions: Collection[ThresholdDecision]) -> dt.datetime | None:
    """Until when it counts: until somebody did not second it afterwards, or another superseded it; None for still."""
    ends = [decision.seconded_at] if decision.state == DecisionState.NOT_SECONDED_AFTER else []
    later = [each for each in decisions if each.supersedes_id == decision.pk and each.state in IN_EFFECT]
    ends += [effective_from(each) for each in later]
    return min((end for end in ends if end is not None), default=None)


def _stood(decision: ThresholdDecision, decisions: Collection[ThresholdDecision], at: dt.datetime) -> bool:
    since, until = effective_from(decision), effective_until(decision, decisions)
    # People enter minutes: what was shared in the minute of the decision was shared after it.
    return since is not None and since.replace(second=0, microsecond=0) <= at and (until is None or at <= until)
