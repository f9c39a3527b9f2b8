"""The filters of the contact list, as an address carries them; and the name of a saved view."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django import forms

from roundel.design.fields import DatePartsField
from roundel.design.words import date_words
from roundel.helpline import filters
from roundel.helpline.enums import State
from roundel.helpline.filters import Chosen, Order, Shown
from roundel.helpline.queries.lists import Place

OWN = "own"
PERIODS = {
    "": "Any time",
    "today": "Today",
    "yesterday": "Yesterday",
    "week": "The last 7 days",
    "month": "The last 30 days",
    "this_month": "This month",
    "last_month": "Last month",
    "this_year": "This year",
    OWN: "From one day to another",
}
ORDERS = {
    Order.NEWEST: "Newest first",
    Order.OLDEST: "Oldest first",
    Order.LONGEST: "Longest first",
    Order.SHORTEST: "Shortest first",
}
NATURES = {
    Shown.CONVERSATIONS: "Conversations",
    Shown.COUNTED: "Calls that were counted only",
    Shown.ALL: "Both",
}
EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MICROSECOND = dt.timedelta(microseconds=1)
FAR = 10**17  # microseconds; well inside what a moment can hold


class ListForm(forms.Form):
    """Parses the address of a list to what was chosen. Nothing is required; nothing that is wrong is ignored."""

    period = forms.ChoiceField(label="When", required=False, choices=PERIODS.items())
    since = DatePartsField(label="From", required=False)
    until = DatePartsField(label="To", required=False)
    group = forms.ChoiceField(label="Who was in touch", required=False)
    topic = forms.ChoiceField(label="What it is about", required=False)
    practitioner = forms.ChoiceField(label="Taken by", required=False)
    channel = forms.ChoiceField(label="How it came", required=False)
    state = forms.ChoiceField(label="Where it stands", required=False, choices=[("", "Any"), *State.choices])
    nature = forms.ChoiceField(label="Show", required=False, choices=NATURES.items())
    open_actions = forms.BooleanField(label="With open actions", required=False)
    danger = forms.BooleanField(label="Somebody may be in danger", required=False)
    restricted = forms.BooleanField(label="Restricted, and open to you", required=False)
    caller = forms.UUIDField(required=False, widget=forms.HiddenInput)
    order = forms.ChoiceField(label="Sort by", required=False, choices=ORDERS.items())
    after = forms.CharField(required=False, widget=forms.HiddenInput)
    before = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: Mapping[str, Any], *, today: dt.date, practitioners: Sequence[tuple[uuid.UUID, str]]
    ) -> None:
        super().__init__(data)
        self.today = today
        for question, name in (("group", "group"), ("topics", "topic"), ("channel", "channel")):
            self._choices(name, filters.options(question).items())
        self.practitioners = tuple(practitioners)
        self._choices("practitioner", [(str(key), name) for key, name in practitioners])

    def _choices(self, name: str, choices: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "Any"), *choices]

    def clean_after(self) -> Place | None:
        """The place that the page follows."""
        return self._place("after", back=False)

    def clean_before(self) -> Place | None:
        """The place that the page comes before."""
        return self._place("before", back=True)

    def clean(self) -> dict[str, Any]:
        """Days only with "from one day to another", in order, and at least one of them."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if cleaned.get("period") != OWN or self.errors:
            return cleaned
        if since is None and until is None:
            self.add_error("since", "Enter the first day, the last day or both.")
        elif since and until and until < since:
            self.add_error("until", "The last day must not be before the first.")
        return cleaned

    def chosen(self) -> Chosen:
        """What was chosen; only of a valid form."""
        got = self.cleaned_data
        since, until = self._days()
        return Chosen(
            period=got["period"],
            since=since,
            until=until,
            group=got["group"],
            practitioner=uuid.UUID(got["practitioner"]) if got["practitioner"] else None,
            channel=got["channel"],
            topic=got["topic"],
            open_actions=got["open_actions"],
            nature=Shown(got["nature"] or Shown.CONVERSATIONS),
            state=got["state"],
            danger=got["danger"],
            restricted=got["restricted"],
            caller=got["caller"],
            order=Order(got["order"] or Order.NEWEST),
        )

    def place(self) -> Place | None:
        """Where the page begins or ends; None for the first page."""
        return self.cleaned_data["after"] or self.cleaned_data["before"]

    def _days(self) -> tuple[dt.date | None, dt.date | None]:
        if self.cleaned_data["period"] == OWN:
            return self.cleaned_data["since"], self.cleaned_data["until"]
        return days_of(self.cleaned_data["period"], self.today)

    def _place(self, name: str, *, back: bool) -> Place | None:
        text = self.cleaned_data[name]
        if not text:
            return None
        by_length = Order(self.cleaned_data.get("order") or Order.NEWEST).by_length
        try:
            return read_place(text, back=back, by_length=by_length)
        except ValueError:
            raise forms.ValidationError("This page of the list cannot be found. Begin again at the first.") from None


