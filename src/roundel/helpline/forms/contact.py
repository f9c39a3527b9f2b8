"""The small forms around a contact: whom, with what."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms

from roundel.design.forms import KeptText, ReasonForm, one_of
from roundel.helpline.enums import LinkBasis


class LinkForm(forms.Form):
    """Another contact, and why it is probably the same person's."""

    other = forms.CharField(
        label="Reference of the other contact",
        help_text="For example H-7F3K-9X",
        max_length=40,
        error_messages={"required": "Enter the reference of the other contact."},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    basis = one_of(
        LinkBasis.choices, "Choose what makes you think so.", label="What makes you think so?", widget=forms.RadioSelect
    )
    reason = KeptText(
        label="Why, in your own words",
        rows=3,
        max_length=1_000,
        required=True,
        error_messages={"required": "Say why you think so, in a few words."},
    )


class NewCodeForm(ReasonForm):
    """Why a caller gets a new code, and which one it replaces: sent twice, the second is refused."""

    known = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, known: dt.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.present = known.isoformat()

    def clean(self) -> dict[str, Any]:
        """The code on which the page was based must still be the one that holds."""
        if self.cleaned_data.get("known") != self.present:
            raise forms.ValidationError(
                "A new code has been given since you opened this page. It was shown only once: if nobody wrote it "
                "down, give another one."
            )
        return self.cleaned_data


class RestrictForm(ReasonForm):
    """Who can still open the contact, and why nobody else."""

    people = forms.MultipleChoiceField(
        label="Who can still open it?",
        help_text="Leave yourself out only if you must not see it.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one person who can open the contact.",
            "invalid_choice": "Choose from the people who are offered.",
        },
    )
    field_order = ["people", "reason"]

    def __init__(self, *args: Any, offered: list[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(one), name) for one, name in offered]  # type: ignore[attr-defined]

    def chosen(self) -> list[uuid.UUID]:
        """The people chosen."""
        return [uuid.UUID(one) for one in self.cleaned_data["people"]]
