"""A file of rows, CSV or Parquet, as a table that an engine reads."""

from __future__ import annotations

import contextlib
import csv
import difflib
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from roundel.evaluation.errors import BadInput

if TYPE_CHECKING:
    from ibis.expr.types import BooleanValue, Column, Table

MISSING = ("", "NA")  # in a CSV file; white space around a value does not count


@dataclass(frozen=True)
class Source:
    """A table by its path. In a CSV file every column is text until a method asks for numbers."""

    path: str
    table: Table
    text: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns."""
        return tuple(self.table.columns)

    def raw(self, name: str) -> Column:
        """A column as it stands in the file. BadInput if there is none of that name."""
        if name not in self.columns:
            near = difflib.get_close_matches(name, self.columns, 1)
            hint = f'; did you mean "{near[0]}"?' if near else f"; there are: {', '.join(self.columns)}"
            raise BadInput(f'the file {Path(self.path).name} has no column "{name}"{hint}')
        return self.table[name]

    def column(self, name: str) -> Column:
        """A column, its missing values null. BadInput if there is none of that name."""
        return cleaned(self.raw(name))

    def number(self, name: str) -> Column:
        """A column as numbers; null where it is missing and where it is no number."""
        return as_number(self.raw(name), name)

    def words(self, name: str) -> Column:
        """A column as text, for groups and categories; 1 and 1.0 are the same group."""
        return as_words(self.raw(name))

    def arrow(self, expression: Any) -> Any:
        """Carry an expression out; a pyarrow table."""
        with reading(Path(self.path).name):
            return expression.to_pyarrow()

    def first_row(self, wrong: BooleanValue, show: Column) -> tuple[int, Any] | None:
        """The number (from 1) of the first row for which ``wrong`` holds, and what ``show`` is there."""
        import ibis

        numbered = self.table.select(wrong_=wrong, show_=show, row_=ibis.row_number())
        found = self.arrow(numbered.filter(numbered.wrong_).order_by("row_").limit(1)).to_pylist()
        return (found[0]["row_"] + 1, found[0]["show_"]) if found else None


def cleaned(found: Column) -> Column:
    """Text without white space around it, and null where it says that nothing is there."""
    if not found.type().is_string():
        return found
    found = found.strip()
    for token in MISSING:
        found = found.nullif(token)
    return found


def as_number(found: Column, name: str) -> Column:
    """A raw column as numbers; null where it is missing and where it is no number."""
    kind = found.type()
    if kind.is_string():
        return cleaned(found).try_cast("float64")
    if kind.is_numeric() or kind.is_boolean():
        return found.cast("float64")
    raise BadInput(f"it holds {kind}, and numbers are needed (dates become days, counted from one date)", column=name)


def as_words(found: Column) -> Column:
    """A raw column as text; 1 and 1.0 are the same."""
    if found.type().is_floating():
        whole = found.try_cast("int64")
        return (found == whole).ifelse(whole.cast("string"), found.cast("string"))
    return cleaned(found).cast("string")


def open_source(path: str | Path, connection: Any = None) -> Source:
    """Open a file. ``connection`` is one of ibis; without it DuckDB, embedded and in memory, is used.

    BadInput for a file that is not there, of another kind, empty, or with two columns of one name.
    """
    import ibis

    name = Path(path)
    kind = name.suffix.lower()
    if not name.is_file() and not (name.is_dir() and kind == ".parquet"):
        raise BadInput(f"there is no file {name}")
    if kind not in {".csv", ".parquet"}:
        raise BadInput(f"the file {name.name} is neither .csv nor .parquet")
    with reading(name.name):
        connection = connection or ibis.duckdb.connect()
        table = _csv(connection, name) if kind == ".csv" else _parquet(connection, name)
    return Source(str(name), table, kind == ".csv")


def _parquet(connection: Any, name: Path) -> Any:
    """A file, or a folder of files as engines write them."""
    return connection.read_parquet(str(name / "*.parquet" if name.is_dir() else name))


def _csv(connection: Any, name: Path) -> Any:
    with name.open(encoding="utf-8-sig", newline="") as handle:
        columns = next(csv.reader(handle), [])
    if not any(column.strip() for column in columns):
        raise BadInput(f"the file {name.name} is empty: its first line must name the columns")
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise BadInput(f'the file {name.name} has two columns named "{twice}"')
    # Nothing is guessed: all is text, commas part, and a row of another length is refused.
    return connection.read_csv(
        str(name),
        columns=dict.fromkeys(columns, "VARCHAR"),
        auto_detect=False,
        header=True,
        delim=",",
        quote='"',
        escape='"',
    )


@contextlib.contextmanager
def reading(name: str) -> Iterator[None]:
    """While an engine reads a file: what it refuses becomes BadInput, in one line without its hints.

    ibis still calls methods of DuckDB by their former names; that warning is not for our readers.
    """
    import duckdb

    try:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="fetch_", category=DeprecationWarning)
            yield
    except (duckdb.Error, OSError, UnicodeDecodeError, csv.Error) as error:
        raise BadInput(f"the file {name} could not be read: {_said(str(error).splitlines())}") from error


def _said(lines: list[str]) -> str:
    """What is wrong, and how many columns a row should have had; never the row itself, which is about a person."""
    return "; ".join([lines[0], *(line for line in lines[1:] if line.startswith("Expected Number of Columns"))])
