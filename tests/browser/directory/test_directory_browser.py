"""The directory in a real browser: kept, searched in a hurry, picked and asked after in contacts."""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from roundel.access.grants import Asker, load_asker
from roundel.access.models import User
from roundel.correspondence import actions as callers
from roundel.directory.models import Import, Service
from roundel.helpline import actions
from roundel.helpline.models import Contact, Signpost, SignpostAnswer
from roundel.kernel import clock
from tests.factories import entries, signposts, steps, users

WEEK = dt.timedelta(days=7)
ID, OTHER = "0fdfb57f-c147-4cfb-864c-44788a335d8c", "24682fa0-3eda-4afc-a026-84a21c7a882e"
A_FILE = [{"id": ID, "name": "Port line", "status": "active", "alert": "New",
           "organization": {"id": OTHER, "name": "Port", "description": ""}}]  # fmt: skip


@pytest.fixture
def user(transactional_db: None) -> User:
    return users.make_user("practitioner", name="Ruth Adeyemi")


@pytest.fixture
def taker(user: User) -> Asker:
    return load_asker(user.pk, at=clock.now())


@pytest.fixture
def some_entries(transactional_db: None) -> list[Service]:
    """A few entries, old and new, near and everywhere."""
    now = clock.now()
    return [
        entries.added("Law line", agency="Port", needs=("legal",), ways=("self", "helpline")),
        entries.added("Law clinic", agency="Port", needs=("legal",), areas=("wales",), at=now - dt.timedelta(days=200)),
        entries.added("Roof", needs=("housing",), at=now - dt.timedelta(days=500)),
        entries.added("Hotline", needs=("report_images",), public_number="", website="https://report.example"),
        entries.retired("Gone", needs=("legal",)),
    ]


@pytest.fixture
def code(taker: Asker, some_entries: list[Service]) -> str:
    """The code of a caller who was told about one service and referred to another a week ago."""
    at = clock.now() - WEEK
    issued = callers.issue_code(by=taker, at=at)
    contact = steps.begin(taker, at, said=True)
    actions.set_caller(by=taker, at=at, contact=contact, caller_id=issued.caller.pk)
    signposts.given(contact, by=taker, service=some_entries[2])
    signposts.given(contact, by=taker, service=some_entries[0], kind="referred", words="Sent the form")
    steps.write(taker, contact, at)
    steps.finish(taker, contact, at + 20 * steps.MINUTE)
    return issued.code


@pytest.mark.parametrize("width", [1280, 320])
def test_every_page_is_accessible_and_fits(
    page_as: Callable[..., Page],
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    some_entries: list[Service],
    width: int,
) -> None:
    page, keeper = page_as("supervisor", width=width), users.make_asker("supervisor")
    sent = entries.sent(json.dumps(A_FILE).encode(), by=keeper)
    one, old, gone = some_entries[0], some_entries[2], some_entries[4]
    places = (
        "", "?need=legal&area=wales&words=law", "?words=nothing", "?state=retired", "?need=no_such", "add", "import",
        f"import/{sent.pk}", str(one.pk), str(old.pk), str(some_entries[3].pk), str(gone.pk), f"{one.pk}/edit",
        f"{one.pk}/retire", f"{gone.pk}/bring-back", f"agencies/{one.agency_id}", f"agencies/{one.agency_id}/edit",
    )  # fmt: skip
    for place in places:
        page.goto(f"/directory/{place}")
        axe(page)
        fits(page)
    page.goto("/directory/add")
    page.get_by_role("button", name="Add the entry").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter the name of the service.")
    axe(page)
    fits(page)


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (1280, False), (320, False)])
def test_found_picked_and_asked_after_next_time(
    page_as: Callable[..., Page],
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    user: User,
    code: str,
    width: int,
    javascript: bool,
) -> None:
    """The whole way: search while somebody talks, tell, referred; and in the next contact what became of it."""
    page = page_as(user=user, width=width, javascript=javascript)
    page.goto("/")
    page.get_by_role("button", name="Take a contact").click()
    page.wait_for_url("**/take")
    page.get_by_label("How did they meet it?").select_option("agreed")
    page.get_by_role("button", name="I have said it").click()
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("main")).to_contain_text("Signposted before")
    page.locator("textarea[name=notes]").fill("He calls again.")
    roof = page.locator(".helpline-action", has_text="Roof")
    roof.get_by_role("radio", name="Was turned away").check()
    roof.get_by_label("Why?").select_option("full")
    roof.get_by_role("button", name="Note this: Roof").click()
    expect(page.locator(".helpline-tick", has_text="turned away")).to_have_count(1)
    page.locator("summary", has_text="Point them to a service").click()
    page.locator("select[name=find-need]").select_option("legal")
    page.get_by_role("button", name="Find a service").click()
    expect(page.locator(".helpline-found li")).to_have_count(2)
    expect(page.locator(".helpline-found")).not_to_contain_text("Gone")
    if javascript:
        axe(page)
        fits(page)
    page.locator("textarea[name=point-words]").fill("Rings on Monday")
    page.get_by_role("button", name="Told them about Law clinic").click()
    expect(page.locator("#signposts + ul")).to_contain_text("Law clinic")
    expect(page.locator("textarea[name=notes]")).to_have_value("He calls again.")
    page.get_by_role("radio", name="Worried about own thoughts or behaviour").check()
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("main")).to_contain_text("1 signpost was given earlier and not asked after")
    if javascript:
        axe(page)
        fits(page)
    page.get_by_role("radio", name="We both came to an end").check()
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url(re.compile(r"/contacts/H-[^/]+$"))
    expect(page.locator("main")).to_contain_text("Rings on Monday")
    if javascript:
        axe(page)
        fits(page)
    page.goto(f"{page.url}/plan")
    expect(page.locator("main")).to_contain_text("Where to turn")
    if javascript:
        axe(page)
        fits(page)
    made = Signpost.objects.get(contact=Contact.objects.latest("started_at"))
    assert (made.kind, made.need, made.words) == ("told", "legal", "Rings on Monday")
    assert (SignpostAnswer.objects.get().outcome, SignpostAnswer.objects.get().why) == ("turned_away", "full")


