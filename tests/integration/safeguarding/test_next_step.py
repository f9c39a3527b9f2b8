"""What happens next: in plain Python for the page, in the database for lists and queue. Both must agree, always."""

from __future__ import annotations

import datetime as dt
import random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.access.grants import Asker
from roundel.safeguarding import actions
from roundel.safeguarding.enums import Agency
from roundel.safeguarding.models import Concern, Disclosure
from roundel.safeguarding.queries.overdue import overdue
from roundel.safeguarding.steps import next_step
from tests.factories import safeguarding as made
from tests.factories import users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


def step(concern: Concern) -> tuple[str, str, dt.datetime]:
    """What the page says: button, words and time."""
    found = next_step(Concern.objects.get(pk=concern.pk), list(Disclosure.objects.filter(concern=concern)))
    assert found is not None
    return found.action, found.words, found.due


def test_first_share_then_wait_then_look_again_then_nothing() -> None:
    concern = made.concern()
    assert step(concern)[::2] == ("share", concern.share_due_at)
    shared = made.disclosed(concern)
    action, words, due = step(concern)
    assert (action, due) == ("acknowledge", shared.acknowledge_due_at)
    assert words == "Get an acknowledgement from children's social care of disclosure 1"
    made.acknowledged(shared, at=NOW)
    assert step(concern)[0] == "review"
    made.closed(concern)
    assert next_step(Concern.objects.get(), list(Disclosure.objects.all())) is None


def test_the_most_pressing_of_several_comes_first() -> None:
    concern = made.concern()
    late = made.disclosed(concern, at=NOW + DAY, agency=Agency.POLICE.value)
    early = made.disclosed(concern, at=NOW + 2 * DAY, agency=Agency.HEALTH.value)
    assert step(concern)[1].endswith(f"disclosure {late.number}")
    made.acknowledged(late, at=NOW + 2 * DAY)
    assert step(concern)[1] == f"Get an acknowledgement from health service of disclosure {early.number}"


def test_struck_out_it_counts_as_not_shared() -> None:
    concern = made.concern()
    made.disclosed(concern)
    lead = users.make_asker("safeguarding_lead")
    actions.strike_out(by=lead, at=NOW, concern=concern, number=1, reason="Another child.")
    assert step(concern)[0] == "share"


def test_without_a_decision_that_stands_somebody_looks_again_soon() -> None:
    concern = made.concern(made.ALONE)
    made.answered(concern.decision, agrees=False)
    action, words, due = step(concern)
    assert action == "review"
    assert "no decision to share stands" in words
    assert due == dt.datetime(2027, 3, 15, 13, tzinfo=dt.UTC)  # Monday, four hours after nine


def test_a_note_moves_the_next_look() -> None:
    concern = made.concern()
    made.acknowledged(made.disclosed(concern), at=NOW)
    before = step(concern)[2]
    lead = users.make_asker("safeguarding_lead")
    actions.add_note(by=lead, at=NOW + 2 * DAY, concern=concern, words="Asked.", happened_at=NOW + DAY)
    assert step(concern)[2] == before + 4 * DAY  # the weekend lies between


@pytest.fixture
def people(db: None) -> dict[str, Asker]:
    return {role: users.make_asker(role) for role in ("practitioner", "supervisor", "safeguarding_lead")}


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), hours=st.integers(0, 400))
def test_the_database_finds_exactly_what_is_overdue(people: dict[str, Asker], seed: int, hours: int) -> None:
    """Random lives of concerns: whatever was recorded in them, the list and the page agree on what is late."""
    chance, lead = random.Random(seed), people["safeguarding_lead"]
    concern = _some_concern(chance, people)
    at = NOW
    for _ in range(chance.randrange(4)):
        at += HOUR * chance.randrange(1, 30)
        _something_happens(concern, chance, lead, at)
    found = next_step(Concern.objects.get(pk=concern.pk), list(Disclosure.objects.filter(concern=concern)))
    moment = NOW + HOUR * hours
    late = found is not None and found.is_overdue(moment)
    assert overdue(Concern.objects.filter(pk=concern.pk), moment).exists() is late


def _some_concern(chance: random.Random, people: dict[str, Asker]) -> Concern:
    proposal = chance.choice([made.SHARE, made.ALONE])
    concern = made.concern(
        proposal, by=people["practitioner"], owner=people["safeguarding_lead"], second=people["supervisor"], at=NOW
    )
    if proposal.alone and chance.random() < 0.5:
        made.answered(concern.decision, agrees=chance.random() < 0.5, by=people["supervisor"])
    return Concern.objects.get(pk=concern.pk)


def _something_happens(concern: Concern, chance: random.Random, lead: Asker, at: dt.datetime) -> None:
    now, waiting = Concern.objects.get(pk=concern.pk), list(concern.disclosures.filter(acknowledged_at=None))
    if now.state == "closed":
        actions.reopen_concern(by=lead, at=at, concern=concern, reason="Again.")
    elif chance.random() < 0.4 and now.in_force_id:
        made.disclosed(concern, by=lead, at=at)
    elif waiting and chance.random() < 0.5 and waiting[0].struck_at is None:
        made.acknowledged(waiting[0], by=lead, at=at)
    elif waiting and waiting[0].struck_at is None:
        actions.strike_out(by=lead, at=at, concern=concern, number=waiting[0].number, reason="Wrong.")
    elif not concern.disclosures.exists():
        made.closed(concern, by=lead, at=at, outcome="no_risk")
