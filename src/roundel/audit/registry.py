"""The events and kinds of record that may stand in the audit, with their words.

Each app declares its own in a module ``audit_events`` that is imported at start:

    register_kind("helpline.contact", "contact")
    register(
        look("helpline.contact.read", "read {thing}"),
        change("helpline.contact.opened", "began {thing}"),
    )

``{thing}`` becomes the kind's words and the reference, "contact H-7F3K-9X".
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from roundel.audit.enums import Nature

_NAME = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)+$")


@dataclass(frozen=True)
class EventType:
    """A kind of event: its dotted name, what the person did in words, and whether it is a look or a change."""

    name: str
    words: str
    nature: Nature


class UnknownEventError(LookupError):
    """An event or a kind of record that no app has registered."""


_events: dict[str, EventType] = {}
_kinds: dict[str, str] = {}


def look(name: str, words: str) -> EventType:
    """An event by which somebody saw something."""
    return EventType(name, words, Nature.LOOK)


def change(name: str, words: str) -> EventType:
    """An event by which somebody changed something."""
    return EventType(name, words, Nature.CHANGE)


def system(name: str, words: str) -> EventType:
    """An event of the installation itself: sign-in, keys, the chain."""
    return EventType(name, words, Nature.SYSTEM)


def register(*types: EventType) -> None:
    """Make events known. Registering the same again is harmless, another meaning for the same name is not."""
    for type_ in types:
        _check_name(type_.name)
        if _events.setdefault(type_.name, type_) != type_:
            raise ValueError(f"the audit event {type_.name} is registered twice with different words")


def register_kind(kind: str, words: str) -> None:
    """Make a kind of record known, with what one of them is called: ("helpline.contact", "contact")."""
    _check_name(kind)
    if _kinds.setdefault(kind, words) != words:
        raise ValueError(f"the kind {kind} is registered twice with different words")


def event_type(name: str) -> EventType:
    """The registered event of this name; raises UnknownEventError."""
    try:
        return _events[name]
    except KeyError:
        raise UnknownEventError(f"no app has registered the audit event {name!r}") from None


def kind_words(kind: str) -> str:
    """What one record of this kind is called; raises UnknownEventError."""
    try:
        return _kinds[kind]
    except KeyError:
        raise UnknownEventError(f"no app has registered the kind of record {kind!r}") from None


def all_events() -> tuple[EventType, ...]:
    """Every registered event, by name."""
    return tuple(_events[name] for name in sorted(_events))


def all_kinds() -> dict[str, str]:
    """Every registered kind of record with its words, by name."""
    return dict(sorted(_kinds.items()))


def names_of(nature: Nature) -> frozenset[str]:
    """The names of all events of one nature."""
    return frozenset(name for name, type_ in _events.items() if type_.nature is nature)


def _check_name(name: str) -> None:
    if not _NAME.match(name) or len(name) > 80:
        raise ValueError(f"{name!r} is not a dotted name such as helpline.contact.read")
