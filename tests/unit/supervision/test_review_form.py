"""The review form: whole, without gaps, and never counting what is missing."""

from __future__ import annotations

import copy
from decimal import Decimal
from fractions import Fraction
from importlib.resources import files
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from roundel.supervision import review_form
from roundel.supervision.review_form import BadReviewForm, ReviewForm, check, read

FORM = review_form.version("review-1")
NAMES = list(FORM.items)
MARKS = st.dictionaries(st.sampled_from(NAMES), st.sampled_from(("0", "1", "2", "3", "na", "unknown")))


def data() -> dict[str, Any]:
    """The first version as its file holds it, to be spoiled."""
    text = (files("roundel.supervision") / "review_forms" / "review-1.yaml").read_text(encoding="utf-8")
    return copy.deepcopy(yaml.safe_load(text))


def spoiled(**instead: Any) -> dict[str, Any]:
    return data() | instead


def item_spoiled(**instead: Any) -> dict[str, Any]:
    whole = data()
    whole["items"]["ended"] |= instead
    return whole


def test_the_installed_forms_are_whole() -> None:
    review_form.check_all()
    assert len(FORM.items) == sum(len(names) for _, names in FORM.parts) == 11


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        (spoiled(weights={"charm": 2}), "unknown items: charm"),
        (spoiled(weights={"ended": 0}), "weight of item ended"),
        (spoiled(weights={"ended": 1.5}), "weight of item ended"),
        (spoiled(bands=[]), "gap below it"),
        (spoiled(bands=[{"id": "a", "from": "0.50", "words": "A"}]), "gap below it"),
        (
            spoiled(bands=[{"id": x, "from": y, "words": x} for x, y in (("a", 0), ("b", 2), ("c", 1))]),
            "above the one before",
        ),
        (spoiled(bands=[{"id": x, "from": y, "words": x} for x, y in (("a", 0), ("b", 0))]), "above the one before"),
        (spoiled(bands=[{"id": x, "from": y, "words": x} for x, y in (("a", 0), ("b", 3))]), "below 3"),
        (spoiled(bands=[{"id": x, "from": y, "words": x} for x, y in (("a", 0), ("b", "1.005"))]), "two places"),
        (spoiled(bands=[{"id": "a", "from": y, "words": "A"} for y in (0, 1)]), "used twice"),
        (spoiled(parts=[{"title": "All", "items": [*NAMES, "charm"]}]), "unknown item charm"),
        (spoiled(parts=[{"title": "All", "items": [*NAMES, "ended"]}]), "in two places"),
        (spoiled(parts=[{"title": "All", "items": NAMES[1:]}]), "stands in no part"),
        (spoiled(fewest=0), "fewest"),
        (spoiled(fewest=12), "fewest"),
        (spoiled(colour="blue"), "unknown: colour"),
        (item_spoiled(colour="blue"), "unknown: colour"),
        (item_spoiled(marks=["No", "A little", "Yes"]), "each mark from 0 to 3"),
        (item_spoiled(marks=["No", "A little", "", "Yes"]), "each mark from 0 to 3"),
    ],
)
def test_a_form_that_contradicts_itself_is_refused(wrong: dict[str, Any], words: str) -> None:
    with pytest.raises(BadReviewForm, match=words):
        check(read(wrong))


def test_a_form_that_is_not_there_is_not_replaced_by_another() -> None:
    with pytest.raises(BadReviewForm, match="review-0"):
        review_form.version("review-0")


@given(st.integers(min_value=0, max_value=300))
def test_every_total_lies_in_exactly_one_band(hundredths: int) -> None:
    total = Decimal(hundredths) / 100
    ends = [*(band.begins for band in FORM.bands[1:]), Decimal("3.01")]
    inside = [band for band, end in zip(FORM.bands, ends, strict=True) if band.begins <= total < end]
    assert inside == [FORM.band(total)]


@pytest.mark.parametrize("total", ["-0.01", "3.01"])
def test_what_is_no_total_has_no_band(total: str) -> None:
    with pytest.raises(ValueError, match="between 0 and 3"):
        FORM.band(Decimal(total))


@given(MARKS)
def test_the_total_is_the_mean_of_the_marks_that_were_given(marks: dict[str, str]) -> None:
    result, given_marks = FORM.result(marks), [int(mark) for mark in marks.values() if mark.isdigit()]
    assert (result.answered, result.asked) == (len(given_marks), 11)
    if not given_marks:
        assert (result.total, result.band) == (None, "")
        return
    assert result.total is not None
    assert abs(Fraction(result.total) - Fraction(sum(given_marks), len(given_marks))) <= Fraction(1, 200)
    assert result.band == (FORM.band(result.total).id if len(given_marks) >= FORM.fewest else "")


@given(MARKS, st.sampled_from(("na", "unknown")))
def test_missing_is_never_nought(marks: dict[str, str], missing: str) -> None:
    """What does not apply, what could not be told and what is left out are the same to the mean: nothing."""
    known = {name: mark for name, mark in marks.items() if mark.isdigit()}
    filled = known | {name: missing for name in NAMES if name not in known}
    assert FORM.result(known) == FORM.result(filled)
    with_nought = FORM.result(known | {name: "0" for name in NAMES if name not in known})
    if 0 < len(known) < len(NAMES) and any(mark != "0" for mark in known.values()):
        assert with_nought.total != FORM.result(known).total


def test_weights_count() -> None:
    heavy: ReviewForm = read(spoiled(weights={"ended": 3}))
    check(heavy)
    assert heavy.result({"ended": "3", "notes": "1"}).total == Decimal("2.50")
    assert FORM.result({"ended": "3", "notes": "1"}).total == Decimal("2.00")


def test_the_band_goes_by_the_total_as_it_is_shown() -> None:
    """1.995 is shown as 2.00, and must not stand beside the words for less than 2."""
    form = read(spoiled(weights={"statement": 399, "listened": 1}, fewest=1))
    result = form.result({"statement": "2", "listened": "0"})
    assert (result.total, result.band) == (Decimal("2.00"), "mostly")


def test_each_item_needs_one_of_its_own_marks() -> None:
    whole = dict.fromkeys(NAMES, "2")
    assert not list(FORM.problems(whole))
    assert [name for name, _ in FORM.problems(whole | {"ended": ""})] == ["ended"]
    assert [name for name, _ in FORM.problems(whole | {"ended": "4"})] == ["ended"]
    assert [name for name, _ in FORM.problems(whole | {"statement": "na"})] == ["statement"]
    assert not list(FORM.problems(whole | {"ended": "na", "statement": "unknown"}))
