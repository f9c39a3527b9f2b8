"""The questions of a disclosure, one a page, and what is recorded of it later. Parsing only."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django import forms

from roundel.design.fields import DateTimePartsField
from roundel.design.forms import KeptText, one_of
from roundel.drafts.questions import Page, Questions
from roundel.safeguarding.enums import Agency, Basis, CallerTold, Item, Means
from roundel.safeguarding.forms.decision import needed, words
from roundel.safeguarding.written import Acknowledged

SHORT = 200


def line(label: str, message: str = "", **kwargs: Any) -> KeptText:
    """One line of words; needed if there is a message for when they are missing."""
    errors = {"required": message} if message else {}
    return KeptText(label=label, max_length=SHORT, required=bool(message), error_messages=errors, **kwargs)


class AgencyForm(forms.Form):
    """Which agency?"""

    agency = one_of(
        Agency.choices,
        "Choose what kind of agency it is.",
        label="With which agency was it shared?",
        widget=forms.RadioSelect,
    )
    agency_name = line(
        "Name of the agency", "Enter the name of the agency.", help_text="Team and place, as they say it."
    )
    person = line("Person spoken to", help_text="Name and role, if you were told.")


class WhatForm(forms.Form):
    """What was shared?"""

    items = forms.MultipleChoiceField(
        label="What was shared?",
        help_text="Choose all that was shared, and nothing that was not.",
        choices=Item.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what was shared."},
    )
    what = needed(
        "Exactly what was shared",
        "Write exactly what was shared.",
        help_text="The words that were said or written, as nearly as you can.",
    )


class BasisForm(forms.Form):
    """On what lawful basis?"""

    basis = one_of(Basis.choices, "Choose the lawful basis.", label="On which lawful basis?", widget=forms.RadioSelect)
    basis_words = needed("Why does it hold here?", "Say why this basis holds here.")


class MeansForm(forms.Form):
    """How, when and by whom?"""

    means = one_of(
        Means.choices, "Choose by which means it was shared.", label="By which means?", widget=forms.RadioSelect
    )
    shared_at = DateTimePartsField(
        label="When was it shared?", error_messages={"required": "Enter when it was shared."}
    )
    shared_by = forms.ChoiceField(label="Who shared it?", error_messages={"required": "Choose who shared it."})

    def __init__(self, *args: Any, people: Sequence[tuple[uuid.UUID, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["shared_by"].choices = [(str(one), name) for one, name in people]  # type: ignore[attr-defined]


class ToldForm(forms.Form):
    """Was the caller told?"""

    caller_told = one_of(
        CallerTold.choices,
        "Choose whether the caller was told.",
        label="Was the caller told that this was shared?",
        widget=forms.RadioSelect,
    )
    caller_words = words("Why, or what they said")

    def clean(self) -> dict[str, Any]:
        """Not telling wants a reason."""
        got = super().clean() or {}
        if got.get("caller_told") == CallerTold.NOT_TOLD and not got.get("caller_words"):
            self.add_error("caller_words", "Say why the caller was not told.")
        return got


class AcknowledgeForm(forms.Form):
    """When and by whom it was acknowledged, and what they will do."""

    acknowledged_at = DateTimePartsField(
        label="When did they acknowledge it?", error_messages={"required": "Enter when they acknowledged it."}
    )
    person = line("Who acknowledged it", help_text="Name and role, if you were told.")
    their_reference = line("Their reference", help_text="The number under which they keep it.")
    will_do = words("What they will do")

    def acknowledged(self) -> Acknowledged:
        """The same as plain values."""
        got = dict(self.cleaned_data)
        return Acknowledged(at=got.pop("acknowledged_at"), **got)


def disclosure(people: Sequence[tuple[uuid.UUID, str]]) -> Questions:
    """The questions; ``people`` are those who can have shared it, whoever asks first."""
    means: Callable[..., forms.Form] = partial(MeansForm, people=people)
    return Questions(
        "disclosure",
        (
            Page("agency", AgencyForm),
            Page("what", WhatForm),
            Page("basis", BasisForm),
            Page("means", means),
            Page("caller", ToldForm),
        ),
    )
