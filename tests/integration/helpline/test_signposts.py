"""Signposts: given, taken back, asked after later, heard of from an agency; counted in one statement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.access.grants import Asker
from roundel.audit.models import AuditEvent
from roundel.correspondence import actions as callers
from roundel.directory import actions as directory
from roundel.helpline import actions, queries
from roundel.helpline.enums import OPEN_SIGNPOST_STATES, SignpostState, WhyNotThere
from roundel.helpline.models import Contact, Signpost, SignpostAnswer
from roundel.helpline.queries.signposts import given_before
from roundel.helpline.written import Answer, Pointed
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.kernel.ids import new_id
from tests.factories import contacts, entries, signposts, steps, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
WEEK = dt.timedelta(days=7)


@pytest.fixture
def taker() -> Asker:
    return users.make_asker("practitioner")


@pytest.fixture
def contact(taker: Asker) -> Contact:
    return steps.begin(taker, said=True)


@pytest.fixture
def later(taker: Asker, contact: Contact) -> Contact:
    """The next contact of the same caller."""
    issued = callers.issue_code(by=taker, at=NOW)
    actions.set_caller(by=taker, at=NOW, contact=contact, caller_id=issued.caller.pk)
    made = steps.begin(taker, NOW + WEEK, said=True)
    return actions.set_caller(by=taker, at=NOW + WEEK, contact=made, caller_id=issued.caller.pk)


def events() -> list[str]:
    return list(AuditEvent.objects.filter(event__startswith="helpline.signpost").values_list("event", flat=True))


def test_a_signpost_is_given_sealed_and_once_audited(taker: Asker, contact: Contact) -> None:
    service = entries.added(needs=("legal", "housing"))
    made = signposts.given(contact, by=taker, service=service, kind="referred", need="housing", words="Rings on Monday")
    kept = Signpost.objects.get()
    assert (kept.kind, kept.need, kept.state, kept.words) == ("referred", "housing", "given", "Rings on Monday")
    assert kept.given_at == NOW
    event = AuditEvent.objects.get(event="helpline.signpost.given")
    assert made.pk.hex in event.detail
    assert "Monday" not in event.detail
    with connection.cursor() as cursor:
        cursor.execute("SELECT words FROM helpline_signpost")
        assert b"Monday" not in bytes(cursor.fetchone()[0])


@pytest.mark.parametrize(
    ("searched", "kept"), [("housing", "housing"), ("crisis", "legal"), ("", "legal"), ("x", "legal")]
)
def test_what_it_is_for_is_what_was_searched_or_the_first_that_it_helps_with(
    taker: Asker, contact: Contact, searched: str, kept: str
) -> None:
    service = entries.added(needs=("housing", "legal"))
    assert signposts.given(contact, by=taker, service=service, need=searched).need == kept


def test_a_service_is_picked_once_in_a_contact(taker: Asker, contact: Contact) -> None:
    service = entries.added()
    signposts.given(contact, by=taker, service=service)
    with pytest.raises(InvalidInput, match="picked already"):
        signposts.given(contact, by=taker, service=service, kind="referred")
    with pytest.raises(IntegrityError), transaction.atomic():
        Signpost.objects.create(contact=contact, service=service, kind="told", given_at=NOW, given_by_id=taker.user_id)


def test_nobody_is_pointed_to_what_is_out_of_use_or_not_there(taker: Asker, contact: Contact) -> None:
    with pytest.raises(Refused, match="out of use"):
        signposts.given(contact, by=taker, service=entries.retired())
    with pytest.raises(NotFound):
        actions.give_signpost(by=taker, at=NOW, contact=contact, pointed=Pointed(new_id(), "told"))
    with pytest.raises(InvalidInput):
        signposts.given(contact, by=taker, kind="sent")
    assert signposts.given(contact, by=taker, service=entries.added("Old", at=NOW - dt.timedelta(days=900))).pk


def test_only_whoever_takes_the_contact_points_in_it(taker: Asker, contact: Contact) -> None:
    made = signposts.given(contact, by=taker)
    for role in ("practitioner", "safeguarding_lead", "coordinator", "trainee"):
        other = users.make_asker(role)
        with pytest.raises(Refused):
            signposts.given(contact, by=other, service=entries.added("Another"))
        with pytest.raises(Refused):
            actions.withdraw_signpost(by=other, at=NOW, contact=contact, signpost_id=made.pk)
    supervisor = users.make_asker("supervisor")
    assert signposts.given(contact, by=supervisor, service=entries.added("Another")).pk


def test_a_slip_is_taken_back_but_not_what_was_asked_after(taker: Asker, contact: Contact, later: Contact) -> None:
    slip, meant = signposts.given(contact, by=taker), signposts.given(contact, by=taker, service=entries.added("Two"))
    actions.withdraw_signpost(by=taker, at=NOW, contact=contact, signpost_id=slip.pk)
    signposts.heard(meant, later, by=taker)
    with pytest.raises(Refused, match="it stays"):
        actions.withdraw_signpost(by=taker, at=NOW, contact=contact, signpost_id=meant.pk)
    with pytest.raises(Refused, match="another contact"):
        actions.withdraw_signpost(by=taker, at=NOW, contact=later, signpost_id=meant.pk)
    assert sorted(events()) == [
        "helpline.signpost.asked_after",
        "helpline.signpost.given",
        "helpline.signpost.given",
        "helpline.signpost.withdrawn",
    ]


@pytest.mark.parametrize("outcome", [state for state in SignpostState if state != SignpostState.GIVEN])
def test_it_is_asked_after_in_the_next_contact(
    taker: Asker, contact: Contact, later: Contact, outcome: SignpostState
) -> None:
    made = signposts.given(contact, by=taker)
    signposts.heard(made, later, by=taker, outcome=outcome, why="full")
    made.refresh_from_db()
    asked = SignpostAnswer.objects.get()
    assert (made.state, asked.outcome, asked.contact_id) == (outcome, outcome, later.pk)
    assert asked.why == ("full" if outcome in (SignpostState.NO_CONTACT, SignpostState.TURNED_AWAY) else "")
    third = steps.begin(taker, NOW + 2 * WEEK, said=True)
    if outcome in OPEN_SIGNPOST_STATES:
        signposts.heard(made, third, by=taker)
    else:
        with pytest.raises(Refused, match="closed already"):
            signposts.heard(made, third, by=taker)


@pytest.mark.parametrize(
    ("answer", "field"),
    [(Answer(""), "outcome"), (Answer("given"), "outcome"), (Answer("no_contact"), "why"),
     (Answer("turned_away", "because"), "why")],
)  # fmt: skip
def test_an_answer_without_what_is_needed_is_not_kept(
    taker: Asker, contact: Contact, later: Contact, answer: Answer, field: str
) -> None:
    made = signposts.given(contact, by=taker)
    with pytest.raises(InvalidInput) as caught:
        actions.ask_after_signpost(by=taker, at=NOW, contact=later, signpost_id=made.pk, answer=answer)
    assert caught.value.field == field
    assert not SignpostAnswer.objects.exists()


def test_answered_again_the_later_answer_counts_and_it_can_be_taken_back(
    taker: Asker, contact: Contact, later: Contact
) -> None:
    made = signposts.given(contact, by=taker)
    signposts.heard(made, later, by=taker, outcome="helped")
    signposts.heard(made, later, by=taker, outcome="waiting")
    made.refresh_from_db()
    assert (made.state, SignpostAnswer.objects.count()) == ("waiting", 1)
    actions.take_back_signpost_answer(by=taker, at=NOW, contact=later, signpost_id=made.pk)
    made.refresh_from_db()
    assert (made.state, SignpostAnswer.objects.exists()) == ("given", False)
    before = len(events())
    actions.take_back_signpost_answer(by=taker, at=NOW, contact=later, signpost_id=made.pk)
    assert len(events()) == before


def test_it_is_not_asked_after_where_it_was_given(taker: Asker, contact: Contact) -> None:
    made = signposts.given(contact, by=taker)
    with pytest.raises(Refused, match="this very contact"):
        signposts.heard(made, contact, by=taker)


def test_what_an_agency_says_of_our_referral_is_noted_where_it_was_made(taker: Asker, contact: Contact) -> None:
    told, referred = signposts.given(contact, by=taker), None
    referred = signposts.given(contact, by=taker, service=entries.added("Two"), kind="referred")
    steps.finish(taker, steps.write(taker, contact))
    answer = Answer("waiting", words="On the list since Tuesday.")
    with pytest.raises(Refused, match="Only what an agency says"):
        actions.hear_of_signpost(by=taker, at=NOW, contact=contact, signpost_id=told.pk, answer=answer)
    actions.hear_of_signpost(by=taker, at=NOW, contact=contact, signpost_id=referred.pk, answer=answer)
    referred.refresh_from_db()
    assert referred.state == "waiting"
    assert "helpline.signpost.heard" in events()


def test_a_contact_with_signposts_is_no_tally_and_keeps_its_code(
    taker: Asker, contact: Contact, later: Contact
) -> None:
    made = signposts.given(contact, by=taker)
    signposts.heard(made, later, by=taker)
    with pytest.raises(Refused, match="asked after"):
        actions.unset_caller(by=taker, at=NOW, contact=later)
    bare = steps.begin(taker)
    signposts.given(bare, by=taker)
    with pytest.raises(InvalidInput):
        actions.count_begun_contact(by=taker, at=NOW, contact=bare, nature="silent")


def test_a_contact_that_is_closed_to_the_asker_gives_nothing_away(
    taker: Asker, contact: Contact, later: Contact
) -> None:
    """Of a restricted contact neither the signposts are shown nor can they be asked after."""
    made, supervisor = signposts.given(contact, by=taker), users.make_asker("supervisor")
    named = users.make_asker("practitioner")
    actions.restrict_contact(
        by=supervisor,
        at=NOW,
        contact=contact,
        people=[named.user_id],
        reason="A colleague knows the person who called.",
    )
    seen = queries.read_take(taker, at=NOW, reference=later.reference, day=NOW.date())
    assert seen.pointed_before == []
    with pytest.raises(Refused):
        signposts.heard(made, later, by=taker)


def test_the_next_contact_shows_what_is_open_or_was_answered_there(
    taker: Asker, contact: Contact, later: Contact
) -> None:
    made = [signposts.given(contact, by=taker, service=entries.added(f"S{n}")) for n in range(3)]
    signposts.heard(made[0], later, by=taker, outcome="helped")
    third = steps.begin(taker, NOW + 2 * WEEK, said=True)
    actions.set_caller(by=taker, at=NOW, contact=third, caller_id=later.caller_id)  # type: ignore[arg-type]
    here = queries.read_take(taker, at=NOW, reference=later.reference, day=NOW.date())
    assert [one.now is not None for one in here.pointed_before] == [True, False, False]
    after = queries.read_take(taker, at=NOW, reference=third.reference, day=NOW.date())
    assert {one.signpost.pk for one in after.pointed_before} == {made[1].pk, made[2].pk}
    assert any("2 signposts were given earlier" in line for line in queries.missing(after))
    looks = AuditEvent.objects.filter(event="helpline.contact.agreed_read", object_id=contact.pk)
    assert looks.count() == 2, "what is shown of an earlier contact is a look at it"


def test_three_signposts_cost_as_many_statements_as_one(taker: Asker, contact: Contact, later: Contact) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as caught:
            queries.read_take(taker, at=NOW, reference=later.reference, day=NOW.date())
            queries.read_contact(taker, at=NOW, reference=contact.reference)
            queries.read_contact(taker, at=NOW, reference=later.reference)
            queries.read_plan(taker, at=NOW, reference=later.reference)
        return len(caught)

    def more(name: str) -> None:
        made = signposts.given(contact, by=taker, service=entries.added(name, agency=name, needs=("legal", "housing")))
        signposts.heard(made, later, by=taker, outcome="waiting")
        signposts.given(later, by=taker, service=entries.added(f"{name} later"))

    more("One")
    one = cost()
    more("Two")
    more("Three")
    assert cost() == one


def test_the_plan_says_where_to_turn_once_and_only_where_it_helps(
    taker: Asker, contact: Contact, later: Contact
) -> None:
    again, helped, gone = (entries.added(name) for name in ("Again", "Helped", "Gone"))
    for service in (again, helped, gone):
        made = signposts.given(contact, by=taker, service=service)
        if service is helped:
            signposts.heard(made, later, by=taker)
    signposts.given(later, by=taker, service=again)
    keeper = users.make_asker("supervisor")
    directory.retire_service(by=keeper, at=NOW, service=gone, reason="It has closed.")
    plan = queries.read_plan(taker, at=NOW, reference=later.reference)
    assert [seen.service.name for seen in plan.services] == ["Again"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from([s.value for s in SignpostState if s != "given"]), st.booleans()), max_size=6)
)
def test_the_state_is_always_the_last_answer(taker: Asker, answers: list[tuple[str, bool]]) -> None:
    """However it is answered, taken back and answered again, a signpost stands where its last answer put it."""
    made = signposts.given(steps.begin(taker, said=True), by=taker, service=entries.added())
    for number, (outcome, back) in enumerate(answers):
        at = steps.begin(taker, NOW + (number + 1) * WEEK, said=True)
        why = WhyNotThere.FULL if outcome in ("no_contact", "turned_away") else ""
        try:
            actions.ask_after_signpost(
                by=taker, at=NOW + (number + 1) * WEEK, contact=at, signpost_id=made.pk, answer=Answer(outcome, why)
            )
        except Refused:
            made.refresh_from_db()
            assert made.state not in OPEN_SIGNPOST_STATES
        if back:
            actions.take_back_signpost_answer(by=taker, at=NOW, contact=at, signpost_id=made.pk)
    made.refresh_from_db()
    last = made.answers.order_by("-asked_at").values_list("outcome", flat=True).first()
    assert made.state == (last or "given")


def test_signposts_are_counted_by_kind_need_state_and_group_in_one_statement(
    taker: Asker, django_assert_num_queries: Callable[..., Any]
) -> None:
    for group in ("own", "own", "survivor"):
        one = contacts.written(by=taker, group=group)
        signposts.given(one, by=taker, service=entries.added(needs=("legal",)), kind="told")
    counted = Signpost.objects.filter(contact__state="taking", given_at__gte=NOW - WEEK)
    with django_assert_num_queries(1):
        rows = list(
            counted.values_list("contact__group", "kind", "need", "state").annotate(n=Count("pk")).order_by("n")
        )
    assert rows == [("survivor", "told", "legal", "given", 1), ("own", "told", "legal", "given", 2)]


def test_an_earlier_contact_of_nobody_in_particular_brings_nothing(taker: Asker, contact: Contact) -> None:
    signposts.given(contact, by=taker)
    assert given_before(steps.begin(taker, said=True), [], NOW.date()) == []
