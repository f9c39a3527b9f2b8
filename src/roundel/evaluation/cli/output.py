"""An answer as words for people, or as JSON for programs."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

import numpy as np

from roundel.evaluation.results import Estimate, Interval, PValue

LEAST = 1e-4  # a p-value below it is written as "below"


@dataclass(frozen=True)
class Answer:
    """What a command found: ``result`` for programs, ``lines`` for people, ``sentence`` the finding in words."""

    command: str
    result: Any
    sentence: str
    lines: tuple[str, ...]
    warnings: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Words first, then numbers, then what to be careful about."""
        careful = [f"Note: {warning}" for warning in self.warnings]
        return "\n".join([self.sentence, "", *self.lines, *([""] if careful else []), *careful]) + "\n"


def as_json(answer: Answer) -> str:
    """To full precision; what is infinite or not defined is null."""
    whole = {
        "command": answer.command,
        "sentence": answer.sentence,
        "result": plain(answer.result),
        "warnings": list(answer.warnings),
    }
    return json.dumps(whole, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """Dataclasses as objects, arrays as lists, enums as their values; hidden fields (repr=False) left out."""
    match value:
        case str() | None:
            return value
        case Enum():
            return value.value
        case np.ndarray():
            return plain(value.tolist())
        case Mapping():
            return {_key(key): plain(each) for key, each in value.items()}
        case Sequence():
            return [plain(each) for each in value]
    if dataclasses.is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value) if field.repr}
    return _plain_number(value)


def _key(key: object) -> str:
    """A time of 365.0 is called 365."""
    return str(int(key)) if isinstance(key, float) and key == int(key) else str(key)


def _plain_number(value: Any) -> bool | int | float | None:
    match value:
        case bool() | np.bool_():
            return bool(value)
        case int() | np.integer():
            return int(value)
        case float() | np.floating():
            return float(value) if math.isfinite(value) else None
    raise TypeError(f"{type(value).__name__} has no place in JSON")


# Words for numbers


def number(value: float | None, digits: int = 3) -> str:
    """A number to so many significant digits, without an exponent in the common range."""
    if value is None or math.isnan(value):
        return "not defined"
    if math.isinf(value):
        return "no upper limit" if value > 0 else "no lower limit"
    if value == int(value) and abs(value) < 1e15:
        return f"{int(value):,}"
    if 1000 <= abs(value) < 1e15:
        return f"{value:,.0f}"
    return f"{value:.{digits}g}"


def percent(value: float | None) -> str:
    """A share in per cent with one decimal."""
    return "not defined" if value is None or math.isnan(value) else f"{100 * value:.1f} %"


def between(interval: Interval | None, form: Any = number) -> str:
    """``0.01 to 0.2``; "not defined" where it is not."""
    return "not defined" if interval is None else f"{form(interval.low)} to {form(interval.high)}"


def p_value(found: PValue) -> str:
    """The test's name and its p: a p-value never stands alone."""
    if math.isnan(found.p):
        return f"{found.test}: not defined"
    p = f"below {LEAST:g}" if found.p < LEAST else f"{found.p:.4f}".rstrip("0").rstrip(".")
    return f"{found.test}: p {'' if found.p < LEAST else '= '}{p}"


def estimate(found: Estimate | None, form: Any = number) -> str:
    """A value with its interval behind it."""
    if found is None:
        return "not defined"
    return f"{form(found.estimate)} ({between(found.interval, form)})" if found.interval else form(found.estimate)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Columns side by side: the first to the left, and the last if it has no heading; the others to the right."""
    whole = [list(head), *(list(row) for row in rows)]
    widths = [max(len(row[column]) for row in whole) for column in range(len(head))]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 or (place == len(head) - 1 and not head[-1]) else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in whole
    ]
