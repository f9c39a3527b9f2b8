"""Proposing, seconding and withdrawing threshold decisions; two people; one who could not wait; races."""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, connection, connections, transaction

from roundel.access.grants import Asker, load_asker
from roundel.audit.models import AuditEvent
from roundel.helpline import actions as helpline
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.safeguarding import actions
from roundel.safeguarding.enums import DecisionState
from roundel.safeguarding.models import Concern, Ownership, ThresholdDecision
from roundel.safeguarding.sources import Origin
from roundel.safeguarding.written import Proposal, proposal_of
from tests.factories import contacts, users
from tests.factories import safeguarding as made
from tests.support.moments import NOW

pytestmark = pytest.mark.usefixtures("frozen_clock")
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


@pytest.fixture
def boss(asker: Callable[..., Asker]) -> Asker:
    return asker("supervisor")


@pytest.fixture
def lead(asker: Callable[..., Asker]) -> Asker:
    return asker("safeguarding_lead")


def events() -> list[str]:
    """The names of all events of safeguarding, as they came."""
    found = AuditEvent.objects.filter(event__startswith="safeguarding.").order_by("id")
    return [name.removeprefix("safeguarding.") for name in found.values_list("event", flat=True)]


# -- proposed and seconded


def test_a_decision_to_share_waits_until_it_is_seconded(taker: Asker, boss: Asker, lead: Asker) -> None:
    decision = made.proposed(by=taker, owner=lead)
    assert decision.state == DecisionState.PROPOSED
    assert not Concern.objects.exists()
    held = made.answered(decision, by=boss, at=NOW + HOUR)
    concern = Concern.objects.get()
    assert (held.state, held.concern, held.seconded_as) == (DecisionState.SECONDED, concern, "supervisor")
    assert (concern.owner_id, concern.in_force, concern.opened_at) == (lead.user_id, held, NOW + HOUR)
    owned = Ownership.objects.get()
    assert (owned.owner_id, owned.given_by_id, owned.to_at) == (lead.user_id, boss.user_id, None)
    assert events() == ["decision.proposed", "decision.seconded"]


def test_what_is_written_comes_back_as_it_was_written(taker: Asker) -> None:
    proposal = replace(made.SHARE, risk_words="She said\n<b>so</b> שלום", caller_words="He is angry.")
    stored = ThresholdDecision.objects.get(pk=made.proposed(proposal, by=taker).pk)
    assert proposal_of(stored) == replace(proposal, decided_at=NOW)


@pytest.mark.parametrize("proposal", [made.NOT_SHARE, made.find_out(NOW.date() + dt.timedelta(days=3))])
def test_other_decisions_are_seconded_too_and_make_no_concern(proposal: Proposal, taker: Asker, boss: Asker) -> None:
    decision = made.answered(made.proposed(proposal, by=taker), by=boss)
    assert decision.state == DecisionState.SECONDED
    assert not Concern.objects.exists()


def test_not_seconded_nothing_takes_effect(taker: Asker, boss: Asker) -> None:
    decision = made.answered(made.proposed(by=taker), agrees=False, by=boss)
    assert (decision.state, decision.second_words) == (
        DecisionState.NOT_SECONDED,
        "I have read it and thought about it.",
    )
    assert not Concern.objects.exists()
    assert events() == ["decision.proposed", "decision.not_seconded"]


def test_nobody_seconds_his_own_decision(boss: Asker, lead: Asker) -> None:
    decision = made.proposed(by=boss, contact=contacts.finished(by=boss))
    with pytest.raises(Refused, match="Somebody else must second"):
        made.answered(decision, by=boss)
    assert made.answered(decision, by=lead).state == DecisionState.SECONDED


def test_a_practitioner_seconds_nothing(taker: Asker, asker: Callable[..., Asker], boss: Asker) -> None:
    decision = made.proposed(by=taker)
    with pytest.raises(Refused):
        made.answered(decision, by=asker("practitioner"))
    assert made.answered(decision, by=boss).state == DecisionState.SECONDED