class ViewNameForm(forms.Form):
    """Under which name the present filters are kept."""

    name = forms.CharField(
        label="Keep these filters under a name",
        max_length=60,
        error_messages={"required": "Enter a name for this view.", "max_length": "Use no more than 60 characters."},
    )


class CodeForm(forms.Form):
    """A caller code, sent in the body of the request so that it stands in no address and no history."""

    code = forms.CharField(
        label="Find by caller code",
        max_length=40,
        error_messages={"required": "Enter the code.", "max_length": "A caller code has 16 digits."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false"}),
    )


def days_of(period: str, today: dt.date) -> tuple[dt.date | None, dt.date | None]:
    """The first and the last day of a period in words, as seen from today."""
    month = today.replace(day=1)
    before = month - dt.timedelta(days=1)
    days: dict[str, tuple[dt.date, dt.date]] = {
        "today": (today, today),
        "yesterday": (today - dt.timedelta(days=1),) * 2,
        "week": (today - dt.timedelta(days=6), today),
        "month": (today - dt.timedelta(days=29), today),
        "this_month": (month, today),
        "last_month": (before.replace(day=1), before),
        "this_year": (today.replace(month=1, day=1), today),
    }
    return days.get(period, (None, None))


def parameters(chosen: Chosen, place: Place | None = None) -> dict[str, str]:
    """The choice as the parameters of an address; what is not chosen is left out."""
    found: dict[str, str] = {}
    for name, value in chosen.changed.items():
        if isinstance(value, dt.date):
            if chosen.period == OWN:
                found |= {f"{name}-day": str(value.day), f"{name}-month": str(value.month)}
                found[f"{name}-year"] = str(value.year)
        else:
            found[name] = "true" if value is True else str(value)
    if place is not None:
        found["before" if place.back else "after"] = write_place(place)
    return found


def address(chosen: Chosen, place: Place | None = None) -> str:
    """The address of a list, from its question mark on."""
    return f"?{urlencode(parameters(chosen, place))}"


def write_place(place: Place) -> str:
    """A place as text: a number and an id."""
    if isinstance(place.value, dt.datetime):
        return f"{(place.value - EPOCH) // MICROSECOND}-{place.id.hex}"
    return f"{place.value}-{place.id.hex}"


def read_place(text: str, *, back: bool, by_length: bool) -> Place:
    """A place from its text; ValueError for anything else."""
    number, _, key = text.rpartition("-")
    value = int(number)
    if abs(value) > FAR or (by_length and abs(value) > 2**31 - 1):
        raise ValueError(text)
    return Place(value if by_length else EPOCH + value * MICROSECOND, uuid.UUID(hex=key), back)


def days_in_words(since: dt.date | None, until: dt.date | None) -> str:
    """From one day to another, where one of them may be open."""
    if since is None:
        return f"Until {date_words(until)}"
    if until is None:
        return f"From {date_words(since)}"
    return f"{date_words(since)} to {date_words(until)}"
