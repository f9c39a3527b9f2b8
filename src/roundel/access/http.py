"""The request as the desk's views see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

if TYPE_CHECKING:
    from roundel.access.grants import Asker


# A page that is looked at, and sent.
PAGE = require_http_methods(["GET", "HEAD", "POST"])


class DeskRequest(HttpRequest):
    """A request with ``asker``, put there by ``access.middleware.asker``. For type checking only."""

    asker: Asker


def sent(request: HttpRequest) -> QueryDict | None:
    """What a form has sent, empty or not; None when the page is only looked at."""
    return request.POST if request.method == "POST" else None
