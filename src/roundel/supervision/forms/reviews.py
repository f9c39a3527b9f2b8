"""Drawing, choosing, marking and answering."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import dateformat

from roundel.design.forms import KeptText, one_of
from roundel.supervision.actions import Marked
from roundel.supervision.enums import Chosen, Reply, ReviewState
from roundel.supervision.review_form import Item, ReviewForm
from roundel.supervision.rules import MOST_DRAWN

LONGEST_NOTE, LONGEST_WORDS = 1_000, 4_000
NOTE = "-note"
People = Sequence[tuple[uuid.UUID, str]]


class FilterForm(forms.Form):
    """Which reviews are listed. Nothing is required; what is wrong is said."""

    state = forms.ChoiceField(label="Where it stands", required=False, choices=[("", "Any"), *ReviewState.choices])
    practitioner = forms.ChoiceField(label="Whose contact", required=False)

    def __init__(self, data: Mapping[str, Any], *, people: People) -> None:
        super().__init__(data)
        offered = [("", "Anybody"), *((str(key), name) for key, name in people)]
        self.fields["practitioner"].choices = offered  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """The filters as the query takes them; only of a valid form."""
        who = self.cleaned_data["practitioner"]
        return {"state": self.cleaned_data["state"], "practitioner": uuid.UUID(who) if who else None}


class DrawForm(forms.Form):
    """Of which month, whose contacts, and how many of each person."""

    month = forms.ChoiceField(
        label="Of which month?",
        help_text="Only a month that is over, so that nothing is added to it afterwards.",
        error_messages={"required": "Choose a month.", "invalid_choice": "Choose one of the months that are offered."},
    )
    people = forms.ChoiceField(
        label="Whose contacts?",
        required=False,
        error_messages={"invalid_choice": "Choose one of the people who are offered, or everybody."},
    )
    size = forms.IntegerField(
        label="How many of each person?",
        min_value=1,
        max_value=MOST_DRAWN,
        error_messages={
            "required": "Enter how many contacts of each person.",
            "invalid": "Enter a whole number.",
            "min_value": "Draw at least 1 contact of each person.",
            "max_value": f"Draw at most {MOST_DRAWN} contacts of each person.",
        },
    )

    def __init__(self, *args: Any, months: Sequence[dt.date], people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.everybody = [key for key, _ in people]
        self.fields["month"].choices = [  # type: ignore[attr-defined]
            (f"{month:%Y-%m}", dateformat.format(month, "F Y")) for month in months
        ]
        self.fields["people"].choices = [  # type: ignore[attr-defined]
            ("", "Everybody's"),
            *((str(key), name) for key, name in people),
        ]

    def chosen(self) -> dict[str, Any]:
        """What the action takes; only of a valid form."""
        got = self.cleaned_data
        year, month = got["month"].split("-")
        people = [uuid.UUID(got["people"])] if got["people"] else self.everybody
        return {"month": dt.date(int(year), int(month), 1), "size": got["size"], "people": people}


class ChooseForm(forms.Form):
    """Why this contact is reviewed."""

    chosen = one_of(
        [(Chosen.LIVE.value, "I listened in live"), (Chosen.REASON.value, "For another reason")],
        "Choose why this contact is reviewed.",
        label="Why this contact?",
        widget=forms.RadioSelect,
    )
    because = KeptText(
        label="The reason", help_text="Supervisors and the practitioner can read it.", rows=3, max_length=LONGEST_NOTE
    )

    def clean(self) -> dict[str, Any]:
        """A reason, where there is no other ground."""
        cleaned = super().clean() or {}
        if cleaned.get("chosen") == Chosen.REASON and not cleaned.get("because", "").strip():
            self.add_error("because", "Say why this contact, in a few words.")
        return cleaned


class MarkForm(forms.Form):
    """The marks of a review, by the version of the review form that it was begun with."""

    def __init__(self, *args: Any, review_form: ReviewForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.review_form = review_form
        for _, names in review_form.parts:
            for name in names:
                self.fields[name] = _mark_field(review_form.items[name])
                self.fields[f"{name}{NOTE}"] = KeptText(
                    label=f"Note: {review_form.items[name].label}", rows=2, max_length=LONGEST_NOTE
                )
        self.fields["went_well"] = KeptText(label="What went well", rows=4, max_length=LONGEST_WORDS)
        self.fields["think_about"] = KeptText(label="What to think about", rows=4, max_length=LONGEST_WORDS)

    def parts(self) -> list[tuple[str, list[tuple[forms.BoundField, forms.BoundField]]]]:
        """The headings of the form, each with its items and their notes."""
        return [
            (title, [(self[name], self[f"{name}{NOTE}"]) for name in names]) for title, names in self.review_form.parts
        ]

    def marked(self) -> Marked:
        """What was marked; only of a valid form."""
        got = self.cleaned_data
        return Marked(
            marks={name: got[name] for name in self.review_form.items},
            notes={name: got[f"{name}{NOTE}"] for name in self.review_form.items},
            went_well=got["went_well"],
            think_about=got["think_about"],
        )


class ReplyForm(forms.Form):
    """What the practitioner says to a review."""

    reply = one_of(
        Reply.choices, "Choose what you think of it.", label="What do you think of it?", widget=forms.RadioSelect
    )
    words = KeptText(
        label="In your own words",
        help_text="Needed if you see something differently. The supervisor then answers you.",
        rows=4,
        max_length=LONGEST_WORDS,
    )


def kept_marks(typed: QueryDict | None, review_form: ReviewForm) -> dict[str, str]:
    """What a draft holds, as the initial values of the form: shown again without complaints."""
    names = MarkForm(review_form=review_form).fields
    return {name: typed.get(name, "") for name in names} if typed is not None else {}


def _mark_field(item: Item) -> forms.ChoiceField:
    message = f"Choose a mark, or “Could not tell”: {item.label}"
    offered = [(value, f"{value}: {words}" if value.isdigit() else words) for value, words in item.offered()]
    return one_of(offered, message, label=item.label, help_text=item.hint, widget=forms.RadioSelect)
