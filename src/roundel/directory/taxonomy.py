"""The directory's taxonomy as versioned data: read from YAML, checked at start, never changed once used."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from roundel.directory.enums import About
from roundel.kernel.errors import RoundelError

NATIONWIDE = "nationwide"
REPORT_IMAGES = "report_images"
REFERRED = frozenset({"professional", "helpline"})
CODE = re.compile(r"[a-z][a-z0-9_]{1,29}")


class BadTaxonomy(RoundelError):
    """A taxonomy contradicts itself; the message says where."""


@dataclass(frozen=True)
class Taxonomy:
    """One version: for each question the codes in their order, with their words."""

    version: str
    valid_from: dt.date
    terms: Mapping[str, Mapping[str, str]]

    def offered(self, about: str) -> Mapping[str, str]:
        """The codes of one question with their words."""
        return self.terms[about]

    def sorted(self, about: str, codes: Iterable[str]) -> tuple[str, ...]:
        """These codes in the order of the taxonomy; those it does not know stand last."""
        order = {code: place for place, code in enumerate(self.terms[about])}
        return tuple(sorted(set(codes), key=lambda code: (order.get(code, len(order)), code)))


def current(on: dt.date) -> Taxonomy:
    """The version in force on a day; before the first, the first."""
    begun = [one for one in versions().values() if one.valid_from <= on]
    return max(begun, key=_begin) if begun else min(versions().values(), key=_begin)


def newest() -> Taxonomy:
    """The last version that is installed: its words are shown, whatever version an entry was written with."""
    return max(versions().values(), key=_begin)


def label(about: str, code: str) -> str:
    """The words of a code in the newest version that has it; the code itself if none has."""
    for one in sorted(versions().values(), key=_begin, reverse=True):
        if code in one.terms[about]:
            return one.terms[about][code]
    return code


def labels(about: str, codes: Iterable[str]) -> list[str]:
    """The words of these codes, in the order of the taxonomy."""
    return [label(about, code) for code in newest().sorted(about, codes)]


@cache
def versions() -> Mapping[str, Taxonomy]:
    """Every version that is installed, by name."""
    folder = files("roundel.directory") / "taxonomies"
    found = (_read(yaml.safe_load(entry.read_text(encoding="utf-8"))) for entry in folder.iterdir())
    return {one.version: one for one in found}


def check_all() -> None:
    """Refuse to start with a taxonomy that contradicts itself."""
    for one in versions().values():
        check(one)


def check(one: Taxonomy) -> None:
    """Raise BadTaxonomy if a list is missing, a code is no code, or two terms of a list have the same words."""
    for about in About.values:
        terms = one.terms.get(about)
        if not terms:
            raise BadTaxonomy(f"{one.version}: the list {about} is missing or empty")
        wrong = [code for code in terms if not isinstance(code, str) or not CODE.fullmatch(code)]
        if wrong:
            raise BadTaxonomy(f"{one.version}, {about}: no codes: {wrong}")
        if len({words.casefold() for words in terms.values()}) != len(terms):
            raise BadTaxonomy(f"{one.version}, {about}: two terms have the same words")
    if not REFERRED.issubset(one.terms[About.WAY]):
        raise BadTaxonomy(f"{one.version}: the ways {sorted(REFERRED)} are used by name and must be there")
    if NATIONWIDE not in one.terms[About.AREA] or REPORT_IMAGES not in one.terms[About.NEED]:
        raise BadTaxonomy(
            f"{one.version}: the terms {NATIONWIDE} and {REPORT_IMAGES} are used by name and must be there"
        )


def _begin(one: Taxonomy) -> dt.date:
    return one.valid_from


def _read(data: dict[str, Any]) -> Taxonomy:
    terms = {about: data.get(about, {}) for about in About.values}
    return Taxonomy(version=data["version"], valid_from=data["valid_from"], terms=terms)
