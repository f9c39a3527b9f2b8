"""Fixtures for every test. Nothing here reaches another machine; the clock stands still only when asked to."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from django.core.cache import cache
from django.db import connection, connections
from django.test import TransactionTestCase

from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.audit import guards
from roundel.kernel import clock
from tests.factories import users
from tests.support.clients import PublicClient, StaffClient, signed_in
from tests.support.moments import NOW
from tests.support.network import closed_network

MEMORY = Path("/dev/shm")  # noqa: S108 - a folder in memory, where there is one


@pytest.fixture(scope="session", autouse=True)
def _no_network() -> Iterator[None]:
    with closed_network():
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request: pytest.FixtureRequest) -> Iterator[None]:
    """Where the test database is: in memory, or in a file when a server's threads must share it.

    On PostgreSQL only the name changes, one for each process of the suite.
    """
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    settings = connections["default"].settings_dict
    if connections["default"].vendor != "sqlite":
        settings["TEST"]["NAME"] = f"test_{settings['NAME']}{worker and '_' + worker}"
        settings["CONN_MAX_AGE"] = 0  # a server's thread must not hold the database when it is dropped
        yield
        return
    if not any(item.get_closest_marker("browser") for item in request.session.items):
        settings["TEST"]["NAME"] = None
        yield
        return
    folder = tempfile.mkdtemp(prefix="roundel-test-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    settings["TEST"]["NAME"] = f"{folder}/test.sqlite3"
    settings["CONN_MAX_AGE"] = 0
    yield
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session", autouse=True)
def _emptying_allowed() -> Iterator[None]:
    """After a test that commits, the tables are emptied; the audit's triggers would refuse, so they step aside."""
    empty = TransactionTestCase._fixture_teardown

    def empty_without_triggers(self: TransactionTestCase) -> None:
        guards.remove(connection)
        empty(self)
        guards.install(connection)

    TransactionTestCase._fixture_teardown = empty_without_triggers  # type: ignore[method-assign]
    yield
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    """Codes already used and failed attempts are kept in the cache; the next test begins without them."""
    yield
    cache.clear()


class FrozenClock:
    """A clock that stands still, and moves when told to."""

    def __init__(self, stack: ExitStack, moment: dt.datetime) -> None:
        self._stack = stack
        self.move_to(moment)

    def move_to(self, moment: dt.datetime) -> None:
        """Set the clock to this moment."""
        self._stack.enter_context(clock.frozen(moment))
        self.now = moment

    def forward(self, **by: float) -> None:
        """Move on, in the words of timedelta: forward(minutes=31)."""
        self.move_to(self.now + dt.timedelta(**by))


@pytest.fixture
def frozen_clock() -> Iterator[FrozenClock]:
    """The clock stands at NOW in this thread (a live server's threads do not see it)."""
    with ExitStack() as stack:
        yield FrozenClock(stack, NOW)


@pytest.fixture
def make_user(db: None) -> Callable[..., User]:
    """make_user("practitioner", ...) -> a user with these roles, a password and a second factor."""
    return users.make_user


@pytest.fixture
def asker(db: None) -> Callable[..., Asker]:
    """asker("practitioner") -> what the rules need to know about a new user with this role."""
    return users.make_asker


@pytest.fixture
def client_as(db: None) -> Callable[..., StaffClient]:
    """client_as("practitioner") -> the desk's test client, signed in; client.user is who it is.

    client_as(user=user) signs in somebody who exists already.
    """

    def make(*roles: str, user: User | None = None) -> StaffClient:
        return signed_in(user or users.make_user(*roles))

    return make


@pytest.fixture
def public_client() -> PublicClient:
    """A visitor of the public site: its own addresses, middleware and cookies."""
    return PublicClient()
