"""Render govuk-frontend's own fixtures through the macros and compare what a browser would see."""

import gzip
import json
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from jinja2 import Environment

from roundel.design.jinja import lenient_environment

FIXTURES = Path(__file__).parent / "fixtures" / "govuk-frontend-6.6.0.json.gz"
VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# Attributes that are true by being there, whatever their value.
BOOLEAN = {"checked", "disabled", "hidden", "multiple", "open", "readonly", "required", "selected"}


@cache
def fixtures() -> dict[str, list[dict[str, Any]]]:
    """By component: name, options and expected HTML of each fixture."""
    return json.loads(gzip.decompress(FIXTURES.read_bytes()))["components"]


@cache
def environment() -> Environment:
    """The environment in which the macros live."""
    return lenient_environment()


def macro_name(component: str) -> str:
    """radios is govukRadios, back-link is govukBackLink."""
    return "govuk" + "".join(part.capitalize() for part in component.split("-"))


def render(component: str, options: dict[str, Any]) -> str:
    """What our macro makes of a fixture's options."""
    module = environment().get_template(f"govuk_frontend_jinja/components/{component}/macro.html").module
    return str(getattr(module, macro_name(component))(options))


class Canonical(HTMLParser):
    """A list of tokens in which order of attributes and white space outside of <pre> and <textarea> do not count."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tokens: list[object] = []
        self.exact = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag with its attributes sorted."""
        shown = {name: "" if name in BOOLEAN else self.value(name, value) for name, value in attrs}
        self.tokens.append((tag, tuple(sorted(shown.items()))))
        self.exact += tag in ("textarea", "pre")

    def value(self, name: str, value: str | None) -> str:
        """Classes are a set; other values are compared as they are."""
        return " ".join(sorted((value or "").split())) if name == "class" else value or ""

    def handle_endtag(self, tag: str) -> None:
        """The end of a tag that has one."""
        if tag not in VOID:
            self.tokens.append(f"/{tag}")
        self.exact -= tag in ("textarea", "pre")

    def handle_data(self, data: str) -> None:
        """Text, with neighbouring pieces joined."""
        text = data if self.exact else " ".join(data.split())
        if not text:
            return
        if self.tokens and isinstance(self.tokens[-1], list):
            text = self.tokens.pop()[0] + " " + text  # type: ignore[index]
        self.tokens.append([text])


def canonical(html: str) -> list[object]:
    """The tokens of a piece of HTML; the drawing inside the GOV.UK logo, which we may not use, is left out."""
    parser = Canonical()
    parser.feed(html)
    parser.close()
    return parser.tokens


def failures() -> dict[str, list[str]]:
    """By component: the names of the fixtures that differ."""
    found: dict[str, list[str]] = {}
    for component, cases in fixtures().items():
        for case in cases:
            if not agrees(component, case):
                found.setdefault(component, []).append(case["name"])
    return found


def agrees(component: str, case: dict[str, Any]) -> bool:
    """Whether the macro gives what govuk-frontend gives; a macro that is missing or breaks does not."""
    try:
        return canonical(render(component, case["options"])) == canonical(case["html"])
    except Exception:  # noqa: BLE001 (any failure of a macro counts as one disagreement)
        return False
