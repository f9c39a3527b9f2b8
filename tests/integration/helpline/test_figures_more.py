"""Figures of signposts, threshold decisions and calls: counted from the records, each table with its download."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from roundel.calls.actions import enter_day
from roundel.calls.grid import Counts
from roundel.helpline import actions as helpline
from roundel.helpline.figures import periods
from roundel.helpline.models import Signpost
from roundel.helpline.queries.figures import count
from roundel.safeguarding import actions as safeguarding
from tests.factories import contacts, signposts, users
from tests.factories import safeguarding as made
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
MARCH, YEAR = periods.month(2027, 3), periods.year(2027)
DAY = dt.timedelta(days=1)


def table(client: Any, slug: str, query: str) -> dict[str, list[str]]:
    response = client.get(f"/contacts/figures/{slug}.csv{query}")
    assert response.status_code == 200
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    return {line[0]: line[1:] for line in lines[3:-2]}


def test_decisions_are_counted_by_group_and_by_how_they_were_taken() -> None:
    boss, taker = users.make_asker("supervisor"), users.make_asker("practitioner")
    seconded = made.proposed(by=taker, contact=contacts.finished(by=taker, group="other_adult"))
    made.answered(seconded, by=boss)
    made.concern(replace(made.ALONE, decided_at=NOW - 2 * DAY), by=taker)
    made.proposed(by=taker, at=NOW - 40 * DAY)
    gone = made.proposed(by=taker)
    safeguarding.withdraw(by=taker, at=NOW, decision=gone, reason="I misunderstood what was said.")
    found = count(MARCH).decisions
    assert Counter(code for month, _, code in found.elements() if month == "March 2027") == {
        "share together": 1,
        "share alone": 1,
    }
    assert found["March 2027", "other_adult", "share together"] == 1
    assert sum(n for (month, *_), n in found.items() if month == "February 2027") == 1


def test_signposts_are_counted_by_outcome_and_by_need() -> None:
    taker = users.make_asker("practitioner")
    contact = contacts.written(by=taker)
    signposts.given(contact, by=taker)
    counted = count(YEAR)
    assert not counted.signposts, "the contact is not finished yet"
    helpline.finish_contact(by=taker, at=NOW, contact=contact, ending="completed")
    counted = count(YEAR)
    kept = Signpost.objects.get()
    assert counted.signposts == {("March 2027", contact.group, f"{kept.kind} given"): 1}
    assert counted.needs == {("March 2027", contact.group, kept.need): 1}


def test_few_are_withheld_and_many_are_shown(client_as: Any) -> None:
    taker = users.make_asker("practitioner")
    for _ in range(3):
        made.proposed(made.NOT_SHARE, by=taker)
    client = client_as("evaluator")
    assert table(client, "decisions", "?year=2027&part=m3")["Do not share"] == ["withheld"]
    for _ in range(4):
        made.proposed(made.NOT_SHARE, by=taker)
    rows = table(client, "decisions", "?year=2027&part=m3")
    assert (rows["Do not share"], rows["Share with an agency"], rows["All"]) == (["7"], ["0"], ["7"])
    by_group = table(client, "decisions", "?year=2027")
    assert by_group["Do not share"][-1] == "7"
    assert by_group["Decision"][-1] == "Everybody"


def test_calls_are_shown_as_they_were_entered(client_as: Any) -> None:
    boss = users.make_asker("supervisor")
    day = dt.date(2027, 3, 10)
    start = dt.datetime(2027, 3, 10, 9, tzinfo=dt.UTC)
    counts = {start: Counts(answered=3, missed=11)}
    enter_day(by=boss, at=NOW, day=day, counts=counts, shown=[start], base_version=0)
    rows = table(client_as("evaluator"), "calls", "?year=2027&part=m3")
    assert rows["March 2027"] == ["3", "11", "0", "not recorded", "not recorded"]


@pytest.mark.parametrize("slug", ["heard", "signposts", "needs", "decisions", "calls"])
def test_each_table_is_on_the_page_and_can_be_downloaded(client_as: Any, slug: str) -> None:
    client = client_as("practitioner")
    page = client.get("/contacts/figures/?year=2027").content.decode()
    assert f"/contacts/figures/{slug}.csv" in page
    assert table(client, slug, "?year=2027")
