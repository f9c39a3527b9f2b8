"""Percentages with their denominators."""

from __future__ import annotations

import pytest

from roundel.suppression import Hidden, Share, safe_share


@pytest.mark.parametrize(
    ("numerator", "denominator", "percent"),
    [
        (50, 100, 50),
        (0, 97, 0),
        (97, 97, 100),
        (92, 97, 95),
        (5, 10, 50),
        (1, 200, None),
        (1005, 2000, 50),
        (67, 200, 34),
    ],
)
def test_shares_that_may_be_shown(numerator: int, denominator: int, percent: int | None) -> None:
    share = safe_share(numerator, denominator)
    if percent is None:
        assert isinstance(share, Hidden)
    else:
        assert share == Share(numerator, denominator)
        assert share.percent == percent


@pytest.mark.parametrize(("numerator", "denominator"), [(96, 97), (1, 97), (4, 97), (93, 97), (0, 4), (3, 3), (2, 4)])
def test_shares_that_would_give_a_small_number_away(numerator: int, denominator: int) -> None:
    assert isinstance(safe_share(numerator, denominator), Hidden)


def test_a_share_of_nobody_is_missing_not_nought() -> None:
    assert safe_share(0, 0) is None


@pytest.mark.parametrize(("numerator", "denominator"), [(-1, 5), (6, 5)])
def test_a_share_outside_its_bounds_is_refused(numerator: int, denominator: int) -> None:
    with pytest.raises(ValueError, match="between nought and all"):
        safe_share(numerator, denominator)


def test_every_shown_share_keeps_both_sides_safe() -> None:
    for denominator in range(41):
        for numerator in range(denominator + 1):
            if isinstance(safe_share(numerator, denominator), Share):
                assert numerator == 0 or numerator >= 5
                assert denominator == numerator or denominator - numerator >= 5
