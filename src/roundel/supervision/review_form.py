"""The review form as versioned data: read from YAML, checked at start, never changed once used.

A score is the mean of the marks that were given. What does not apply or could not be told is missing, and
missing is never nought: it changes how many marks the mean rests on, which stands beside it.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from roundel.kernel.errors import RoundelError

TOP = 3
NOT_APPLICABLE, NOT_TOLD = "na", "unknown"
STEP = Decimal("0.01")
KEYS = {"version", "valid_from", "fewest", "bands", "parts", "weights", "items"}
ITEM_KEYS = {"label", "hint", "marks", "may_not_apply"}


class BadReviewForm(RoundelError):
    """A form file contradicts itself; the message says where."""


@dataclass(frozen=True)
class Item:
    """One item: what each mark from 0 to 3 means in words, and how much it weighs."""

    id: str
    label: str
    marks: tuple[str, ...]
    hint: str = ""
    may_not_apply: bool = False
    weight: int = 1

    def offered(self) -> list[tuple[str, str]]:
        """Every mark with its words."""
        given = [(str(value), words) for value, words in enumerate(self.marks)]
        missing = [(NOT_APPLICABLE, "Does not apply here")] if self.may_not_apply else []
        return [*given, *missing, (NOT_TOLD, "Could not tell")]


@dataclass(frozen=True)
class Band:
    """From ``begins`` (included) up to where the next band begins; the last one includes the top."""

    id: str
    begins: Decimal
    words: str


@dataclass(frozen=True)
class Result:
    """What marks come to. ``total`` is None when no mark was given; ``band`` is empty when too few were."""

    total: Decimal | None
    answered: int
    asked: int
    band: str


@dataclass(frozen=True)
class ReviewForm:
    """One version of the form. ``parts`` are headings with the ids of their items."""

    version: str
    valid_from: dt.date
    fewest: int
    bands: tuple[Band, ...]
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    items: Mapping[str, Item]

    def problems(self, marks: Mapping[str, str]) -> Iterator[tuple[str, str]]:
        """(item, message) for each item without a mark, and each mark that is not offered."""
        for item in self.items.values():
            if not marks.get(item.id):
                yield item.id, f"Choose a mark, or “Could not tell”: {item.label}"
            elif marks[item.id] not in dict(item.offered()):
                yield item.id, "Choose one of the marks that are offered."

    def result(self, marks: Mapping[str, str]) -> Result:
        """The weighted mean of the marks that were given, to two places, and its band."""
        given = [(self.items[name], int(mark)) for name, mark in marks.items() if mark.isdigit()]
        weight = sum(item.weight for item, _ in given)
        if not weight:
            return Result(None, 0, len(self.items), "")
        mean = Fraction(sum(item.weight * mark for item, mark in given), weight)
        total = (Decimal(mean.numerator) / Decimal(mean.denominator)).quantize(STEP, ROUND_HALF_UP)
        band = self.band(total).id if len(given) >= self.fewest else ""
        return Result(total, len(given), len(self.items), band)

    def band(self, total: Decimal) -> Band:
        """The one band in which a total lies. It goes by the total as it is shown."""
        if not 0 <= total <= TOP:
            raise ValueError(f"a total lies between 0 and {TOP}")
        return max((band for band in self.bands if band.begins <= total), key=lambda band: band.begins)

    def band_words(self, band: str) -> str:
        """The words of a stored band; empty for none."""
        return next((one.words for one in self.bands if one.id == band), "")


def current(on: dt.date) -> ReviewForm:
    """The version in force on a day."""
    return max((f for f in all_forms().values() if f.valid_from <= on), key=lambda f: f.valid_from)


def version(name: str) -> ReviewForm:
    """A version by name; BadReviewForm if there is none (a score must never be shown with another's words)."""
    try:
        return all_forms()[name]
    except KeyError:
        raise BadReviewForm(f"there is no review form {name!r}") from None


@cache
def all_forms() -> Mapping[str, ReviewForm]:
    """Every version that is installed, by name."""
    folder = files("roundel.supervision") / "review_forms"
    found = (read(yaml.safe_load(entry.read_text(encoding="utf-8"))) for entry in folder.iterdir())
    return {form.version: form for form in found}


def check_all() -> None:
    """Refuse to start with a form that contradicts itself."""
    for form in all_forms().values():
        check(form)


def read(data: dict[str, Any]) -> ReviewForm:
    """A form from its file; BadReviewForm for a key, or the weight of an item, that nobody knows."""
    items = data["items"]
    strange = (set(data) ^ KEYS) | {key for item in items.values() for key in set(item) - ITEM_KEYS}
    if strange:
        raise BadReviewForm(f"{data.get('version')}: missing or unknown: {', '.join(sorted(strange))}")
    unknown = set(data["weights"]) - set(items)
    if unknown:
        raise BadReviewForm(f"{data['version']}: weights of unknown items: {', '.join(sorted(unknown))}")
    return ReviewForm(
        version=data["version"],
        valid_from=data["valid_from"],
        fewest=data["fewest"],
        bands=tuple(Band(band["id"], Decimal(str(band["from"])), band["words"]) for band in data["bands"]),
        parts=tuple((part["title"], tuple(part["items"])) for part in data["parts"]),
        items={
            name: Item(name, weight=data["weights"].get(name, 1), **item | {"marks": tuple(item["marks"])})
            for name, item in items.items()
        },
    )


def check(form: ReviewForm) -> None:
    """Raise BadReviewForm if items, weights, parts or bands do not fit together."""
    for problem in (*_about_items(form), *_about_parts(form), *_about_bands(form)):
        raise BadReviewForm(f"{form.version}: {problem}")


def _about_items(form: ReviewForm) -> Iterator[str]:
    for item in form.items.values():
        if len(item.marks) != TOP + 1 or not all(isinstance(words, str) and words for words in item.marks):
            yield f"item {item.id} needs words for each mark from 0 to {TOP}"
        if not isinstance(item.weight, int) or isinstance(item.weight, bool) or item.weight < 1:
            yield f"the weight of item {item.id} is not a whole number from 1 up"
    if not 1 <= form.fewest <= len(form.items):
        yield "the fewest marks for a band are more than there are items, or none"


def _about_parts(form: ReviewForm) -> Iterator[str]:
    placed = Counter(name for _, names in form.parts for name in names)
    for name, times in placed.items():
        if name not in form.items:
            yield f"a part names the unknown item {name}"
        if times > 1:
            yield f"the item {name} stands in two places"
    for name in form.items:
        if name not in placed:
            yield f"the item {name} stands in no part"


def _about_bands(form: ReviewForm) -> Iterator[str]:
    begins = [band.begins for band in form.bands]
    if not begins or begins[0] != 0:
        yield "the first band does not begin at 0, so there is a gap below it"
    if begins != sorted(set(begins)):
        yield "each band must begin above the one before it"
    if any(begin >= TOP or begin != begin.quantize(STEP) for begin in begins):
        yield f"a band must begin below {TOP}, at a number with two places"
    if len({band.id for band in form.bands}) != len(begins):
        yield "the id of a band is used twice"