def test_by_keyboard_alone(
    page_as: Callable[..., Page], keyboard: Callable[[Page], Any], user: User, taker: Asker, some_entries: list[Service]
) -> None:
    contact = steps.begin(taker, clock.now(), said=True)
    page = page_as(user=user)
    page.goto(f"/contacts/{contact.reference}/take")
    hands = keyboard(page)
    hands.press("Alt+o")
    hands.type("Somebody talks.")
    hands.press("Alt+g")
    hands.type("Legal")
    hands.fill(page.locator("input[name=find-words]"), "law li")
    hands.press("Enter")
    expect(page.locator(".helpline-found li")).to_have_count(1)
    assert page.evaluate("() => document.activeElement.id") == "found"
    hands.use(page.get_by_role("button", name="They agree: referred to Law line"))
    expect(page.locator("#signposts + ul")).to_contain_text("Law line")
    hands.use(page.locator("summary", has_text="They have come upon illegal images"))
    hands.use(page.get_by_role("button", name="Find where to report it"))
    expect(page.locator(".helpline-found")).to_contain_text("Hotline")
    hands.use(page.get_by_role("button", name="Close the search"))
    expect(page.locator(".helpline-found")).to_have_count(0)
    expect(page.locator("textarea[name=notes]")).to_have_value("Somebody talks.")
    assert Signpost.objects.get().kind == "referred"


def test_an_entry_is_added_checked_and_found_by_keyboard(
    page_as: Callable[..., Page], keyboard: Callable[[Page], Any]
) -> None:
    page = page_as("coordinator")
    page.goto("/directory/")
    hands = keyboard(page)
    hands.use(page.get_by_role("link", name="Add the first entry"))
    page.wait_for_url("**/add")
    hands.fill(page.get_by_label("Organisation that runs it"), "Harbour")
    hands.fill(page.get_by_label("Name of the service"), "Evening line")
    hands.tab_to(page.locator("input[id$=-typeahead]").first)
    hands.type("own thou")
    hands.press("Enter")
    expect(page.locator(".roundel-typeahead__chosen").first).to_contain_text("Help with own thoughts or behaviour")
    hands.fill(page.get_by_label("Telephone", exact=True), "01632 960001")
    hands.use(page.get_by_role("button", name="Add the entry"))
    expect(page.locator("main")).to_contain_text("Never checked")
    hands.use(page.get_by_role("button", name="I have checked this today"))
    expect(page.locator(".govuk-tag", has_text="Checked")).to_have_count(1)
    hands.use(page.get_by_role("link", name="Directory", exact=True).first)
    hands.fill(page.get_by_label("Words"), "even")
    hands.press("Enter")
    expect(page.locator("#results")).to_contain_text("1 entry.")


def test_typing_is_kept_when_the_browser_closes(page_as: Callable[..., Page], some_entries: list[Service]) -> None:
    keeper = users.make_user("supervisor")
    page = page_as(user=keeper)
    page.goto(f"/directory/{some_entries[0].pk}/edit")
    page.get_by_label("What it does").fill("Half a sentence")
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved at")
    page.context.close()
    page = page_as(user=keeper)
    page.goto(f"/directory/{some_entries[0].pk}/edit")
    expect(page.get_by_label("What it does")).to_have_value("Half a sentence")
    expect(page.locator("main")).to_contain_text("You began to write this and have not saved it.")


def test_a_file_is_chosen_looked_at_and_taken(
    page_as: Callable[..., Page], tmp_path: Path, transactional_db: None
) -> None:
    right, wrong = tmp_path / "right.json", tmp_path / "wrong.json"
    right.write_text(json.dumps(A_FILE), encoding="utf-8")
    wrong.write_text("[{", encoding="utf-8")
    page = page_as("supervisor")
    page.goto("/directory/import")
    page.get_by_label("File from another directory").set_input_files(wrong)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator("main")).to_contain_text("This is not JSON")
    assert not Import.objects.exists()
    page.get_by_label("File from another directory").set_input_files(right)
    page.get_by_role("button", name="See what it would do").click()
    expect(page.locator("main")).to_contain_text("service.alert")
    page.get_by_role("button", name="Import it").click()
    expect(page.locator("main")).to_contain_text("Imported: 1 added")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download the file").click()
    out = json.loads(Path(download.value.path()).read_text(encoding="utf-8"))
    assert (out["contents"][0]["id"], out["contents"][0]["alert"]) == (ID, "New")
