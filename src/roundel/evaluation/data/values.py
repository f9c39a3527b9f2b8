"""Which value is the event, and which number stands for what."""

from __future__ import annotations

import math
from dataclasses import dataclass

from roundel.evaluation.errors import BadInput

YES, NO = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no"})


@dataclass(frozen=True)
class EventColumn:
    """A column of outcomes; ``value`` is the one that is the event, None if the column says yes and no by itself."""

    name: str
    value: str | None = None


def parse_event(text: str) -> EventColumn:
    """``status=2``, or ``status`` alone for a column of 0 and 1."""
    name, sign, value = text.partition("=")
    if not name.strip() or (sign and not value.strip()):
        raise BadInput(f"an event is written COLUMN or COLUMN=VALUE, and {text!r} is neither")
    return EventColumn(name.strip(), value.strip() if sign else None)


def plain(value: str) -> str:
    """One way of writing a value: 2, 2.0 and 02 are the same, and so are True and true."""
    try:
        number = float(value)
    except ValueError:
        return value.lower() if value.lower() in YES | NO else value
    return str(int(number)) if math.isfinite(number) and number == int(number) else repr(number)


def yes_or_no(column: EventColumn, values: list[str]) -> dict[str, int]:
    """Which of a column's distinct ``values`` is the event (1) and which is not (0).

    BadInput if the named value never occurs in a column that has none like it, or if an unnamed one is not yes or no.
    """
    if column.value is not None:
        wanted = plain(column.value)
        return {value: int(plain(value) == wanted) for value in values}
    codes = {value: 1 if plain(value) in YES else 0 for value in values}
    other = sorted(value for value in values if plain(value) not in YES | NO)
    if other:
        raise BadInput(
            f"it holds {_listed(values)}: say which value is the event, as {column.name}={other[-1]}",
            column=column.name,
        )
    return codes


def causes(column: EventColumn, values: list[str], censored: str) -> tuple[dict[str, int], tuple[str, ...]]:
    """Codes of competing events: nought for ``censored``, then 1, 2 ... for the others in order; and their names."""
    none = plain(censored)
    named = sorted({plain(value) for value in values} - {none}, key=_order)
    if column.value is not None:
        first = plain(column.value)
        if first not in named:
            raise BadInput(f"the value {column.value} never occurs, so nobody had the event", column=column.name)
        named = [first, *(name for name in named if name != first)]
    return {value: 0 if plain(value) == none else 1 + named.index(plain(value)) for value in values}, tuple(named)


def _order(value: str) -> tuple[int, float, str]:
    try:
        return (0, float(value), value)
    except ValueError:
        return (1, 0.0, value)


def _listed(values: list[str]) -> str:
    shown = sorted(set(values), key=_order)
    return ", ".join(shown[:6]) + (" and more" if len(shown) > 6 else "")
