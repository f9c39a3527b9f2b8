"""Exposure from the records: which contacts count, whose, and in how many statements."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from roundel.access.grants import Asker
from roundel.helpline import actions as helpline
from roundel.supervision import actions, queries
from roundel.supervision.exposure import Week
from tests.factories import contacts
from tests.factories import supervision as make
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
MINUTE, DAY = dt.timedelta(minutes=1), dt.timedelta(days=1)
# NOW is Sunday, 14 March 2027, 9:04pm: the last day of its week.
MONDAY = dt.date(2027, 3, 8)


def this_week(asker: Asker) -> Week:
    return queries.own_exposure(asker, at=NOW).this_week


def talk(by: Asker, at: dt.datetime, length: int, writing: int = 0) -> None:
    contact = contacts.written(by=by, at=at)
    helpline.end_call(by=by, at=at + MINUTE * length, contact=contact)
    helpline.finish_contact(by=by, at=at + MINUTE * (length + writing), contact=contact, ending="completed")


def test_a_week_is_counted_from_the_contacts() -> None:
    asha = make.practitioner()
    tuesday = dt.datetime(2027, 3, 9, 10, tzinfo=dt.UTC)
    talk(asha, tuesday, 40, 15)
    talk(asha, tuesday + 80 * MINUTE, 30, 5)  # twenty-five minutes later: no break
    talk(asha, tuesday + dt.timedelta(hours=9), 20)  # seven in the evening
    make.hard(of=asha)  # ended now, 25 minutes long
    assert this_week(asha) == Week(
        monday=MONDAY,
        conversations=4,
        talking=115 * MINUTE,
        working=135 * MINUTE,
        hard=1,
        longest=115 * MINUTE,
        evenings=2,
    )


def test_what_is_not_finished_and_what_is_counted_only_is_not_in_it() -> None:
    asha = make.practitioner()
    contacts.written(by=asha, at=NOW - DAY)
    helpline.count_contact(by=asha, at=NOW - DAY, nature="abusive")
    reopened = make.contact(of=asha)
    helpline.reopen_contact(by=asha, at=NOW, contact=reopened, reason="A slip of the pen.")
    assert this_week(asha) == Week(MONDAY)


def test_other_peoples_contacts_are_not_in_it_and_restricted_ones_are() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    make.contact(of=make.practitioner())
    closed = make.contact(of=asha)
    helpline.restrict_contact(
        by=boss, at=NOW, contact=closed, people=[boss.signed_in_id()], reason="A colleague is concerned."
    )
    assert this_week(asha).conversations == 1


def test_the_weeks_end_with_this_one_and_reach_back_twelve() -> None:
    asha = make.practitioner()
    noon = dt.datetime(2026, 12, 20, 12, tzinfo=dt.UTC)
    for at in (noon, noon + DAY, NOW - 8 * DAY):
        contacts.finished(by=asha, at=at)
    weeks = queries.own_exposure(asha, at=NOW).weeks
    assert (len(weeks), weeks[0].monday, weeks[-1].monday) == (12, dt.date(2026, 12, 21), MONDAY)
    assert [week.conversations for week in weeks] == [1, *[0] * 9, 1, 0]


def test_people_stand_by_name_and_a_mark_taken_back_does_not_count() -> None:
    boss, asha = make.supervisor(), make.practitioner()
    actions.take_back_hard(by=asha, at=NOW, contact=make.hard(of=asha))
    _, found = queries.everybodys_exposure(boss, at=NOW)
    assert [one.name for one in found] == sorted(one.name for one in found)
    assert {one.user_id: one.this_week.hard for one in found} == {boss.user_id: 0, asha.user_id: 0}


def test_the_statements_are_as_many_for_one_as_for_many() -> None:
    boss = make.supervisor()
    counted = []
    for people in (1, 3):
        for _ in range(people):
            asha = make.practitioner()
            for number in range(people):
                make.hard(of=asha)
                contacts.finished(by=asha, at=NOW - number * DAY)
        with CaptureQueriesContext(connection) as made:
            queries.everybodys_exposure(boss, at=NOW)
        counted.append(len([one for one in made if "audit" not in one["sql"]]))
    assert counted[0] == counted[1]


def test_a_week_over_the_line_is_said_to_both(settings) -> None:
    boss, asha = make.supervisor(), make.practitioner()
    talk(asha, NOW - DAY, 59, 2)
    settings.ROUNDEL_WEEKLY_HOURS = 1
    for found in (queries.own_exposure(asha, at=NOW), queries.exposure_of(boss, asha.signed_in_id(), at=NOW)):
        assert [words for _, words in found.over] == [
            ["1 hour 1 minute with writing up; the line here is 1 hour a week."]
        ]
    settings.ROUNDEL_WEEKLY_HOURS = 20
    assert queries.own_exposure(asha, at=NOW).over == []
