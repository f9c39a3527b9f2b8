"""The little Markdown that the reference documents need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

GENERATED = "Written by `./run manage docs`; change the code, not this page."


def page(title: str, *parts: str) -> str:
    """A document: its title, where it comes from, its parts."""
    return "\n\n".join([f"# {title}", GENERATED, *(part.strip("\n") for part in parts if part)]) + "\n"


def section(title: str, *parts: str, level: int = 2) -> str:
    """A heading and what follows it."""
    return "\n\n".join([f"{'#' * level} {title}", *(part.strip("\n") for part in parts if part)])


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A table; cells are plain text or Markdown."""
    lines = [_row(head), _row(["---"] * len(head)), *(_row(row) for row in rows)]
    return "\n".join(lines)


def code(text: str, language: str = "") -> str:
    """A block of code."""
    return f"```{language}\n{text.rstrip()}\n```"


def first_paragraph(text: str | None) -> str:
    """The first paragraph of a docstring, on one line."""
    return " ".join((text or "").strip().split("\n\n")[0].split())


def _row(cells: Sequence[object]) -> str:
    return "| " + " | ".join(" ".join(str(cell).replace("|", "\\|").split()) for cell in cells) + " |"
