"""Every address of both programs, as every role, as nobody, without a role, without a second step.

Who may is data: ``roundel.desk.reference.who_may``. What stands in the addresses is in ``examples``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.test import Client
from django.urls import reverse

from roundel.access.grants import NOBODY as NOBODY_ASKS
from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.access.roles import ROLES
from roundel.config.programs import PUBLIC as PUBLIC_PROGRAM
from roundel.desk.reference.addresses import places as places_of
from roundel.desk.reference.who_may import DESK, PROGRAMS, PUBLIC
from roundel.desk.reference.who_may.doors import Address, Does, Door
from roundel.kernel.ids import new_id
from tests.factories import users
from tests.support.clients import PublicClient, new_session
from tests.walk.examples import EXAMPLES, HIDDEN
from tests.walk.examples.base import Example
from tests.walk.page import PUBLIC_TITLE, faults

pytestmark = pytest.mark.django_db

NOBODY, NO_ROLE, NO_SECOND_STEP = "nobody", "no role", "no second step"
WHO = (NOBODY, NO_ROLE, NO_SECOND_STEP, *ROLES)
UNASKED_METHODS = ("TRACE", "OPTIONS", "PUT", "PATCH", "DELETE")
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')


@dataclass(frozen=True)
class Visitor:
    """Somebody who asks: one of WHO, with a client and what the rules know of him."""

    who: str
    client: Client
    asker: Asker

    def address_of(self, name: str, **instead: object) -> str:
        """The address to ask for, with an example that is made for this visitor."""
        example = EXAMPLES[name](self.asker) if name in EXAMPLES else Example({})
        return reverse(name, kwargs=example.arguments | instead)


@dataclass(frozen=True)
class Everybody:
    """One user of each kind, signed in; made once for all addresses, because making them takes longest."""

    users: dict[str, User]
    cookies: dict[str, str]

    def visitor(self, who: str) -> Visitor:
        """A fresh client of this kind."""
        if who == NOBODY:
            return Visitor(who, Client(), NOBODY_ASKS)
        client = Client()
        client.cookies[settings.SESSION_COOKIE_NAME] = self.cookies[who]
        return Visitor(who, client, users.make_asker(user=self.users[who]))


@pytest.fixture(scope="module")
def everybody(django_db_setup: None, django_db_blocker: Any) -> Iterator[Everybody]:
    """Everybody, in a transaction around all tests of this file; each test's own is undone inside it."""
    with django_db_blocker.unblock(), transaction.atomic():
        made = {who: _user(who) for who in WHO if who != NOBODY}
        yield Everybody(made, {who: new_session(user).session_key or "" for who, user in made.items()})
        transaction.set_rollback(True)


def _user(who: str) -> User:
    roles = {NO_ROLE: (), NO_SECOND_STEP: tuple(ROLES)}.get(who, (who,))
    return users.make_user(*roles, second_factor=who != NO_SECOND_STEP)


def verdict(response: Any) -> str:
    """What an answer means: sent to sign in, to set up a second step, refused, or let in."""
    where = response.get("Location", "")
    if response.status_code == 401 or where.startswith(reverse("account_login") + "?next="):
        return "sign in first"
    if response.status_code in (301, 302) and where == reverse("mfa_index"):
        return "set up first"
    if response.status_code in (403, 404):
        return "refused"
    return "let in"


def expected(who: str, address: Address) -> str:
    """What the answer to one of WHO should mean."""
    if address.door is Door.OPEN:
        return "let in"
    if address.door is Door.SIGNED:  # nobody of these signs anything: all are refused alike
        return "refused"
    if who == NOBODY:
        return "sign in first"
    if address.door is Door.SETTING_UP:
        return "let in"
    if who == NO_SECOND_STEP:
        return "set up first"
    return "let in" if address.door is Door.SIGNED_IN or who in address.roles else "refused"


def as_expected(response: Any, who: str, address: Address) -> bool:
    """Whether the answer means what it should. Behind an open or half-open door a page has reasons of its own."""
    wanted, found = expected(who, address), verdict(response)
    if address.door in (Door.OPEN, Door.SETTING_UP) and wanted == "let in":
        return found != "sign in first" or address.door is Door.OPEN
    return wanted == found


def problems(response: Any, who: str, what: str) -> list[str]:
    """What is wrong with any answer, with who asked for what."""
    return [f"{who}, {what}: {fault}" for fault in faults(response)]


@pytest.mark.parametrize("program", PROGRAMS)
def test_every_address_is_declared(program: str) -> None:
    found, declared = {place.name for place in places_of(program)}, set(PROGRAMS[program])
    assert not found - declared, f"say in desk/reference/who_may.py who may open: {sorted(found - declared)}"
    assert not declared - found, f"declared in desk/reference/who_may.py, and gone: {sorted(declared - found)}"


