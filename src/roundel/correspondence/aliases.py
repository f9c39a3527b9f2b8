"""Aliases: two calm words by which staff speak of a caller, chosen by lot, saying nothing about anybody."""

from __future__ import annotations

import secrets
from functools import cache
from importlib.resources import files


@cache
def first_words() -> tuple[str, ...]:
    """Stuffs, plants, foods, weather."""
    return _words("first.txt")


@cache
def second_words() -> tuple[str, ...]:
    """Places, buildings, ways, waters, things."""
    return _words("second.txt")


def random_alias() -> str:
    """Two different words, such as "Amber Harbour"."""
    first, second = secrets.choice(first_words()), secrets.choice(second_words())
    return f"{first} {second}" if first != second else random_alias()


def normalise_alias(text: str) -> str:
    """An alias as it is stored, from what somebody typed: ``amber-harbour`` is "Amber Harbour"."""
    return " ".join(word.capitalize() for word in text[:80].replace("-", " ").split())


def alias_code(alias: str) -> str:
    """The alias in one word, as the audit names it: ``Amber-Harbour``."""
    return alias.replace(" ", "-")


def _words(name: str) -> tuple[str, ...]:
    lines = files("roundel.correspondence").joinpath("words", name).read_text(encoding="utf-8").splitlines()
    return tuple(word.capitalize() for line in lines if not line.startswith("#") for word in line.split())
