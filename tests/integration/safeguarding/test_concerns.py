"""A concern until it is closed: disclosures and their acknowledgement, notes, plan, owners, closing, restricting."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from roundel.access import actions as access
from roundel.access.grants import Asker, load_asker
from roundel.access.models import RecordGrant
from roundel.audit.models import AuditEvent
from roundel.kernel.errors import Conflict, InvalidInput, Refused
from roundel.safeguarding import actions
from roundel.safeguarding.models import Closing, Concern, Disclosure, EarlierPlan, Ownership
from roundel.safeguarding.queries.concerns import read_concern
from roundel.safeguarding.queries.decisions import read_decision
from roundel.safeguarding.rules import CONCERN
from roundel.safeguarding.written import Acknowledged, shared_of
from tests.factories import safeguarding as made
from tests.factories import users
from tests.support.moments import NOW

pytestmark = pytest.mark.usefixtures("frozen_clock")
HOUR = dt.timedelta(hours=1)
LONDON = ZoneInfo("Europe/London")


@pytest.fixture
def boss(asker: Callable[..., Asker]) -> Asker:
    return asker("supervisor")


@pytest.fixture
def lead(asker: Callable[..., Asker]) -> Asker:
    return asker("safeguarding_lead")


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


@pytest.fixture
def concern(taker: Asker, lead: Asker, boss: Asker) -> Concern:
    return made.concern(by=taker, owner=lead, second=boss)


def fresh(concern: Concern) -> Concern:
    return Concern.objects.get(pk=concern.pk)


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("id")


# -- disclosures


def test_a_disclosure_is_kept_as_it_was_made(concern: Concern, lead: Asker, taker: Asker) -> None:
    shared = made.shared(taker, NOW, person="Duty worker, Kim", what="The name\nand the school", caller_words="Calm")
    kept = actions.record_disclosure(by=lead, at=NOW + HOUR, concern=concern, shared=shared)
    kept = Disclosure.objects.get(pk=kept.pk)
    assert shared_of(kept) == shared
    assert (kept.number, kept.recorded_by_id, kept.shared_by_id) == (1, lead.user_id, taker.user_id)
    assert kept.decision_id == concern.decision_id
    assert made.disclosed(concern).number == 2


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"agency": "x"}, "agency"),
        ({"agency_name": " "}, "agency_name"),
        ({"items": frozenset()}, "items"),
        ({"items": frozenset({"photograph"})}, "items"),
        ({"what": ""}, "what"),
        ({"basis": ""}, "basis"),
        ({"basis_words": ""}, "basis_words"),
        ({"means": "fax"}, "means"),
        ({"caller_told": ""}, "caller_told"),
        ({"caller_told": "not_told"}, "caller_words"),
        ({"shared_at": NOW + HOUR}, "shared_at"),
        ({"shared_at": NOW - HOUR}, "shared_at"),
    ],
)
def test_what_is_missing_in_a_disclosure_is_said_beside_it(
    concern: Concern, lead: Asker, change: dict[str, Any], field: str
) -> None:
    shared = replace(made.shared(lead, NOW), **change)
    with pytest.raises(InvalidInput) as caught:
        actions.record_disclosure(by=lead, at=NOW, concern=concern, shared=shared)
    assert caught.value.field == field
    assert not Disclosure.objects.exists()


def test_who_shared_it_is_somebody_who_may(concern: Concern, lead: Asker, asker: Callable[..., Asker]) -> None:
    with pytest.raises(InvalidInput) as caught:
        actions.record_disclosure(by=lead, at=NOW, concern=concern, shared=made.shared(asker("evaluator")))
    assert caught.value.field == "shared_by"


def test_nothing_is_shared_under_a_decision_that_is_not_seconded(taker: Asker, boss: Asker) -> None:
    """There is no concern under which it could be: a decision makes one only when it takes effect."""
    made.proposed(by=taker)
    assert not Concern.objects.exists()


def test_it_is_acknowledged_once(concern: Concern, boss: Asker) -> None:
    shared = made.disclosed(concern, by=boss)
    kept = made.acknowledged(shared, by=boss, at=NOW + HOUR)
    assert (kept.acknowledged_at, kept.their_reference) == (NOW + HOUR, "NS 4471")
    with pytest.raises(Refused, match="recorded already"):
        made.acknowledged(shared, by=boss, at=NOW + HOUR)
    assert last_event().event == "safeguarding.disclosure.acknowledged"
    assert "4471" not in last_event().detail


@pytest.mark.parametrize("when", [NOW - HOUR, NOW + 2 * HOUR])
def test_it_is_acknowledged_after_it_was_shared_and_not_in_the_future(
    concern: Concern, boss: Asker, when: dt.datetime
) -> None:
    shared = made.disclosed(concern, by=boss)
    with pytest.raises(InvalidInput) as caught:
        actions.acknowledge(
            by=boss, at=NOW + HOUR, concern=concern, number=shared.number, acknowledged=Acknowledged(at=when)
        )
    assert caught.value.field == "acknowledged_at"


def test_a_wrong_disclosure_is_struck_out_and_stays(
    concern: Concern, boss: Asker, taker: Asker, asker: Callable[..., Asker]
) -> None:
    shared = made.disclosed(concern, by=boss)
    with pytest.raises(Refused, match="Only the person who recorded"):
        actions.strike_out(by=taker, at=NOW, concern=concern, number=1, reason="Not mine")
    kept = actions.strike_out(by=asker("safeguarding_lead"), at=NOW, concern=concern, number=1, reason="Another child")
    assert (kept.struck_at, kept.struck_words, kept.what) == (NOW, "Another child", shared.what)
    with pytest.raises(Refused, match="struck out"):
        made.acknowledged(shared, by=boss)
    assert made.disclosed(concern).number == 2


# -- the clock, over Easter and over Christmas


@pytest.mark.parametrize(
    ("shared", "due"),
    [
        (dt.datetime(2027, 3, 25, 16, tzinfo=LONDON), dt.datetime(2027, 3, 30, 17, tzinfo=LONDON)),
        (dt.datetime(2027, 12, 24, 11, tzinfo=LONDON), dt.datetime(2027, 12, 29, 17, tzinfo=LONDON)),
    ],
)
def test_the_clock_of_an_agency_stands_still_on_bank_holidays(
    shared: dt.datetime, due: dt.datetime, boss: Asker
) -> None:
    concern = made.concern(at=shared - HOUR, second=boss)
    kept = made.disclosed(concern, by=boss, at=shared)
    assert kept.acknowledge_due_at == due


def test_where_somebody_is_at_risk_now_the_clock_runs_through_christmas(boss: Asker) -> None:
    night = dt.datetime(2027, 12, 25, 23, tzinfo=LONDON)
    concern = made.concern(made.ALONE, at=night)
    kept = made.disclosed(concern, by=boss, at=night + HOUR / 2)
    assert concern.share_due_at == night + HOUR
    assert kept.acknowledge_due_at == night + HOUR / 2 + 2 * HOUR


# -- notes and plan


def test_notes_are_added_with_both_times(concern: Concern, taker: Asker) -> None:
    note = actions.add_note(by=taker, at=NOW, concern=concern, words="I asked again.", happened_at=NOW - HOUR)
    assert (note.happened_at, note.recorded_at, note.words) == (NOW - HOUR, NOW, "I asked again.")
    for words, happened, field in (("", NOW, "words"), ("x", NOW + HOUR, "happened_at")):
        with pytest.raises(InvalidInput) as caught:
            actions.add_note(by=taker, at=NOW, concern=concern, words=words, happened_at=happened)
        assert caught.value.field == field


def test_two_people_writing_the_plan_see_both_and_nothing_is_lost(concern: Concern, lead: Asker, boss: Asker) -> None:
    actions.write_plan(by=lead, at=NOW, concern=concern, plan="Theirs", base_version=1)
    with pytest.raises(Conflict) as caught:
        actions.write_plan(by=boss, at=NOW, concern=concern, plan="Mine", base_version=1)
    difference = caught.value.differences[0]
    assert (difference.theirs, difference.yours, caught.value.yours) == ("Theirs", "Mine", {"plan": "Mine"})
    actions.write_plan(by=boss, at=NOW, concern=concern, plan="Mine", base_version=caught.value.current_version)
    assert [each.plan for each in EarlierPlan.objects.order_by("version")] == [None, "Theirs"]
    assert fresh(concern).plan == "Mine"


def test_the_same_plan_is_no_change(concern: Concern, lead: Asker) -> None:
    actions.write_plan(by=lead, at=NOW, concern=concern, plan="One", base_version=1)
    before = AuditEvent.objects.count()
    actions.write_plan(by=lead, at=NOW, concern=concern, plan="One", base_version=1)
    assert AuditEvent.objects.count() == before


# -- owners


def test_owners_follow_each_other_and_none_is_written_over(concern: Concern, lead: Asker, boss: Asker) -> None:
    other = users.make_asker("safeguarding_lead")
    actions.hand_over(by=lead, at=NOW + HOUR, concern=concern, owner_id=other.signed_in_id(), why="I am on leave.")
    rows = list(Ownership.objects.order_by("from_at").values_list("owner_id", "from_at", "to_at", "given_by_id"))
    assert rows == [
        (lead.user_id, NOW, NOW + HOUR, boss.user_id),
        (other.user_id, NOW + HOUR, None, lead.user_id),
    ]
    assert fresh(concern).owner_id == other.user_id


def test_a_concern_has_one_owner_at_a_time(concern: Concern, lead: Asker) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Ownership.objects.create(concern=concern, owner_id=lead.user_id, from_at=NOW, given_by_id=lead.user_id)


def test_a_concern_is_given_to_who_can_own_it(concern: Concern, lead: Asker, boss: Asker, taker: Asker) -> None:
    for owner in (taker, lead):
        with pytest.raises(InvalidInput) as caught:
            actions.hand_over(by=boss, at=NOW, concern=concern, owner_id=owner.signed_in_id(), why="Leave")
        assert caught.value.field == "owner"
    with pytest.raises(Refused):
        actions.hand_over(by=taker, at=NOW, concern=concern, owner_id=boss.signed_in_id(), why="Leave")
    actions.hand_over(by=lead, at=NOW, concern=concern, owner_id=boss.signed_in_id(), why="Leave")


# -- closing


def close(by: Asker, concern: Concern, **how: str) -> Concern:
    given = {"outcome": "taken_on", "reason": "They visit."} | how
    return actions.close_concern(by=by, at=NOW + 2 * HOUR, concern=concern, **given)  # type: ignore[arg-type]


def test_a_concern_is_closed_with_outcome_and_reason(concern: Concern, lead: Asker) -> None:
    made.acknowledged(made.disclosed(concern), at=NOW)
    for how, field in (
        ({"outcome": ""}, "outcome"),
        ({"reason": " "}, "reason"),
        ({"outcome": "not_shared"}, "outcome"),
    ):
        with pytest.raises(InvalidInput) as caught:
            close(lead, concern, **how)
        assert caught.value.field == field
    assert fresh(concern).state == "open"
    assert close(lead, concern).state == "closed"
    closing = Closing.objects.get()
    assert (closing.outcome, closing.reason, closing.closed_as) == ("taken_on", "They visit.", "safeguarding_lead")
    assert "visit" not in f"{last_event().detail}{last_event().reason}"


def test_it_is_not_closed_while_an_agency_is_silent_unless_somebody_says_why(concern: Concern, lead: Asker) -> None:
    made.disclosed(concern)
    with pytest.raises(InvalidInput) as caught:
        close(lead, concern)
    assert caught.value.field == "unacknowledged_words"
    close(lead, concern, unacknowledged_words="They told us by telephone that they never write.")
    assert Closing.objects.get().unacknowledged_words


def test_without_a_disclosure_no_agency_has_taken_it_on(concern: Concern, lead: Asker) -> None:
    with pytest.raises(InvalidInput) as caught:
        close(lead, concern)
    assert caught.value.field == "outcome"
    assert close(lead, concern, outcome="not_shared").state == "closed"


def test_a_practitioner_closes_nothing(concern: Concern, taker: Asker, lead: Asker) -> None:
    with pytest.raises(Refused):
        close(taker, concern, outcome="no_risk")
    assert close(lead, concern, outcome="no_risk").state == "closed"


def test_a_closed_concern_takes_nothing_more_until_it_is_reopened(concern: Concern, lead: Asker, boss: Asker) -> None:
    close(lead, concern, outcome="no_risk")
    for deed in (
        lambda: actions.add_note(by=lead, at=NOW, concern=concern, words="x", happened_at=NOW),
        lambda: made.disclosed(concern),
        lambda: actions.write_plan(by=lead, at=NOW, concern=concern, plan="x", base_version=1),
        lambda: actions.hand_over(by=lead, at=NOW, concern=concern, owner_id=boss.signed_in_id(), why="x"),
        lambda: close(lead, concern, outcome="no_risk"),
    ):
        with pytest.raises(Refused, match="closed"):
            deed()
    with pytest.raises(InvalidInput):
        actions.reopen_concern(by=lead, at=NOW + 3 * HOUR, concern=concern, reason="")
    actions.reopen_concern(by=lead, at=NOW + 3 * HOUR, concern=concern, reason="The agency asked again.")
    assert Closing.objects.get().reopened_words == "The agency asked again."
    actions.add_note(by=lead, at=NOW + 3 * HOUR, concern=concern, words="x", happened_at=NOW)
    assert close(boss, concern, outcome="no_risk").state == "closed"
    assert Closing.objects.count() == 2


# -- who sees it


def can_open(who: Asker, concern: Concern) -> bool:
    try:
        read_concern(load_asker(who.signed_in_id(), at=NOW), at=NOW, reference=concern.reference)
    except Refused:
        return False
    return True


def test_a_concern_is_open_to_those_who_work_on_it(
    concern: Concern, taker: Asker, boss: Asker, lead: Asker, asker: Callable[..., Asker]
) -> None:
    other = asker("practitioner")
    assert [can_open(who, concern) for who in (taker, boss, lead, asker("supervisor"))] == [True] * 4
    assert not can_open(other, concern)
    with pytest.raises(Refused) as caught:
        read_concern(other, at=NOW, reference=concern.reference)
    assert caught.value.may_know
    made.disclosed(concern, by=lead, shared_by=other.user_id)
    assert can_open(other, concern)


def test_restricted_it_is_open_to_its_owner_and_the_named(
    concern: Concern, taker: Asker, boss: Asker, lead: Asker, asker: Callable[..., Asker]
) -> None:
    named, other_lead = asker("practitioner"), asker("safeguarding_lead")
    with pytest.raises(Refused, match="Only the safeguarding lead"):
        actions.restrict_concern(by=boss, at=NOW, concern=concern, people=[named.signed_in_id()], reason="Known here")
    actions.restrict_concern(
        by=other_lead,
        at=NOW,
        concern=concern,
        people=[named.signed_in_id()],
        reason="A colleague knows the family of the child.",
    )
    assert [can_open(who, concern) for who in (lead, named)] == [True, True]
    assert [can_open(who, concern) for who in (taker, boss, other_lead)] == [False] * 3
    decision = fresh(concern).decision
    assert decision.restricted
    for sees in (lead, named, taker, boss):  # its owner, the named, its proposer and its seconder
        read_decision(load_asker(sees.signed_in_id(), at=NOW), at=NOW, reference=decision.reference)
    with pytest.raises(Refused):
        read_decision(other_lead, at=NOW, reference=decision.reference)
    who = load_asker(named.signed_in_id(), at=NOW)
    read_concern(who, at=NOW, reference=concern.reference)
    assert "restricted" in last_event().detail
    actions.unrestrict_concern(by=lead, at=NOW, concern=concern, reason="The colleague has left us.")
    assert can_open(boss, concern)
    assert not fresh(concern).decision.restricted
    # Closed once more, whoever is named still is no obstacle.
    actions.restrict_concern(
        by=lead, at=NOW, concern=concern, people=[named.signed_in_id()], reason="The colleague has come back to us."
    )
    assert RecordGrant.objects.filter(kind=CONCERN).count() == 1


def test_a_closed_concern_can_be_opened_in_an_emergency_and_each_look_says_so(
    concern: Concern, asker: Callable[..., Asker]
) -> None:
    other = asker("practitioner")
    access.break_glass(
        by=other,
        at=NOW,
        kind=CONCERN,
        reference=concern.reference,
        reason="She called again and is afraid for tonight; nobody else is here.",
    )
    who = load_asker(other.signed_in_id(), at=NOW)
    read_concern(who, at=NOW, reference=concern.reference)
    assert (last_event().event, last_event().via) == ("safeguarding.concern.read", "break_glass")
