"""Forms about signposts: finding a service beside the contact, saying something about it, asking what became of it."""

from __future__ import annotations

import uuid

from django import forms

from roundel.design.forms import KeptText, one_of
from roundel.directory.enums import About
from roundel.directory.queries import Chosen
from roundel.directory.taxonomy import newest
from roundel.helpline.enums import SignpostState, WhyNotThere
from roundel.helpline.forms.take import LONGEST_WORDS, NOT_ASKED
from roundel.helpline.written import Answer

FIND, SHOWN = "find", "find-shown"
OUTCOMES = [
    (SignpostState.HELPED.value, "Was helped"),
    (SignpostState.WAITING.value, "Is waiting"),
    (SignpostState.TURNED_AWAY.value, "Was turned away"),
    (SignpostState.NO_CONTACT.value, "Did not get in touch"),
    (SignpostState.NOT_WANTED.value, "No longer wanted"),
    (NOT_ASKED, "Could not be asked"),
]
# What is typed here is a question to the directory and no part of the contact: it is not saved while it is typed.
PASSING = {"data-no-draft": "yes"}


class FindForm(forms.Form):
    """A search in the directory, from within a contact."""

    prefix = FIND
    need = forms.ChoiceField(label="What is needed?", required=False, widget=forms.Select(attrs=PASSING))
    area = forms.ChoiceField(label="Where?", required=False, widget=forms.Select(attrs=PASSING))
    words = forms.CharField(
        label="Words",
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={**PASSING, "autocomplete": "off", "data-enter": "find-service"}),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for name, about in (("need", About.NEED), ("area", About.AREA)):
            self.fields[name].choices = [("", "Any"), *newest().offered(about).items()]  # type: ignore[attr-defined]

    def chosen(self) -> Chosen:
        """What was chosen; only of a valid form."""
        data = self.cleaned_data
        return Chosen(need=data["need"], area=data["area"], words=data["words"])


class PointForm(forms.Form):
    """What is said about a service that is picked."""

    prefix = "point"
    words = KeptText(
        label="In a few words (optional)",
        help_text="For example what they will say when they ring.",
        rows=2,
        max_length=LONGEST_WORDS,
    )


class HeardForm(forms.Form):
    """What was said when a signpost was asked after."""

    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they said.", "invalid_choice": "Choose what they said."},
    )
    why = one_of(WhyNotThere.choices, "Choose why.", label="Why?", required=False)
    words = KeptText(label="In their own words", max_length=LONGEST_WORDS)

    @staticmethod
    def prefix_of(signpost_id: uuid.UUID) -> str:
        """The prefix of the form about this signpost."""
        return f"heard-{signpost_id.hex}"

    def answer(self) -> Answer | None:
        """The answer; None if it could not be asked."""
        data = self.cleaned_data
        return None if data["outcome"] == NOT_ASKED else Answer(data["outcome"], data["why"], data["words"])


class AgencySaysForm(HeardForm):
    """What became of a referral, as the agency told us."""

    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=OUTCOMES[:-1],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it.", "invalid_choice": "Choose what became of it."},
    )
    words = KeptText(label="What they said (optional)", rows=3, max_length=LONGEST_WORDS)

    def kept_answer(self) -> Answer:
        """The answer as it is to be kept."""
        data = self.cleaned_data
        return Answer(data["outcome"], data["why"], data["words"])


FIND_NAMES = frozenset({SHOWN, *(f"{FIND}-{name}" for name in FindForm.base_fields)})
