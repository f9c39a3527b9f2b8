"""Dates typed in parts."""

import datetime as dt

import pytest
from django import forms
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from roundel.design.fields import DatePartsField, DateTimePartsField, read_time, write_time


class Form(forms.Form):
    """One field of each kind."""

    day = DatePartsField(required=False)
    at = DateTimePartsField(required=False)


def filled(**boxes: str) -> Form:
    """The form with these boxes; `day_month` is the box day-month."""
    query = QueryDict(mutable=True)
    query.update({name.replace("_", "-"): value for name, value in boxes.items()})
    return Form(query)


@pytest.mark.parametrize("month", ["3", "03", "Mar", "march", "MARCH"])
def test_a_month_may_be_a_number_or_a_name(month: str):
    form = filled(day_day="27", day_month=month, day_year="2027")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == dt.date(2027, 3, 27)


def test_empty_boxes_are_no_date():
    form = filled(day_day="", day_month=" ", day_year="")

    assert form.is_valid()
    assert form.cleaned_data["day"] is None


@pytest.mark.parametrize(
    ("day", "month", "year", "wrong"),
    [
        ("31", "2", "2027", {"day", "month", "year"}),  # each is possible, together they are not
        ("41", "2", "2027", {"day"}),
        ("1", "13", "2027", {"month"}),
        ("1", "x", "2027", {"month"}),
        ("1", "2", "27", {"year"}),
        ("", "2", "2027", {"day"}),
        ("١", "2", "2027", set()),  # an Arabic digit is a digit
        ("-1", "2", "2027", {"day"}),
    ],
)
def test_only_the_wrong_box_is_marked(day: str, month: str, year: str, wrong: set[str]):
    form = filled(day_day=day, day_month=month, day_year=year)
    field = form.fields["day"]

    assert form.is_valid() is (not wrong)
    if wrong:
        assert field.wrong_parts(field.parts(form["day"].value())) == wrong


def test_what_is_missing_is_named():
    form = filled(day_day="3", day_month="", day_year="")

    assert form.errors["day"] == ["The date must also have a month and a year."]


def test_what_was_typed_is_kept():
    form = filled(day_day="31", day_month="Febuary", day_year="2027")

    assert form["day"].value() == {"day": "31", "month": "Febuary", "year": "2027"}


def test_a_moment_is_read_on_the_local_clock():
    form = filled(at_day="14", at_month="7", at_year="2027", at_time="9:04pm")

    assert form.is_valid(), form.errors
    assert form.cleaned_data["at"] == dt.datetime(2027, 7, 14, 20, 4, tzinfo=dt.UTC)


def test_a_stored_moment_fills_the_boxes():
    moment = dt.datetime(2027, 7, 14, 20, 4, tzinfo=dt.UTC)

    assert DateTimePartsField().parts(moment) == {"day": "14", "month": "7", "year": "2027", "time": "9:04pm"}


@pytest.mark.parametrize("text", ["9:04pm", "9:04 PM", "21:04", "2104", "9.04pm", "21h04"])
def test_ways_to_write_a_time(text: str):
    assert read_time(text) == dt.time(21, 4)


@pytest.mark.parametrize("text", ["", "9", "25:00", "9:60pm", "13pm", "0am", "noon", "9:04pm tomorrow"])
def test_what_is_no_time(text: str):
    with pytest.raises(ValueError, match=r".*"):
        read_time(text)


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)))
def test_a_written_time_reads_back(at: dt.time):
    assert read_time(write_time(at)) == at


@given(st.text(max_size=12), st.text(max_size=12), st.text(max_size=12), st.text(max_size=12))
def test_no_text_breaks_a_field(day: str, month: str, year: str, time: str):
    form = filled(at_day=day, at_month=month, at_year=year, at_time=time)

    assert form.is_valid() or form.errors["at"]
