"""The page of figures: who sees it, what it says, that the downloads say the same, and that it is recorded."""

from __future__ import annotations

import csv
import datetime as dt
import io

import pytest
from django.core.cache import cache

from roundel.audit.models import AuditEvent
from roundel.helpline.figures.words import HOW
from roundel.helpline.models import Contact
from tests.factories import contacts, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
MARCH = "?year=2027&part=m3"


def text_of(response) -> str:
    return response.content.decode()


def many(number: int, *, group: str = "own", at: dt.datetime = NOW, **more: object) -> None:
    user = users.make_user("practitioner")
    for _ in range(number):
        contact = contacts.being_taken(at=at)
        fields = {"state": "finished", "group": group, "closed_at": at, "closed_by": user, **more}
        Contact.objects.filter(pk=contact.pk).update(**fields)


def table(client, slug: str, query: str = MARCH) -> dict[str, list[str]]:
    response = client.get(f"/contacts/figures/{slug}.csv{query}")
    lines = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    return {line[0]: line[1:] for line in lines[3:-2]}


@pytest.mark.parametrize(
    ("role", "status"),
    [
        ("practitioner", 200),
        ("supervisor", 200),
        ("safeguarding_lead", 200),
        ("evaluator", 200),
        ("coordinator", 403),
        ("auditor", 403),
        ("administrator", 403),
    ],
)
def test_who_sees_the_figures(client_as, role: str, status: int) -> None:
    client = client_as(role)
    assert client.get("/contacts/figures/").status_code == status
    assert client.get("/contacts/figures/people.csv").status_code == status


def test_an_evaluator_sees_numbers_and_no_way_to_a_record(client_as) -> None:
    many(7)
    page = text_of(client_as("evaluator").get(f"/contacts/figures/{MARCH}"))
    assert "March 2027" in page
    assert not any(contact.reference in page for contact in Contact.objects.all())
    assert 'href="/contacts/"' not in page


def test_restricted_contacts_are_in_the_totals(client_as) -> None:
    many(7)
    many(6, group="survivor", restricted=True)
    rows = table(client_as("evaluator"), "people")
    assert rows["Everybody"] == ["13", "13"]
    assert rows["Harmed as a child"] == ["6", "6"]


def test_small_numbers_are_withheld_and_so_is_what_would_give_them_away(client_as) -> None:
    many(20)
    many(9, group="professional")
    many(3, group="survivor")
    rows = table(client_as("evaluator"), "people")
    assert rows["Everybody"] == ["32", "32"]
    assert rows["Harmed as a child"] == ["withheld", "withheld"]
    assert rows["A professional"] == ["withheld", "withheld"]  # 32 - 20 would otherwise leave two unknowns, not one
    assert rows["Another adult"] == ["0", "0"]
    alone = table(client_as("evaluator"), "people", f"{MARCH}&group=survivor")
    assert alone == {"Who was in touch": ["People", "Contacts"], "Harmed as a child": ["withheld", "withheld"]}


def test_what_one_view_withholds_no_other_view_gives_away(client_as) -> None:
    """A month, its quarter and its year are protected together: the month is not quarter less other months."""
    client = client_as("evaluator")
    january, february = dt.datetime(2027, 1, 5, 12, tzinfo=dt.UTC), dt.datetime(2027, 2, 5, 12, tzinfo=dt.UTC)
    many(30, at=january)
    many(30, at=february)
    many(2, at=NOW)
    seen = {part: table(client, "months", f"?year=2027&part={part}") for part in ("", "q1", "m1", "m2", "m3")}
    assert seen["m3"]["Mar"] == seen["q1"]["Mar"] == seen[""]["Mar"] == ["withheld"]
    totals = {part: table(client, "people", f"?year=2027&part={part}")["Everybody"][1] for part in seen}
    known = [totals[part] for part in ("q1", "m1", "m2")]
    assert "withheld" in known, "the quarter less January and February is March"


