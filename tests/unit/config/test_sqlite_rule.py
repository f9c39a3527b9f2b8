"""Which versions of SQLite may use a write-ahead log (https://sqlite.org/wal.html, the WAL-reset bug)."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from roundel.config.sqlite.base import make_durable, wal_is_safe


@pytest.mark.parametrize(
    ("version", "safe"),
    [
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 7), True),
        ((3, 45, 0), False),
        ((3, 49, 2), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 50, 8), True),
        ((3, 51, 0), False),
        ((3, 51, 1), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_rule_at_its_edges(version: tuple[int, int, int], safe: bool) -> None:
    assert wal_is_safe(version) is safe


class Library:
    """A library that says it is of another version."""

    sqlite_version = "as told"

    def __init__(self, version: tuple[int, int, int]) -> None:
        self.sqlite_version_info = version


@pytest.mark.parametrize(("version", "journal"), [((3, 51, 2), "truncate"), ((3, 51, 3), "wal")])
def test_the_journal_follows_the_rule(version: tuple[int, int, int], journal: str, tmp_path: Path) -> None:
    connection = sqlite3.connect(tmp_path / "x.db")
    make_durable(connection, Library(version))
    assert connection.execute("PRAGMA journal_mode").fetchone() == (journal,)
    assert connection.execute("PRAGMA synchronous").fetchone() == (2,)
    assert connection.execute("PRAGMA secure_delete").fetchone() == (1,)
    connection.close()
