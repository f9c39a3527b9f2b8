"""What an entry says, as plain values: the shape in which forms and files hand it to actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

from roundel.directory.enums import About, Cost, Waiting
from roundel.directory.taxonomy import labels
from roundel.directory.words import words_of

# Label and longest text of every field; the form, the file and the comparison of two versions share them.
TEXTS: Mapping[str, tuple[str, int]] = {
    "name": ("Name of the service", 200),
    "description": ("What it does", 4_000),
    "serves": ("Whom it serves, in words", 1_000),
    "area_words": ("Area, in words", 500),
    "how_to_refer": ("How to refer, in words", 2_000),
    "cost_words": ("Cost, in words", 500),
    "waiting_words": ("Waiting time, in words", 500),
    "public_number": ("Telephone", 200),
    "email": ("E-mail", 254),
    "website": ("Website", 500),
    "languages": ("Languages", 500),
    "access": ("Interpreters and access", 1_000),
}
CODES = {"needs": About.NEED, "groups": About.GROUP, "areas": About.AREA, "ways": About.WAY}
OLDEST = 120


@dataclass(frozen=True)
class Entry:
    """Everything that is written about a service. Codes are those of the taxonomy, sorted as there."""

    agency: str
    name: str
    description: str = ""
    needs: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    serves: str = ""
    youngest: int | None = None
    oldest: int | None = None
    areas: tuple[str, ...] = ()
    area_words: str = ""
    ways: tuple[str, ...] = ()
    how_to_refer: str = ""
    cost: str = ""
    cost_words: str = ""
    waiting: str = ""
    waiting_words: str = ""
    public_number: str = ""
    email: str = ""
    website: str = ""
    languages: str = ""
    access: str = ""

    def codes(self) -> set[tuple[str, str]]:
        """(question, code) of every coded term."""
        return {(about.value, code) for name, about in CODES.items() for code in getattr(self, name)}

    def words(self) -> set[str]:
        """The words by which the entry is found, as they are looked up."""
        return words_of(self.agency, self.name, self.description, self.area_words, self.languages)

    def columns(self) -> dict[str, Any]:
        """What stands in columns of the service itself."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.name not in CODES and f.name != "agency"}

    def in_words(self) -> dict[str, str]:
        """Label and words of everything that is written, for people to compare."""
        texts = {words: getattr(self, name) for name, (words, _) in TEXTS.items()}
        coded = {about.label: ", ".join(labels(about, getattr(self, name))) for name, about in CODES.items()}
        return {
            "Organisation": self.agency,
            **coded,
            "Ages": ages_in_words(self.youngest, self.oldest),
            "Cost": Cost(self.cost).label if self.cost else "",
            "Waiting time": Waiting(self.waiting).label if self.waiting else "",
            **texts,
        }

    def as_data(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return asdict(self)

    def as_sent(self) -> dict[str, object]:
        """The values by the names of the form's fields, to be offered again."""
        return {name: "" if value is None else value for name, value in asdict(self).items()}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Entry:
        """An entry from data that ``as_data`` made; fields that are no longer known are left out."""
        known = {f.name for f in fields(cls)}
        kept: dict[str, Any] = {name: value for name, value in data.items() if name in known}
        return cls(**kept | {name: tuple(kept.get(name) or ()) for name in CODES})


def ages_in_words(youngest: int | None, oldest: int | None) -> str:
    """From one age to another, where either may be open."""
    if youngest is None and oldest is None:
        return ""
    if oldest is None:
        return f"{youngest} and over"
    return f"Up to {oldest}" if not youngest else f"{youngest} to {oldest}"


def changes(before: Entry, after: Entry) -> list[tuple[str, str, str]]:
    """Label, old words and new words of everything on which two versions differ."""
    old, new = before.in_words(), after.in_words()
    return [(words, old[words], new[words]) for words in new if old[words] != new[words]]
