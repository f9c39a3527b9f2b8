"""What needs whom in supervision, derived from the records; and how many queries that takes."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import NOBODY, Asker
from roundel.kernel.work import Urgency
from roundel.supervision import actions, queries
from tests.factories import supervision as make
from tests.factories import users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
DAY = dt.timedelta(days=1)
TODAY = NOW.date()


def lines(asker: Asker, at: dt.datetime = NOW) -> list[tuple[str, str]]:
    return [(item.urgency.value, item.action) for item in queries.work_queue(asker, at)]


def test_a_shared_review_waits_for_the_practitioner_and_its_answer_for_the_supervisor() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    review = make.in_review(of=asha, by=boss)
    assert (lines(asha), lines(boss)) == ([], [("today", "Go on")])
    make.score(review, by=boss)
    assert (lines(asha), lines(boss)) == ([("today", "Read and answer it")], [])
    assert lines(asha, NOW + 8 * DAY) == [("overdue", "Read and answer it")]
    actions.answer_review(by=asha, at=NOW, review=review, reply="agree", words="")
    assert (lines(asha), lines(boss)) == ([], [("soon", "Read the answer")])


def test_drawn_reviews_stand_in_one_line_for_those_who_may_take_them() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    make.drawn(of=asha)
    make.drawn(of=boss)
    make.drawn()
    (item,) = queries.work_queue(boss, NOW)
    assert item.why == "2 contacts wait for a supervisor."
    assert lines(asha) == []


def test_a_question_goes_to_every_supervisor_and_a_comment_to_the_practitioner() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    contact = make.contact(of=asha)
    asked = make.comment(contact, by=asha)
    make.comment(contact, by=boss, needs_answer=False)
    assert lines(make.supervisor()) == [("today", "Answer it")]
    assert lines(asha) == [("soon", "Read it")]
    actions.answer_comment(by=boss, at=NOW, comment=asked, words="Yes.")
    assert lines(make.supervisor()) == []
    assert lines(asha) == [("soon", "Read it")] * 2


def test_a_supervisors_own_question_goes_to_the_others() -> None:
    boss = make.supervisor()
    make.comment(make.contact(of=boss), by=boss)
    assert (lines(boss), lines(make.supervisor())) == ([], [("today", "Answer it")])


def test_that_somebody_listened_in_is_told() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    one = make.listening(make.contact(of=asha), by=boss)
    assert lines(asha) == [("today", "Note it as read")]
    actions.see_listening(by=asha, at=NOW, listening=one)
    assert (lines(asha), lines(boss)) == ([], [])


@pytest.mark.parametrize(
    ("later", "person", "supervisor"),
    [
        (dt.timedelta(), Urgency.TODAY, False),
        (dt.timedelta(days=1, hours=19), Urgency.TODAY, False),
        (dt.timedelta(days=1, hours=20), Urgency.OVERDUE, True),
    ],
)
def test_supervisors_hear_of_an_open_offer_after_two_working_days(
    later: dt.timedelta, person: Urgency, supervisor: bool
) -> None:
    """NOW is a Sunday: two working days end on Tuesday at five in the afternoon."""
    boss, asha = make.supervisor(), make.practitioner()
    make.hard(of=asha)
    at = NOW + later
    assert lines(asha, at) == [(person.value, "Say yes or no")]
    assert lines(boss, at) == ([("overdue", "Look at them")] if supervisor else [])


def test_who_wants_a_debrief_is_heard_of_at_once() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    actions.take_up_debrief(by=asha, at=NOW, about=make.hard(of=asha))
    assert (lines(asha), lines(boss)) == ([], [("today", "Note that it happened")])


@pytest.mark.parametrize(
    ("next_on", "urgency"),
    [(TODAY - DAY, "overdue"), (TODAY, "today"), (TODAY + 7 * DAY, "soon"), (TODAY + 8 * DAY, "")],
)
def test_the_next_session_is_due_for_both(next_on: dt.date, urgency: str) -> None:
    boss, asha = make.supervisor(), make.practitioner()
    made = make.session(of=asha, by=boss, held_on=TODAY - 20 * DAY, next_on=next_on)
    assert lines(boss) == ([(urgency, "Record it")] if urgency else [])
    assert lines(asha) == ([(urgency, "Look at it")] if urgency else [])
    actions.withdraw_session(by=boss, at=NOW, session=made, reason="The wrong person.")
    assert (lines(boss), lines(asha)) == ([], [])


def test_a_later_session_settles_the_date_of_the_one_before() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    make.session(of=asha, by=boss, held_on=TODAY - 20 * DAY, next_on=TODAY - DAY)
    make.session(of=asha, by=make.supervisor(), held_on=TODAY)  # with somebody else: it settles nothing
    assert lines(boss) == [("overdue", "Record it")]
    make.session(of=asha, by=boss, held_on=TODAY - DAY)
    assert lines(boss) == []


@pytest.mark.parametrize("role", ["safeguarding_lead", "coordinator", "evaluator", "auditor", "administrator"])
def test_it_is_nobody_elses(role: str) -> None:
    make.hard(of=make.practitioner())
    assert queries.work_queue(users.make_asker(role), NOW) == []
    assert queries.work_queue(NOBODY, NOW) == []


def everything(boss: Asker, asha: Asker) -> None:
    make.shared(of=asha)
    make.in_review(by=boss)
    make.drawn()
    make.comment(make.contact(of=asha), by=make.supervisor())
    someone = make.practitioner()
    make.comment(make.contact(of=someone), by=someone)
    make.listening(make.contact(of=asha), by=make.supervisor())
    make.hard(of=asha)
    make.hard(of=someone)
    actions.take_up_debrief(by=someone, at=NOW, about=make.hard(of=someone))
    make.session(of=someone, by=boss, held_on=TODAY - 9 * DAY, next_on=TODAY)


def test_the_queries_do_not_grow_with_what_there_is() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    at = NOW + 5 * DAY
    counted = []
    for times in (1, 2):
        for _ in range(times):
            everything(boss, asha)
        with CaptureQueriesContext(connection) as made:
            found = len(queries.work_queue(boss, at)) + len(queries.work_queue(asha, at))
        counted.append((len(made), found))
    (few, first), (more, then) = counted
    assert few == more <= 24
    assert first < then