def test_months_that_have_not_begun_are_left_out(client_as) -> None:
    assert list(table(client_as("evaluator"), "months", "?year=2027")) == ["Month", "Jan", "Feb", "Mar"]


def test_counted_calls_stand_apart(client_as) -> None:
    many(6)
    many(8, state="counted", nature="silent", group="")
    client = client_as("evaluator")
    assert table(client, "counted")["Silent call"] == ["8"]
    assert table(client, "people")["Everybody"] == ["6", "6"]


@pytest.mark.parametrize("slug", sorted(HOW))
def test_every_download_says_what_the_page_says(client_as, slug: str) -> None:
    many(12)
    client = client_as("evaluator")
    page = text_of(client.get(f"/contacts/figures/{MARCH}"))
    response = client.get(f"/contacts/figures/{slug}.csv{MARCH}")
    assert f"/contacts/figures/{slug}.csv?year=2027&amp;part=m3" in page
    assert response["Content-Disposition"] == 'attachment; filename="table-2027-03-14.csv"'
    assert all(heading in page for heading in next(iter(table(client, slug).items()))[1])


def test_looks_and_downloads_are_recorded(client_as) -> None:
    client = client_as("evaluator")
    client.get(f"/contacts/figures/{MARCH}&group=own")
    client.get(f"/contacts/figures/agreed.csv{MARCH}")
    read, exported = AuditEvent.objects.filter(kind="helpline.figures").order_by("happened_at", "id")
    assert (read.event, read.detail) == (
        "helpline.figures.read",
        '{"from":"2027-03-01","group":"own","until":"2027-04-01"}',
    )
    assert (exported.event, '"table":"agreed"' in exported.detail) == ("helpline.figures.exported", True)


@pytest.mark.parametrize(
    "query",
    [
        "?year=1066",
        "?part=q5",
        "?group=nobody",
        "?part=own",
        "?part=own&since=13+2026&until=1+2027",
        "?part=own&since=5+2026&until=1+2026",
        "?part=own&since=1+2020&until=1+2027",
        "?part=own&since=March&until=2026",
        "?part=own&since=%00&until=%F0%9F%99%82",
    ],
)
def test_what_is_wrong_in_the_address_is_said_and_nothing_is_shown(client_as, query: str) -> None:
    client = client_as("evaluator")
    page = text_of(client.get(f"/contacts/figures/{query}"))
    assert "There is a problem" in page
    assert "no figures are shown" in page
    assert client.get(f"/contacts/figures/people.csv{query}").status_code == 404


def test_from_one_month_to_another(client_as) -> None:
    many(6, at=dt.datetime(2026, 12, 5, 12, tzinfo=dt.UTC))
    many(7)
    query = "?part=own&since=12/2026&until=March+2027"
    client = client_as("evaluator")
    assert table(client, "months", query) == {
        "Month": ["Contacts"],
        "Dec 2026": ["6"],
        "Jan 2027": ["0"],
        "Feb 2027": ["0"],
        "Mar 2027": ["7"],
    }
    assert table(client, "people", query)["Everybody"] == ["13", "13"]


def test_there_is_no_table_of_another_name(client_as) -> None:
    assert client_as("evaluator").get("/contacts/figures/everything.csv").status_code == 404


def test_figures_are_kept_for_a_while_and_say_when_they_were_counted(client_as, settings, frozen_clock) -> None:
    settings.ROUNDEL_FIGURES_MINUTES = 15
    client = client_as("evaluator")
    many(7)
    assert table(client, "people")["Everybody"] == ["7", "7"]
    many(6)
    frozen_clock.forward(minutes=5)
    assert table(client, "people")["Everybody"] == ["7", "7"]
    page = text_of(client.get(f"/contacts/figures/{MARCH}"))
    assert "Counted at 14 March 2027, 9:04pm, and again after 15 minutes." in page
    cache.clear()  # its own clock does not stand still
    assert table(client, "people")["Everybody"] == ["13", "13"]
    assert AuditEvent.objects.filter(event__startswith="helpline.figures.").count() == 4, "each look is recorded"
