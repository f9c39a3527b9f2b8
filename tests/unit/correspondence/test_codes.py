"""Codes and aliases: what can be said aloud, misheard and typed in."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roundel.correspondence import aliases, codes

BODIES = st.text(alphabet="0123456789", min_size=15, max_size=15)


def whole(body: str) -> str:
    return body + codes.check_digit(body)


class TestCheckDigit:
    def test_known_value(self):
        assert codes.check_digit("572") == "4"  # the example of Damm's scheme that is published everywhere

    @given(BODIES)
    def test_every_single_wrong_digit_is_caught(self, body):
        code = whole(body)
        for place in range(codes.LENGTH):
            for digit in "0123456789":
                wrong = code[:place] + digit + code[place + 1 :]
                assert (codes.normalise(wrong) is None) == (wrong != code)

    @given(BODIES)
    def test_every_swap_of_neighbours_is_caught(self, body):
        code = whole(body)
        for place in range(codes.LENGTH - 1):
            swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
            assert (codes.normalise(swapped) is None) == (swapped != code)

    def test_the_table_itself_rules_out_both_mistakes(self):
        """For all bodies at once: rows are permutations, and no two digits may trade places."""
        table = codes._DAMM
        digits = range(10)
        assert all(sorted(row) == list(digits) for row in table)
        assert all(sorted(row[d] for row in table) == list(digits) for d in digits)
        assert all(table[d][d] == 0 for d in digits)
        assert all(table[table[c][x]][y] != table[table[c][y]][x] for c in digits for x in digits for y in range(x))


class TestNewCode:
    def test_checks_and_does_not_repeat(self):
        made = {codes.new_code() for _ in range(2000)}
        assert len(made) == 2000
        assert all(codes.normalise(code) == code for code in made)

    def test_every_digit_comes_up_in_every_place(self):
        made = [codes.new_code() for _ in range(2000)]
        assert all({code[place] for code in made} == set("0123456789") for place in range(codes.LENGTH))

    def test_is_shown_in_fours(self):
        assert codes.shown("1234567890123456") == "1234 5678 9012 3456"


CODE = whole("123456789012345")


MISTYPED = [
    "",
    " ",
    CODE[:-1],
    CODE + "0",
    "O" + CODE[1:],
    CODE[:8] + "x" + CODE[8:],
    "²" + CODE[1:],
    CODE[:15] + "\x00",
    "①" * 16,
]


class TestNormalise:
    @pytest.mark.parametrize(
        "typed",
        [
            CODE,
            codes.shown(CODE),
            f"  {codes.shown(CODE)}\n",
            codes.shown(CODE).replace(" ", "-"),
            codes.shown(CODE).replace(" ", "\u2013"),
            codes.shown(CODE).replace(" ", "\u00a0"),
            codes.shown(CODE).replace(" ", "."),
            codes.shown(CODE).replace(" ", " / "),
            "\u200f" + CODE,
            CODE.translate({ord(str(d)): chr(0x0660 + d) for d in range(10)}),
            CODE.translate({ord(str(d)): chr(0x06F0 + d) for d in range(10)}),
            CODE.translate({ord(str(d)): chr(0x0966 + d) for d in range(10)}),
            CODE.translate({ord(str(d)): chr(0xFF10 + d) for d in range(10)}),
        ],
    )
    def test_understands(self, typed):
        assert codes.normalise(typed) == CODE

    @pytest.mark.parametrize("typed", MISTYPED)
    def test_refuses(self, typed):
        assert codes.normalise(typed) is None

    def test_refuses_what_is_too_long_without_looking(self, monkeypatch):
        monkeypatch.setattr(codes, "_as_digit", None)
        assert codes.normalise(" " * 81) is None
        assert codes.normalise(CODE * 100_000) is None

    @given(st.text())
    def test_any_text_gives_a_code_or_nothing(self, text):
        found = codes.normalise(text)
        assert found is None or codes.normalise(found) == found


UNFIT = frozenset({
    "black", "white", "brown", "blonde", "red", "grey", "old", "young", "little", "big", "gentle", "quiet",
    "calm", "brave", "angry", "sad", "happy", "lonely", "boy", "girl", "man", "woman", "child", "baby",
    "mother", "father", "son", "daughter", "uncle", "aunt", "kid", "teen", "minor", "wolf", "fox", "bear",
    "lamb", "cat", "dog", "bird", "mouse", "snake", "rat", "pig", "ape", "jasper", "rosemary", "ginger",
    "cherry", "virgin", "nursery", "cradle", "playground", "school", "toy", "bed", "cell", "prison", "jail",
    "court", "honey", "sugar", "daddy", "refuge",
})  # fmt: skip


class TestAliases:
    def test_there_are_enough(self):
        first, second = aliases.first_words(), aliases.second_words()
        both = set(first) & set(second)
        assert len(first) * len(second) - len(both) > 550_000
        assert (len(set(first)), len(set(second))) == (len(first), len(second))

    def test_words_are_plain_and_fit(self):
        for word in (*aliases.first_words(), *aliases.second_words()):
            assert word.isascii()
            assert word.isalpha()
            assert word == word.capitalize()
            assert 2 < len(word) <= 13

    def test_no_word_could_describe_a_person(self):
        used = {word.lower() for word in (*aliases.first_words(), *aliases.second_words())}
        assert used & UNFIT == set()

    def test_are_two_different_words(self):
        made = [aliases.random_alias() for _ in range(500)]
        assert len(set(made)) > 490
        assert all(len(set(alias.split())) == 2 for alias in made)

    def test_the_same_word_is_not_drawn_twice(self, monkeypatch):
        drawn = iter(["River", "River", "Amber", "Harbour"])
        monkeypatch.setattr(aliases.secrets, "choice", lambda _: next(drawn))
        assert aliases.random_alias() == "Amber Harbour"

    @pytest.mark.parametrize("typed", ["Amber Harbour", "amber  harbour ", "AMBER-HARBOUR"])
    def test_are_found_as_typed(self, typed):
        assert aliases.normalise_alias(typed) == "Amber Harbour"

    def test_stand_in_the_audit_as_one_word(self):
        assert aliases.alias_code("Amber Harbour") == "Amber-Harbour"
