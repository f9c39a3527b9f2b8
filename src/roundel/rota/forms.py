"""Parsing what is filled in about shifts to plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from roundel.design.fields import DatePartsField, read_time
from roundel.design.forms import KeptText, one_of
from roundel.rota import rules, words
from roundel.rota.enums import Duty
from roundel.rota.planned import Pattern, Planned
from roundel.rota.queries import Candidate, Offered

WEEKDAYS = [(str(number), name) for number, name in enumerate(
    ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"))]  # fmt: skip


class TimeField(forms.Field):
    """A time of day as people write it; gives `datetime.time`."""

    def __init__(self, message: str, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput, error_messages={"required": message}, **kwargs)
        self.message = message

    def to_python(self, value: Any) -> dt.time | None:
        """The time, or what is wrong with it."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_time(text)
        except ValueError:
            raise ValidationError(self.message) from None


def _number(label: str, message: str, **kwargs: Any) -> forms.IntegerField:
    errors = {"required": message, "invalid": message, "min_value": message, "max_value": message}
    widget = forms.TextInput(attrs={"inputmode": "numeric"})
    return forms.IntegerField(label=label, widget=widget, error_messages=errors, **kwargs)


def _needed() -> forms.IntegerField:
    message = f"Enter how many people are needed: from 1 to {rules.MOST_NEEDED}."
    return _number("How many people are needed", message, min_value=1, max_value=rules.MOST_NEEDED, initial=1)


def _note() -> KeptText:
    return KeptText(
        label="Note (optional)",
        rows=3,
        max_length=rules.LONGEST_NOTE,
        help_text="Everybody who sees the rota reads it. Nothing about anybody in touch with us.",
    )


class _Times(forms.Form):
    """What a single shift and a pattern share."""

    duty = one_of(Duty.choices, "Choose what the shift is for.", label="What is it for?", widget=forms.RadioSelect)
    begins = TimeField("Enter when it begins, like 6pm or 18:30.", label="Begins")
    ends = TimeField(
        "Enter when it ends, like 10pm or 22:30.",
        label="Ends",
        help_text="If this is not later than the beginning, it is on the next day.",
    )
    needed = _needed()
    break_minutes = _number(
        "Break, in minutes",
        f"Enter a break of 0 to {rules.LONGEST_BREAK} minutes.",
        min_value=0,
        max_value=rules.LONGEST_BREAK,
        initial=20,
        help_text="A shift of more than six hours needs 20 minutes or more. Enter 0 for none.",
    )


class ShiftForm(_Times):
    """One shift."""

    day = DatePartsField(
        label="Day",
        help_text="For example: 27 3 2027.",
        error_messages={"required": "Enter the day on which the shift begins."},
    )
    note = _note()
    field_order = ("duty", "day")

    def planned(self) -> Planned:
        """What was filled in; only of a valid form."""
        return Planned(**self.cleaned_data)


class PatternForm(_Times):
    """Shifts of the same times, week after week. It is sent by its address, so it has no words of anybody."""

    weekdays = forms.MultipleChoiceField(
        label="On which days?",
        choices=WEEKDAYS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day of the week.", "invalid_choice": "Choose from the list."},
    )
    first = DatePartsField(
        label="From",
        help_text="The first day that counts. For example: 27 3 2027.",
        error_messages={"required": "Enter the day from which the pattern counts."},
    )
    weeks = _number(
        "For how many weeks",
        f"Enter for how many weeks: from 1 to {rules.MOST_WEEKS}.",
        min_value=1,
        max_value=rules.MOST_WEEKS,
        initial=4,
    )
    field_order = ("duty", "weekdays")

    def pattern(self) -> Pattern:
        """What was filled in; only of a valid form."""
        data = self.cleaned_data | {"weekdays": tuple(int(each) for each in self.cleaned_data["weekdays"])}
        return Pattern(**data)


class DaysForm(forms.Form):
    """Which days of a pattern are made. Days on which we are closed are offered, and not ticked."""

    days = forms.MultipleChoiceField(
        label="Shifts to make",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "One of these days cannot be chosen. Look at them again."},
    )

    def __init__(self, data: Any = None, *, offered: Sequence[Offered]) -> None:
        possible = [one for one in offered if not one.problem]
        super().__init__(data, initial={"days": [one.day.isoformat() for one in possible if not one.closed]})
        field = self.fields["days"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - for the type checker
        field.choices = [
            (one.day.isoformat(), f"{words.day(one.day)}, {words.span(one.starts_at, one.ends_at)}") for one in possible
        ]
        self.hints = {one.day.isoformat(): _hint(one) for one in possible if _hint(one)}

    def chosen(self) -> list[dt.date]:
        """The days that were ticked; only of a valid form."""
        return [dt.date.fromisoformat(day) for day in self.cleaned_data["days"]]


class ChangeForm(forms.Form):
    """How many are needed, and the note. The version says upon what the change was made."""

    needed = _needed()
    note = _note()
    version = forms.IntegerField(widget=forms.HiddenInput)


class PersonForm(forms.Form):
    """Who is put on a shift."""

    def __init__(self, data: Any = None, *, offered: Sequence[Candidate]) -> None:
        super().__init__(data)
        free = [one for one in offered if one.clash is None]
        self.fields["person"] = one_of(
            [(str(one.user_id), one.name) for one in free], "Choose somebody.", label="Who?", widget=forms.RadioSelect
        )
        self.hints = {str(one.user_id): _burden(one) for one in free}


class CoverForm(forms.Form):
    """Why cover is asked for, if somebody wants to say it."""

    reason = KeptText(
        label="Why? (optional)",
        rows=3,
        max_length=500,
        help_text="Only you and those who manage the rota read this.",
    )


def _hint(one: Offered) -> str:
    closed = "A bank holiday, or a day on which we are closed." if one.closed else ""
    return " ".join(filter(None, (closed, words.clock_change(one.starts_at, one.ends_at))))


def _burden(one: Candidate) -> str:
    week = f"Down for {words.hours(one.week)} in this week." if any(one.week) else "Not down for anything in this week."
    return f"{week} {words.rest(one.short_rest)}" if one.short_rest else week
