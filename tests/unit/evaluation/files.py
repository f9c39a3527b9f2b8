"""Small files for tests, and the command line called in this process."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from roundel.evaluation.cli import main

Run = Callable[..., "Said"]


class Said:
    """What a command wrote, and its exit code."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def result(self) -> Any:
        """The result of --json."""
        return json.loads(self.out)["result"]

    @property
    def json(self) -> Any:
        """All of --json."""
        return json.loads(self.out)


def runner(capsys: pytest.CaptureFixture[str]) -> Run:
    """Calls the command line."""

    def run(*arguments: object) -> Said:
        code = main([str(each) for each in arguments])
        captured = capsys.readouterr()
        return Said(code, captured.out, captured.err)

    return run


def write_csv(folder: Path, text: str, name: str = "data.csv") -> Path:
    """A CSV file: lines without indentation."""
    path = folder / name
    path.write_text("\n".join(line.strip() for line in text.strip().splitlines()) + "\n", encoding="utf-8")
    return path


def write_parquet(folder: Path, columns: Mapping[str, Sequence[Any]], name: str = "data.parquet") -> Path:
    """A Parquet file."""
    path = folder / name
    pq.write_table(pa.table(dict(columns)), path)
    return path
