"""The forms in which slots are made."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from roundel.callbacks.forms.fields import HourField
from roundel.callbacks.models import MOST_AT_ONCE
from roundel.callbacks.patterns import Pattern
from roundel.design.fields import DatePartsField, DateTimePartsField
from roundel.design.forms import one_of
from roundel.kernel.working_time import DAYS

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
LENGTHS = [("15", "15 minutes"), ("30", "30 minutes"), ("45", "45 minutes"), ("60", "1 hour"), ("120", "2 hours")]
HOW_MANY = f"Enter how many call-backs fit, from 1 to {MOST_AT_ONCE}."


def _capacity() -> forms.IntegerField:
    return forms.IntegerField(
        label="How many call-backs fit into one slot?",
        min_value=1,
        max_value=MOST_AT_ONCE,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HOW_MANY),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _length() -> forms.ChoiceField:
    return one_of(LENGTHS, "Choose how long a slot is.", label="How long is a slot?", widget=forms.RadioSelect)


class SlotForm(forms.Form):
    """One slot."""

    starts_at = DateTimePartsField(
        label="When does it begin?", error_messages={"required": "Enter when the slot begins."}
    )
    length = _length()
    capacity = _capacity()

    def made(self) -> dict[str, Any]:
        """What the slot is made of."""
        data = self.cleaned_data
        return {
            "starts_at": data["starts_at"],
            "length": dt.timedelta(minutes=int(data["length"])),
            "capacity": data["capacity"],
        }


class CapacityForm(forms.Form):
    """How many fit into a slot that exists."""

    capacity = _capacity()


class PatternForm(forms.Form):
    """The same slots every week, for some weeks."""

    weekdays = forms.MultipleChoiceField(
        label="On which days of the week?",
        choices=[(str(number), name) for number, name in enumerate(WEEKDAYS[: len(DAYS)])],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one day.", "invalid_choice": "Choose from the days of the week."},
    )
    opens = HourField(label="From", help_text="For example 2pm", error_messages={"required": "Enter the first hour."})
    closes = HourField(label="To", help_text="For example 4:30pm", error_messages={"required": "Enter the last hour."})
    length = _length()
    capacity = _capacity()
    first_day = DatePartsField(label="From which day on?", error_messages={"required": "Enter the first day."})
    weeks = forms.IntegerField(
        label="For how many weeks?",
        min_value=1,
        max_value=26,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), "Enter a number of weeks from 1 to 26."
        ),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )

    def pattern(self) -> Pattern:
        """The pattern; only of a valid form."""
        data = self.cleaned_data
        return Pattern(
            weekdays=frozenset(int(day) for day in data["weekdays"]),
            opens=data["opens"],
            closes=data["closes"],
            length=dt.timedelta(minutes=int(data["length"])),
            capacity=data["capacity"],
            first_day=data["first_day"],
            weeks=data["weeks"],
        )
