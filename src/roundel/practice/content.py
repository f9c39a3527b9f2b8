"""What somebody did in a practice call, as plain values: kept together in one sealed document.

``heard`` beside a deed says how many of the caller's lines had been heard by then, so that "before" and
"after" can be told without a clock.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from typing import Any

from roundel.helpline.written import Written

GIVEN, ISSUED = "given", "issued"


@dataclass(frozen=True)
class Heard:
    """A line that the caller said, and which of the replies was chosen to it (None: it had none, or not yet)."""

    step: str
    reply: int | None = None


@dataclass(frozen=True)
class Said:
    """The confidentiality statement."""

    at: dt.datetime
    version: str
    acknowledged: str
    heard: int


@dataclass(frozen=True)
class Agreement:
    """A protective action agreed in the practice call."""

    id: uuid.UUID
    kind: str
    actor: str
    words: str
    by_when: dt.date | None
    at: dt.datetime
    heard: int


@dataclass(frozen=True)
class Asked:
    """What was answered when an earlier action of the script (``about``) was asked after."""

    about: str
    outcome: str
    why: str
    words: str
    at: dt.datetime


@dataclass(frozen=True)
class Name:
    """A name that was said."""

    id: uuid.UUID
    name: str
    named_as: str
    at: dt.datetime


@dataclass(frozen=True)
class Code:
    """A practice code: ``how`` it came (given or issued), and the alias that stands for the caller."""

    how: str
    alias: str
    heard: int


@dataclass(frozen=True)
class Danger:
    """Somebody was said to be in danger now."""

    at: dt.datetime
    heard: int


@dataclass(frozen=True)
class Content:
    """Everything of one practice call that is not needed to list it."""

    story: tuple[Heard, ...]
    written: Written = field(default_factory=Written)
    said: Said | None = None
    code: Code | None = None
    agreed: tuple[Agreement, ...] = ()
    asked: tuple[Asked, ...] = ()
    named: tuple[Name, ...] = ()
    danger: Danger | None = None
    ending: str = ""
    threshold: str = ""
    nature: str = ""

    @property
    def heard(self) -> int:
        """How many of the caller's lines have been heard."""
        return len(self.story)

    def progress(self) -> frozenset[str]:
        """What has been done so far, by the words that scripts use for it."""
        done = {
            "statement": self.said is not None,
            "code": self.code is not None,
            "agreed": bool(self.agreed),
            "asked_after": bool(self.asked),
            "danger": self.danger is not None,
        }
        return frozenset(name for name, holds in done.items() if holds)

    def as_data(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        plain: dict[str, Any] = _plain(self)
        return plain

    @staticmethod
    def from_data(data: Mapping[str, Any]) -> Content:
        """The content again, from what was kept."""
        return Content(
            story=tuple(Heard(**each) for each in data["story"]),
            written=Written.from_data(data["written"]),
            said=_one(Said, data["said"]),
            code=_one(Code, data["code"]),
            agreed=tuple(Agreement(**_read(each)) for each in data["agreed"]),
            asked=tuple(Asked(**_read(each)) for each in data["asked"]),
            named=tuple(Name(**_read(each)) for each in data["named"]),
            danger=_one(Danger, data["danger"]),
            **{name: data[name] for name in ("ending", "threshold", "nature")},
        )


def _one(kind: type[Any], data: Mapping[str, Any] | None) -> Any:
    return kind(**_read(data)) if data is not None else None


def _read(data: Mapping[str, Any]) -> dict[str, Any]:
    """The values of one deed with ids and times as such."""
    read: dict[str, Callable[[str], Any]] = {
        "id": uuid.UUID,
        "at": dt.datetime.fromisoformat,
        "by_when": dt.date.fromisoformat,
    }
    return {name: read[name](value) if name in read and value else value for name, value in data.items()}


def _plain(value: Any) -> Any:
    if is_dataclass(value):
        return {each.name: _plain(getattr(value, each.name)) for each in fields(value)}
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, dt.date):  # a moment is one too
        return value.isoformat()
    return str(value) if isinstance(value, uuid.UUID) else value
