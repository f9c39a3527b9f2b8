"""The command line: `./run evaluate ...` or `python -m roundel.evaluation ...`."""

from __future__ import annotations

import argparse
import sys
from typing import NoReturn

from roundel.evaluation.cli import counted, followed, grouped, planned
from roundel.evaluation.cli.output import Answer, as_json
from roundel.evaluation.errors import EvaluationError

HELP = """\
Did fewer people reoffend than would have been expected, or than similar people who did not take part; how sure are we,
and at what cost? Inputs are CSV or Parquet. Each command takes --json for results to full precision.
What is printed is not protected against disclosure: small numbers must not leave the organisation as they are."""
BAD_INPUT = 2


class Parser(argparse.ArgumentParser):
    """An option that is wrong is told in one sentence."""

    def error(self, message: str) -> NoReturn:
        """Say what is wrong, and leave with 2."""
        raise EvaluationError(f"{self.prog}: {message}")


def parser() -> Parser:
    """All commands with their options."""
    top = Parser("evaluate", description=HELP, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False)
    commands = top.add_subparsers(title="commands", required=True, metavar="COMMAND", parser_class=Parser)
    for module in (counted, followed, grouped, planned):
        module.add_commands(commands)
    return top


def main(arguments: list[str]) -> int:
    """Carry out one command; 0, or 2 with one sentence on standard error."""
    try:
        asked = parser().parse_args(arguments)
        answer: Answer = asked.carry_out(asked)
        sys.stdout.write(as_json(answer) if asked.json else answer.text)
    except EvaluationError as error:
        sys.stderr.write(f"{_sentence(str(error))}\n")
        return BAD_INPUT
    return 0


def _sentence(text: str) -> str:
    """One line that begins with a capital and ends with a full stop."""
    line = " ".join(text.split())
    return (line[0].upper() + line[1:] if not line.startswith("evaluate") else line) + (
        "" if line.endswith(".") else "."
    )
