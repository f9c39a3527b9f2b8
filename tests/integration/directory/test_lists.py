"""Finding entries: by need, area, group and words, in order, page by page, with as many statements as ever."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from roundel.access.grants import Asker
from roundel.directory import queries
from roundel.directory.enums import Freshness
from roundel.directory.freshness import STALE, freshness
from roundel.directory.models import Agency, Service, ServiceCode, ServiceWord
from roundel.directory.queries import Chosen
from roundel.directory.queries.lists import matching
from roundel.directory.words import words_of
from roundel.kernel.work import Urgency
from tests.factories import entries, users
from tests.support.moments import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen_clock")]
TODAY = NOW.date()
MANY = 3_000


@pytest.fixture
def asker() -> Asker:
    return users.make_asker("practitioner")


def names(asker: Asker, **chosen: str) -> list[str]:
    page = queries.read_list(asker, today=TODAY, chosen=Chosen(**chosen))
    return [seen.service.name for seen in page.object_list]


def test_each_filter_finds_its_own(asker: Asker) -> None:
    entries.added("Anchor", needs=("legal",), areas=("wales",), groups=("own",), description="Solicitors in Cardiff")
    entries.added("Beacon", needs=("legal", "housing"), areas=("nationwide",), agency="Port", languages="Polish")
    entries.added("Cove", needs=("housing",), areas=("london",), groups=("survivor",), area_words="Café in Hackney")
    entries.retired("Dock", needs=("legal",), areas=("wales",))
    cases: dict[tuple[tuple[str, str], ...], list[str]] = {
        (): ["Anchor", "Beacon", "Cove"],
        (("need", "legal"),): ["Anchor", "Beacon"],
        (("need", "housing"), ("area", "london")): ["Cove", "Beacon"],
        (("area", "wales"),): ["Anchor", "Beacon"],
        (("area", "nationwide"),): ["Beacon"],
        (("area", "scotland"),): ["Beacon"],
        (("group", "survivor"),): ["Cove"],
        (("words", "solic card"),): ["Anchor"],
        (("words", "SOLICITORS, cardiff!"),): ["Anchor"],
        (("words", "polish"),): ["Beacon"],
        (("words", "port"),): ["Beacon"],
        (("words", "cafe hack"),): ["Cove"],
        (("words", "lawyer"),): [],
        (("words", "!!"),): ["Anchor", "Beacon", "Cove"],
        (("state", "retired"),): ["Dock"],
    }
    for chosen, expected in cases.items():
        assert names(asker, **dict(chosen)) == expected, chosen


def test_what_is_near_stands_before_what_is_everywhere(asker: Asker) -> None:
    entries.added("Aardvark", areas=("nationwide",))
    entries.added("Zebra", areas=("wales", "nationwide"))
    entries.added("Yak", areas=("wales",))
    assert names(asker, area="wales") == ["Yak", "Zebra", "Aardvark"]
    assert names(asker) == ["Aardvark", "Yak", "Zebra"]


def test_an_entry_without_a_need_is_found_by_those_who_keep_the_directory(asker: Asker) -> None:
    service = entries.added("Nameless")
    entries.added("Named")
    ServiceCode.objects.filter(service=service, about="needs").delete()
    assert names(asker, state="unsorted") == ["Nameless"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None)
@given(st.lists(st.none() | st.integers(0, 800), min_size=1, max_size=6))
def test_the_filter_agrees_with_the_tag_on_any_day(asker: Asker, ages: list[int | None]) -> None:
    """What the list calls stale is what the page calls stale."""
    Service.objects.all().delete()
    made = [entries.added(f"E{n}") for n, _ in enumerate(ages)]
    for service, age in zip(made, ages, strict=True):
        day = None if age is None else TODAY - dt.timedelta(days=age)
        Service.objects.filter(pk=service.pk).update(checked_on=day, checked_by=None)
    stored = {service.pk: freshness(service.checked_on, TODAY) for service in Service.objects.all()}
    for state in Freshness:
        found = set(matching(asker, Chosen(state=state), TODAY).values_list("pk", flat=True))
        assert found == {key for key, value in stored.items() if value is state}, state
    stale = set(matching(asker, Chosen(state="stale"), TODAY).values_list("pk", flat=True))
    assert stale == {key for key, value in stored.items() if value in STALE}


def statements(asker: Asker, **chosen: str) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        names(asker, **chosen)
    return len(caught)


@pytest.mark.parametrize("chosen", [{}, {"need": "legal", "area": "wales", "words": "harb line"}, {"state": "stale"}])
def test_three_entries_cost_as_many_statements_as_one(asker: Asker, chosen: dict[str, str]) -> None:
    more: dict[str, Any] = {"needs": ("legal",), "areas": ("wales",), "at": NOW - dt.timedelta(days=250)}
    entries.added("Harbour line", **more)
    one = statements(asker, **chosen)
    for n in range(2):
        entries.added(f"Harbour line {n}", agency=f"Agency {n}", **more)
    assert statements(asker, **chosen) == one == 3


@pytest.fixture
def thousands() -> None:
    """As many entries as a large region has, stored in one go."""
    keeper = users.make_asker("supervisor")
    who = {"changed_at": NOW, "changed_by_id": keeper.user_id}
    agencies = Agency.objects.bulk_create(Agency(name=f"Agency {n}", folded=f"agency {n}", **who) for n in range(300))
    made = Service.objects.bulk_create(
        Service(
            agency=agencies[n % 300], name=f"Service {n:05}", description=f"Word{n % 50} common",
            taxonomy="directory-1",
            modified_at=NOW, added_at=NOW, added_by_id=keeper.user_id,
            checked_on=TODAY - dt.timedelta(days=n % 500), public_number="01632 960001",
        )
        for n in range(MANY)
    )  # fmt: skip
    needs, areas = ("legal", "housing", "crisis"), ("wales", "london", "nationwide", "scotland")
    ServiceCode.objects.bulk_create(
        ServiceCode(service=one, about=about, code=code)
        for n, one in enumerate(made)
        for about, code in (("needs", needs[n % 3]), ("areas", areas[n % 4]))
    )
    ServiceWord.objects.bulk_create(
        ServiceWord(service=one, word=word) for one in made for word in words_of(one.name, one.description)
    )


def test_thousands_of_entries_are_found_page_by_page(asker: Asker, thousands: None) -> None:
    first = queries.read_list(asker, today=TODAY, chosen=Chosen(need="legal", area="wales", words="common"))
    assert first.paginator.count == MANY // 3 // 2
    last = queries.read_list(
        asker, today=TODAY, chosen=Chosen(need="legal", area="wales", words="common"), page=first.paginator.num_pages
    )
    assert 0 < len(last.object_list) <= 25
    assert statements(asker, need="legal", area="wales", words="word8 common") == 3
    beyond = queries.read_list(asker, today=TODAY, chosen=Chosen(), page="no page")
    assert (beyond.number, len(beyond.object_list)) == (1, 25)


def test_searches_are_answered_from_indexes(asker: Asker, thousands: None) -> None:
    """No filter makes the database read terms or words row by row."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    plan = matching(asker, Chosen(need="crisis", area="scotland", words="word7"), TODAY).explain()
    for table in ("directory_servicecode", "directory_serviceword"):
        assert f"SCAN {table}" not in plan, plan
        assert f"Seq Scan on {table}" not in plan, plan


def test_the_work_queue_says_how_many_have_gone_stale(asker: Asker, django_assert_num_queries: Any) -> None:
    keeper = users.make_asker("coordinator")
    assert queries.work_queue(keeper, NOW) == []
    entries.added("Fresh")
    assert queries.work_queue(keeper, NOW) == []
    entries.added("Half a year", at=NOW - dt.timedelta(days=200))
    (item,) = queries.work_queue(keeper, NOW)
    assert (item.urgency, item.why) == (Urgency.SOON, "1 entry has not been checked for 6 months.")
    entries.added("Over a year", at=NOW - dt.timedelta(days=400))
    entries.added("Never", checked=False)
    entries.retired("Gone", at=NOW - dt.timedelta(days=500))
    with django_assert_num_queries(1):
        (item,) = queries.work_queue(keeper, NOW)
    assert item.why == "3 entries have not been checked for 6 months, 2 of them for over a year or never."
    assert (item.urgency, item.url) == (Urgency.TODAY, "/directory/?state=stale")
    assert queries.work_queue(asker, NOW) == []