def test_the_database_wants_two_people(taker: Asker, boss: Asker) -> None:
    decision = made.answered(made.proposed(by=taker), by=boss)
    with pytest.raises(IntegrityError), transaction.atomic():
        ThresholdDecision.objects.filter(pk=decision.pk).update(seconded_by=taker.user_id)


@pytest.mark.parametrize("second_agrees", [True, False])
def test_the_second_seconder_is_told_that_it_is_answered(taker: Asker, boss: Asker, second_agrees: bool) -> None:
    """Both read the decision while it waited; the later answer changes nothing."""
    decision = made.proposed(by=taker)
    read_by_both = ThresholdDecision.objects.get(pk=decision.pk)
    made.answered(decision, by=boss)
    with pytest.raises(Refused, match="answered this decision already"):
        made.answered(read_by_both, agrees=second_agrees)
    assert Concern.objects.count() == 1
    assert ThresholdDecision.objects.get().seconded_by_id == boss.user_id


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="an embedded database in memory has one connection")
def test_two_seconders_at_the_same_moment_make_one_concern() -> None:
    decision, together = made.proposed(), threading.Barrier(2)
    seconders = [users.make_asker("supervisor"), users.make_asker("safeguarding_lead")]
    outcomes: list[str] = []

    def answer(who: Asker) -> None:
        together.wait(5)
        try:
            made.answered(decision, by=who, at=NOW)
            outcomes.append("seconded")
        except Refused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=answer, args=[who]) for who in seconders]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert sorted(outcomes) == ["refused", "seconded"]
    assert Concern.objects.count() == 1
    assert events().count("decision.seconded") == 1


# -- alone


def test_a_decision_taken_alone_is_in_effect_at_once(taker: Asker, lead: Asker) -> None:
    decided = NOW - HOUR
    decision = made.proposed(replace(made.ALONE, decided_at=decided), by=taker, owner=lead)
    concern = Concern.objects.get()
    assert (decision.state, decision.decided_at, decision.proposed_at) == (DecisionState.ALONE, decided, NOW)
    assert (concern.urgent, concern.owner_id, concern.share_due_at) == (True, lead.user_id, decided + HOUR)
    assert events() == ["decision.taken_alone"]


def test_taken_alone_it_is_seconded_afterwards(taker: Asker, boss: Asker) -> None:
    concern = made.concern(made.ALONE, by=taker)
    decision = made.answered(concern.decision, by=boss)
    assert decision.state == DecisionState.SECONDED_AFTER
    concern.refresh_from_db()
    assert concern.in_force_id == decision.pk
    assert concern.involved.filter(user_id=boss.user_id).exists()


def test_not_seconded_afterwards_nothing_more_is_shared(taker: Asker, boss: Asker) -> None:
    concern = made.concern(made.ALONE, by=taker, at=NOW - 2 * HOUR)
    decision = made.answered(concern.decision, agrees=False, by=boss)
    assert decision.state == DecisionState.NOT_SECONDED_AFTER
    concern.refresh_from_db()
    assert concern.in_force is None
    with pytest.raises(InvalidInput, match="no decision to share"):
        made.disclosed(concern, by=boss, at=NOW + HOUR)
    # What was shared before the second person said no was shared under the decision as it stood.
    shared = made.shared(taker, NOW - HOUR)
    late = actions.record_disclosure(by=boss, at=NOW + HOUR, concern=concern, shared=shared)
    assert late.decision_id == decision.pk


def test_only_sharing_can_be_decided_alone(taker: Asker) -> None:
    with pytest.raises(InvalidInput) as caught:
        made.proposed(replace(made.NOT_SHARE, alone=True, alone_words="No time."), by=taker)
    assert caught.value.field == "wait"


