"""From the bytes of a file to entries: everything that does not fit is named with its place, and nothing is guessed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, NoReturn

from roundel.directory.hsds.shape import ABOUT_PEOPLE, JSON
from roundel.kernel.errors import RoundelError
from roundel.kernel.uploads import LARGEST

MOST_SERVICES = 5_000
MOST_PROBLEMS = 50
DEEPEST = 20
UNKEEPABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Problem:
    """Something that does not fit: where, in the words of the file, and what."""

    place: str
    message: str

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" if self.place else self.message


class BadFile(RoundelError):
    """A file that cannot be imported; nothing of it was."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__("; ".join(str(one) for one in problems[:3]))
        self.problems = problems


@dataclass(frozen=True)
class Sent:
    """The services of a file as they stand there, without what is about people; ``dropped`` names what that was."""

    services: list[JSON]
    dropped: tuple[str, ...]

    def as_data(self) -> dict[str, Any]:
        """Plain data, to be kept until somebody decides."""
        return {"services": self.services, "dropped": list(self.dropped)}


def read(data: bytes) -> Sent:
    """The services in a file; BadFile for what is no such file. Single entries are judged later, all at once."""
    if len(data) > LARGEST:
        raise BadFile(Problem("", f"The file is larger than {LARGEST // 1024 // 1024} MB. Export it in parts."))
    tree = _parsed(_text(data))
    services = _services(tree)
    if len(services) > MOST_SERVICES:
        raise BadFile(Problem("", f"The file has more than {MOST_SERVICES:,} services. Export it in parts."))
    problems = list(_unkeepable(services))
    if problems:
        raise BadFile(*problems[:MOST_PROBLEMS])
    dropped: set[str] = set()
    kept = [_without_people(service, "service", dropped) for service in services]
    return Sent(kept, tuple(sorted(dropped)))


def _text(data: bytes) -> str:
    if not data.strip():
        raise BadFile(Problem("", "The file is empty."))
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line, begins = data.count(b"\n", 0, error.start) + 1, data.rfind(b"\n", 0, error.start) + 1
        message = "The file is not text in UTF-8. Is it a spreadsheet, a zip or another format? Choose the JSON file."
        raise BadFile(Problem(f"line {line}, byte {error.start - begins + 1}", message)) from None


def _parsed(text: str) -> object:
    try:
        return json.loads(text, parse_constant=_no_number, parse_float=_finite, object_pairs_hook=_once)
    except json.JSONDecodeError as error:
        raise BadFile(
            Problem(f"line {error.lineno}, column {error.colno}", f"This is not JSON: {error.msg}.")
        ) from None
    except (RecursionError, ValueError) as error:
        told = "It is nested too deeply." if isinstance(error, RecursionError) else str(error)
        raise BadFile(Problem("", f"This is not JSON that can be read. {told}")) from None


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is not a number.")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number.")
    return number


def _once(pairs: list[tuple[str, object]]) -> JSON:
    made = dict(pairs)
    if len(made) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"The field “{twice[:60]}” stands twice in one object.")
    return made


def _services(tree: object) -> list[JSON]:
    """A list of services, a page of them (``contents``), or a single one."""
    found = tree.get("contents", [tree] if "name" in tree else None) if isinstance(tree, dict) else tree
    if not isinstance(found, list):
        message = "There are no services in this file: a list, or an object with the list “contents”, is expected."
        raise BadFile(Problem("", message))
    wrong = [place for place, one in enumerate(found) if not isinstance(one, dict)]
    if wrong:
        raise BadFile(*(Problem(f"services[{place}]", "This is not an object.") for place in wrong[:MOST_PROBLEMS]))
    return found


def _unkeepable(services: list[JSON]) -> Iterator[Problem]:
    """Text with control characters, and nesting that no directory has."""
    for place, service in enumerate(services):
        yield from _in_value(service, f"services[{place}]", 0)


def _in_value(value: object, place: str, depth: int) -> Iterator[Problem]:
    if depth > DEEPEST:
        yield Problem(place[:200], "This is nested too deeply.")
        return
    if isinstance(value, str) and UNKEEPABLE.search(value):
        yield Problem(place, "This has a control character that cannot be kept.")
    for name, inner in _inside(value):
        if UNKEEPABLE.search(name) or len(name) > 100:
            yield Problem(place, "This has a field whose name cannot be kept.")
        else:
            yield from _in_value(inner, f"{place}{name}", depth + 1)


def _inside(value: object) -> Iterator[tuple[str, object]]:
    """What stands in an object or a list, each with how its place is written."""
    if isinstance(value, dict):
        yield from ((f".{name}", inner) for name, inner in value.items())
    elif isinstance(value, list):
        yield from ((f"[{number}]", inner) for number, inner in enumerate(value))


def _without_people(value: Any, place: str, dropped: set[str]) -> Any:
    """The same without what names people; where it stood is noted."""
    if isinstance(value, list):
        return [_without_people(one, f"{place}[]", dropped) for one in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for name, inner in value.items():
        if name not in ABOUT_PEOPLE:
            kept[name] = _without_people(inner, f"{place}.{name}", dropped)
        elif inner not in (None, "", [], {}):
            dropped.add(f"{place}.{name}")
    return kept
