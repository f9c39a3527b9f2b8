"""Leaving the public site in a real browser, with and without a script; reading it on a phone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from roundel.config.programs import PUBLIC

NewPage = Callable[..., Page]
PAGES = ("/", "/reach-us", "/private", "/leaving")


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing_and_nothing_scrolls_sideways(
    new_page: NewPage, public_url: str, axe: Callable[[Page], None], fits: Callable[[Page], None], path: str, width: int
) -> None:
    page = new_page(base_url=public_url, width=width)
    page.goto(path)
    axe(page)
    fits(page)


@pytest.mark.parametrize("javascript", [True, False])
def test_leaving_forgets_the_visit(new_page: NewPage, public_url: str, javascript: bool) -> None:
    page = new_page(base_url=public_url, javascript=javascript)
    _remember(page, public_url)
    page.goto("/")
    page.goto("/private")
    page.get_by_role("link", name="Leave this page").first.click()
    page.wait_for_url("**/away")
    assert page.title() == "New page"
    assert not [one for one in page.context.cookies() if one["name"] == PUBLIC.cookie]


def test_back_after_leaving_does_not_return_to_the_page_that_was_left(new_page: NewPage, public_url: str) -> None:
    page = new_page(base_url=public_url)
    page.goto("about:blank")
    page.goto(f"{public_url}/private")
    page.get_by_role("link", name="Leave this page").first.click()
    page.wait_for_url("**/away")
    page.go_back()
    assert "pass" not in page.inner_text("body")


def test_pressing_escape_three_times_leaves(new_page: NewPage, public_url: str) -> None:
    page = new_page(base_url=public_url)
    page.goto("/reach-us")
    for _ in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/away")


def test_the_way_out_can_be_reached_early_by_keyboard(
    new_page: NewPage, public_url: str, keyboard: Callable[[Page], Any]
) -> None:
    page = new_page(base_url=public_url)
    page.goto("/")
    way_out = page.get_by_role("link", name="Leave this page").first
    keyboard(page).tab_to(way_out, most=8)
    page.keyboard.press("Enter")
    page.wait_for_url("**/away")


def _remember(page: Page, public_url: str) -> None:
    page.context.add_cookies([{"name": PUBLIC.cookie, "value": "abc", "url": public_url, "httpOnly": True}])
