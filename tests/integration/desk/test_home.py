"""The home page of each role, the menu, and the search box."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest

from roundel.access.grants import Asker, load_asker
from roundel.access.roles import ROLES
from roundel.desk import navigation
from roundel.desk.navigation import MOST, Place
from roundel.kernel import clock
from tests.factories import call_backs, contacts, safeguarding

ClientAs = Callable[..., Any]
MENU = {
    "practitioner": ["Home", "Contacts", "Call-backs", "Concerns", "Directory", "Rota", "More"],
    "supervisor": ["Home", "Contacts", "Call-backs", "Concerns", "Directory", "Rota", "More"],
    "safeguarding_lead": ["Home", "Contacts", "Concerns", "Directory", "Rota", "More"],
    "coordinator": ["Home", "Directory"],
    "trainee": ["Home", "Directory", "Practice"],
    "room_screen": [],  # led to its board, which has no menu
    "evaluator": ["Home", "Figures", "Calls"],
    "auditor": ["Home", "Audit"],
    "administrator": ["Home", "People and roles"],
}
FINDERS = {"practitioner", "supervisor", "safeguarding_lead"}


def menu(page: str) -> list[str]:
    links = re.findall(r'class="govuk-service-navigation__(?:link|text)"[^>]*>\s*(?:<strong[^>]*>)?([^<]+)', page)
    return [link.strip() for link in links]


def test_the_table_names_every_role() -> None:
    assert set(MENU) == set(ROLES)


@pytest.mark.parametrize("role", ROLES)
def test_the_menu_holds_what_the_role_may_use(client_as: ClientAs, role: str) -> None:
    page = client_as(role).get("/").content.decode()
    assert menu(page) == MENU[role]
    assert ('name="q"' in page) is (role in FINDERS)


def test_what_does_not_fit_into_the_menu_stands_on_a_page_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is lost between the menu and "More", and the menu stays short."""
    many = tuple(Place(f"Place {n}", "desk:home", (), "What is there.", main=n < 4) for n in range(12))
    asker = Asker(user_id=None, name="somebody")
    for places in (many[:MOST], many):
        monkeypatch.setattr(navigation, "PLACES", places)
        shown, beside = navigation.menu(asker), navigation.beside_the_menu(asker)
        assert len(shown) <= MOST
        assert {*shown, *beside} - {navigation.MORE} == set(places)
        assert (navigation.MORE in shown) is bool(beside)


def current(page: str) -> list[str]:
    """The menu entries that are marked as where one is."""
    active = re.findall(r"govuk-service-navigation__item--active.*?</li>", page, re.DOTALL)
    return [re.sub(r"<[^>]+>", "", each.split(">", 1)[1]).strip() for each in active]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/", ["Home"]), ("/contacts/", ["Contacts"]), ("/calls/", ["More"]), ("/more", ["More"]), ("/account", [])],
)
def test_the_menu_marks_where_one_is(client_as: ClientAs, path: str, words: list[str]) -> None:
    assert current(client_as("supervisor").get(path).content.decode()) == words


def test_danger_stands_before_everything_else(client_as: ClientAs) -> None:
    client = client_as("supervisor")
    who = load_asker(client.user.pk, at=clock.now())
    contacts.being_taken(by=who, at=clock.now() - dt.timedelta(days=9))
    contacts.in_danger()
    page = client.get("/").content.decode()
    headings = re.findall(r'id="work-\d+">([^<]+)<', page)
    assert headings[:2] == ["Danger now", "Overdue"]
    assert page.index("Somebody may be in danger now") < page.index("You have not finished it")


def test_somebody_without_a_role_is_told_whom_to_ask(client_as: ClientAs) -> None:
    assert "Ask an administrator" in client_as().get("/").content.decode()


def test_a_reference_leads_to_the_contact(client_as: ClientAs) -> None:
    client = client_as("practitioner")
    client.post("/contacts/start")
    reference = re.search(r"H-\w{4}-\w{2,4}", client.get("/").content.decode())
    assert reference is not None
    answer = client.post("/find", {"q": reference[0].lower().replace("-", " ")})
    assert (answer.status_code, answer["Location"]) == (302, f"/contacts/{reference[0]}")


def test_a_reference_of_any_app_leads_to_its_record(client_as: ClientAs, asker: Callable[..., Asker]) -> None:
    client = client_as("supervisor")
    who = load_asker(client.user.pk, at=clock.now())
    call_back = call_backs.booked(by=who)
    answer = client.post("/find", {"q": call_back.reference.lower()})
    assert (answer.status_code, answer["Location"]) == (302, f"/call-backs/{call_back.reference}")
    concern = safeguarding.concern()
    answer = client.post("/find", {"q": concern.reference})
    assert answer["Location"] == f"/safeguarding/concerns/{concern.reference}"
    # A practitioner who is not involved may know that there is such a concern, and its page says that it is closed.
    stranger = client_as("practitioner")
    assert stranger.post("/find", {"q": concern.reference})["Location"] == answer["Location"]
    assert stranger.get(answer["Location"]).status_code == 403
    # Who must not know of call-backs finds nothing.
    nothing = client_as("safeguarding_lead").post("/find", {"q": call_back.reference})
    assert "Nothing was found" in nothing.content.decode()


@pytest.mark.parametrize("text", ["", "H-7F3K-9X", "Nobody At All", "1234 5678 9012 3456", "x" * 5000, "\u202e\u0000"])
def test_a_search_without_result_says_what_can_be_found(client_as: ClientAs, text: str) -> None:
    answer = client_as("practitioner").post("/find", {"q": text})
    assert answer.status_code == 200
    assert "Nothing was found" in answer.content.decode()


@pytest.mark.parametrize("role", sorted(set(ROLES) - FINDERS))
def test_roles_without_records_cannot_search(client_as: ClientAs, role: str) -> None:
    assert client_as(role).post("/find", {"q": "Anna"}).status_code == 403


def test_home_asks_no_more_of_the_database_with_more_contacts(
    client_as: ClientAs, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client = client_as("practitioner")
    client.post("/contacts/start")
    with CaptureQueriesContext(connection) as one:
        client.get("/")
    for _ in range(2):
        client.post("/contacts/start")
    with CaptureQueriesContext(connection) as three:
        client.get("/")
    assert len(three) == len(one)
