"""Looking at a page in the browser: what is wrong with it, whether it fits, how the keyboard gets around."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, Request

AXE = Path(__file__).resolve().parents[1] / "vendor" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NO_MOUSE = "addEventListener('pointerdown', () => console.error('a mouse was used'), true)"


@dataclass
class Troubles:
    """What went wrong in a browser during a test, apart from what the test said it expects."""

    found: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def expect(self, pattern: str) -> None:
        """A console error that matches this pattern is part of the test."""
        self.expected.append(pattern)

    def watch(self, context: BrowserContext, hosts: set[str]) -> None:
        """Note console errors, uncaught errors, breaches of the policy, and requests to anyone else."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.found.append(f"uncaught error: {error.error}"))
        context.on("request", lambda request: self._request(request, hosts))

    def unexpected(self) -> list[str]:
        """What the test did not say it expects."""
        return [line for line in self.found if not any(re.search(pattern, line) for pattern in self.expected)]

    def _console(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        # A page that answers 403, 404 or 409 is a page; only what it loads must be there.
        own_status = message.text.startswith("Failed to load resource") and message.page and where == message.page.url
        if message.type == "error" and not own_status:
            self.found.append(f"console: {message.text} ({where})")

    def _request(self, request: Request, hosts: set[str]) -> None:
        address = urlsplit(request.url)
        if address.scheme in {"http", "https", "ws", "wss"} and address.netloc not in hosts:
            self.found.append(f"a request to another host: {request.url}")


def check_with_axe(page: Page, *, leave_out: tuple[str, ...] = ()) -> None:
    """Fail with every accessibility violation that axe finds on the page.

    The script is evaluated through the debugger, which the page's security policy does not bind.
    """
    page.wait_for_load_state()
    page.locator("h1").first.wait_for(state="attached")  # after a click the next page may still be on its way
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    options = {
        "runOnly": {"type": "tag", "values": RULES},
        "rules": {name: {"enabled": False} for name in leave_out},
        "resultTypes": ["violations"],
    }
    found = page.evaluate("options => axe.run(document, options)", options)["violations"]
    assert not found, f"axe on {page.url}:\n" + "\n".join(_violation(each) for each in found)


def _violation(violation: dict[str, Any]) -> str:
    nodes = "\n".join(
        f"    {json.dumps(node['target'])}: {node['html'][:160]}\n        {node['failureSummary']}"
        for node in violation["nodes"]
    )
    return f"  [{violation['impact']}] {violation['id']}: {violation['help']}\n{nodes}"


def check_fits(page: Page) -> None:
    """Fail if the page must be scrolled sideways."""
    wide, there = page.evaluate("() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    culprits = page.evaluate(
        """() => [...document.querySelectorAll('body *')]
            .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
            .slice(0, 5).map(e => e.outerHTML.slice(0, 120))"""
    )
    assert wide <= there, f"{page.url} is {wide} px wide in a window of {there}:\n" + "\n".join(culprits)


class Keyboard:
    """Somebody who uses the keyboard only: any press of the mouse is noted as a trouble."""

    def __init__(self, page: Page) -> None:
        self.page = page
        page.add_init_script(NO_MOUSE)
        page.evaluate(NO_MOUSE)

    def tab_to(self, target: Locator, *, back: bool = False, most: int = 150) -> None:
        """Press Tab (or Shift+Tab) until the target has the focus, and see that the focus shows."""
        key = "Shift+Tab" if back else "Tab"
        for _ in range(most):
            if target.evaluate("element => element === document.activeElement"):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{most} presses of {key} did not reach {target}")

    def press(self, *keys: str) -> None:
        """Press these keys one after another: press("Alt+n", "Enter")."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Type into whatever has the focus."""
        self.page.keyboard.type(text)

    def fill(self, target: Locator, text: str) -> None:
        """Go to a field by Tab and type into it."""
        self.tab_to(target)
        self.type(text)

    def use(self, target: Locator, key: str = "Enter") -> None:
        """Go to a button, link or box by Tab and press Enter (or Space)."""
        self.tab_to(target)
        self.press(key)
