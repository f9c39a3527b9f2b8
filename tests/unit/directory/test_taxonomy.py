"""The directory's own words: whole, in step with the contact form, and refused when they contradict themselves."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from roundel.directory.enums import About
from roundel.directory.taxonomy import NATIONWIDE, BadTaxonomy, check, current, label, labels, newest
from roundel.directory.words import beginning_with, typed, words_of
from roundel.helpline import contact_form
from roundel.helpline.filters import options


def test_caller_groups_and_regions_are_those_of_the_contact_form() -> None:
    """Signposts are counted by the contact's group, and searched for by its region: codes and words must agree."""
    assert dict(newest().offered(About.GROUP)) == options("group")
    areas = {code: words for code, words in newest().offered(About.AREA).items() if code != NATIONWIDE}
    assert areas == options("region")
    assert contact_form.all_forms()


def test_the_version_in_force_has_the_terms_that_are_used_by_name() -> None:
    one = current(dt.date(2027, 3, 14))
    check(one)
    assert {"report_images", "crisis", "police", "legal", "housing", "partner_family"} <= set(one.offered(About.NEED))


def test_words_of_codes() -> None:
    assert labels(About.NEED, ["legal", "own_behaviour"]) == ["Help with own thoughts or behaviour", "Legal advice"]
    assert label(About.NEED, "long_gone") == "long_gone"


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({}, "missing or empty"),
        ({"Not A Code": "x"}, "no codes"),
        ({1: "one"}, "no codes"),
        ({"one": "The same", "two": "the same"}, "the same words"),
        ({"one": "One"}, "used by name"),
    ],
)
def test_a_taxonomy_that_contradicts_itself_is_refused(terms: dict[str, str], words: str) -> None:
    wrong = replace(newest(), terms={**newest().terms, About.NEED.value: terms})
    with pytest.raises(BadTaxonomy, match=words):
        check(wrong)


def test_words_are_looked_up_without_case_accents_and_punctuation() -> None:
    assert words_of("Siân's Café-Line", "24h") == {"sians", "cafe", "line", "24h"}
    assert typed("  CAFÉ,   24h ") == ["cafe", "24h"]
    assert len(typed("a b c d e f g h")) == 6
    assert typed("!!! ...") == []


def test_a_word_in_another_script_is_looked_up_whole() -> None:
    assert "word__gte" in str(beginning_with("harb"))
    assert "word__gte" not in str(beginning_with("гавань"))
