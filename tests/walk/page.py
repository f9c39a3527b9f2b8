"""What must hold of every answer, whoever asked for it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

SCRIPT_TYPES = ("module", "text/javascript", "")
# A title says which page, never what it is about; a reference may stand in it, a person may not.
TITLE = re.compile(r"^(Error: )?[\w ,’'()\-–—:.?]+ - Roundel$")
# The public site's titles stand in the history of a shared computer: a few words, and at most our name.
PUBLIC_TITLE = re.compile(r"^[\w ]{3,30}( - Roundel)?$")


class Outline(HTMLParser):
    """The parts of a page that the rules speak of."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.h1 = 0
        self.title = ""
        self.faults: list[str] = []
        self._in_title = False
        self._svg = 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Count headings, note what runs or styles inline."""
        names = {name: value or "" for name, value in attrs}
        self.h1 += tag == "h1"
        self._svg += tag == "svg"
        self._in_title = self._in_title or (tag == "title" and not self._svg)
        if tag == "script" and not names.get("src") and names.get("type", "") in SCRIPT_TYPES:
            self.faults.append("an inline script")
        if tag == "style":
            self.faults.append("an inline style sheet")
        if "style" in names:
            self.faults.append(f"a style attribute on <{tag}>")
        self.faults += [f"an inline handler {name} on <{tag}>" for name in names if re.match(r"on[a-z]+$", name)]
        for name in ("src", "href", "action"):
            if re.match(r"(?:https?:)?//|javascript:", names.get(name, "")) and tag in {
                "script",
                "link",
                "img",
                "form",
            }:
                self.faults.append(f"<{tag}> leads elsewhere: {names[name]}")

    def handle_endtag(self, tag: str) -> None:
        """A title or a picture ends."""
        if tag == "title":
            self._in_title = False
        self._svg -= tag == "svg"

    def handle_data(self, data: str) -> None:
        """The title's words."""
        if self._in_title:
            self.title += data


def faults(response: Any, title: re.Pattern[str] = TITLE) -> Iterator[str]:
    """Everything about an answer that breaks the rules for all answers."""
    # A style sheet may be compared with what a browser keeps; a page, whose change would tell something, never.
    comparing = () if response.get("Content-Type", "").startswith(("text/css", "image/")) else ("ETag", "Last-Modified")
    for name in ("X-Powered-By", *comparing):
        if name in response:
            yield f"the header {name}: {response[name]}"
    if response.status_code >= 500:
        yield f"status {response.status_code}"
    for name, wanted in (("Referrer-Policy", "no-referrer"), ("X-Content-Type-Options", "nosniff"), ("Server", "web")):
        if response.get(name) != wanted:
            yield f"{name} is {response.get(name)!r}, not {wanted!r}"
    if response.get("Content-Type", "").startswith("text/html") and response.content:
        yield from html_faults(response, title)


def html_faults(response: Any, title: re.Pattern[str]) -> Iterator[str]:
    """Everything about a page that breaks the rules for pages."""
    if "no-store" not in response.get("Cache-Control", ""):
        yield f"Cache-Control is {response.get('Cache-Control')!r}, without no-store"
    text = response.content.decode()
    if "<html" not in text:  # a part of a page that a script fetches
        return
    policy = response.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        yield f"the security policy is {policy!r}"
    outline = Outline(text)
    yield from outline.faults
    if outline.h1 != 1:
        yield f"{outline.h1} headings of the first order"
    if not title.match(" ".join(outline.title.split())):
        yield f"the title is {outline.title.strip()!r}"
