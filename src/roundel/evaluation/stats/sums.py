"""Sums by place, the step that everything over event times is made of."""

from __future__ import annotations

from typing import cast

import numpy as np

from roundel.evaluation.results import Floats, Ints, Numbers


def sum_by(place: Ints, values: Numbers, size: int) -> Floats:
    """The sum of ``values`` (n,) at each ``place`` (n,) from 0 to ``size`` - 1, shape (size,)."""
    # numpy's own annotation says whole numbers; with weights they are floats.
    return cast(Floats, np.bincount(place, weights=values, minlength=size))
