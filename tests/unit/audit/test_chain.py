"""The arithmetic of the chain, against HMAC written out by hand."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac

from hypothesis import given
from hypothesis import strategies as st

from roundel.audit.chain import GENESIS, ChainKeys, canonical, chain_keys, moment, row_mac, seal_mac

KEYS = ChainKeys(row=b"r" * 32, chain=b"c" * 32)


def test_a_row_mac_is_an_hmac_of_the_row() -> None:
    assert row_mac(KEYS, b"row") == hmac.new(b"r" * 32, b"row", hashlib.sha256).digest()


def test_a_seal_covers_the_one_before_its_number_and_the_event() -> None:
    expected = hmac.new(b"c" * 32, GENESIS + (7).to_bytes(8, "big") + b"m" * 32 + b"row", hashlib.sha256).digest()
    assert seal_mac(KEYS, GENESIS, 7, b"row", b"m" * 32) == expected


def test_the_two_keys_differ() -> None:
    keys = chain_keys()
    assert keys.row != keys.chain
    assert len(keys.row) == len(keys.chain) == 32


values = st.lists(st.one_of(st.none(), st.text(max_size=8)), min_size=3, max_size=3)


@given(values, values)
def test_different_rows_never_have_the_same_bytes(one: list[str | None], other: list[str | None]) -> None:
    assert (canonical(one) == canonical(other)) == (one == other)


def test_a_moment_has_one_spelling() -> None:
    utc = dt.datetime(2027, 7, 1, 12, 0, 0, 5, tzinfo=dt.UTC)
    summer = utc.astimezone(dt.timezone(dt.timedelta(hours=1)))
    assert moment(utc) == moment(summer) == moment(utc.replace(tzinfo=None)) == "2027-07-01T12:00:00.000005"
