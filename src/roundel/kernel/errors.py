"""The errors that every layer speaks. Each carries words fit to show to the person who caused it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


class RoundelError(Exception):
    """Base of every error that Roundel raises on purpose."""


class Refused(RoundelError):
    """The asker may not do this.

    ``reason`` is a sentence for the asker. ``may_know`` says whether the asker may learn that the
    record exists at all: if not, the answer is the same 404 as for a record that does not exist.
    """

    def __init__(self, reason: str, *, may_know: bool = True) -> None:
        super().__init__(reason)
        self.reason = reason
        self.may_know = may_know


class NotFound(Refused):
    """There is no such record, or the asker may not know that there is."""

    def __init__(self, reason: str = "There is no such record, or it is not yours to see.") -> None:
        super().__init__(reason, may_know=False)


class InvalidInput(RoundelError):
    """What was sent does not fit; ``field`` names the form field that the message belongs beside."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field
        self.message = message


@dataclass(frozen=True)
class Difference:
    """One field on which two people's versions of a record disagree."""

    label: str
    theirs: str
    yours: str


class Conflict(RoundelError):
    """Somebody else changed the record first. Nothing of either version is lost.

    ``differences`` are shown side by side; ``current_version`` is what a new attempt must name;
    ``yours`` keeps the values that were sent, to be offered again.
    """

    def __init__(
        self, *, differences: tuple[Difference, ...], current_version: int, yours: Mapping[str, object] | None = None
    ) -> None:
        super().__init__("Somebody else changed this record while you were writing.")
        self.differences = differences
        self.current_version = current_version
        self.yours = dict(yours or {})
