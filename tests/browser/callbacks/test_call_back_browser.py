"""A call-back in a real browser, from its booking to the erased number: by keyboard alone, and on a phone."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from roundel.access.grants import Asker, load_asker
from roundel.access.models import User
from roundel.callbacks import actions
from roundel.callbacks.models import CallBack, Slot
from roundel.drafts.models import Draft
from roundel.helpline.models import Contact
from roundel.kernel import clock
from tests.factories import call_backs, steps, users
from tests.factories.call_backs import MINUTE, SHOWN

NUMBERS = re.compile(r"7700\W{0,5}900\W{0,5}982")


@pytest.fixture
def user(transactional_db: None) -> User:
    return users.make_user("practitioner", name="Ruth Adeyemi")


@pytest.fixture
def taker(user: User) -> Asker:
    return load_asker(user.pk, at=clock.now())


@pytest.fixture
def slot(transactional_db: None) -> Slot:
    """A slot that is open now, whatever the hour at which the tests run."""
    return call_backs.slot(starts_at=clock.now() - MINUTE, capacity=3)


def book(page: Page, slot: Slot) -> None:
    """The form, as it is filled in while somebody is on the line."""
    page.get_by_label("When?").select_option(str(slot.pk))
    page.get_by_label("Telephone number").fill("+44 7700 900982")
    page.get_by_role("radio", name="Only that we called").check()
    page.get_by_label("Whom may we ask for?").fill("Kim")
    page.get_by_label("Pass-phrase").fill("blue tit")
    page.get_by_label("What is it about?").select_option("go_on")
    page.get_by_role("button", name="Book the call-back").click()
    page.wait_for_url("**/told")


def no_number(page: Page) -> None:
    """Neither on the page nor in its address or title."""
    assert not NUMBERS.search(page.content() + page.url + page.title())


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (320, False)])
def test_from_booking_to_the_erased_number(
    page_as: Callable[..., Page],
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    user: User,
    taker: Asker,
    slot: Slot,
    width: int,
    javascript: bool,
) -> None:
    contact = steps.begin(taker, clock.now(), said=True)
    page = page_as(user=user, width=width, javascript=javascript)

    def look() -> None:
        if javascript:
            axe(page)
            fits(page)

    page.goto(f"/contacts/{contact.reference}")
    page.get_by_role("link", name="Book a call-back").click()
    look()
    page.get_by_role("button", name="Book the call-back").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Enter the number")
    look()
    book(page, slot)
    expect(page.locator("main")).to_contain_text("Yours is the first call in that time")
    no_number(page)
    look()
    made = CallBack.objects.get()

    page.goto("/call-backs/")
    no_number(page)
    look()
    page.get_by_role("link", name=made.reference).click()
    no_number(page)
    look()
    page.get_by_role("button", name="Begin the call").click()
    expect(page.locator(".callbacks-number")).to_have_text(SHOWN)
    expect(page.locator("main")).to_contain_text("blue tit")
    look()
    page.get_by_role("button", name="They answered").click()
    page.wait_for_url("**/take")
    expect(page.locator("#statement")).to_contain_text("I have said it")
    no_number(page)

    made.refresh_from_db()
    assert (made.state, made.number) == ("reached", None)
    for where in ("/", "/call-backs/", "/call-backs/?show=all", "/call-backs/ended", f"/call-backs/{made.reference}",
                  f"/contacts/{contact.reference}", f"/contacts/{made.result_reference}"):  # fmt: skip
        page.goto(where)
        no_number(page)
    page.goto(f"/call-backs/{made.reference}")
    expect(page.locator("main")).to_contain_text("Erased on")
    look()
    page.go_back()
    page.go_back()
    no_number(page)


def test_by_keyboard_alone(
    page_as: Callable[..., Page], keyboard: Callable[[Page], Any], user: User, slot: Slot
) -> None:
    page = page_as(user=user)
    page.goto("/call-backs/")
    hands = keyboard(page)
    hands.press("Alt+b")
    page.wait_for_url("**/new")
    hands.tab_to(page.get_by_label("When?"))
    hands.press("ArrowDown", "ArrowDown")
    hands.fill(page.get_by_label("Telephone number"), "07700 900982")
    hands.tab_to(page.locator("input[name=message]").first)
    hands.press("Space")
    hands.tab_to(page.get_by_label("What is it about?"))
    hands.type("Go on")
    hands.use(page.get_by_role("button", name="Book the call-back"))
    page.wait_for_url("**/told")
    hands.use(page.get_by_role("button", name="Done"))
    made = CallBack.objects.get()
    hands.use(page.get_by_role("link", name=made.reference))
    page.wait_for_url(f"**/{made.reference}")
    hands.press("Alt+c")
    page.wait_for_url("**/call")
    expect(page.locator(".callbacks-number")).to_have_text(SHOWN)
    hands.press("Alt+n")
    page.wait_for_url("**/take")
    made.refresh_from_db()
    assert (made.slot_id, made.state, made.number) == (slot.pk, "reached", None)
    assert Contact.objects.get().reference == made.result_reference


def test_what_was_begun_is_there_after_the_tab_was_closed_but_for_the_number(
    page_as: Callable[..., Page], user: User
) -> None:
    page = page_as(user=user)
    page.goto("/call-backs/new")
    page.get_by_label("Telephone number").press_sequentially("07700 900982")
    page.get_by_label("Whom may we ask for?").press_sequentially("Kim")
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved at")
    page.close()
    assert not NUMBERS.search(repr([draft.payload for draft in Draft.objects.all()]))
    again = page_as(user=user)
    again.goto("/call-backs/new")
    expect(again.get_by_label("Whom may we ask for?")).to_have_value("Kim")
    expect(again.get_by_label("Telephone number")).to_have_value("")


def test_attempts_and_settling_on_a_phone(
    page_as: Callable[..., Page], axe: Callable[[Page], None], fits: Callable[[Page], None], user: User, taker: Asker
) -> None:
    one = call_backs.calling(by=taker, at=clock.now())
    page = page_as(user=user, width=320)
    page.goto(f"/call-backs/{one.reference}/call")
    page.get_by_role("button", name="Note it").click()
    expect(page.locator(".govuk-error-summary")).to_contain_text("Choose what came of the call")
    axe(page)
    fits(page)
    page.get_by_role("radio", name="It is the wrong number").check()
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Decide how it goes on")
    axe(page)
    fits(page)
    page.get_by_role("radio", name="Give it up").check()
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("radio", name="The number is wrong").check()
    page.get_by_label("Why?").fill("A shop answered.")
    axe(page)
    fits(page)
    page.get_by_role("button", name="Give it up and erase the number").click()
    expect(page.locator("main")).to_contain_text("Erased on")
    axe(page)
    fits(page)
    assert CallBack.objects.get().ending == "wrong_number"


@pytest.mark.parametrize("width", [1280, 320])
def test_a_supervisor_sets_slots(
    page_as: Callable[..., Page], axe: Callable[[Page], None], fits: Callable[[Page], None], width: int
) -> None:
    page = page_as("supervisor", width=width)
    page.goto("/call-backs/slots/")
    expect(page.locator("main")).to_contain_text("No slot is offered in this week")
    axe(page)
    page.get_by_role("button", name="Add a weekly pattern").click()
    for name in ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday"):
        page.get_by_role("checkbox", name=name).check()
    page.get_by_label("From", exact=True).fill("2pm")
    page.get_by_label("To", exact=True).fill("4pm")
    page.get_by_role("radio", name="30 minutes").check()
    first = clock.today() + dt.timedelta(days=7)
    for part, value in (("Day", first.day), ("Month", first.month), ("Year", first.year)):
        page.get_by_label(part, exact=True).fill(str(value))
    axe(page)
    fits(page)
    page.get_by_role("button", name="Offer these slots").click()
    expect(page.locator("main")).to_contain_text("slots are offered")
    expect(page.locator("main")).to_contain_text("2:00pm to 2:30pm")
    axe(page)
    fits(page)


def test_the_second_of_two_is_told_kindly(page_as: Callable[..., Page], user: User, taker: Asker) -> None:
    one = call_backs.safe_now(at=clock.now())
    page = page_as(user=user)
    page.goto(f"/call-backs/{one.reference}")
    other = users.make_asker(user=users.make_user("practitioner", name="Tom Ellery"))
    actions.claim(by=other, at=clock.now(), call_back=one)
    page.get_by_role("button", name="Begin the call").click()
    expect(page.locator("main")).to_contain_text("Tom Ellery began this call at")
    no_number(page)