@pytest.mark.parametrize("name", DESK)
def test_the_desk_is_seen_by_whom_it_should_be(everybody: Everybody, name: str) -> None:
    """Asks for it as everybody, in the way that it is meant to be asked."""
    address, wrong = DESK[name], []
    method = "post" if address.does is Does.TAKES else "get"
    for who in WHO:
        somebody = everybody.visitor(who)
        where = somebody.address_of(name)
        response = getattr(somebody.client, method)(where)
        wrong += problems(response, who, f"{method} {where}")
        if not as_expected(response, who, address):
            wrong.append(
                f"{who} should be {expected(who, address)!r}, and is {verdict(response)!r} ({response.status_code})"
            )
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name, address in DESK.items() if address.does is Does.BOTH])
def test_what_may_not_be_seen_may_not_be_sent(everybody: Everybody, name: str) -> None:
    """Those who are refused a form are refused when they send it; an empty form is no accident of the server."""
    address, wrong = DESK[name], []
    for who in WHO:
        somebody = everybody.visitor(who)
        where = somebody.address_of(name)
        response = somebody.client.post(where, {})
        wrong += problems(response, who, f"post {where}")
        if expected(who, address) != "let in" and not as_expected(response, who, address):
            wrong.append(f"{who} sends to {where} and is {verdict(response)!r} ({response.status_code})")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", [name for name, address in DESK.items() if address.does is Does.TAKES])
def test_what_only_takes_shows_nothing(everybody: Everybody, name: str) -> None:
    """Opened by hand, such an address leads to the page above it."""
    for who in sorted(DESK[name].roles):
        somebody = everybody.visitor(who)
        response = somebody.client.get(somebody.address_of(name))
        assert response.status_code in (302, 405), f"{who}: {response.status_code}"


@pytest.mark.parametrize("name", DESK)
def test_the_desk_answers_three_methods(everybody: Everybody, name: str) -> None:
    somebody = everybody.visitor("administrator")
    where = somebody.address_of(name)
    answers = {method: somebody.client.generic(method, where).status_code for method in UNASKED_METHODS}
    assert set(answers.values()) == {405}, answers


@pytest.mark.parametrize("name", PUBLIC)
def test_the_public_site_is_open_and_clean(name: str) -> None:
    where, client = reverse(name, urlconf=PUBLIC_PROGRAM.urls), PublicClient()
    response = client.get(where)
    assert response.status_code < 400 or name == "design:logo", response.status_code
    assert not list(faults(response, PUBLIC_TITLE))
    assert not any(cookie.value for cookie in client.cookies.values()), "the public site set a cookie"
    answers = {method: client.generic(method, where).status_code for method in UNASKED_METHODS}
    assert set(answers.values()) == {405}, answers


@pytest.mark.parametrize("make", [Client, PublicClient], ids=["desk", "public"])
def test_what_is_not_there(make: type[Client]) -> None:
    response = make().get("/no-such-page")
    assert verdict(response) == ("sign in first" if make is Client else "refused")
    assert not list(faults(response, PUBLIC_TITLE))


def bytes_of(response: Any, reference: str) -> tuple[int, dict[str, str], bytes]:
    """Everything that an answer tells, apart from what the asker said and what is random."""
    content = TOKEN.sub(rb"\1", response.content).replace(reference.encode(), b"REFERENCE")
    headers = {name: value.replace(reference, "REFERENCE") for name, value in response.items()}
    return response.status_code, headers, content


def _takes(name: str, argument: str) -> bool:
    return any(place.name == name and f":{argument}>" in place.address for place in places_of("desk"))


@pytest.mark.parametrize("name", [name for name in DESK if name.partition(":")[0] in HIDDEN])
def test_hidden_and_missing_look_alike(everybody: Everybody, name: str) -> None:
    """A closed record and one that does not exist give the same answer to those who may not know of it."""
    if not _takes(name, "reference"):
        return
    hidden = HIDDEN[name.partition(":")[0]]
    closed, missing = hidden.closed(), hidden.missing()
    method = "post" if DESK[name].does is Does.TAKES else "get"
    for who in (NO_ROLE, *(key for key, role in ROLES.items() if hidden.knows not in role.permissions)):
        somebody = everybody.visitor(who)
        places = [(somebody.address_of(name, reference=each), each) for each in (closed, missing)]
        answers = [bytes_of(getattr(somebody.client, method)(where), reference) for where, reference in places]
        assert answers[0] == answers[1], f"{who} can tell that {name} exists"
        assert answers[0][0] == 404


def test_missing_things_are_missing(everybody: Everybody) -> None:
    """Ids that belong to nothing are refused like any other, not an error of the server."""
    assert everybody.visitor("administrator").client.get(reverse("access:user", args=[new_id()])).status_code == 404
