"""Calls in a browser: a call arrives and becomes a contact, a file with faults is imported on a phone, a day is
entered by keyboard."""

from __future__ import annotations

import datetime as dt
import random
import re

import pytest
from playwright.sync_api import Page, expect

from roundel.calls import actions, demo
from roundel.calls.grid import Counts
from roundel.calls.here import opening
from roundel.calls.models import Call, HalfHour
from roundel.helpline.models import Contact
from roundel.kernel import clock
from tests.factories import telephone, users

FILE = {
    "name": "calls.csv",
    "mimeType": "text/csv",
    "buffer": (
        f"{telephone.HEADER}a1,2026-01-12 10:00,answered,0161 496 7351,60\na2,never,missed,0161 496 7352,\n"
        "a3,2026-03-29 01:30,missed,,\na4,2026-01-12 10:04,perhaps,,\n"
    ).encode(),
}
WRONG = FILE | {"buffer": b"Colour,Size\nred,2\n"}
WORKDAY = dt.date(2026, 1, 12)


@pytest.fixture
def year(transactional_db, monkeypatch) -> None:
    """A year of calls, as the demo has them."""
    staff = {role: users.make_user(role) for role in ("supervisor", "practitioner")}
    monkeypatch.setattr(demo, "staff", lambda role, at: [users.make_asker(user=staff[role])])
    monkeypatch.setattr(demo, "YEAR", 40)
    demo.bring_about(at=clock.now(), chance=random.Random(1))


def with_region(page: Page) -> Page:
    """The page that says where one sits, with the region that the desk's pages have for those who answer."""
    page.goto("/calls/extension")
    page.evaluate(
        """() => {
            const region = document.createElement("div");
            region.setAttribute("role", "status");
            region.dataset.arriving = "/calls/arriving";
            document.querySelector("main").prepend(region);
            const script = document.createElement("script");
            script.type = "module";
            script.src = "/static/calls/arriving.js";
            document.head.append(script);
        }"""
    )
    return page


@pytest.mark.slow
def test_a_call_arrives_quietly_and_one_key_begins_the_contact(page_as, keyboard, axe) -> None:
    user = users.make_user("practitioner")
    telephone.sits_at("204", by=users.make_asker(user=user))
    page = with_region(page_as(user=user))
    hands = keyboard(page)
    box = page.get_by_label("Extension")
    hands.tab_to(box)
    call = telephone.answered(extension="204", line="Day line")
    said = page.get_by_text("A call was answered at your extension")
    expect(said).to_be_visible(timeout=3_000)
    assert box.evaluate("element => element === document.activeElement"), "the focus is where it was"
    assert page.locator("[data-arriving]").get_attribute("role") == "status"
    axe(page)
    hands.press("Alt+c")
    page.wait_for_url(re.compile(r"/contacts/H-[^/]+/take"))
    contact = Contact.objects.get()
    call.refresh_from_db()
    assert contact.reference in page.url
    assert (contact.started_at, call.contact_reference) == (call.extension_at, contact.reference)


@pytest.mark.slow
def test_a_call_that_somebody_else_took_on_is_offered_no_longer(page_as) -> None:
    user = users.make_user("practitioner")
    by = telephone.sits_at("204", by=users.make_asker(user=user))
    page = with_region(page_as(user=user))
    call = telephone.answered()
    expect(page.get_by_text("A call was answered at your extension")).to_be_visible(timeout=3_000)
    actions.put_aside(by=by, at=clock.now(), call=call)
    expect(page.get_by_text("A call was answered at your extension")).to_be_hidden(timeout=3_000)


@pytest.mark.slow
def test_without_scripts_a_call_waits_on_a_page_of_its_own(page_as, axe) -> None:
    user = users.make_user("practitioner")
    telephone.sits_at("204", by=users.make_asker(user=user))
    call = telephone.answered()
    page = page_as(user=user, javascript=False)
    page.goto(f"/calls/answered/{call.pk}")
    page.get_by_role("button", name="Take the contact").click()
    assert re.search(r"/contacts/H-[^/]+/take", page.url)


