"""Files that hold records: never readable by others, not even for a moment, and never written over."""

from __future__ import annotations

import os
from pathlib import Path

from django.core.management.base import CommandError


def reserve(path: Path) -> None:
    """Make this file, empty and for its owner only; refuses if it is there."""
    try:
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600))
    except FileExistsError:
        raise CommandError(f"{path} is already there and is not overwritten.") from None
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from None


def onto_disk(path: Path) -> None:
    """Return when the file and its name have reached the disk."""
    for each in (path, path.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
