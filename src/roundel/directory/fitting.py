"""Whether an entry may be kept: the same checks for what is typed and for what a file says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email

from roundel.directory.entry import CODES, OLDEST, TEXTS, Entry
from roundel.directory.enums import Cost, Waiting
from roundel.directory.taxonomy import newest
from roundel.kernel.errors import InvalidInput
from roundel.kernel.texts import kept_text

# Texts that hold several things, one after another: an exchange file has each as an element of its own.
LISTED = {"public_number": ", ", "languages": ", ", "area_words": "; "}
WEB = URLValidator(schemes=["http", "https"])
WEB_ADDRESS = "Enter a web address that begins with https:// or http://."


def kept(entry: Entry) -> Entry:
    """The entry as it may be kept: text cleaned, codes in order. InvalidInput for text that cannot be kept."""
    texts = {name: kept_text(name, getattr(entry, name)) or "" for name in ("agency", *TEXTS)}
    texts["name"] = " ".join(texts["name"].split())
    texts["agency"] = " ".join(texts["agency"].split())
    for name, between in LISTED.items():
        parts = (part.strip() for part in texts[name].split(between.strip()))
        texts[name] = between.join(dict.fromkeys(part for part in parts if part))
    codes: dict[str, Any] = {name: newest().sorted(about, getattr(entry, name)) for name, about in CODES.items()}
    return replace(entry, **codes | texts)


def check(entry: Entry, *, before: Entry | None = None) -> None:
    """InvalidInput beside the first field that does not fit. Codes that stood there before may stay."""
    for field, message in problems(entry, before=before):
        raise InvalidInput(field, message)


def problems(entry: Entry, *, before: Entry | None = None) -> Iterator[tuple[str, str]]:
    """(field, message) for everything in an entry that does not fit."""
    if not entry.agency:
        yield "agency", "Enter the organisation that runs the service."
    if not entry.name:
        yield "name", "Enter the name of the service."
    yield from _lengths(entry)
    yield from _codes(entry, before)
    yield from _ages(entry)
    yield from _ways_to_reach(entry)


def _lengths(entry: Entry) -> Iterator[tuple[str, str]]:
    for name, most in (("agency", 200), *((name, most) for name, (_, most) in TEXTS.items())):
        if len(getattr(entry, name)) > most:
            yield name, f"This is longer than {most:,} characters. Shorten it."


def _codes(entry: Entry, before: Entry | None) -> Iterator[tuple[str, str]]:
    for name, about in CODES.items():
        offered = {*newest().offered(about), *(getattr(before, name) if before else ())}
        if not offered.issuperset(getattr(entry, name)):
            yield name, "Choose from the terms that are offered."
    if not entry.needs:
        yield "needs", "Choose at least one thing that it helps with; it is found by that."
    if entry.cost and entry.cost not in Cost.values:
        yield "cost", "Choose one of the costs that are offered."
    if entry.waiting and entry.waiting not in Waiting.values:
        yield "waiting", "Choose one of the waiting times that are offered."


def _ages(entry: Entry) -> Iterator[tuple[str, str]]:
    for name in ("youngest", "oldest"):
        age = getattr(entry, name)
        if age is not None and not 0 <= age <= OLDEST:
            yield name, f"An age is a number from 0 to {OLDEST}."
    if entry.youngest is not None and entry.oldest is not None and entry.oldest < entry.youngest:
        yield "oldest", "The oldest cannot be younger than the youngest."


def _ways_to_reach(entry: Entry) -> Iterator[tuple[str, str]]:
    if entry.email and not _is(validate_email, entry.email):
        yield "email", "Enter an e-mail address like referrals@example.org."
    if entry.website and not is_web_address(entry.website):
        yield "website", WEB_ADDRESS


def is_web_address(text: str) -> bool:
    """Whether this is the address of a page: http or https, and no user's name in it."""
    return _is(WEB, text) and not urlsplit(text).username


def _is(validate: object, value: str) -> bool:
    try:
        validate(value)  # type: ignore[operator]
    except (ValidationError, ValueError):
        return False
    return True