@pytest.mark.slow
def test_a_file_with_faults_is_imported_on_a_phone(page_as, axe, fits) -> None:
    page = page_as("supervisor", width=320)
    page.goto("/calls/import")
    page.get_by_label("File from the telephone system").set_input_files(WRONG)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("heading", name="There is a problem").wait_for()
    axe(page)
    fits(page)
    page.goto("/calls/import")
    page.get_by_label("File from the telephone system").set_input_files(FILE)
    page.get_by_role("button", name="Check the file").click()
    page.get_by_role("heading", name="What would be added").wait_for()
    for words in (
        "the clock went forward in that night",
        "This is no date and time",
        "This is no word for what became",
    ):
        assert page.get_by_text(words).first.is_visible()
    assert "7351" not in page.content()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Add these calls").click()
    page.get_by_text("1 calls were added.").wait_for()
    assert Call.objects.count() == 1
    page.get_by_role("link", name="take it back").click()
    axe(page)
    fits(page)
    page.get_by_role("button", name="Take it back").click()
    page.get_by_role("heading", name="This file was taken back").wait_for()
    assert not Call.objects.exists()


@pytest.mark.slow
def test_a_day_is_entered_by_keyboard(page_as, keyboard, axe) -> None:
    page = page_as("supervisor")
    page.goto(f"/calls/{WORKDAY}/enter")
    hands = keyboard(page)
    hands.fill(page.get_by_label("Answered at 9:00am"), "3")
    hands.press("Tab")
    hands.type("1")
    hands.press("ArrowDown", "ArrowDown")  # missed, at 10:00am
    hands.type("two")
    hands.press("ArrowUp")
    hands.type("4")
    hands.use(page.get_by_role("button", name="Save the counts"))
    page.get_by_role("heading", name="There is a problem").wait_for()
    assert page.get_by_label("Missed at 10:00am").input_value() == "two"
    axe(page)
    hands.use(page.get_by_role("link", name="Missed at 10:00am"))
    hands.press("Control+a")
    hands.type("2")
    hands.use(page.get_by_role("button", name="Save the counts"))
    page.get_by_text("The counts are saved.").wait_for()
    kept = {f"{each.start:%H:%M}": (each.answered, each.missed) for each in HalfHour.objects.all()}
    assert kept == {"09:00": (3, 1), "09:30": (0, 4), "10:00": (0, 2)}


@pytest.mark.slow
def test_two_who_enter_one_day_see_both_versions(page_as) -> None:
    page = page_as("supervisor")
    page.goto(f"/calls/{WORKDAY}/enter")
    page.get_by_label("Missed at 9:00am").fill("5")
    start = opening(WORKDAY)[0]
    actions.enter_day(
        by=users.make_asker("supervisor"), at=clock.now(), day=WORKDAY, counts={start: Counts(0, 7, 0)},
        shown=(start,), base_version=0,
    )  # fmt: skip
    page.get_by_role("button", name="Save the counts").click()
    page.get_by_text("0 answered, 7 missed, 0 abandoned").wait_for()
    page.get_by_role("button", name="Save mine").click()
    page.get_by_text("The counts are saved.").wait_for()
    assert HalfHour.objects.get().missed == 5


@pytest.mark.slow
@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible_and_fits(page_as, axe, fits, year, width: int) -> None:
    page = page_as("supervisor", width=width)
    month = clock.today() - dt.timedelta(days=31)
    day = next(day for n in range(10, 20) if (day := clock.today() - dt.timedelta(days=n)).weekday() < 5)
    for address in (
        "/calls/", f"/calls/{month:%Y-%m}", "/calls/2020-01", f"/calls/{day}", f"/calls/{clock.today()}",
        f"/calls/{day}/enter", f"/calls/{day}/enter?whole=1", "/calls/import", "/calls/extension",
    ):  # fmt: skip
        page.goto(address)
        axe(page)
        fits(page)
