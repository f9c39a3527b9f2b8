"""Numbers as they are said and typed; what cannot be one is refused kindly, and without repeating it."""

from __future__ import annotations

import pytest

from roundel.callbacks import numbers


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("07700 900982", "07700900982", "07700 900 982"),
        (" 07700-900.982 ", "07700900982", "07700 900 982"),
        ("+44 7700 900982", "07700900982", "07700 900 982"),
        ("+44 (0)7700 900982", "07700900982", "07700 900 982"),
        ("0044 7700 900982", "07700900982", "07700 900 982"),
        ("(020) 7946 0000", "02079460000", "020 7946 0000"),
        ("01632 960001", "01632960001", "01632 960 001"),
        ("0800 1111", None, None),
        ("+353 20 910 1234", "+353209101234", "+353 209 101 234"),
        ("００７７００９００９８２", "+7700900982", "+770 090 098 2"),
        ("０７７００ ９００９８２", "07700900982", "07700 900 982"),
        ("07700\u2011900\u2011982", "07700900982", "07700 900 982"),
    ],
)
def test_a_number_is_understood_however_it_is_written(typed: str, kept: str | None, shown: str | None) -> None:
    if kept is None:
        with pytest.raises(ValueError, match="Enter a telephone number"):
            numbers.read(typed)
        return
    assert numbers.read(typed) == kept
    assert numbers.shown(kept) == shown


@pytest.mark.parametrize(
    "typed",
    ["", "0", "999", "07700 90098", "07700 900 9821", "0447700900982", "+44", "+", "++447700900982", "07700+900982",
     "0909 879 0000", "+44 909 879 0000", "07700 900982 ext 3", "ask for Kim", "07700 900982; 07700 900983", "\x00",
     "٠٧٧٠٠٩٠٠٩٨", "1" * 40],
)  # fmt: skip
def test_what_is_no_number_is_refused_and_not_repeated(typed: str) -> None:
    with pytest.raises(ValueError) as refused:  # noqa: PT011 - the words are looked at below
        numbers.read(typed)
    assert str(refused.value) in (numbers.LOOKS_LIKE, numbers.LETTERS, numbers.CHARGED)
