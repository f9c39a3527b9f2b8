"""The file of an export: no cell that a spreadsheet would run, and a password worth having."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundel.helpline import export


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", " =", "\u00a0+"])
def test_a_cell_that_a_spreadsheet_would_run_is_made_text(start: str) -> None:
    assert export.harmless(f"{start}cmd|' /C calc'!A0") == f"'{start}cmd|' /C calc'!A0"


@pytest.mark.parametrize("value", ["H-7F3K-9Q", "25 to 34", "", 12, -3, 0, None])
def test_other_cells_stay_as_they_are(value: object) -> None:
    assert export.harmless(value) == value


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00")), min_size=2))
def test_a_line_reads_back_as_it_was(values: list[str]) -> None:
    (row,) = csv.reader(io.StringIO(export.line(values).decode(), newline=""))
    assert row == [export.harmless(value) for value in values]
    assert not any(cell.startswith(export.FORMULA_STARTS) for cell in row)


def test_suggested_passwords_are_long_and_each_another() -> None:
    suggested = {export.suggested_password() for _ in range(100)}
    assert len(suggested) == 100
    assert all(len(one) == 23 and not set("0O1Il5S2Z8B") & set(one) for one in suggested)
