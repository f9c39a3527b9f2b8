"""Practising in a real browser: a whole call by keyboard alone, on a phone, without scripts; the supervisor's word."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from roundel.access.models import User
from roundel.drafts.models import Draft
from roundel.helpline.models import Contact
from roundel.practice.models import PracticeCall
from tests.factories import practice, users

MARK = "Practice: nothing here is a real contact and nothing is counted."
LAST = "It is better than it was an hour ago."


@pytest.fixture
def trainee(transactional_db: None) -> User:
    return users.make_user("trainee", name="Rhys Calder")


def saved(page: Page) -> None:
    """Wait until the draft is on the server."""
    expect(page.locator("[data-saved-line]")).to_contain_text("Saved at")


def marked(page: Page) -> None:
    """The mark is there and in sight, wherever one has scrolled to."""
    expect(page.locator(".practice-mark")).to_have_text(MARK)
    expect(page.locator(".practice-mark")).to_be_in_viewport()


def test_a_whole_call_by_keyboard_alone(
    page_as: Callable[..., Page],
    keyboard: Callable[[Page], Any],
    axe: Callable[[Page], None],
    trainee: User,
) -> None:
    page = page_as(user=trainee)
    page.goto("/practice/")
    marked(page)
    axe(page)
    hands = keyboard(page)
    hands.use(page.get_by_role("button", name="Answer: Somebody who calls for the first time"))
    page.wait_for_url("**/take")
    marked(page)
    axe(page)
    hands.press("Alt+o")
    hands.type("First call. Evenings are hardest.")
    hands.press("Alt+1")  # the first reply
    expect(page.locator("#caller")).to_be_focused()
    expect(page.locator("#caller")).to_contain_text("That is what I was afraid of")
    expect(page.locator("textarea[name=notes]")).to_have_value("First call. Evenings are hardest.")
    hands.tab_to(page.locator("select[name=acknowledged]"))
    hands.type("Heard it and agreed")
    hands.press("Alt+t")
    expect(page.locator("#statement")).to_contain_text("Said at")
    hands.press("Alt+g")
    expect(page.locator("#caller")).to_contain_text("as long as I keep names out of it")
    hands.press("Alt+g")
    expect(page.locator("#caller")).to_contain_text("I have never said this aloud")
    hands.press("Alt+1")
    expect(page.locator("#caller")).to_contain_text("You do not sound shocked")
    hands.press("Alt+g")
    expect(page.locator("#caller")).to_contain_text("Evenings are the worst")
    hands.press("Alt+1")
    expect(page.locator("#caller")).to_contain_text("On Sunday.")
    hands.press("Alt+a")
    hands.type("Block")
    hands.fill(page.locator("textarea[name=agree-words]"), "Ask my brother on Sunday.")
    hands.use(page.get_by_role("button", name="Add what was agreed"))
    expect(page.locator("main")).to_contain_text("Take back")
    axe(page)
    hands.use(page.locator("summary", has_text="They have no code"))
    hands.use(page.get_by_role("button", name="Issue a code"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("The code for Practice")
    marked(page)
    axe(page)
    hands.press("Alt+g")
    page.wait_for_url("**/take")
    hands.press("Alt+g")
    expect(page.locator("#caller")).to_contain_text("Can I call again?")
    hands.press("Alt+g")
    expect(page.locator("#caller")).to_contain_text(LAST)
    expect(page.locator("#caller-title")).to_have_text("The call has come to its end")
    hands.tab_to(page.locator("input[name=group]").first)
    hands.press("Space", "Alt+e")
    expect(page.locator("#times")).to_contain_text("Writing up for")
    hands.press("Alt+i")
    page.wait_for_url("**/finish")
    marked(page)
    axe(page)
    hands.tab_to(page.locator("input[name=ending]").first)
    hands.press("Space")
    hands.tab_to(page.locator("input[name=threshold]").first)
    hands.press("Space", "ArrowDown", "ArrowDown", "Alt+i")
    page.wait_for_url(re.compile(r"/practice/X-[^/]+$"))
    marked(page)
    axe(page)
    expect(page.locator(".practice-finding .govuk-tag", has_text="Done")).to_have_count(8)
    expect(page.locator(".practice-finding .govuk-tag", has_text="Not done")).to_have_count(0)
    hands.fill(page.locator("textarea[name=words]"), "I was glad of the silence.")
    hands.use(page.get_by_role("button", name="Keep my thoughts"))
    expect(page.locator("main")).to_contain_text("Your thoughts are kept.")
    call = PracticeCall.objects.get()
    assert (call.state, call.reflection) == ("finished", "I was glad of the silence.")
    assert not Draft.objects.exists()
    assert not Contact.objects.exists()


@pytest.mark.parametrize("javascript", [True, False])
def test_on_a_phone_with_and_without_scripts(
    page_as: Callable[..., Page],
    axe: Callable[[Page], None],
    fits: Callable[[Page], None],
    trainee: User,
    javascript: bool,
) -> None:
    page = page_as(user=trainee, width=320, javascript=javascript)

    def look() -> None:
        marked(page)
        if javascript:
            axe(page)
            fits(page)

    page.goto("/practice/")
    look()
    page.get_by_role("button", name="Answer: Somebody who has called before").click()
    look()
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("How did they meet it?").select_option("agreed")
    page.get_by_role("button", name="I have said it").click()
    page.get_by_role("button", name="Go on").click()
    expect(page.locator("#caller")).to_contain_text("3507, 1826, 4905, 1737")
    page.locator("input[name=code]").fill("3507 1826 4905 1737")
    page.get_by_role("button", name="Look up").click()
    expect(page.locator("main")).to_contain_text("What was agreed before")
    page.get_by_role("radio", name="Done", exact=True).first.check()
    page.get_by_role("button", name="Note this: ").first.click()
    expect(page.locator(".helpline-tick", has_text="Done")).to_have_count(1)
    look()
    page.get_by_role("button", name="Someone is in danger now").click()
    expect(page.locator("main")).to_contain_text("Nobody is told")
    look()
    page.get_by_role("link", name="Go back without marking it").click()
    page.get_by_role("radio", name="Worried about own thoughts or behaviour").check()
    page.get_by_role("button", name="Finish").click()
    look()
    page.get_by_role("button", name="Finish").click()
    expect(page.locator(".govuk-error-summary")).to_be_visible()
    look()
    page.get_by_role("radio", name="They ended it").check()
    page.get_by_role("radio", name="I am not sure").check()
    page.get_by_role("button", name="Finish").click()
    expect(page.locator("main")).to_contain_text("You asked after a part of what was agreed before.")
    look()
    page.get_by_role("link", name="Delete this practice call").click()
    look()
    page.get_by_role("button", name="Delete it").click()
    expect(page.locator("main")).to_contain_text("is deleted")
    assert not PracticeCall.objects.exists()


def test_the_supervisors_word_arrives(
    page_as: Callable[..., Page], axe: Callable[[Page], None], fits: Callable[[Page], None], trainee: User
) -> None:
    call = practice.finished(by=users.make_asker(user=trainee))
    for width in (1280, 320):
        boss = page_as("supervisor", width=width)
        boss.goto("/practice/review")
        marked(boss)
        axe(boss)
        fits(boss)
        boss.get_by_role("link", name=call.reference).click()
        expect(boss.locator("main")).to_contain_text("by Rhys Calder")
        axe(boss)
        fits(boss)
        boss.get_by_role("button", name="Send the comment").click()
        expect(boss.locator(".govuk-error-summary")).to_contain_text("Write what you would like to say.")
        axe(boss)
        boss.get_by_label("What would you like to say to them?").fill(f"You left room ({width}).")
        boss.get_by_role("button", name="Send the comment").click()
        expect(boss.locator("main")).to_contain_text("will find your comment")
    page = page_as(user=trainee)
    page.goto(f"/practice/{call.reference}")
    expect(page.locator(".practice-comment")).to_have_count(2)
    axe(page)


def test_what_is_typed_is_there_after_the_tab_was_closed(page_as: Callable[..., Page], trainee: User) -> None:
    page = page_as(user=trainee)
    page.goto("/practice/")
    page.get_by_role("button", name="Answer: A professional with a question").click()
    page.locator("textarea[name=notes]").press_sequentially("A school")
    saved(page)
    page.close()
    again = page_as(user=trainee)
    again.goto("/practice/")
    again.get_by_role("link", name="Go on with").click()
    expect(again.locator("textarea[name=notes]")).to_have_value("A school")
    draft = Draft.objects.get()
    assert draft.form == "practice"
    assert "practice_line" not in draft.payload


def test_neither_the_mark_nor_the_bar_hides_a_field_that_has_the_focus(
    page_as: Callable[..., Page], keyboard: Callable[[Page], Any], trainee: User
) -> None:
    page = page_as(user=trainee, width=320)
    page.goto("/practice/")
    page.get_by_role("button", name="Answer: A professional with a question").click()
    hands = keyboard(page)
    names = ("notes", "identifying", "agree-words")
    for name, back in [*((name, False) for name in names), *((name, True) for name in reversed(names))]:
        hands.tab_to(page.locator(f"textarea[name={name}]"), back=back)
        places = (f"textarea[name={name}]", ".practice-mark", ".helpline-bar")
        field, mark, bar = (page.locator(place).bounding_box() for place in places)
        assert field
        assert mark
        assert bar
        assert field["y"] + field["height"] > mark["y"] + mark["height"] + 24, name
        assert field["y"] < bar["y"] - 24, name
