"""Options that several commands share, and reading them."""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable
from typing import Any

from roundel.evaluation.cli.output import Answer
from roundel.evaluation.errors import BadInput
from roundel.evaluation.results import LEVEL

Commands = Any  # argparse names the type of its subparsers nowhere public


def add(
    commands: Commands, name: str, carry_out: Callable[[argparse.Namespace], Answer], about: str
) -> argparse.ArgumentParser:
    """A command with the options that all have."""
    made: argparse.ArgumentParser = commands.add_parser(name, help=about, description=about, allow_abbrev=False)
    made.set_defaults(carry_out=carry_out)
    made.add_argument("--json", action="store_true", help="results for a program, to full precision")
    made.add_argument("--level", type=level, default=LEVEL, help="of confidence (0.95)")
    return made


def add_survival_columns(made: argparse.ArgumentParser) -> None:
    """The file and the columns of time and event."""
    made.add_argument("data", help="a .csv or .parquet file, one row for each person")
    made.add_argument("--time", required=True, metavar="COLUMN", help="time until the event or the end of watching")
    made.add_argument("--event", required=True, metavar="COLUMN[=VALUE]", help="the event; =VALUE names what counts")
    made.add_argument("--entry", metavar="COLUMN", help="time of entry, if people are watched only from then on")
    made.add_argument("--id", metavar="COLUMN", help="the person; refuses somebody who is there twice")


def level(text: str) -> float:
    """A confidence level between 0 and 1."""
    found = real(text)
    if not 0 < found < 1:
        raise argparse.ArgumentTypeError(f"a confidence level lies between 0 and 1, and {text} does not")
    return found


def real(text: str) -> float:
    """A finite number."""
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not math.isfinite(found):
        raise argparse.ArgumentTypeError(f"{text!r} is not a number")
    return found


def whole(text: str) -> int:
    """A whole number that is not negative."""
    if not text.strip().isdigit():
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number from nought up")
    return int(text)


def counts(text: str) -> tuple[int, int]:
    """``3/60``: three of sixty people."""
    events, slash, people = text.partition("/")
    if not slash or not events.strip().isdigit() or not people.strip().isdigit():
        raise argparse.ArgumentTypeError(f"counts are written EVENTS/PEOPLE, such as 3/60, and {text!r} is not")
    return int(events), int(people)


def numbers(text: str) -> tuple[float, ...]:
    """``365,730``"""
    return tuple(real(part.strip()) for part in text.split(","))


def pair(text: str) -> tuple[float, float]:
    """``1,7``: a low and a high limit."""
    found = numbers(text)
    if len(found) != 2 or found[0] >= found[1]:
        raise argparse.ArgumentTypeError(f"limits are written LOW,HIGH, and {text!r} is not")
    return found[0], found[1]


def needed(value: Any, option: str, when: str) -> Any:
    """Refuse an option that is missing where another asks for it."""
    if value is None:
        raise BadInput(f"{when} needs {option}")
    return value
