"""How many statements each request sends to the database, told in a header of its answer. For measuring only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Queries"


def counted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count them all, those of the session and of the audit too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        number = 0

        def count(execute: Callable[..., Any], *arguments: Any) -> Any:
            nonlocal number
            number += 1
            return execute(*arguments)

        with connection.execute_wrapper(count):
            response = get_response(request)
        response.headers[HEADER] = str(number)
        return response

    return middleware
