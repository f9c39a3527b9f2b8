"""Parsing what is typed about entries, agencies and searches. What was typed is shown again, whatever it was."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from roundel.design.forms import KeptText, one_of
from roundel.directory import fitting
from roundel.directory.entry import CODES, OLDEST, TEXTS, Entry
from roundel.directory.enums import About, Cost, Freshness, Waiting
from roundel.directory.queries.lists import RETIRED, STALE, UNSORTED, Chosen
from roundel.directory.taxonomy import newest
from roundel.kernel.uploads import LARGEST

STATES = {
    "": "All in use",
    STALE: "To be checked: six months or more",
    **{one.value: one.label for one in (Freshness.FRESH, Freshness.CHECK_IT, Freshness.OVERDUE, Freshness.NEVER)},
    UNSORTED: "Without a need, so hard to find",
    RETIRED: "Out of use",
}
MANY = {
    "needs": "What does it help with?",
    "groups": "Whom is it for?",
    "areas": "Where?",
    "ways": "How does one get there?",
}
HINTS = {
    "needs": "It is found by these. Choose as many as fit.",
    "groups": "Leave empty if it is for anybody.",
    "serves": "For example “Adults. Not while a case is before the court.”",
    "area_words": "For example “Meets in two towns; by telephone everywhere else”.",
    "how_to_refer": "Step by step, so that it can be read out.",
    "public_number": "Public numbers with their hours, a comma between several. Nobody's own number.",
    "email": "A shared mailbox, not one person's.",
    "website": "Beginning with https://",
    "languages": "Several with a comma between them.",
}
ROWS = {"description": 5, "how_to_refer": 4, "serves": 2, "cost_words": 2, "waiting_words": 2, "access": 2}


class FilterForm(forms.Form):
    """Parses the address of the list to what was chosen."""

    words = forms.CharField(label="Words", required=False, max_length=200)
    need = forms.ChoiceField(label="What is needed", required=False)
    area = forms.ChoiceField(label="Where", required=False)
    group = forms.ChoiceField(label="For whom", required=False)
    state = forms.ChoiceField(label="Show", required=False, choices=STATES.items())

    def __init__(self, data: Mapping[str, Any] | None = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        for name, about in (("need", About.NEED), ("area", About.AREA), ("group", About.GROUP)):
            self.fields[name].choices = [("", "Any"), *newest().offered(about).items()]  # type: ignore[attr-defined]

    def chosen(self) -> Chosen:
        """What was chosen; only of a valid form."""
        return Chosen(**{name: self.cleaned_data[name] for name in ("need", "area", "group", "words", "state")})


class AgeField(forms.IntegerField):
    """A number of years, or nothing."""

    def __init__(self, label: str) -> None:
        message = f"Enter a number from 0 to {OLDEST}, or leave it empty."
        errors = {"invalid": message, "min_value": message, "max_value": message}
        super().__init__(
            label=label, required=False, min_value=0, max_value=OLDEST, error_messages=errors, widget=forms.TextInput()
        )


class EntryForm(forms.Form):
    """Everything that is written about a service."""

    agency = KeptText(
        label="Organisation that runs it",
        max_length=200,
        required=True,
        help_text="If it is in the directory already, write its name as it stands there.",
        error_messages={"required": "Enter the organisation that runs the service."},
    )

    def __init__(self, *args: Any, before: Entry | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.before = before
        self._text("name", "Enter the name of the service.")
        self._text("description")
        self._many("needs", "Choose at least one thing that it helps with; it is found by that.")
        self._many("groups")
        self.fields["youngest"], self.fields["oldest"] = AgeField("Youngest age"), AgeField("Oldest age")
        self._text("serves")
        self._many("areas")
        self._text("area_words")
        self._many("ways")
        self._text("how_to_refer")
        self._one("cost", "What does it cost?", Cost.choices)
        self._text("cost_words")
        self._one("waiting", "How long is the wait?", Waiting.choices)
        self._text("waiting_words")
        for name in ("public_number", "email", "website", "languages", "access"):
            self._text(name)

    def clean(self) -> dict[str, Any]:
        """Everything that does not fit is said at once."""
        cleaned = super().clean() or {}
        if not self.errors:
            for name, message in fitting.problems(fitting.kept(self.entry()), before=self.before):
                self.add_error(name, message)
        return cleaned

    def entry(self) -> Entry:
        """The entry; only of a valid form."""
        return Entry.from_data(self.cleaned_data)

    def _text(self, name: str, needed: str = "") -> None:
        label, most = TEXTS[name]
        self.fields[name] = KeptText(
            label=label,
            rows=ROWS.get(name, 0),
            max_length=most,
            help_text=HINTS.get(name, ""),
            required=bool(needed),
            error_messages={"required": needed} if needed else None,
        )

    def _many(self, name: str, needed: str = "") -> None:
        """The terms offered now, and those that the entry has from an earlier version."""
        about = CODES[name]
        had = [code for code in self.initial.get(name) or () if code not in newest().offered(about)]
        self.fields[name] = forms.MultipleChoiceField(
            label=MANY[name],
            help_text=HINTS.get(name, ""),
            choices=[*newest().offered(about).items(), *((code, code) for code in had)],
            widget=forms.CheckboxSelectMultiple,
            required=bool(needed),
            error_messages={"required": needed, "invalid_choice": "Choose from the terms that are offered."},
        )

    def _one(self, name: str, label: str, choices: list[tuple[str, str]]) -> None:
        message = "Choose one of the answers that are offered."
        self.fields[name] = one_of([*choices], message, label=label, required=False)


class AddForm(EntryForm):
    """A new entry, and whether it was checked on the way."""

    checked = forms.BooleanField(label="I have checked this today: by telephone, or on their own pages", required=False)


class AgencyForm(forms.Form):
    """What is written about an agency itself."""

    name = KeptText(
        label="Name",
        max_length=200,
        required=True,
        error_messages={"required": "Enter the name of the organisation."},
    )
    description = KeptText(label="What it is", rows=4, max_length=2_000)
    website = KeptText(label="Website", max_length=500, help_text="Beginning with https://")


class ImportForm(forms.Form):
    """A file from another directory. It is read in memory, and judged by its content, not by its name."""

    file = forms.FileField(
        label="File from another directory",
        help_text=f"JSON in the form of Open Referral (HSDS 3), at most {LARGEST // 1024 // 1024} MB.",
        allow_empty_file=True,
        error_messages={"required": "Choose a file.", "invalid": "Choose a file."},
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
    )


def typed_in(form: type[EntryForm], typed: QueryDict | None, initial: Mapping[str, Any]) -> EntryForm:
    """The form without complaints: with what was typed and not saved, or else with what is stored."""
    made = form(initial=dict(initial))
    if typed is not None:
        for name, field in made.fields.items():
            made.initial[name] = field.widget.value_from_datadict(typed, {}, made.add_prefix(name))
    return made


def version_of(posted: Mapping[str, Any]) -> int:
    """The version on which the page was based; 0 for none that can be."""
    text = str(posted.get("version", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
