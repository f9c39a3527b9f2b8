"""Files that are sent: one at a time, held in memory, never on the disk, and no more of it than may be kept."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler

LARGEST = 2 * 1024 * 1024
NEVER_MEANT = 16 * 1024 * 1024


class InMemory(MemoryFileUploadHandler):
    """Keeps one byte more than the largest file that is taken, so that it can be told apart; the rest is let go by."""

    def handle_raw_input(self, *args: Any, **kwargs: Any) -> None:
        """Take part, however large the file says it is; a request that nobody means is not read to its end."""
        content_length = kwargs["content_length"] if "content_length" in kwargs else args[2]
        if content_length > NEVER_MEANT:
            raise RequestDataTooBig("The request is far larger than any file that is taken.")
        self.activated = True

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep what still fits."""
        self.file.write(raw_data[: max(0, LARGEST + 1 - start)])

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """The file, with the size that was kept."""
        return super().file_complete(min(file_size, LARGEST + 1))
