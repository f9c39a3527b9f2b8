"""How many statements are sent to the database: counted in a piece of work, or told of each answer in a header."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse

HEADER = "X-Queries"


class Count:
    """Counts what passes through it."""

    number = 0

    def __call__(self, execute: Callable[..., Any], *arguments: Any) -> Any:
        """One more, and on its way."""
        self.number += 1
        return execute(*arguments)


@contextmanager
def statements() -> Iterator[Count]:
    """Count the statements of this thread while it lasts."""
    count = Count()
    with connection.execute_wrapper(count):
        yield count


def counted(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Count them all, those of the session and of the audit too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        with statements() as count:
            response = get_response(request)
        response.headers[HEADER] = str(count.number)
        return response

    return middleware
