"""What needs whom, derived from the records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from roundel.access.grants import NOBODY, Asker
from roundel.helpline import actions, queries
from roundel.helpline.enums import Actor
from roundel.helpline.written import Answer
from roundel.kernel.work import Urgency
from tests.factories import steps
from tests.support.moments import NOW

DAY = dt.timedelta(days=1)
TODAY = NOW.date()


@pytest.fixture
def taker(asker: Callable[..., Asker]) -> Asker:
    return asker("practitioner")


def whys(by: Asker, at: dt.datetime = NOW) -> list[str]:
    return [item.why for item in queries.work_queue(by, at)]


def test_ones_own_unfinished_contact_and_nobody_elses(taker: Asker, asker: Callable[..., Asker]) -> None:
    contact = steps.begin(taker)
    (item,) = queries.work_queue(taker, NOW)
    assert (item.urgency, item.url) == (Urgency.TODAY, f"/contacts/{contact.reference}/take")
    assert queries.work_queue(asker("practitioner"), NOW) == []
    steps.write(taker, contact)
    steps.finish(taker, contact)
    assert queries.work_queue(taker, NOW) == []


def test_a_supervisor_sees_what_others_left_for_over_a_day(taker: Asker, asker: Callable[..., Asker]) -> None:
    boss = asker("supervisor")
    steps.begin(taker, NOW - DAY)
    assert queries.work_queue(boss, NOW) == []
    (item,) = queries.work_queue(boss, NOW + steps.MINUTE)
    assert (item.urgency, item.action) == (Urgency.OVERDUE, "Look at it")


@pytest.mark.parametrize(("role", "seen"), [("supervisor", 1), ("safeguarding_lead", 1), ("practitioner", 0)])
def test_danger_stands_there_until_it_is_taken_on(
    taker: Asker, asker: Callable[..., Asker], role: str, seen: int
) -> None:
    contact, other = steps.finished(taker), asker(role)
    actions.mark_danger(by=taker, at=NOW, contact=contact)
    assert len([why for why in whys(other) if "in danger now" in why]) == seen
    actions.take_on_danger(by=asker("safeguarding_lead"), at=NOW, contact=contact)
    assert whys(other) == []


@pytest.mark.parametrize(
    ("due", "urgency"), [(-1, Urgency.OVERDUE), (0, Urgency.TODAY), (7, Urgency.SOON), (8, None), (None, None)]
)
def test_what_we_promised_comes_when_it_is_due(taker: Asker, due: int | None, urgency: Urgency | None) -> None:
    at = NOW - 3 * DAY
    contact = steps.write(taker, steps.begin(taker, at), at)
    by_when = None if due is None else TODAY + due * DAY
    promise = steps.agree(taker, contact, at, actor=Actor.HELPLINE, by_when=by_when)
    steps.agree(taker, contact, at, by_when=TODAY)
    steps.finish(taker, contact, at)
    found = queries.work_queue(taker, NOW)
    assert [item.urgency for item in found] == ([urgency] if urgency else [])
    if found:
        actions.keep_promise(by=taker, at=NOW, contact=contact, action_id=promise.pk, answer=Answer("done"))
        assert queries.work_queue(taker, NOW) == []


def test_no_item_holds_a_word_of_a_case(taker: Asker) -> None:
    contact = steps.write(taker, steps.begin(taker, said=True), notes="A secret sentence")
    steps.agree(taker, contact, actor=Actor.HELPLINE, words="A secret promise", by_when=TODAY)
    assert "secret" not in repr(queries.work_queue(taker, NOW))


def test_nobody_and_other_roles_have_nothing(taker: Asker, asker: Callable[..., Asker]) -> None:
    steps.begin(taker)
    for other in (NOBODY, asker("coordinator"), asker("auditor"), asker("administrator"), asker("evaluator")):
        assert queries.work_queue(other, NOW + 2 * DAY) == []
        assert queries.week(other, NOW) == []


def test_as_many_queries_for_three_as_for_one(
    taker: Asker, asker: Callable[..., Asker], django_assert_num_queries: Callable[..., Any]
) -> None:
    boss = asker("supervisor")
    for most in (1, 3):
        for _ in range(most):
            contact = steps.begin(taker, NOW - 2 * DAY)
            actions.mark_danger(by=taker, at=NOW, contact=contact)
            steps.agree(boss, contact, actor=Actor.HELPLINE, by_when=TODAY)
        with django_assert_num_queries(4):
            queries.work_queue(boss, NOW)


def test_the_week_counts_ones_own(taker: Asker, asker: Callable[..., Asker]) -> None:
    contact = steps.write(taker, steps.begin(taker, NOW - DAY), NOW - DAY)
    steps.agree(taker, contact, NOW - DAY)
    steps.finish(taker, contact, NOW - DAY)
    steps.finished(taker, NOW - 8 * DAY)
    steps.finished(asker("practitioner"), NOW - DAY)
    actions.count_contact(by=taker, at=NOW, nature="silent")
    assert [one["value"] for one in queries.week(taker, NOW)] == [1, 1, 1]
