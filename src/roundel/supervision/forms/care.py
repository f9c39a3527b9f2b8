"""Comments, listening in, debriefs and sessions."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from django import forms

from roundel.design.fields import DatePartsField, DateTimePartsField
from roundel.design.forms import KeptText, one_of
from roundel.supervision.actions import Sat
from roundel.supervision.enums import Told
from roundel.supervision.rules import LONGEST_SESSION

LONGEST_WORDS = 4_000
YES, NO, HELD = "yes", "no", "held"
ANSWERS = [(YES, "Yes, please"), (NO, "No, thank you"), (HELD, "It has happened")]
People = Sequence[tuple[uuid.UUID, str]]


class CommentForm(forms.Form):
    """A comment, and whether it needs an answer."""

    words = KeptText(
        label="What do you want to say or ask?",
        rows=4,
        max_length=LONGEST_WORDS,
        required=True,
        error_messages={"required": "Write what you want to say."},
    )
    needs_answer = forms.BooleanField(label="This needs an answer", required=False)


class AnswerForm(forms.Form):
    """The answer to a comment."""

    words = KeptText(
        label="Your answer",
        rows=4,
        max_length=LONGEST_WORDS,
        required=True,
        error_messages={"required": "Write your answer."},
    )


class ListenedForm(forms.Form):
    """When the practitioner was told that somebody listened in."""

    told = one_of(
        Told.choices,
        "Choose when you told the practitioner.",
        label="When did you tell them that you listen in?",
        widget=forms.RadioSelect,
    )


class OfferForm(forms.Form):
    """To whom a debrief is offered."""

    person = forms.ChoiceField(
        label="To whom?",
        error_messages={"required": "Choose to whom you offer it.", "invalid_choice": "Choose to whom you offer it."},
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].choices = _offered(people)  # type: ignore[attr-defined]


class DebriefForm(forms.Form):
    """The answer to an offer, or that it happened: when and with whom. No field for what was said."""

    answer = one_of(ANSWERS, "Choose an answer.", label="Your answer", widget=forms.RadioSelect)
    held_at = DateTimePartsField(label="When was it?", required=False)
    held_with = forms.ChoiceField(
        label="With whom?", required=False, error_messages={"invalid_choice": "Choose with whom it was."}
    )

    def __init__(self, *args: Any, people: People, answers: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = [(value, words) for value, words in ANSWERS if value in answers]
        self.fields["answer"].choices = [("", ""), *offered]  # type: ignore[attr-defined]
        self.fields["held_with"].choices = _offered(people)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """When and with whom, if it happened."""
        cleaned = super().clean() or {}
        if cleaned.get("answer") == HELD:
            if not self.errors.get("held_at") and cleaned.get("held_at") is None:
                self.add_error("held_at", "Enter when it was.")
            if not self.errors.get("held_with") and not cleaned.get("held_with"):
                self.add_error("held_with", "Choose with whom it was.")
        return cleaned


class SessionForm(forms.Form):
    """A supervision session: with whom, when, how long, when next, and what was agreed."""

    practitioner = forms.ChoiceField(
        label="With whom?",
        error_messages={"required": "Choose with whom it was.", "invalid_choice": "Choose with whom it was."},
    )
    held_on = DatePartsField(label="When was it?", error_messages={"required": "Enter when it was."})
    minutes = forms.IntegerField(
        label="How long did it take?",
        min_value=1,
        max_value=LONGEST_SESSION,
        error_messages={
            "required": "Enter how long it took, in minutes.",
            "invalid": "Enter a whole number of minutes.",
            "min_value": "Enter at least 1 minute.",
            "max_value": f"Enter at most {LONGEST_SESSION} minutes.",
        },
    )
    next_on = DatePartsField(
        label="When is the next one?", help_text="Leave it empty if it is not fixed.", required=False
    )
    agreed = KeptText(
        label="What did you agree?",
        help_text="Only the two of you can read it. Name no caller.",
        rows=6,
        max_length=LONGEST_WORDS,
    )

    def __init__(self, *args: Any, people: People, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["practitioner"].choices = _offered(people)  # type: ignore[attr-defined]

    def sat(self) -> Sat:
        """The session as the action takes it; only of a valid form."""
        got = self.cleaned_data
        return Sat(**got | {"practitioner": uuid.UUID(got["practitioner"])})


def _offered(people: People) -> list[tuple[str, str]]:
    return [("", ""), *((str(key), name) for key, name in people)]
