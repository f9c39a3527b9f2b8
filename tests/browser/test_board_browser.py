"""The board for the room on screens of every size: readable, up to date without reloading, honest when it is not."""

from __future__ import annotations

import datetime as dt

import pytest
from playwright.sync_api import Page, expect

from roundel.helpline import actions
from roundel.helpline.models import Contact
from roundel.kernel import clock
from tests.factories import contacts, shifts, users

SIZES = ((1920, 1080), (3840, 2160), (1280, 720), (768, 1024), (320, 640))
# Contrast as WCAG 2.2 counts it, of each piece of text on the board with the nearest ground behind it.
CONTRASTS = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((part) => part / 255)
      .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const colour = getComputedStyle(at).backgroundColor;
      if (colour !== "rgba(0, 0, 0, 0)") return colour;
    }
    return "rgb(255, 255, 255)";
  };
  return [...document.querySelectorAll("[data-tile] :is(h2, p, strong), .board__now, .board__at")].map((element) => {
    const pair = [light(getComputedStyle(element).color), light(ground(element))].sort((a, b) => b - a);
    return [element.textContent, (pair[0] + 0.05) / (pair[1] + 0.05)];
  });
}"""


@pytest.fixture
def busy_room(transactional_db) -> None:
    """Somebody in danger, an empty place now and one to come, a break."""
    contacts.in_danger()
    by = users.make_asker("practitioner", user=users.make_user("practitioner", name="Ana Bell"))
    shift = shifts.going_on(needed=2)
    shifts.signed(shift, by=by)
    shifts.signed(shifts.going_on(duty="supervisor"))
    shifts.going_on(duty="lead")
    shifts.made(starts_at=clock.now().replace(second=0, microsecond=0) + dt.timedelta(hours=5), needed=2)


def refreshed(page: Page) -> None:
    """The next refresh, without waiting for its turn."""
    page.clock.run_for(15_000)


@pytest.mark.slow
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_the_board_is_accessible_and_fits(page_as, axe, fits, busy_room, width: int, height: int) -> None:
    page = page_as("room_screen", width=width)
    page.set_viewport_size({"width": width, "height": height})
    page.goto("/")
    page.wait_for_url("**/board")
    axe(page)
    fits(page)
    low = [(text, round(ratio, 1)) for text, ratio in page.evaluate(CONTRASTS) if ratio < 7]
    assert not low, low
    if width >= 1920:
        assert page.evaluate("document.documentElement.scrollHeight <= innerHeight"), "a wall cannot be scrolled"
        sizes = page.evaluate(
            """() => ["h2", "div:not(.words) > p"].map((name) =>
                parseFloat(getComputedStyle(document.querySelector("[data-tile] > " + name)).fontSize) / 16)"""
        )
        assert sizes[0] >= 2.5
        assert sizes[1] >= 6


def test_every_tone_has_words_and_an_edge_of_its_own(page_as, busy_room) -> None:
    page = page_as("room_screen")
    page.goto("/board")
    tiles = page.locator("[data-tile]")
    edges = {}
    for number in range(tiles.count()):
        tile = tiles.nth(number)
        tone = tile.get_attribute("class") or ""
        edges[tone] = tile.evaluate("element => getComputedStyle(element).borderTopStyle")
        assert tile.locator("strong").count() == (tone != "calm")
    assert len(edges) == len(set(edges.values())) == 3, edges


def test_it_changes_without_reloading_and_only_where_something_changed(page_as, busy_room) -> None:
    page = page_as("room_screen")
    page.clock.install()
    page.goto("/board")
    page.evaluate("document.querySelectorAll('[data-tile]').forEach((tile) => { tile.seen = true })")
    danger = page.locator("[data-tile=dangers-not-taken-on]")
    expect(danger.locator("> div > p")).to_have_text("1")
    supervisor = users.make_asker("supervisor")
    actions.take_on_danger(by=supervisor, at=clock.now(), contact=Contact.objects.get())
    refreshed(page)
    expect(danger.locator("> div > p")).to_have_text("0")
    expect(page.locator("[data-board-said]")).to_have_text("No danger waits any more.")
    seen = page.evaluate("[...document.querySelectorAll('[data-tile]')].filter((tile) => tile.seen).length")
    assert seen == page.locator("[data-tile]").count() - 1, "the other tiles are the same as before, untouched"
    contacts.in_danger()
    refreshed(page)
    expect(danger.locator("> div > p")).to_have_text("1")
    expect(page.locator("[data-board-said]")).to_contain_text("Dangers not taken on 1 Danger now waiting since")


def test_nothing_moves_when_nothing_has_changed(page_as, busy_room) -> None:
    page = page_as("room_screen")
    page.clock.install()
    page.goto("/board")
    page.evaluate(
        """() => { window.touched = 0;
            new MutationObserver((changes) => { window.touched += changes.length; })
                .observe(document.querySelector(".board__tiles"),
                         { childList: true, subtree: true, characterData: true, attributes: true }); }"""
    )
    with page.expect_response("**/board/part"):
        refreshed(page)
    page.wait_for_function("document.querySelector('[data-board-at]').textContent.startsWith('As at')")
    assert page.evaluate("window.touched") == 0


def test_it_says_when_the_server_is_gone_and_when_it_is_back(page_as, troubles, busy_room) -> None:
    troubles.expect("ERR_INTERNET_DISCONNECTED")
    page = page_as("room_screen")
    page.clock.install()
    page.goto("/board")
    at = page.locator("[data-board-at]")
    before = at.inner_text().removeprefix("As at ")
    page.context.set_offline(True)
    refreshed(page)
    expect(at).to_have_text(f"Not up to date since {before}")
    page.clock.run_for(60_000)
    expect(at).to_have_text(f"Not up to date since {before}"), "since when it was last right"
    assert page.locator("[data-tile]").count() >= 6, "what was known stays"
    page.context.set_offline(False)
    refreshed(page)
    expect(at).to_contain_text("As at")


def test_it_says_that_it_was_signed_out(page_as, troubles, busy_room) -> None:
    troubles.expect("401")
    page = page_as("room_screen")
    page.clock.install()
    page.goto("/board")
    page.context.clear_cookies()
    refreshed(page)
    expect(page.locator("[data-board-at]")).to_contain_text("Signed out. Not up to date since")


def test_without_scripts_it_asks_again_by_itself(page_as, busy_room) -> None:
    page = page_as("room_screen", javascript=False)
    page.goto("/board")
    assert page.locator("meta[http-equiv=refresh]").get_attribute("content") == "60;url=/board/again"
    page.goto("/board/again")
    expect(page.locator("[data-tile=dangers-not-taken-on] > div > p")).to_have_text("1")
