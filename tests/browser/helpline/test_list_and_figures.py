"""The contact list and the figures in a browser: by keyboard only, on a phone, for every reader."""

from __future__ import annotations

import datetime as dt
import io
import re

import pytest
import pyzipper

from roundel.helpline.models import Contact
from roundel.kernel import clock
from tests.factories import contacts, users

WIDTHS = (1200, 390, 320)
PAGES = (
    "/contacts/",
    "/contacts/?group=own&order=longest",
    "/contacts/?group=survivor",
    "/contacts/?period=own&since-day=40",
    "/contacts/export",
    "/contacts/figures/",
    "/contacts/figures/?part=m1&group=own",
    "/contacts/figures/?part=own&since=never",
)


@pytest.fixture
def some_contacts(transactional_db) -> list[Contact]:
    by, now = users.make_asker("practitioner"), clock.now()
    made = [contacts.finished(by=by, at=now - dt.timedelta(days=n)) for n in range(8)]
    return [*made, contacts.in_danger(), contacts.being_taken(by=by)]


@pytest.mark.slow
@pytest.mark.parametrize("width", WIDTHS)
def test_every_page_is_accessible_and_fits(page_as, axe, fits, some_contacts, width: int) -> None:
    page = page_as("supervisor", width=width)
    for address in PAGES:
        page.goto(address)
        axe(page)
        fits(page)


@pytest.mark.parametrize(("address", "is_open"), [("/contacts/", False), ("/contacts/?period=own&since-day=40", True)])
def test_on_a_phone_the_filter_is_folded_unless_something_in_it_must_be_mended(
    page_as, some_contacts, address: str, is_open: bool
) -> None:
    page = page_as("practitioner", width=320)
    page.goto(address)
    assert page.locator("details[data-filter-fold]").evaluate("fold => fold.open") is is_open


@pytest.mark.slow
def test_a_supervisor_filters_keeps_and_exports_by_keyboard(page_as, keyboard, some_contacts) -> None:
    page = page_as("supervisor")
    page.goto("/contacts/")
    hands = keyboard(page)
    hands.tab_to(page.get_by_label("Somebody may be in danger"))
    hands.press("Space")
    hands.use(page.get_by_role("button", name="Apply filters"))
    page.get_by_text("1 contact.").wait_for()
    hands.use(page.locator("summary", has_text="Keep or remove a view"))
    hands.fill(page.get_by_label("Keep these filters under a name"), "Danger")
    hands.use(page.get_by_role("button", name="Keep this view"))
    page.get_by_role("link", name="Danger", exact=True).wait_for()
    hands.use(page.get_by_role("link", name="Export this list"))
    password = page.locator(".roundel-suggestion").inner_text()
    hands.fill(page.get_by_label("Password for the file"), password)
    with page.expect_download() as download:
        hands.use(page.get_by_role("button", name="Download the file"))
    assert download.value.suggested_filename.startswith("list-")
    with open(download.value.path(), "rb") as file, pyzipper.AESZipFile(io.BytesIO(file.read())) as archive:
        archive.setpassword(password.encode())
        assert archive.read(archive.namelist()[0]).decode("utf-8-sig").count("\r\n") == 2


@pytest.mark.slow
def test_on_a_phone_the_list_comes_before_the_filters_are_opened(page_as, some_contacts) -> None:
    page = page_as("practitioner", width=320)
    page.goto("/contacts/")
    assert page.get_by_role("link", name=some_contacts[0].reference).is_visible()
    assert not page.get_by_role("button", name="Apply filters").is_visible()
    page.locator(".roundel-filter__summary").click()
    assert page.get_by_role("button", name="Apply filters").is_visible()


@pytest.mark.slow
def test_an_evaluator_chooses_a_period_and_downloads_a_table(page_as, keyboard, some_contacts) -> None:
    page = page_as("evaluator")
    page.goto("/contacts/figures/")
    hands = keyboard(page)
    hands.tab_to(page.get_by_label("Who was in touch", exact=True))
    hands.type("Worried about own")
    hands.use(page.get_by_role("button", name="Show figures"))
    page.get_by_role("heading", name="People and contacts").wait_for()
    assert "group=own" in page.url
    hands.use(page.locator("summary", has_text="How this is counted").first)
    assert page.get_by_text("A caller code is one person").is_visible()
    with page.expect_download() as download:
        hands.use(page.get_by_role("link", name=re.compile("Download CSV.*People and contacts")))
    assert download.value.suggested_filename.startswith("table-")


@pytest.mark.slow
def test_without_scripts_lists_and_figures_work(page_as, some_contacts) -> None:
    page = page_as("supervisor", javascript=False)
    page.goto("/contacts/")
    page.get_by_label("Who was in touch", exact=True).select_option("own")
    page.get_by_role("button", name="Apply filters").click()
    assert "group=own" in page.url
    page.goto("/contacts/figures/")
    page.get_by_role("button", name="Show figures").click()
    assert page.get_by_role("heading", name="Contacts by month").is_visible()
