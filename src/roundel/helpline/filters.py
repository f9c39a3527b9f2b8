"""What a reader of the contact list has chosen, as one plain value: for the query, the address and the audit."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from functools import cache

from roundel.helpline import contact_form


class Shown(StrEnum):
    """Which kinds of contact a list shows."""

    CONVERSATIONS = "conversation"
    COUNTED = "counted"
    ALL = "all"


class Order(StrEnum):
    """How a list may be sorted. Each has an index, so there are no others."""

    NEWEST = "newest"
    OLDEST = "oldest"
    LONGEST = "longest"
    SHORTEST = "shortest"

    @property
    def by_length(self) -> bool:
        """Whether contacts are sorted by how long they took; those without an end are then left out."""
        return self in {Order.LONGEST, Order.SHORTEST}

    @property
    def falls(self) -> bool:
        """Whether the largest comes first."""
        return self in {Order.NEWEST, Order.LONGEST}


@dataclass(frozen=True)
class Chosen:
    """The filters and the order of a list. ``since`` and ``until`` are days, both within the list."""

    period: str = ""
    since: dt.date | None = None
    until: dt.date | None = None
    group: str = ""
    practitioner: uuid.UUID | None = None
    channel: str = ""
    topic: str = ""
    open_actions: bool = False
    nature: Shown = Shown.CONVERSATIONS
    state: str = ""
    danger: bool = False
    restricted: bool = False
    caller: uuid.UUID | None = None
    order: Order = Order.NEWEST

    @property
    def changed(self) -> Mapping[str, object]:
        """What differs from the plain list, by name."""
        return {f.name: getattr(self, f.name) for f in fields(self) if getattr(self, f.name) != f.default}

    def codes(self) -> dict[str, str | int | bool]:
        """The choice as the audit keeps it: codes only, and few enough for one event."""
        changed = dict(self.changed)
        days = [changed.pop(name, None) for name in ("since", "until")]
        ticked = [name for name in ("open_actions", "danger", "restricted") if changed.pop(name, False)]
        kept: dict[str, str | int | bool] = {name: str(value) for name, value in changed.items()}
        if any(days):
            kept["days"] = ",".join(str(day or "any") for day in days)
        if ticked:
            kept["only"] = ",".join(ticked)
        return kept


@cache
def options(question: str) -> dict[str, str]:
    """Every answer that any version of the contact form has offered, in the newest words."""
    words: dict[str, str] = {}
    for form in sorted(contact_form.all_forms().values(), key=lambda form: form.valid_from):
        words |= form[question].options
    return words


def short_group(code: str) -> str:
    """The words of a caller group where room is narrow: without the "Worried about" that most begin with."""
    words = label("group", code).removeprefix("Worried about ").removeprefix("Worried that ")
    return words[:1].upper() + words[1:] if code else words


def label(question: str, code: str) -> str:
    """The words of a stored answer; one that was not given is "not recorded"."""
    return options(question).get(code, code) if code else "not recorded"
