"""The files of this folder, and comparing with them."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from roundel.evaluation.results import Floats

HERE = Path(__file__).parent
R = HERE / "r"
PUBLISHED: dict[str, Any] = json.loads((HERE / "published.json").read_text(encoding="utf-8"))


@cache
def reference(name: str) -> dict[str, Any]:
    """What R gave: the file that begins with this number."""
    found: dict[str, Any] = json.loads(next(R.glob(f"{name}_*.json")).read_text(encoding="utf-8"))
    return found


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of an input."""
    path = HERE / f"{name}.csv" if name == "rossi" else R / f"in_{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        return tuple(csv.DictReader(handle))


def column(name: str, which: str) -> Floats:
    """A column as numbers, NaN where it is missing."""
    return np.array([float(row[which]) if row[which] not in {"", "NA"} else np.nan for row in rows(name)])


def words(name: str, which: str) -> np.ndarray[Any, Any]:
    """A column as text."""
    return np.array([row[which] for row in rows(name)])


def near(found: Any, expected: Any, tolerance: float) -> None:
    """Absolute up to one, relative beyond; NaN stands where NaN is expected."""
    listed = [np.nan if each in {None, "NA"} else each for each in expected] if isinstance(expected, list) else expected
    got, wanted = np.asarray(found, dtype=np.float64), np.asarray(listed, dtype=np.float64)
    np.testing.assert_allclose(got, wanted, rtol=tolerance, atol=tolerance, equal_nan=True)
