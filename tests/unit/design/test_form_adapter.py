"""Django fields through the GOV.UK macros."""

from html import unescape

import pytest
from django import forms
from django.http import QueryDict

from roundel.design import form_params
from roundel.design.living import WRONG, ExampleForm
from tests.unit.design.pages import render, tags, text


def field(html_of: str, form: forms.Form, **look: object) -> str:
    """The markup of one field."""
    return render("{{ form_ui.any(form[name], **look) }}", form=form, name=html_of, look=look)


def posted(**values: str | list[str]) -> ExampleForm:
    """The example form as it comes from a browser."""
    query = QueryDict(mutable=True)
    for name, value in values.items():
        query.setlist(name.replace("__", "-"), value if isinstance(value, list) else [value])
    return ExampleForm(query)


@pytest.mark.parametrize("name", list(ExampleForm.base_fields))
def test_every_kind_of_field_has_a_label_or_a_legend(name: str):
    html = field(name, ExampleForm())

    assert str(ExampleForm.base_fields[name].label) in text(html)
    controls = [*tags(html, "input"), *tags(html, "textarea"), *tags(html, "select")]
    labelled = {label["for"] for label in tags(html, "label")}
    assert controls
    assert {control["id"] for control in controls} <= labelled


@pytest.mark.parametrize(
    "typed",
    [
        "  twelve ",
        "<script>alert(1)</script>",
        '"quotes" & more',
        "first\n  second\n\n    third",
        "‮right to left",
        "e\u0301 combining",
        "\nstarts with a line end",
    ],
)
def test_what_was_typed_is_what_is_shown(typed: str):
    html = field("note", posted(note=typed))

    assert "<script>" not in html
    token = html[html.index("<textarea") :]
    shown = token[token.index(">") + 1 : token.index("</textarea>")]
    # A browser drops one line end directly after the tag.
    assert unescape(shown).removeprefix("\n") == typed


def test_a_number_that_was_not_understood_stays():
    html = field("minutes", posted(minutes="twelve"))

    assert tags(html, "input")[0]["value"] == "twelve"
    assert tags(html, "input")[0]["inputmode"] == "numeric"
    assert "Enter a whole number." in text(html)


def test_a_password_is_never_shown_again():
    assert "value" not in tags(field("password", posted(password="secret word")), "input")[0]


def test_chosen_boxes_stay_chosen():
    html = field("topics", posted(topics=["work", "money"]))

    assert {box["value"] for box in tags(html, "input") if "checked" in box} == {"work", "money"}


@pytest.mark.parametrize(("sent", "ticked"), [({}, False), ({"read_out": "true"}, True), ({"read_out": "on"}, True)])
def test_a_single_box(sent: dict[str, str], ticked: bool):
    assert ("checked" in tags(field("read_out", posted(**sent)), "input")[0]) is ticked


def test_an_empty_choice_is_left_out_of_radios_and_named_in_a_select():
    class Form(forms.Form):
        choices = [("", "---------"), ("a", "A")]
        one = forms.ChoiceField(choices=choices, widget=forms.RadioSelect)
        two = forms.ChoiceField(choices=choices)

    assert len(tags(field("one", Form()), "input")) == 1
    assert "Choose one" in text(field("two", Form()))


def test_named_groups_of_choices_are_opened_up():
    class Form(forms.Form):
        one = forms.MultipleChoiceField(
            choices=[("Group", [("a", "A"), ("b", "B")]), ("c", "C")], widget=forms.CheckboxSelectMultiple
        )

    assert [box["value"] for box in tags(field("one", Form()), "input")] == ["a", "b", "c"]


def test_only_the_wrong_box_of_a_date_is_red():
    form = posted(day__day="27", day__month="13", day__year="2027")
    html = field("day", form)

    red = [box["name"] for box in tags(html, "input") if "govuk-input--error" in box["class"]]
    assert red == ["day-month"]
    assert form_params.target(form["day"]) == "id_day-month"


def test_the_summary_leads_to_an_element_of_the_page():
    form = ExampleForm(WRONG)
    page = render("{{ form_ui.error_summary(form) }}{% for f in form %}{{ form_ui.any(f) }}{% endfor %}", form=form)

    targets = [link["href"].removeprefix("#") for link in tags(page, "a")]
    ids = {attrs["id"] for name in ("input", "textarea", "select") for attrs in tags(page, name) if "id" in attrs}
    assert len(targets) == len(form.errors)
    assert set(targets) <= ids


def test_the_summary_names_the_field_where_the_message_does_not():
    summary = text(render("{{ form_ui.error_summary(form) }}", form=ExampleForm(WRONG)))

    assert "What shall we call this?: This needs an answer." in summary
    assert "Choose how they reached us." in summary
    assert "reach us?: Choose" not in summary


def test_no_summary_without_errors():
    assert render("{{ form_ui.error_summary(form) }}", form=ExampleForm()).strip() == ""


def test_errors_are_tied_to_their_field():
    html = field("name", posted(name=""))

    box = tags(html, "input")[0]
    assert "id_name-error" in box["aria-describedby"]
    assert any(p.get("id") == "id_name-error" for p in tags(html, "p"))


def test_a_limit_brings_a_count():
    html = field("note", ExampleForm())

    assert tags(html, "div")[0]["data-maxlength"] == "2000"
    assert "govuk-character-count" not in field("plan", ExampleForm())


def test_a_misspelt_keyword_is_an_error():
    with pytest.raises(TypeError, match="labell"):
        field("name", ExampleForm(), labell="x")


def test_hidden_fields_keep_each_value():
    class Form(forms.Form):
        version = forms.CharField(widget=forms.HiddenInput, initial='a "b"')

    assert tags(field("version", Form()), "input") == [{"type": "hidden", "name": "version", "value": 'a "b"'}]
