"""Codes and numbers, never content."""

from __future__ import annotations

import pytest

from roundel.audit.detail import check_code, checked


def test_codes_numbers_and_yes_or_no_are_kept_in_one_spelling() -> None:
    assert checked({"b": 2, "a": "own_thoughts", "c": True}) == '{"a":"own_thoughts","b":2,"c":true}'
    assert checked({"at": "2027-03-14T21:04:00+00:00", "version": "2026.1", "n": -3})
    assert checked(None) == checked({}) == ""


@pytest.mark.parametrize(
    "value",
    ["two words", "", "a\nb", "é", "-leading", "x" * 81, 1.5, None, ["a"], {"a": 1}, b"x", 2**60, "mail@example.org"],
)
def test_anything_that_could_be_content_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match=r"audit detail note (must be|is too large)"):
        checked({"note": value})  # type: ignore[dict-item]


@pytest.mark.parametrize("value", ["192.168.1.7", "2001:db8::1", "fe80:0:0:0:1:2:3:4"])
def test_network_addresses_are_refused(value: str) -> None:
    with pytest.raises(ValueError, match="never kept"):
        checked({"from": value})


@pytest.mark.parametrize("key", ["", "Two Words", "x" * 50, "1st", "é"])
def test_keys_are_codes(key: str) -> None:
    with pytest.raises(ValueError, match="short code"):
        checked({key: 1})


def test_there_are_not_many_of_them() -> None:
    with pytest.raises(ValueError, match="at most"):
        checked({f"k{n}": n for n in range(13)})


def test_a_reference_is_a_code_or_empty() -> None:
    assert check_code("a reference", "H-7F3K-9Q", 40) == "H-7F3K-9Q"
    assert check_code("a reference", "", 40) == ""
    with pytest.raises(ValueError, match="never words"):
        check_code("a reference", "Sam Rivers", 40)
