"""Parsing what the take screen sends; names as they are found again; the words of answers."""

from __future__ import annotations

import re

import pytest
from django.http import QueryDict

from roundel.helpline import contact_form, names
from roundel.helpline.forms import take as forms
from roundel.helpline.views.drafting import sent_version
from roundel.helpline.written import Written, words
from roundel.kernel.addresses import ReferenceConverter
from roundel.kernel.ids import new_reference

FORM = contact_form.version("contact-1")


def typed(**fields: str | list[str]) -> QueryDict:
    data = QueryDict(mutable=True)
    for name, value in fields.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return data


def test_every_question_of_the_form_has_a_field() -> None:
    form = forms.TakeForm(questions=FORM)
    assert [*form.fields] == [*(question.id for question in FORM.questions), "notes", "identifying"]


def test_an_empty_form_fits_and_holds_nothing() -> None:
    form = forms.TakeForm(typed(), questions=FORM)
    assert form.is_valid()
    assert form.written() == Written()


def test_answers_that_do_not_belong_are_left_out() -> None:
    form = forms.TakeForm(typed(group="own", profession="health", stage="thoughts"), questions=FORM)
    assert form.is_valid()
    assert form.written().answers == {"group": "own", "stage": "thoughts"}
    assert form.left_out() == ["What is their work?"]


@pytest.mark.parametrize("text", ["\x00", "a\x1fb", "a\x7f", "\ud800"])
def test_control_characters_are_refused(text: str) -> None:
    form = forms.TakeForm(typed(notes=text), questions=FORM)
    assert not form.is_valid()
    assert "control character" in str(form.errors["notes"])


@pytest.mark.parametrize("text", ["مرحبا \u200f(שלום)", "e\u0301\u0323", "👩\u200d👧", "a\tb\nc", " kept "])
def test_every_script_passes(text: str) -> None:
    form = forms.TakeForm(typed(notes=text), questions=FORM)
    assert form.is_valid(), form.errors


def test_what_was_typed_comes_back_without_complaint() -> None:
    data = typed(agree__kind="nonsense", agree__by_when__day="31", agree__words="half a sen")
    form = forms.as_typed(forms.AgreeForm, data)
    assert not form.errors
    assert form["words"].value() == "half a sen"
    assert form["by_when"].value() == {"day": "31", "month": "", "year": ""}
    assert form["actor"].value() == "caller"


def test_what_is_stored_stands_there_when_nothing_was_typed() -> None:
    form = forms.as_typed(forms.TakeForm, None, {"group": "own", "topics": ("images",)}, questions=FORM)
    assert (form["group"].value(), form["topics"].value()) == ("own", ("images",))


def test_names_of_a_form_are_those_that_a_browser_sends() -> None:
    assert forms.names_of(forms.AgreeForm()) == {
        "agree-kind",
        "agree-actor",
        "agree-words",
        "agree-by_when-day",
        "agree-by_when-month",
        "agree-by_when-year",
    }


@pytest.mark.parametrize(
    ("sent", "version"), [("3", 3), ("", 0), ("-1", 0), ("x", 0), ("9" * 12, 0), ("²", 0), ("1.5", 0)]
)
def test_the_version_of_the_page_is_a_number_or_none_that_can_be(sent: str, version: int) -> None:
    assert sent_version(typed(version=sent)) == version


def test_words_of_answers() -> None:
    assert words(FORM, "group", "own") == "Worried about own thoughts or behaviour"
    assert words(FORM, "topics", ("images", "stress")) == "Images online, Stress or low mood"
    assert words(FORM, "group", None) == ""


def test_codes_are_the_answers_to_questions_that_take_several() -> None:
    written = Written({"group": "own", "topics": ("images", "stress"), "interpreter": ("relay",)})
    assert written.codes() == {("topics", "images"), ("topics", "stress"), ("interpreter", "relay")}
    assert (written.of_column("group"), written.of_column("stage")) == ("own", "")


def test_a_reference_in_an_address_is_one_that_can_be_made() -> None:
    pattern = re.compile(ReferenceConverter.regex)
    assert all(pattern.fullmatch(new_reference("H", length)) for length in (6, 7, 8))
    assert not pattern.fullmatch("H-OOOO-00")


def test_a_name_has_fingerprints_for_itself_and_its_parts() -> None:
    assert len(names.exact("Ann Lee")) == 3
    assert names.exact("ANN  lee") == names.exact("Ann Lee")
    assert set(names.exact("Ann")) <= set(names.exact("Ann Lee"))
    assert set(names.sounding("Catherine")) & set(names.sounding("Kathryn"))
    assert names.exact("...") == []
