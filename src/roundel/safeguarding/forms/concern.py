"""The small forms around a concern: notes, plan, owner, closing, restricting. Parsing only."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from roundel.design.fields import DateTimePartsField
from roundel.design.forms import KeptText, ReasonForm, one_of
from roundel.safeguarding.enums import Outcome
from roundel.safeguarding.forms.decision import LONGEST, needed, words


class NoteForm(forms.Form):
    """What happened, and when."""

    happened_at = DateTimePartsField(
        label="When did it happen?", error_messages={"required": "Enter when it happened."}
    )
    words = needed("What happened?", "Write what happened.")


class PlanForm(forms.Form):
    """What is planned."""

    plan = KeptText(
        label="What is planned?",
        help_text="Who does what, by when, and what would change it.",
        rows=8,
        max_length=LONGEST,
    )


class HandOverForm(forms.Form):
    """To whom, and why."""

    owner = one_of([], "Choose who is to own it.", label="Who is to own it?")
    why = needed("Why?", "Say why, in a few words.")

    def __init__(self, *args: Any, people: Sequence[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [("", ""), *((str(one), name) for one, name in people)]  # type: ignore[attr-defined]

    def chosen(self) -> uuid.UUID:
        """The person chosen."""
        return uuid.UUID(self.cleaned_data["owner"])


class CloseForm(ReasonForm):
    """What came of it, and why it can be closed."""

    outcome = one_of(Outcome.choices, "Choose what came of it.", label="What came of it?", widget=forms.RadioSelect)
    unacknowledged_words = words("A disclosure is not acknowledged. Why can it be closed all the same?")
    field_order = ["outcome", "unacknowledged_words", "reason"]


class RestrictForm(ReasonForm):
    """Who can still open the concern, and why nobody else."""

    people = forms.MultipleChoiceField(
        label="Who can still open it?",
        help_text="Its owner always can.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Choose at least one person who can open the concern.",
            "invalid_choice": "Choose from the people who are offered.",
        },
    )
    field_order = ["people", "reason"]

    def __init__(self, *args: Any, offered: Sequence[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].choices = [(str(one), name) for one, name in offered]  # type: ignore[attr-defined]

    def chosen(self) -> list[uuid.UUID]:
        """The people chosen."""
        return [uuid.UUID(one) for one in self.cleaned_data["people"]]
