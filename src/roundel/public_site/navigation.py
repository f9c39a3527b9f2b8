"""The public site's menu."""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _


def navigation(request: HttpRequest) -> list[tuple[str, str, bool]]:
    """Words, address, whether we are there."""
    places = (
        (_("Start"), reverse("public_site:start")),
        (_("How to reach us"), reverse("public_site:reach_us")),
        (_("What stays private"), reverse("public_site:confidentiality")),
    )
    return [(words, url, request.path == url) for words, url in places]