# -- what must be answered


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"risk": "maybe"}, "risk"),
        ({"risk_words": " "}, "risk_words"),
        ({"risk": "now"}, "called"),
        ({"called": "myself"}, "called"),
        ({"risk": "now", "called": "not"}, "called_words"),
        ({"options": frozenset()}, "options"),
        ({"options": frozenset({"wait_and_see"})}, "options"),
        ({"decision": "later"}, "decision"),
        ({"decision": "find_out"}, "find_out_by"),
        ({"find_out_by": NOW.date()}, "find_out_by"),
        ({"decision": "find_out", "find_out_by": NOW.date() - dt.timedelta(days=1)}, "find_out_by"),
        ({"reasons": ""}, "reasons"),
        ({"reasons": "a\x00b"}, "reasons"),
        ({"caller_told": ""}, "caller_told"),
        ({"caller_told": "not_told"}, "caller_words"),
        ({"alone": True}, "alone_words"),
        ({"alone": True, "alone_words": "x", "decided_at": NOW + HOUR}, "decided_at"),
        ({"supersedes": "T-7777-77"}, "supersedes"),
    ],
)
def test_what_is_missing_is_said_beside_it(taker: Asker, lead: Asker, change: dict[str, Any], field: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        made.proposed(replace(made.SHARE, **change), by=taker, owner=lead)
    assert caught.value.field == field
    assert not ThresholdDecision.objects.exists()


def test_who_owns_the_concern_must_be_able_to(taker: Asker, lead: Asker) -> None:
    with pytest.raises(InvalidInput) as caught:
        made.proposed(by=taker, owner=taker)
    assert caught.value.field == "owner"
    assert made.proposed(by=taker, owner=lead).owner_id == lead.user_id


def test_a_seconder_says_why(taker: Asker, boss: Asker) -> None:
    decision = made.proposed(by=taker)
    with pytest.raises(InvalidInput) as caught:
        actions.second(by=boss, at=NOW, decision=decision, agrees=True, because=" ")
    assert caught.value.field == "because"


# -- where it comes from


def test_only_who_may_open_the_contact_decides_about_it(asker: Callable[..., Asker], taker: Asker, lead: Asker) -> None:
    contact = contacts.finished(by=taker)
    with pytest.raises(Refused):
        made.proposed(by=lead, contact=contact)
    with pytest.raises(NotFound):
        made.proposed(by=asker("coordinator"), contact=contact)
    helpline.mark_danger(by=taker, at=NOW, contact=contact)
    assert made.proposed(by=lead, contact=contact).proposed_as == "safeguarding_lead"


def test_an_unknown_source_is_refused(taker: Asker, lead: Asker) -> None:
    for origin in (Origin("circles", "H-7777-77"), Origin("helpline", "H-7777-77")):
        with pytest.raises(NotFound):
            actions.propose(by=taker, at=NOW, origin=origin, proposal=made.SHARE, owner_id=lead.user_id)


def test_nothing_is_decided_about_a_counted_call(taker: Asker) -> None:
    counted = helpline.count_contact(by=taker, at=NOW, nature="silent")
    with pytest.raises(Refused, match="nothing to decide"):
        made.proposed(by=taker, contact=counted)


# -- withdrawn, superseded


def test_one_withdraws_ones_own_proposal_before_it_is_answered(taker: Asker, boss: Asker) -> None:
    decision = made.proposed(by=taker)
    with pytest.raises(Refused, match="Only the person who proposed"):
        actions.withdraw(by=boss, at=NOW, decision=decision, reason="Not mine")
    held = actions.withdraw(by=taker, at=NOW, decision=decision, reason="It was another child.")
    assert (held.state, held.withdrawn_words) == (DecisionState.WITHDRAWN, "It was another child.")
    with pytest.raises(Refused, match="withdrawn"):
        made.answered(held, by=boss)


def test_what_is_answered_is_not_withdrawn(taker: Asker, boss: Asker) -> None:
    decision = made.answered(made.proposed(by=taker), by=boss)
    with pytest.raises(Refused, match="Decide anew"):
        actions.withdraw(by=taker, at=NOW, decision=decision, reason="I think differently now.")


def _anew(old: ThresholdDecision, proposal: Proposal, by: Asker, at: dt.datetime = NOW + HOUR) -> ThresholdDecision:
    owner = users.make_asker("safeguarding_lead").user_id if proposal.decision == "share" else None
    origin = Origin(old.source_app, old.source_reference)
    anew = replace(proposal, supersedes=old.reference)
    return actions.propose(by=by, at=at, origin=origin, proposal=anew, owner_id=owner)


def test_a_new_decision_to_share_goes_into_the_same_concern(taker: Asker, boss: Asker) -> None:
    concern = made.concern(by=taker)
    anew = made.answered(_anew(concern.decision, made.SHARE, taker), by=boss, at=NOW + 2 * HOUR)
    concern.refresh_from_db()
    assert (Concern.objects.count(), anew.concern_id, concern.in_force_id) == (1, concern.pk, anew.pk)


def test_a_new_decision_not_to_share_ends_the_sharing_and_not_the_concern(taker: Asker, boss: Asker) -> None:
    concern = made.concern(by=taker)
    anew = _anew(concern.decision, made.NOT_SHARE, taker)
    concern.refresh_from_db()
    assert concern.in_force_id == concern.decision_id  # it waits
    made.answered(anew, by=boss, at=NOW + 2 * HOUR)
    concern.refresh_from_db()
    assert (concern.in_force_id, concern.state) == (None, "open")
    assert concern.decisions.count() == 2


def test_two_decisions_cannot_replace_the_same_one(taker: Asker, boss: Asker) -> None:
    concern = made.concern(by=taker)
    one, other = (_anew(concern.decision, each, taker) for each in (made.SHARE, made.NOT_SHARE))
    made.answered(one, by=boss)
    with pytest.raises(Refused, match="Another decision has replaced"):
        made.answered(other, by=boss)
    assert made.answered(other, agrees=False, by=boss).state == DecisionState.NOT_SECONDED


def test_a_decision_of_a_closed_concern_makes_a_new_one(taker: Asker, boss: Asker) -> None:
    concern = made.closed(made.concern(by=taker))
    made.answered(_anew(concern.decision, made.SHARE, taker), by=boss)
    assert Concern.objects.count() == 2


# -- restricted contacts


def test_what_is_decided_about_a_restricted_contact_stays_with_whom_it_is_open_to(
    asker: Callable[..., Asker], boss: Asker
) -> None:
    user = users.make_user("practitioner")
    contact = contacts.restricted(to=load_asker(user.pk, at=NOW))
    named, owner = load_asker(user.pk, at=NOW), asker("safeguarding_lead")
    decision = made.proposed(by=named, contact=contact, owner=owner)
    assert decision.restricted
    with pytest.raises(Refused):
        made.answered(decision, by=boss)
    # A supervisor named for the contact sees what is decided about it, and seconds it.
    helper = users.make_user("supervisor")
    _name(contact.reference, helper.pk)
    held = made.answered(decision, by=load_asker(helper.pk, at=NOW))
    assert held.concern is not None
    assert held.concern.restricted
    assert held.concern.owner_id == owner.user_id


def _name(reference: str, user_id: Any) -> None:
    from roundel.access import actions as access
    from roundel.helpline.rules import KIND

    access.name_for_record(
        by=users.make_asker("supervisor"),
        at=NOW,
        kind=KIND,
        reference=reference,
        user_id=user_id,
        reason="Somebody has to second what is decided.",
    )


# -- the audit


def test_no_event_holds_what_was_said(taker: Asker, boss: Asker) -> None:
    secret = "A-secret-sentence about the Example family"
    proposal = replace(made.SHARE, risk_words=secret, reasons=secret, options_words=secret, caller_words=secret)
    decision = made.proposed(proposal, by=taker)
    actions.second(by=boss, at=NOW, decision=decision, agrees=True, because=secret)
    for event in AuditEvent.objects.filter(event__startswith="safeguarding."):
        assert "secret" not in f"{event.detail}{event.reason}{event.reference}"


def test_nothing_personal_is_readable_in_the_row(taker: Asker) -> None:
    made.proposed(replace(made.SHARE, reasons="Readable-sentence"), by=taker)
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM safeguarding_thresholddecision")
        assert "Readable-sentence" not in repr(
            [bytes(c) if isinstance(c, memoryview) else c for c in cursor.fetchone()]
        )
