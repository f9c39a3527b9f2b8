"""The forms in which a call-back is booked, moved and put forward: parsing only."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import QueryDict

from roundel.callbacks.booking import Booking
from roundel.callbacks.enums import About, Language, Message, Priority
from roundel.callbacks.forms.fields import SOON, HourField, slot_choices
from roundel.callbacks.queries import SlotSeen
from roundel.design.fields import DatePartsField
from roundel.design.forms import KeptText, one_of

SHORT, LONG = 120, 500
NO_DRAFT = {"data-no-draft": "yes"}
WHEN = "Choose when to call."


def _priority() -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        label="How soon?",
        help_text="In its turn, unless a promise or a danger speaks for sooner. You decide, and say why.",
        choices=[(str(one.value), one.label) for one in reversed(Priority)],
        coerce=int,
        initial=str(Priority.ORDINARY.value),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how soon it must be.", "invalid_choice": "Choose how soon it must be."},
    )


class WhenForm(forms.Form):
    """A time: as soon as possible, or a slot with room in it."""

    when = one_of([], WHEN, label="When?")

    def __init__(self, *args: Any, slots: list[SlotSeen], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["when"].choices = [("", "Choose one"), *slot_choices(slots)]  # type: ignore[attr-defined]

    def slot_id(self) -> uuid.UUID | None:
        """The slot that was chosen; None for as soon as possible."""
        chosen = self.cleaned_data["when"]
        return None if chosen == SOON else uuid.UUID(chosen)


class BookForm(WhenForm):
    """Everything that is asked of somebody who is to be called back."""

    key = forms.UUIDField(widget=forms.HiddenInput(attrs=NO_DRAFT))
    last_day = DatePartsField(
        label="Last day on which a call still makes sense (optional)",
        help_text="Otherwise the day of the slot; without a slot, five working days from now.",
        required=False,
    )
    number = forms.CharField(
        label="Telephone number",
        help_text="Read it back. It is kept sealed, shown only to the one who calls, and erased afterwards.",
        max_length=40,
        strip=False,
        error_messages={
            "required": "Enter the number that they want to be called on.",
            "max_length": "That is too long for a telephone number.",
        },
        widget=forms.TextInput(
            attrs={**NO_DRAFT, "autocomplete": "off", "inputmode": "tel", "spellcheck": "false"},
        ),
    )
    earliest = HourField(label="Not before (optional)", help_text="For example 9:30am", required=False)
    latest = HourField(label="Not after (optional)", help_text="For example 6pm", required=False)
    message = one_of(
        Message.choices,
        "Choose whether a message may be left.",
        label="If they do not answer, may a message be left?",
        widget=forms.RadioSelect,
    )
    ask_for = KeptText(
        label="Whom may we ask for? (optional)",
        help_text="A first name or any word will do. Empty: we ask for nobody.",
        max_length=SHORT,
    )
    introduce_as = KeptText(
        label="How shall we introduce ourselves? (optional)",
        help_text="Empty: “Hello, this is Sam. I am returning a call. Is this a good moment?”",
        max_length=LONG,
    )
    pass_phrase = KeptText(
        label="Pass-phrase (optional)",
        help_text="Words that only they know. Whoever answers says them before we say anything.",
        max_length=SHORT,
    )
    about = one_of(About.choices, "Choose what the call is about.", label="What is it about?")
    language = one_of(Language.choices, "Choose the language of the call.", label="Language")
    interpreter = forms.BooleanField(label="An interpreter or relay is needed", required=False)
    priority = _priority()
    priority_reason = KeptText(label="Why sooner? (only if it is not in its turn)", rows=2, max_length=LONG)

    def booking(self) -> Booking:
        """What was asked for; only of a valid form."""
        rest = {name: value for name, value in self.cleaned_data.items() if name not in {"key", "when"}}
        return Booking(slot_id=self.slot_id(), **rest)

    def restore(self, typed: QueryDict | None) -> None:
        """Begin with what was typed and not sent. The number is never among it: it is asked again."""
        for name, field in self.fields.items():
            value = field.widget.value_from_datadict(typed, {}, self.add_prefix(name)) if typed is not None else None
            if value is not None and name not in {"key", "number"}:
                self.initial[name] = value


class PriorityForm(forms.Form):
    """How soon, and why."""

    priority = _priority()
    reason = KeptText(
        label="Why?", rows=3, max_length=LONG, required=True, error_messages={"required": "Say why, in a few words."}
    )
