"""The forms that only the practice desk has. Those of the take screen are the helpline's."""

from __future__ import annotations

from django import forms

from roundel.design.forms import KeptText, one_of
from roundel.helpline.forms.take import EndingForm
from roundel.practice.enums import Threshold

LONGEST_WORDS = 5_000


class PracticeEndingForm(EndingForm):
    """How the practice call ended, and what one would do next in a contact."""

    threshold = one_of(
        Threshold.choices,
        "Choose what you would do.",
        label="In a real contact, would you propose a threshold decision?",
        help_text="It is asked at the end of every practice call.",
        widget=forms.RadioSelect,
    )


class ReflectionForm(forms.Form):
    """One's own thoughts about a practice call."""

    words = KeptText(label="What went well, and what would you try another time?", rows=5, max_length=LONGEST_WORDS)
    shared = forms.BooleanField(label="Supervisors may read this", required=False)


class CommentForm(forms.Form):
    """What a supervisor says to a practice call."""

    words = KeptText(
        label="What would you like to say to them?",
        rows=5,
        max_length=LONGEST_WORDS,
        required=True,
        error_messages={"required": "Write what you would like to say."},
    )
