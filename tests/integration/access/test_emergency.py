"""Emergency access: a reason, an hour, a mark on each look, and a review by somebody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from roundel.access import actions, queries, scopes
from roundel.access.enums import Ground, ReviewOutcome
from roundel.access.grants import NOBODY, Asker, load_asker
from roundel.access.models import RecordGrant, User
from roundel.audit.actions import record
from roundel.audit.models import AuditEvent
from roundel.kernel.errors import InvalidInput, NotFound, Refused
from roundel.kernel.work import Urgency
from tests.integration.access.stand_in import KIND, OPEN_REFERENCE, REFERENCE, make_record
from tests.support.moments import NOW

pytestmark = pytest.mark.django_db
MakeUser = Callable[..., User]
MakeAsker = Callable[..., Asker]
WHY = "The caller's child may be alone with him tonight."
HOUR = dt.timedelta(minutes=60)


@pytest.fixture
def record_id(make_user: MakeUser):
    return make_record(make_user())


def again(asker: Asker, at: dt.datetime = NOW) -> Asker:
    assert asker.user_id is not None
    return load_asker(asker.user_id, at=at)


def records():
    return RecordGrant.objects.filter(kind="stand-in")


def opened(by: Asker, reason: str = WHY, reference: str = REFERENCE) -> RecordGrant:
    return actions.break_glass(by=by, at=NOW, kind=KIND, reference=reference, reason=reason)


class TestOpening:
    def test_it_opens_one_record_to_one_person_for_an_hour(self, record_id, asker: MakeAsker) -> None:
        asha, tom = asker("practitioner"), asker("practitioner")
        with pytest.raises(scopes.Closed):
            scopes.get_visible(asha, KIND, records(), reference=REFERENCE)
        opened(asha)
        for at, is_open in ((NOW, True), (NOW + HOUR - dt.timedelta(seconds=1), True), (NOW + HOUR, False)):
            assert scopes.visible(again(asha, at), KIND, records()).exists() is is_open
        assert not scopes.visible(again(tom), KIND, records()).exists()
        with pytest.raises(scopes.Closed):
            scopes.get_visible(again(tom), KIND, records(), reference=REFERENCE)

    def test_it_is_recorded_with_its_reason(self, record_id, asker: MakeAsker) -> None:
        asha = asker("practitioner")
        opened(asha)
        event = AuditEvent.objects.get()
        assert (event.event, event.kind, event.object_id, event.reference, event.actor_id, event.reason) == (
            "access.emergency.opened", KIND, record_id, REFERENCE, asha.user_id, WHY,
        )  # fmt: skip

    def test_each_look_says_how_it_came_about(self, record_id, asker: MakeAsker) -> None:
        asha = asker("practitioner")
        assert asha.via(record_id) == ""
        opened(asha)
        assert again(asha).via(record_id) == "break_glass"
        assert again(asha, NOW + HOUR).via(record_id) == ""
        with transaction.atomic():
            record(by=again(asha), at=NOW, event="access.emergency.read", kind=KIND, object_id=record_id)
        assert AuditEvent.objects.filter(via="break_glass").count() == 1

    def test_the_reason_is_sealed(self, record_id, asker: MakeAsker) -> None:
        grant = opened(asker("practitioner"))
        kept = RecordGrant.objects.filter(pk=grant.pk).values_list("reason", flat=True).get()
        assert WHY.encode() not in kept.token

    def test_without_a_sentence_nothing_opens(self, record_id, asker: MakeAsker) -> None:
        asha = asker("practitioner")
        for poor in ("", "  ", "urgent", "x" * 40):
            with pytest.raises(InvalidInput):
                opened(asha, poor)
        assert not again(asha).granted
        opened(asha)

    def test_those_who_may_not_know_of_it_are_told_nothing(self, record_id, asker: MakeAsker) -> None:
        for role in ("coordinator", "evaluator", "auditor", "administrator"):
            with pytest.raises(NotFound):
                opened(asker(role))
        with pytest.raises(NotFound):
            opened(NOBODY)
        assert not RecordGrant.objects.filter(ground=Ground.BREAK_GLASS).exists()

    def test_an_unknown_reference_or_kind_is_not_there(self, record_id, asker: MakeAsker) -> None:
        asha = asker("practitioner")
        for kind, reference in ((KIND, "H-4444-49"), (KIND, ""), ("no.such", REFERENCE), ("", REFERENCE)):
            with pytest.raises(NotFound):
                actions.break_glass(by=asha, at=NOW, kind=kind, reference=reference, reason=WHY)

    def test_what_is_open_already_needs_no_emergency(self, make_user: MakeUser, asker: MakeAsker) -> None:
        make_record(make_user(), OPEN_REFERENCE)
        with pytest.raises(Refused, match="open to you already"):
            opened(asker("supervisor"), reference=OPEN_REFERENCE)
        opened(asker("practitioner"), reference=OPEN_REFERENCE)

    def test_the_database_refuses_emergency_access_without_an_end(self, make_user: MakeUser) -> None:
        user = make_user()
        with pytest.raises(IntegrityError), transaction.atomic():
            RecordGrant.objects.create(
                kind=KIND,
                object_id=user.pk,
                user=user,
                given_by=user,
                ground=Ground.BREAK_GLASS,
                reason="",
                from_at=NOW,
            )


class TestReviewing:
    def review(self, by: Asker, grant: RecordGrant, outcome: str = ReviewOutcome.JUSTIFIED, note: str = "") -> None:
        actions.review(by=by, at=NOW + HOUR, grant_id=grant.pk, outcome=outcome, note=note)

    def test_somebody_else_reviews(self, record_id, asker: MakeAsker) -> None:
        asha, marian = asker("practitioner"), asker("supervisor")
        grant = opened(asha)
        assert [one.pk for one in queries.reviews_waiting(marian)] == [grant.pk]
        self.review(marian, grant, note="Right to do so.")
        assert queries.reviews_waiting(marian) == []
        [done] = queries.reviews_done(marian).object_list
        assert (done.reviewed_by_id, done.review_outcome, done.review_note) == (
            marian.user_id, "justified", "Right to do so.",
        )  # fmt: skip
        assert AuditEvent.objects.filter(event="access.emergency.reviewed", object_id=record_id).count() == 1

    def test_not_ones_own_not_by_other_roles_not_twice(self, record_id, asker: MakeAsker) -> None:
        marian, idris = asker("supervisor"), asker("safeguarding_lead")
        grant = opened(marian)
        with pytest.raises(Refused, match="Somebody else"):
            self.review(marian, grant)
        for role in ("practitioner", "auditor", "administrator"):
            with pytest.raises(Refused):
                self.review(asker(role), grant)
        self.review(idris, grant)
        with pytest.raises(Refused, match="already"):
            self.review(asker("supervisor"), grant)

    @pytest.mark.parametrize("outcome", ["not_justified", "escalated"])
    def test_what_was_not_simply_needed_takes_a_note(self, record_id, asker: MakeAsker, outcome: str) -> None:
        grant, marian = opened(asker("practitioner")), asker("supervisor")
        with pytest.raises(InvalidInput) as refused:
            self.review(marian, grant, outcome)
        assert refused.value.field == "note"
        self.review(marian, grant, outcome, "I have spoken with the person about it.")

    def test_an_unknown_outcome_is_refused(self, record_id, asker: MakeAsker) -> None:
        grant, marian = opened(asker("practitioner")), asker("supervisor")
        with pytest.raises(InvalidInput):
            self.review(marian, grant, "fine")
        self.review(marian, grant)

    def test_the_reviewer_sees_that_hour_and_nothing_else(self, record_id, asker: MakeAsker) -> None:
        asha, marian = asker("practitioner"), asker("supervisor")
        self.look(asha, NOW - dt.timedelta(minutes=1), "H-3333-33")
        grant = opened(asha)
        self.look(again(asha), NOW + dt.timedelta(minutes=5), REFERENCE)
        self.look(asker("practitioner"), NOW + dt.timedelta(minutes=6), "H-4444-49")
        self.look(asha, NOW + HOUR, "H-9999-9G")
        lines = queries.done_during(marian, grant)
        assert [line.reference for line in lines] == [REFERENCE, REFERENCE]
        with pytest.raises(Refused):
            queries.done_during(again(asha), grant)
        with pytest.raises(Refused):
            queries.done_during(asker("practitioner"), grant)

    def look(self, by: Asker, at: dt.datetime, reference: str) -> None:
        with transaction.atomic():
            record(by=by, at=at, event="access.emergency.read", kind=KIND, reference=reference)


class TestWorkQueue:
    def test_a_review_is_due_today_and_overdue_after_three_days(self, record_id, asker: MakeAsker) -> None:
        marian = asker("supervisor")
        grant = opened(asker("practitioner"))
        [item] = queries.work_queue(marian, NOW)
        assert (item.urgency, item.since) == (Urgency.TODAY, NOW)
        assert str(grant.pk) in item.url
        assert WHY not in item.what + item.why
        assert queries.work_queue(marian, NOW + dt.timedelta(days=3))[0].urgency is Urgency.TODAY
        assert queries.work_queue(marian, NOW + dt.timedelta(days=3, seconds=1))[0].urgency is Urgency.OVERDUE

    def test_ones_own_is_not_in_ones_own_queue(self, record_id, asker: MakeAsker) -> None:
        marian, idris = asker("supervisor"), asker("safeguarding_lead")
        opened(marian)
        assert queries.work_queue(marian, NOW) == []
        assert len(queries.work_queue(idris, NOW)) == 1

    def test_the_administrator_sees_accounts_that_cannot_be_used(self, asker: MakeAsker, make_user: MakeUser) -> None:
        joan = asker("administrator")
        new, locked = make_user(second_factor=False, name="New Person"), make_user(name="Locked Person")
        for _ in range(5):
            actions.count_failure(by=joan, at=NOW, email=locked.email, step="password")
        items = {item.what: item for item in queries.work_queue(joan, NOW)}
        assert set(items) == {"Account of New Person", "Account of Locked Person"}
        assert str(new.pk) in items["Account of New Person"].url
        assert queries.work_queue(asker("practitioner"), NOW) == []

    @pytest.mark.parametrize("role", ["coordinator", "evaluator", "auditor"])
    def test_others_have_nothing_to_do_here(self, record_id, asker: MakeAsker, role: str) -> None:
        opened(asker("practitioner"))
        assert queries.work_queue(asker(role), NOW) == []
