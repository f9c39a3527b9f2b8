"""Marks and notes under the headings of their form, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from roundel.supervision.review_form import ReviewForm


@dataclass(frozen=True)
class ItemSeen:
    """One item of a score in words; ``mark`` is empty where none could be given."""

    id: str
    label: str
    mark: str
    words: str
    note: str


def in_parts(form: ReviewForm, marks: Mapping[str, str], notes: Mapping[str, str]) -> list[tuple[str, list[ItemSeen]]]:
    """Each heading of the form with its items."""
    return [
        (title, [_item_seen(form, name, marks.get(name, ""), notes.get(name, "")) for name in names])
        for title, names in form.parts
    ]


def _item_seen(form: ReviewForm, name: str, mark: str, note: str) -> ItemSeen:
    item = form.items[name]
    return ItemSeen(name, item.label, mark if mark.isdigit() else "", dict(item.offered()).get(mark, ""), note)
