"""What can go wrong with an evaluation: one clear sentence each, with row and column where there is one."""

from __future__ import annotations


class EvaluationError(ValueError):
    """The question cannot be answered as asked. Its text is one sentence that says what to put right.

    ``row`` counts the rows of data from 1, the heading left out; ``column`` is the column's name.
    """

    def __init__(self, sentence: str, *, row: int | None = None, column: str | None = None) -> None:
        super().__init__(f"{_place(row, column)}{sentence}")
        self.sentence, self.row, self.column = sentence, row, column


class BadInput(EvaluationError):
    """The data or an option are wrong: a type, a sign, a missing value, a name."""


class NotEstimable(EvaluationError):
    """The data are in order and do not determine the answer: nobody in a group, no event, no variation."""


def _place(row: int | None, column: str | None) -> str:
    named = [f"row {row}" if row is not None else "", f'column "{column}"' if column is not None else ""]
    place = ", ".join(part for part in named if part)
    return f"{place[0].upper()}{place[1:]}: " if place else ""
