"""Where a call-back was booked from. An app above registers how one of its records is found, and its page.

    sources.register("H", find_contact)

``find_contact(asker, reference)`` gives an Origin, or raises NotFound or Refused as its own scope decides: so
that nobody books from, or is led to, a record that is closed to him.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass

from roundel.access.grants import Asker
from roundel.kernel.errors import NotFound, Refused


@dataclass(frozen=True)
class Origin:
    """A record from which a call-back is booked: its reference, what one is called, its page, the caller's alias."""

    reference: str
    words: str
    page: str
    caller_id: uuid.UUID | None = None
    alias: str = ""


Find = Callable[[Asker, str], Origin]
_FINDERS: dict[str, Find] = {}


def register(prefix: str, find: Find) -> None:
    """Make one kind of origin known by the letter of its references. A second one is a mistake."""
    if _FINDERS.get(prefix, find) != find:
        raise ValueError(f"there is an origin for {prefix} already")
    _FINDERS[prefix] = find


def origin(asker: Asker, reference: str) -> Origin:
    """The record with this reference, if the asker may see it; NotFound or Refused if not, or for an unknown kind."""
    find = _FINDERS.get(reference[:1])
    if find is None:
        raise NotFound
    return find(asker, reference)


def page_of(asker: Asker, reference: str) -> str:
    """The page of this record; empty if there is none or it is closed to the asker."""
    try:
        return origin(asker, reference).page if reference else ""
    except Refused:
        return ""
