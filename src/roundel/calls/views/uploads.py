"""Taking a file in without ever putting it on a disk: telephone numbers stand in it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler, StopUpload
from django.http import HttpResponse
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from roundel.access.http import DeskRequest
from roundel.calls.reading import MOST_BYTES

View = Callable[..., HttpResponse]


class InMemory(MemoryFileUploadHandler):
    """Keeps a file in memory whatever its size, and gives up on one that is too large to be a file of ours."""

    taken = 0

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """In memory, always."""
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """One more piece; one byte over the limit is kept, so that the form can say what was wrong."""
        self.taken += len(raw_data)
        if self.taken > 2 * MOST_BYTES:
            raise StopUpload(connection_reset=True)
        return super().receive_data_chunk(raw_data, start)


def in_memory(view: View) -> View:
    """Set the handler before anything reads the request; the form's token is checked after that, as everywhere."""
    checked = csrf_protect(view)

    @csrf_exempt
    @wraps(view)
    def outer(request: DeskRequest, **kwargs: Any) -> HttpResponse:
        request.upload_handlers = [InMemory(request)]
        return checked(request, **kwargs)

    return outer
