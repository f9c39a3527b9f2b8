"""Which covariates, and which of them are categories: "age,prior,C(region)"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from roundel.evaluation.errors import BadInput

CATEGORY = re.compile(r"C\(\s*(?P<name>[^()]+?)\s*\)")


@dataclass(frozen=True)
class Column:
    """A covariate: numbers, or a category that becomes one column of noughts and ones for each level but the first."""

    name: str
    category: bool = False


def parse_columns(text: str) -> tuple[Column, ...]:
    """Names with commas between them; C(name) is a category. BadInput for none, an empty one, or one named twice."""
    parts = [part.strip() for part in text.split(",")]
    if not all(parts):
        raise BadInput(f"covariates are names with commas between them, and {text!r} leaves one empty")
    found = []
    for part in parts:
        match = CATEGORY.fullmatch(part)
        found.append(Column(match["name"], category=True) if match else Column(part))
    names = [column.name for column in found]
    twice = next((name for name in names if names.count(name) > 1), None)
    if twice:
        raise BadInput(f'the covariate "{twice}" is named twice')
    return tuple(found)
