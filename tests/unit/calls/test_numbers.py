"""One caller is one caller, however his number is written; a withheld number is nobody's."""

from __future__ import annotations

import pytest

from roundel.calls.numbers import normalise


@pytest.mark.parametrize(
    "text",
    [
        "0161 496 0000",
        "01614960000",
        "+44 161 496 0000",
        "+44 (0)161 496 0000",
        "0044 161 496 0000",
        "tel:+44-161-496-0000",
        "sip:+441614960000@example.org;user=phone",
        " ０１６１４９６００００ ",
    ],
)
def test_spellings_of_one_number_are_one(text: str) -> None:
    assert normalise(text) == "441614960000"


@pytest.mark.parametrize(
    "text", ["", "anonymous", "Withheld", "sip:anonymous@anonymous.invalid", "UNKNOWN", "-", "204"]
)
def test_a_withheld_number_is_none(text: str) -> None:
    assert normalise(text) is None


def test_different_numbers_stay_apart() -> None:
    assert normalise("0161 496 0000") != normalise("0161 496 0001")
    assert normalise("+33 1 61 49 60 00") != normalise("01 61 49 60 00")
