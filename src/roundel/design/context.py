"""What every page is given beside its own context."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.module_loading import import_string


def navigation(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """The main menu: words, address, whether we are there.

    `settings.ROUNDEL_NAVIGATION` names a function of the request, because the design system knows no pages.
    """
    named = getattr(settings, "ROUNDEL_NAVIGATION", "")
    return list(import_string(named)(request)) if named else []


def find_url(request: HttpRequest) -> str:
    """Where the search box sends; empty for those who may find nothing, who are shown none.

    `settings.ROUNDEL_FIND` names a function of the request, as for the menu.
    """
    named = getattr(settings, "ROUNDEL_FIND", "")
    return str(import_string(named)(request)) if named else ""


def page(request: HttpRequest) -> dict[str, Any]:
    """The context processor that the Jinja2 backend runs; a view's own `navigation` wins."""
    return {"navigation": navigation(request), "find_url": find_url(request)}
