"""Rendering bits of pages in the tests."""

from typing import Any

from django.template import engines
from django.test import RequestFactory

from tests.unit.design.conformance import canonical

IMPORTS = '{% import "ui/all.html" as ui %}{% import "ui/form.html" as form_ui %}'


def render(source: str, **context: Any) -> str:
    """The markup of a template that may use `ui` and `form_ui`."""
    return engines["jinja2"].from_string(IMPORTS + source).render(context, RequestFactory().get("/?page=2&q=a"))


def tags(html: str, name: str) -> list[dict[str, str]]:
    """The attributes of every element with this name."""
    return [dict(token[1]) for token in canonical(html) if isinstance(token, tuple) and token[0] == name]


def text(html: str) -> str:
    """The words alone."""
    return " ".join(token[0] for token in canonical(html) if isinstance(token, list))
