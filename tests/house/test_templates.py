"""Templates: everything is escaped, nothing runs inline, titles are neutral."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest

from tests.house.source import templates

COMMENT = re.compile(r"\{#.*?#\}", re.DOTALL)
RULES = {
    "a value declared safe": re.compile(r"\|\s*safe\b"),
    "escaping switched off": re.compile(r"\{%-?\s*autoescape\s+(?:false|off)", re.IGNORECASE),
    "an inline script": re.compile(r"<script\b(?![^>]*\b(?:src=|type=[\"']application/json))", re.IGNORECASE),
    "an inline style sheet": re.compile(r"<style\b", re.IGNORECASE),
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "an address with a script in it": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "something from another host": re.compile(r"<(?:script|link|img|iframe)\b[^>]*(?:src|href)=[\"']?(?:https?:)?//"),
    "a picture or video taken in": re.compile(r"type=[\"']file[\"']", re.IGNORECASE),
}
# The GOV.UK macros, mended: parameters documented as HTML are marked safe there, as in the original.
VENDORED = ("design/jinja2/mended_govuk/", "design/jinja2/govuk", "design/jinja2_govuk/")


def template_faults(text: str) -> Iterator[str]:
    """Everything in a template that the rules forbid."""
    plain = COMMENT.sub(lambda match: "\n" * match[0].count("\n"), text)
    for name, pattern in RULES.items():
        for match in pattern.finditer(plain):
            yield f"{plain.count(chr(10), 0, match.start()) + 1}: {name}: {match[0][:60]!r}"


def test_templates_are_clean() -> None:
    found = [
        f"{place}:{line}"
        for place, text in templates()
        if not place.startswith(VENDORED)
        for line in template_faults(text)
    ]
    assert not found, "\n".join(found)


@pytest.mark.parametrize(
    "text",
    [
        "{{ note | safe }}",
        "{{ note|safe }}",
        "{% autoescape false %}",
        "<script>alert(1)</script>",
        "<style>p { color: red }</style>",
        '<p style="color: red">',
        '<button onclick="go()">',
        '<a href="javascript:go()">',
        '<script src="https://example.org/a.js"></script>',
        '<input type="file">',
    ],
)
def test_the_guard_notices(text: str) -> None:
    assert list(template_faults(text))


@pytest.mark.parametrize(
    "text",
    [
        "{{ note }}",
        '<script type="module" src="{{ static(\'a.js\') }}"></script>',
        "{# {{ x|safe }} #}",
        '<script type="application/json">{{ x|tojson }}</script>',
    ],
)
def test_the_guard_leaves_good_templates_alone(text: str) -> None:
    assert not list(template_faults(text))


def test_comments_keep_line_numbers() -> None:
    check: Callable[[str], Iterator[str]] = template_faults
    assert next(iter(check("{# one\ntwo #}\n{{ x|safe }}"))).startswith("3:")
