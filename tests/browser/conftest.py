"""A real browser against real servers on 127.0.0.1.

Fixtures: ``desk_url``, ``public_url``, ``desk_process`` (a desk that can be killed), ``page_as(role)``,
``new_page()`` (nobody), ``sign_in_by_hand(page, role)``, ``axe(page)``, ``keyboard(page)``, ``fits(page)``,
``troubles``. Errors in the console, breaches of the security policy and requests to other hosts fail the
test; ``troubles.expect(pattern)`` allows one that belongs to it.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

import pytest
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from roundel.access.models import User
from tests.factories.users import PASSWORD, code_of, make_user
from tests.support.clients import new_session
from tests.support.pages import Keyboard, Troubles, check_fits, check_with_axe
from tests.support.server import ServerProcess, serve_in_process, serve_in_threads

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome")
NO_BROWSER = "no Chromium or Chrome: install one (Debian: apt-get install chromium) or name it in ROUNDEL_CHROMIUM"
# Passkeys need a name for this computer, so "localhost" is known; nothing else is.
HOSTS = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
ARGUMENTS = ["--disable-background-networking", HOSTS]
DESKTOP, PHONE = 1280, 320


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every test in this folder drives a browser and sees committed data."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.django_db(transaction=True))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this process."""
    named = os.environ.get("ROUNDEL_CHROMIUM")
    program = named or next(filter(None, map(shutil.which, NAMES)), None)
    if not program:
        if os.environ.get("ROUNDEL_REQUIRE_BROWSER") == "1":
            raise RuntimeError(NO_BROWSER)
        pytest.skip(NO_BROWSER)
    # Playwright keeps an event loop in this thread; Django would take our plain calls for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    as_root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=[*ARGUMENTS, *as_root])
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def _desk_server(django_db_setup: None) -> Iterator[str]:
    with serve_in_threads() as url:
        yield url


@pytest.fixture(scope="session")
def _public_server(django_db_setup: None) -> Iterator[str]:
    with serve_in_process("public", database_url()) as server:
        yield server.url


@pytest.fixture
def desk_url(_desk_server: str, transactional_db: None) -> str:
    """The address of the desk."""
    return _desk_server


@pytest.fixture
def public_url(_public_server: str, transactional_db: None) -> str:
    """The address of the public site, which runs in a process of its own."""
    return _public_server


@pytest.fixture
def desk_process(transactional_db: None) -> Iterator[Callable[[], ServerProcess]]:
    """desk_process() -> a desk in a process of its own, over the same database; .url and .kill()."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(serve_in_process("desk", database_url()))


def database_url() -> str:
    """Where the test database is, for another process."""
    now = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite://{now['NAME']}"
    sign_in = quote(now["USER"], safe="") + (f":{quote(now['PASSWORD'], safe='')}" if now["PASSWORD"] else "")
    host, query = (("", f"?host={now['HOST']}")) if now["HOST"].startswith("/") else (now["HOST"], "")
    return f"postgresql://{sign_in}@{host}:{now['PORT'] or 5432}/{quote(now['NAME'], safe='')}{query}"


@pytest.fixture
def troubles() -> Iterator[Troubles]:
    """What went wrong in the browser; a test fails on anything that it did not expect."""
    troubles = Troubles()
    yield troubles
    assert not troubles.unexpected(), "\n".join(troubles.unexpected())


@pytest.fixture
def new_context(browser: Browser, desk_url: str, troubles: Troubles) -> Iterator[Callable[..., BrowserContext]]:
    """new_context(width=320, javascript=False) -> a browser that remembers nothing."""
    contexts = []

    def make(*, width: int = DESKTOP, base_url: str = desk_url, javascript: bool = True) -> BrowserContext:
        context = browser.new_context(
            base_url=base_url,
            viewport={"width": width, "height": 900 if width > PHONE else 640},
            java_script_enabled=javascript,
            locale="en-GB",
            timezone_id="Europe/London",
        )
        context.set_default_timeout(10_000)
        troubles.watch(context, {urlsplit(desk_url).netloc, urlsplit(base_url).netloc})
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()


@pytest.fixture
def new_page(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """new_page(width=320, base_url=public_url, javascript=False) -> a page that nobody has signed in to."""
    return lambda **how: new_context(**how).new_page()


@pytest.fixture
def page_as(new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """page_as("practitioner", width=320, user=user) -> a page at the desk, signed in by cookie."""

    def make(*roles: str, user: User | None = None, **how: Any) -> Page:
        context = new_context(**how)
        session = new_session(user or make_user(*roles))
        # A cookie belongs to a host, whatever the port: it holds for a desk in a process of its own as well.
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session.session_key, "url": "http://127.0.0.1"}
        context.add_cookies([cookie])
        return context.new_page()

    return make


@pytest.fixture
def sign_in_by_hand() -> Callable[..., User]:
    """sign_in_by_hand(page, "practitioner") -> the real journey: address, password, code. Returns the user."""

    def sign_in(page: Page, *roles: str, user: User | None = None) -> User:
        user = user or make_user(*roles)
        page.goto("/accounts/login/")
        page.locator("input[name=login]").fill(user.email)
        page.locator("input[name=password]").fill(PASSWORD)
        page.locator("input[name=password]").press("Enter")
        page.locator("input[name=code]").fill(code_of(user))
        page.locator("input[name=code]").press("Enter")
        page.wait_for_url(lambda address: "/accounts/" not in address)
        return user

    return sign_in


@pytest.fixture
def axe() -> Callable[..., None]:
    """axe(page) fails with every accessibility violation found; leave_out=("region",) skips a rule."""
    return check_with_axe


@pytest.fixture
def fits() -> Callable[[Page], None]:
    """fits(page) fails if the page must be scrolled sideways."""
    return check_fits


@pytest.fixture
def keyboard() -> Callable[[Page], Keyboard]:
    """keyboard(page) -> somebody without a mouse: tab_to, press, type, fill, use."""
    return Keyboard
