"""The fast figures equal the slow ones, over small helplines made up by hypothesis."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.correspondence.models import Caller
from roundel.helpline.figures import periods
from roundel.helpline.figures.people import Person
from roundel.helpline.models import AskedAfter, Contact, ContactLink, ProtectiveAction
from roundel.helpline.queries.figures import count
from roundel.helpline.queries.lists import midnight
from roundel.kernel.ids import new_id, new_reference
from tests.factories.users import make_user
from tests.integration.helpline import figures_oracle as oracle

pytestmark = pytest.mark.django_db
UTC = dt.UTC
PERIOD = periods.quarter(2026, 1)

contact = st.fixed_dictionaries(
    {
        # The quarter begins on the 1st of January: well before it, its edges, within, and after.
        "day": st.sampled_from(["2025-11-03", "2025-12-31", "2026-01-01", "2026-02-10", "2026-03-31", "2026-04-01"]),
        "minute": st.integers(0, 1439),
        "caller": st.sampled_from([None, None, 0, 1, 2]),
        "group": st.sampled_from(["own", "survivor", ""]),
        "heard": st.sampled_from(["search", "police", ""]),
        "state": st.sampled_from(["finished"] * 6 + ["taking", "discarded", "counted"]),
        "actions": st.lists(st.sampled_from(["caller", "caller", "partner", "helpline"]), max_size=2),
    }
)
answer = st.tuples(
    st.integers(0, 20), st.integers(0, 20), st.sampled_from(["done", "partly", "not_done", "not_needed"])
)
link = st.tuples(st.integers(0, 20), st.integers(0, 20), st.sampled_from([False, False, True]))


@given(st.lists(contact, max_size=9), st.lists(answer, max_size=6), st.lists(link, max_size=4))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_fast_figures_equal_slow_ones(db: None, contacts: Any, answers: Any, links: Any) -> None:
    with transaction.atomic():
        _record(contacts, answers, links)
        counts = count(PERIOD)
        first, after = midnight(PERIOD.first), midnight(PERIOD.after)
        assert counts.people == Counter({Person(*key): n for key, n in oracle.people(first, after).items()})
        talks = [c for c in Contact.objects.filter(state="finished") if first <= c.started_at < after]
        heard = Counter((f"{c.started_at:%B %Y}", c.group, c.heard) for c in talks)
        assert {key: n for key, n in counts.conversations.items() if n and key[0].split()[0] in MONTHS} == heard
        agreeing = Counter((c.group, bool(oracle._theirs(c))) for c in talks)
        assert +counts.agreeing == agreeing
        kinds = Counter((a.kind, a.state) for c in talks for a in oracle._theirs(c))
        assert counts.kinds == kinds
        outcomes = Counter((a.state, c.group) for c in talks for a in oracle._theirs(c))
        assert counts.outcomes == outcomes
        transaction.set_rollback(True)


MONTHS = {"January", "February", "March"}


def test_count_asks_as_often_whatever_is_recorded() -> None:
    with CaptureQueriesContext(connection) as none:
        count(PERIOD)
    one = {"day": "2026-02-10", "minute": 1, "caller": 0, "group": "own", "state": "finished", "actions": ["caller"]}
    _record([one, {**one, "minute": 2, "caller": None}, {**one, "minute": 3}], [(0, 2, "done")], [(0, 1, False)])
    with CaptureQueriesContext(connection) as three:
        counts = count(PERIOD)
    assert len(none) == len(three) == 8
    assert counts.people == {Person("own", True, "done"): 1}


def test_a_day_begins_where_the_organisation_is() -> None:
    """Half past midnight of 1 July in London is still June in UTC."""
    Contact.objects.create(**_contact(dt.datetime(2026, 6, 30, 23, 30, tzinfo=UTC), make_user()))
    assert count(periods.month(2026, 7)).agreeing.total() == 1
    assert count(periods.month(2026, 6)).agreeing.total() == 0


def _contact(moment: dt.datetime, user: Any, **more: Any) -> dict[str, Any]:
    closed = {"closed_at": moment, "closed_by": user} if more.get("state", "finished") != "taking" else {}
    nature = "silent" if more.get("state") == "counted" else "conversation"
    return {
        "reference": new_reference("H"),
        "state": "finished",
        "nature": nature,
        "form_version": "contact-1",
        "started_at": moment,
        "recorded_at": moment,
        "taken_by": user,
        "group": "own",
        **closed,
        **more,
    }


def _record(contacts: Any, answers: Any, links: Any) -> None:
    """The records as drawn; what cannot be (an action asked after twice in a contact, a link to itself) is left out."""
    user = make_user()
    callers = [_caller() for _ in range(3)]
    made = [
        Contact.objects.create(
            **_contact(
                dt.datetime.fromisoformat(f"{one['day']}T00:00:00+00:00") + dt.timedelta(minutes=one["minute"]),
                user,
                state=one["state"],
                group=one["group"],
                heard=one.get("heard", ""),
                caller=None if one["caller"] is None else callers[one["caller"]],
            )
        )
        for one in contacts
    ]
    actions = [
        ProtectiveAction.objects.create(
            contact=contact, kind="police", actor=actor, agreed_at=contact.started_at, agreed_by=user
        )
        for contact, one in zip(made, contacts, strict=True)
        for actor in one["actions"]
    ]
    for key in {(a % len(actions), c % len(made)): o for a, c, o in answers if actions and made}.items():
        _answer(actions[key[0][0]], made[key[0][1]], key[1], user)
    for pair, undone in {(a % len(made), b % len(made)): u for a, b, u in links if made}.items():
        if pair[0] != pair[1]:
            _link(made[pair[0]], made[pair[1]], undone, user)


def _caller() -> Caller:
    moment = dt.datetime(2025, 1, 1, tzinfo=UTC)
    return Caller.objects.create(
        alias=f"Alias {new_id().hex[-12:]}",
        lookup=new_id().bytes,
        wrapped_key=b"k",
        created_at=moment,
        code_issued_at=moment,
    )


def _answer(action: ProtectiveAction, contact: Contact, outcome: str, user: Any) -> None:
    why = "forgot" if outcome == "not_done" else ""
    AskedAfter.objects.create(
        action=action, contact=contact, outcome=outcome, why=why, asked_at=contact.started_at, asked_by=user
    )
    ProtectiveAction.objects.filter(pk=action.pk).update(state=outcome)


def _link(earlier: Contact, later: Contact, undone: bool, user: Any) -> None:
    moment = later.started_at
    undoing = {"undone_at": moment, "undone_by": user} if undone else {}
    ContactLink.objects.create(
        earlier=earlier, later=later, basis="said_so", reason="r", linked_at=moment, linked_by=user, **undoing
    )
