"""Taking a contact in a real browser: by keyboard alone, on a phone, without scripts, through crashes and time-outs."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from roundel.access.grants import Asker, load_asker
from roundel.access.models import User
from roundel.correspondence import actions as callers
from roundel.drafts.models import Draft
from roundel.helpline import actions
from roundel.helpline.models import AskedAfter, Contact, ProtectiveAction
from roundel.kernel import clock
from tests.factories import steps, users

OWN = "Worried about own thoughts or behaviour"
WEEK = dt.timedelta(days=7)


@pytest.fixture
def user(transactional_db: None) -> User:
    return users.make_user("practitioner", name="Ruth Adeyemi")


@pytest.fixture
def taker(user: User) -> Asker:
    return load_asker(user.pk, at=clock.now())


@pytest.fixture
def code(taker: Asker) -> str:
    """The code of a caller with whom two things were agreed a week ago."""
    at = clock.now() - WEEK
    issued = callers.issue_code(by=taker, at=at)
    contact = steps.begin(taker, at, said=True)
    actions.set_caller(by=taker, at=at, contact=contact, caller_id=issued.caller.pk)
    for kind in ("tell_someone", "see_doctor"):
        steps.agree(taker, contact, at, kind=kind)
    steps.write(taker, contact, at, notes="A secret sentence")
    steps.finish(taker, contact, at + 20 * steps.MINUTE)
    return issued.code


def saved(page: Page) -> None:
    """Wait until the draft is on the server."""
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved at")


@pytest.mark.parametrize(("width", "javascript"), [(1280, True), (320, True), (1280, False), (320, False)])
def test_a_caller_comes_back(
    page_as: Callable[..., Page],
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    user: User,
    code: str,
    width: int,
    javascript: bool,
) -> None:
    page = page_as(user=user, width=width, javascript=javascript)
    page.goto("/")
    page.get_by_role("button", name="Take a contact").click()
    page.wait_for_url("**/take")
    page.get_by_label("How did they meet it?").select_option("agreed")
    page.get_by_role("button", name="I have said it").click()
    page.locator("input[name=code]").fill(code)
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("main")).to_contain_text("What was agreed before")
    expect(page.locator("main")).not_to_contain_text("A secret sentence")
    page.locator("textarea[name=notes]").fill("He calls again.")
    page.get_by_role("radio", name=OWN).check()
    page.get_by_role("radio", name="Done", exact=True).first.check()
    page.get_by_role("button", name="Note this: ").first.click()
    expect(page.locator(".helpline-tick", has_text="Done")).to_have_count(1)
    page.locator("select[name=agree-kind]").select_option("police")
    page.get_by_role("button", name="Add what was agreed").click()
    if javascript:
        axe(page)
        fits(page)
    page.get_by_role("button", name="Finish").click()
    if javascript:
        axe(page)
        fits(page)
    page.get_by_role("radio", name="We both came to an end").check()
    page.get_by_role("button", name="Finish").click()
    page.wait_for_url(re.compile(r"/contacts/H-[^/]+$"))
    contact = Contact.objects.latest("started_at")
    assert (contact.state, contact.notes, contact.group) == ("finished", "He calls again.", "own")
    assert (AskedAfter.objects.get().outcome, ProtectiveAction.objects.filter(kind="police").count()) == ("done", 1)
    if javascript:
        axe(page)
        fits(page)


def test_by_keyboard_alone(page_as: Callable[..., Page], keyboard: Callable[[Page], Any], user: User) -> None:
    page = page_as(user=user)
    page.goto("/")
    hands = keyboard(page)
    hands.press("Alt+n")
    page.wait_for_url("**/take")
    hands.tab_to(page.locator("select[name=acknowledged]"))
    hands.type("Heard it and agreed")
    hands.press("Alt+t")
    expect(page.locator("#statement")).to_contain_text("Said at")
    hands.tab_to(page.locator("input[name=group]").first)
    hands.press("Space")
    hands.press("Alt+o")
    hands.type("He is worried.")
    topic = page.locator("input[id$=-typeahead]").first
    hands.tab_to(topic, back=True)
    hands.type("tellin")
    hands.press("Enter")
    expect(page.locator(".roundel-typeahead__chosen")).to_contain_text("Telling somebody")
    hands.press("Alt+a")
    hands.type("Tell")
    hands.use(page.get_by_role("button", name="Add what was agreed"))
    expect(page.locator("main")).to_contain_text("Take back")
    hands.press("Alt+e")
    expect(page.locator("#times")).to_contain_text("Writing up for")
    hands.press("Alt+i")
    page.wait_for_url("**/finish")
    hands.tab_to(page.get_by_role("radio").first)
    hands.press("Space", "Alt+i")
    page.wait_for_url(re.compile(r"/contacts/H-[^/]+$"))
    contact = Contact.objects.get()
    assert (contact.state, contact.notes, contact.group) == ("finished", "He is worried.", "own")
    assert contact.codes.get().code == "telling_someone"


SLOW_TIMERS = "(original => { window.setTimeout = (work, wait) => original(work, wait || 800) })(window.setTimeout)"


def test_on_a_slow_computer_a_chosen_topic_does_not_call_the_hand_back(
    page_as: Callable[..., Page], user: User, taker: Asker
) -> None:
    contact = steps.begin(taker, clock.now(), said=True)
    page = page_as(user=user)
    page.goto(f"/contacts/{contact.reference}/take")
    topic = page.locator("input[id$=-typeahead]").first
    topic.fill("tellin")
    expect(page.get_by_role("option", name="Telling somebody")).to_be_visible()
    page.evaluate(SLOW_TIMERS)
    topic.press("Enter")
    expect(page.locator(".roundel-typeahead__chosen")).to_contain_text("Telling somebody")
    page.keyboard.press("Alt+a")
    expect(topic).to_have_value("")  # the timer has run
    expect(page.locator("#id_agree-kind")).to_be_focused()


@pytest.mark.parametrize(
    ("letter", "nature"), [("s", "silent"), ("a", "abusive"), ("w", "wrong_number"), ("h", "hang_up")]
)
def test_a_call_is_counted_with_two_keys(
    page_as: Callable[..., Page], axe: Callable[[Page], None], user: User, letter: str, nature: str
) -> None:
    page = page_as(user=user)
    page.goto("/")
    page.keyboard.press("Alt+q")
    expect(page.get_by_role("dialog")).to_be_visible()
    if letter == "s":
        axe(page)
    page.keyboard.press(letter)
    expect(page.locator("main")).to_contain_text("Counted:")
    assert Contact.objects.get().nature == nature


def test_a_begun_call_is_counted_with_two_keys(page_as: Callable[..., Page], user: User, taker: Asker) -> None:
    contact = steps.begin(taker, clock.now())
    page = page_as(user=user)
    page.goto(f"/contacts/{contact.reference}/take")
    page.keyboard.press("Alt+q")
    page.keyboard.press("h")
    expect(page.locator("main")).to_contain_text("Counted: hung up.")
    assert Contact.objects.get().nature == "hang_up"


def test_questions_that_do_not_apply_are_hidden(page_as: Callable[..., Page], user: User, taker: Asker) -> None:
    contact = steps.begin(taker, clock.now())
    page = page_as(user=user)
    page.goto(f"/contacts/{contact.reference}/take")
    expect(page.locator("[data-question=profession]")).to_be_hidden()
    page.get_by_role("radio", name="A professional").check()
    expect(page.locator("[data-question=profession]")).to_be_visible()
    expect(page.locator("[data-question=stage]")).to_be_hidden()


def test_what_is_typed_is_there_after_the_tab_was_closed(
    page_as: Callable[..., Page], user: User, taker: Asker
) -> None:
    contact = steps.begin(taker, clock.now())
    page = page_as(user=user)
    page.goto(f"/contacts/{contact.reference}/take")
    page.locator("textarea[name=notes]").press_sequentially("He began to say")
    saved(page)
    page.close()
    again = page_as(user=user)
    again.goto(f"/contacts/{contact.reference}/take")
    expect(again.locator("textarea[name=notes]")).to_have_value("He began to say")
    assert Contact.objects.get().notes is None


def test_what_is_typed_is_there_after_the_server_was_killed(
    page_as: Callable[..., Page], desk_process: Callable[[], Any], troubles: Any, user: User, taker: Asker
) -> None:
    troubles.expect("ERR_CONNECTION_REFUSED|Failed to load resource|another host")
    contact = steps.begin(taker, clock.now())
    first = desk_process()
    page = page_as(user=user, base_url=first.url)
    page.goto(f"/contacts/{contact.reference}/take")
    page.locator("textarea[name=notes]").press_sequentially("Kept before")
    saved(page)
    first.kill()
    second = desk_process()
    again = page_as(user=user, base_url=second.url)
    again.goto(f"/contacts/{contact.reference}/take")
    expect(again.locator("textarea[name=notes]")).to_have_value("Kept before")


def test_a_code_is_never_in_a_draft_an_address_or_filled_in(
    page_as: Callable[..., Page], user: User, taker: Asker
) -> None:
    contact = steps.begin(taker, clock.now())
    page = page_as(user=user)
    page.goto(f"/contacts/{contact.reference}/take")
    page.locator("input[name=code]").press_sequentially("1234567812345678")
    page.locator("textarea[name=notes]").press_sequentially("x")
    saved(page)
    assert "1234567812345678" not in repr([draft.payload for draft in Draft.objects.all()])
    page.locator("input[name=code]").press("Enter")
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    assert "1234" not in page.url
    expect(page.locator("input[name=code]")).to_have_value("")
    expect(page.locator("input[name=code]")).to_have_attribute("autocomplete", "off")
    expect(page.locator("textarea[name=notes]")).to_have_value("x")


def test_danger_comes_first_and_the_typing_stays(
    page_as: Callable[..., Page], axe: Callable[[Page], None], user: User, taker: Asker
) -> None:
    contact = steps.begin(taker, clock.now())
    page = page_as(user=user, width=320)
    page.goto(f"/contacts/{contact.reference}/take")
    page.locator("textarea[name=notes]").fill("He is on the bridge")
    page.get_by_role("button", name="Someone is in danger now").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Call 999 now")
    axe(page)
    page.get_by_role("button", name="Mark this contact and go back").click()
    expect(page.locator("main")).to_contain_text("Danger marked at")
    expect(page.locator("textarea[name=notes]")).to_have_value("He is on the bridge")


def test_the_bar_is_in_sight_and_hides_no_field_that_has_the_focus(
    page_as: Callable[..., Page], user: User, taker: Asker
) -> None:
    contact = steps.begin(taker, clock.now())
    page = page_as(user=user, width=320)
    page.goto(f"/contacts/{contact.reference}/take")
    for name in ("notes", "identifying", "agree-words"):
        box = page.locator(f"textarea[name={name}]")
        box.focus()
        below = page.locator(".helpline-bar").bounding_box()
        field = box.bounding_box()
        assert below
        assert field
        assert field["y"] < below["y"] - 40
    expect(page.get_by_role("button", name="Finish")).to_be_in_viewport()


def test_two_people_saving_see_both_and_save_on_top(
    page_as: Callable[..., Page], axe: Callable[[Page], None], user: User, taker: Asker
) -> None:
    contact = steps.begin(taker, clock.now())
    boss = page_as("supervisor")
    boss.goto(f"/contacts/{contact.reference}/take")
    steps.write(taker, contact, clock.now(), notes="Theirs")
    boss.locator("textarea[name=notes]").fill("Mine")
    boss.get_by_role("button", name="Save Alt+S").click()
    expect(boss.get_by_role("heading", level=1)).to_have_text("Someone else saved first")
    axe(boss)
    boss.get_by_role("button", name="Save mine").click()
    expect(boss.locator("textarea[name=notes]")).to_have_value("Mine")
    assert Contact.objects.get().notes == "Mine"


def test_a_session_that_ends_in_the_middle_loses_nothing(
    page_as: Callable[..., Page], troubles: Any, user: User, taker: Asker
) -> None:
    troubles.expect("401")
    contact = steps.begin(taker, clock.now())
    page = page_as(user=user)
    page.goto(f"/contacts/{contact.reference}/take")
    page.locator("textarea[name=notes]").press_sequentially("Before")
    saved(page)
    page.context.clear_cookies()
    page.locator("textarea[name=notes]").press_sequentially(" and after")
    expect(page.locator("[data-saved-line]")).to_contain_text("signed out")
    expect(page.locator("textarea[name=notes]")).to_have_value("Before and after")
    again = page_as(user=user)
    again.goto(f"/contacts/{contact.reference}/take")
    expect(again.locator("textarea[name=notes]")).to_have_value("Before")
