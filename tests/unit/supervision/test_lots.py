"""Drawing by lot: the same again, whatever the order, and fair."""

from __future__ import annotations

import random
import uuid
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from roundel.supervision import lots

SEEDS = st.integers(min_value=0, max_value=2**128 - 1).map(lambda number: f"{number:032x}")
POOLS = st.lists(st.uuids(), unique=True, max_size=40)


@given(SEEDS, POOLS, st.integers(min_value=1, max_value=20), st.randoms(use_true_random=False))
def test_drawn_again_it_is_the_same_whatever_the_order(
    seed: str, pool: list[uuid.UUID], size: int, chance: random.Random
) -> None:
    drawn = lots.draw(seed, pool, size)
    assert len(drawn) == len(set(drawn)) == min(size, len(pool))
    assert set(drawn) <= set(pool)
    chance.shuffle(pool)
    assert lots.draw(seed, pool, size) == drawn


@given(SEEDS, st.lists(st.uuids(), unique=True, min_size=2, max_size=40), st.integers(min_value=1, max_value=20))
def test_a_contact_that_was_not_drawn_changes_nothing_by_going(seed: str, pool: list[uuid.UUID], size: int) -> None:
    drawn = lots.draw(seed, pool, size)
    for gone in set(pool) - set(drawn):
        assert lots.draw(seed, [one for one in pool if one != gone], size) == drawn


@settings(deadline=None, max_examples=5)
@given(st.integers(min_value=0, max_value=2**32))
def test_every_contact_is_about_as_likely_as_every_other(start: int) -> None:
    """Of 20 contacts 5 are drawn, 4,000 times: each is expected 1,000 times, and the spread is that of chance.

    The sum of the squared deviations (chi-square, 19 degrees of freedom, less because each drawing takes five
    different ones) stays under 43.8 but once in a thousand; 60 leaves room.
    """
    chance = random.Random(start)
    pool = [uuid.UUID(int=chance.getrandbits(128)) for _ in range(20)]
    drawn = Counter(one for _ in range(4_000) for one in lots.draw(f"{chance.getrandbits(128):032x}", pool, 5))
    assert sum((drawn[one] - 1_000) ** 2 / 1_000 for one in pool) < 60


@settings(deadline=None, max_examples=5)
@given(st.integers(min_value=0, max_value=2**32))
def test_ids_that_tell_the_time_do_not_tell_the_lot(start: int) -> None:
    """Row ids grow with time: the first half of a month must not be drawn more often than the second."""
    chance = random.Random(start)
    pool = [uuid.UUID(int=(1_700_000_000_000 + number) << 80 | number) for number in range(40)]
    early = sum(one in pool[:20] for _ in range(1_000) for one in lots.draw(f"{chance.getrandbits(128):032x}", pool, 4))
    assert 1_800 < early < 2_200
