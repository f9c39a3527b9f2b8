"""Scripted callers as versioned data: read from YAML, checked at start, never changed once practised with."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from roundel.kernel.errors import RoundelError

LEVELS = {"beginning": "To begin with", "usual": "As on an ordinary evening", "demanding": "Demanding"}
FOLDER = "scripts"


class BadScript(RoundelError):
    """A script contradicts itself; the message says where."""


@dataclass(frozen=True)
class Reply:
    """One of the things that one might say, and the step to which it leads."""

    words: str
    to: str


@dataclass(frozen=True)
class Branch:
    """Where the story goes if something (``done``) was done before; see ``Content.progress``."""

    done: str
    to: str


@dataclass(frozen=True)
class Step:
    """One turn of the caller: what is said, what else one notices, and how it goes on.

    It goes on by one of ``replies``, or by the first of ``when`` that holds and else to ``then``, or it ``ends``.
    """

    id: str
    says: str = ""
    happens: str = ""
    replies: tuple[Reply, ...] = ()
    when: tuple[Branch, ...] = ()
    then: str = ""
    ends: bool = False

    def ways(self) -> tuple[str, ...]:
        """Every step that may come next."""
        onward = (*(each.to for each in self.replies), *(each.to for each in self.when), self.then)
        return tuple(to for to in onward if to)


@dataclass(frozen=True)
class EarlierAction:
    """Something that was agreed before, to be asked after; ``in_days`` counts from that contact."""

    id: str
    kind: str
    actor: str
    words: str
    in_days: int | None = None

    def id_in(self, call_id: uuid.UUID) -> uuid.UUID:
        """Its id on the screen of one practice call."""
        return uuid.uuid5(call_id, self.id)


@dataclass(frozen=True)
class Before:
    """For somebody who has called before: a code that works for practice only, and what was agreed then."""

    code: str
    alias: str
    days_ago: int
    actions: tuple[EarlierAction, ...] = ()


@dataclass(frozen=True)
class Expectation:
    """Something that the feedback looks at: the name of a check (see feedback), its settings, and the reason."""

    check: str
    why: str
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Script:
    """One version of one caller."""

    script: str
    version: int
    title: str
    level: str
    practises: tuple[str, ...]
    steps: Mapping[str, Step]
    first: str
    facts: tuple[str, ...]
    expects: tuple[Expectation, ...]
    channel: str = "telephone"
    before: Before | None = None
    threshold: str = "no"

    def after(self, step_id: str, reply: int | None, progress: frozenset[str]) -> str:
        """The step that follows, given the reply that was chosen or what has been done so far; empty at the end."""
        step = self.steps[step_id]
        if step.replies:
            return step.replies[reply].to if reply is not None and 0 <= reply < len(step.replies) else ""
        return next((branch.to for branch in step.when if branch.done in progress), step.then)


def current() -> list[Script]:
    """The newest version of every script, from the easier to the more demanding, by title."""
    newest: dict[str, Script] = {}
    for script in sorted(all_scripts().values(), key=lambda each: each.version):
        newest[script.script] = script
    levels = list(LEVELS)
    return sorted(newest.values(), key=lambda each: (levels.index(each.level), each.title))


def latest(name: str) -> Script | None:
    """The newest version of a script, if there is one of this name."""
    return next((each for each in current() if each.script == name), None)


def version(name: str, number: int) -> Script:
    """One version; BadScript if there is none: a call is never shown with another version's words."""
    try:
        return all_scripts()[name, number]
    except KeyError:
        raise BadScript(f"there is no script {name!r}, version {number}") from None


@cache
def all_scripts() -> Mapping[tuple[str, int], Script]:
    """Every version that is installed."""
    entries = sorted((files("roundel.practice") / FOLDER).iterdir(), key=lambda entry: entry.name)
    found = {}
    for entry in entries:
        script = read(yaml.safe_load(entry.read_text(encoding="utf-8")), entry.name)
        if entry.name != f"{script.script}-{script.version}.yaml":
            raise BadScript(f"{entry.name}: the file's name is the script's id, a dash and its version")
        found[script.script, script.version] = script
    return found


def read(data: Mapping[str, Any], name: str) -> Script:
    """A script from plain data; BadScript for a part that is missing or that nobody knows."""
    try:
        steps = {key: _step(key, value) for key, value in data["steps"].items()}
        more = {
            "practises": tuple(data["practises"]),
            "steps": steps,
            "first": next(iter(steps)),
            "facts": tuple(data["facts"]),
            "expects": tuple(_expectation(each) for each in data["expects"]),
            "before": _before(data["before"]) if "before" in data else None,
        }
        return Script(**{**data, **more})
    except (KeyError, TypeError, AttributeError, StopIteration) as error:
        raise BadScript(f"{name}: a part is missing, or is none that a script has ({error})") from None


def _step(key: str, data: Mapping[str, Any]) -> Step:
    replies = tuple(Reply(**each) for each in data.get("replies", ()))
    when = tuple(Branch(**each) for each in data.get("when", ()))
    return Step(**{**data, "id": key, "replies": replies, "when": when})


def _before(data: Mapping[str, Any]) -> Before:
    return Before(**{**data, "actions": tuple(EarlierAction(**each) for each in data.get("actions", ()))})


def _expectation(data: Mapping[str, Any]) -> Expectation:
    settings = {name: value for name, value in data.items() if name not in ("check", "why")}
    return Expectation(data["check"], data["why"], settings)
