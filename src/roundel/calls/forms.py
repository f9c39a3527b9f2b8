"""Parsing what is entered about calls. What was typed is shown again, whatever it was."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping as AnyMapping
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from roundel.calls.grid import Counts, Grid, clock_words, field_name
from roundel.calls.here import zone
from roundel.calls.reading import MOST_BYTES, Column, Mapping, Table, Unusable, guess, open_table
from roundel.calls.reading.columns import WORDS, lacking
from roundel.calls.rules import LONGEST_EXTENSION, MOST_IN_HALF_HOUR

CHOOSE = "choose"  # the button that asks for the columns before anything is read
KIND_WORDS = {"answered": "Answered", "missed": "Missed", "abandoned": "Abandoned"}


class ExtensionForm(forms.Form):
    """Where somebody sits."""

    extension = forms.CharField(
        label="Extension",
        help_text="The number that your telephone has in the house, such as 204.",
        max_length=LONGEST_EXTENSION,
        error_messages={
            "required": "Enter the extension at which you sit.",
            "max_length": "An extension has at most %(limit_value)d letters or digits.",
        },
    )
    when = forms.ChoiceField(
        label="When do you sit there?",
        choices=[("today", "Today"), ("usually", "Every day")],
        initial="today",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether you sit there today or every day."},
    )

    def clean(self) -> dict[str, Any]:
        """As the action takes it."""
        given = super().clean() or {}
        if "when" in given:
            given["only_today"] = given.pop("when") == "today"
        return given


class GridForm(forms.Form):
    """The boxes of a day: three for each half-hour. An empty row is a half-hour that nobody entered."""

    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, shown: tuple[dt.datetime, ...], entered: Grid, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shown = shown
        here = zone()
        for start in shown:
            for kind in Counts.KINDS:
                self.fields[field_name(start, kind)] = _box(
                    f"{KIND_WORDS[kind]} at {clock_words(start, here)}",
                    getattr(entered[start], kind) if start in entered else None,
                )

    def grid(self) -> Grid:
        """What was entered. In a row with any number, an empty box is none."""
        found: Grid = {}
        for start in self.shown:
            given = {kind: self.cleaned_data[field_name(start, kind)] for kind in Counts.KINDS}
            if any(value is not None for value in given.values()):
                found[start] = Counts(**{kind: value or 0 for kind, value in given.items()})
        return found


def _box(label: str, initial: int | None) -> forms.IntegerField:
    message = f"{label}: enter a whole number from 0 to {MOST_IN_HALF_HOUR:,}, or nothing."
    errors = dict.fromkeys(("invalid", "min_value", "max_value"), message)
    return forms.IntegerField(
        label=label, initial=initial, required=False, min_value=0, max_value=MOST_IN_HALF_HOUR,
        widget=forms.TextInput, error_messages=errors,
    )  # fmt: skip


class UploadForm(forms.Form):
    """A file, and which column says what. Without choices for the columns they are guessed from the header."""

    file = forms.FileField(
        label="File from the telephone system",
        help_text="CSV with one row for each call, at most 10 MB. The file is read and not kept.",
        error_messages={
            "required": "Choose a file.",
            "empty": "The file is empty.",
            "missing": "Choose a file.",
            "invalid": "Choose a file.",
        },
    )

    table: Table | None = None
    content: bytes = b""
    mapping: Mapping

    def clean_file(self) -> UploadedFile:
        """The file, opened as a table."""
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 10 MB. Export a shorter period.")
        self.content = file.read()
        try:
            self.table = open_table(self.content)
        except Unusable as error:
            raise forms.ValidationError(str(error)) from None
        return file


class ColumnsForm(forms.Form):
    """Which column says what. The choices are numbers of columns, so that a header is never sent back."""

    def __init__(self, *args: Any, header: tuple[str, ...], mapping: Mapping, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "No column"), *((str(n), name or f"Column {n + 1}") for n, name in enumerate(header))]
        for column in Column:
            self.fields[column.value] = forms.ChoiceField(
                label=WORDS[column],
                choices=choices,
                required=False,
                initial=str(mapping[column]) if column in mapping else "",
                error_messages={"invalid_choice": "Choose one of the columns of this file."},
            )

    def clean(self) -> dict[str, Any]:
        """Say what must be named before rows can be read."""
        given = super().clean() or {}
        for column, message in lacking(self.mapping()):
            self.add_error(column.value, message)
        return given

    def mapping(self) -> Mapping:
        """The columns chosen."""
        chosen = {column: self.cleaned_data.get(column.value, "") for column in Column}
        return {column: int(place) for column, place in chosen.items() if place != ""}


def columns_form(table: Table, earlier: Mapping | None, data: AnyMapping[str, Any] | None) -> ColumnsForm:
    """The columns of a file: as chosen on the page, else as last time, else as guessed."""
    mapping = earlier if earlier is not None else guess(table.header)
    chosen = {column.value: str(mapping[column]) if column in mapping else "" for column in Column}
    return ColumnsForm(data if data is not None else chosen, header=table.header, mapping=mapping)
