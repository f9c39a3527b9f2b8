"""Fields that the forms of call-backs share."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils import timezone

from roundel.callbacks.models import Slot
from roundel.callbacks.queries import SlotSeen
from roundel.design.fields import read_time, write_time
from roundel.design.words import date_words, time_words

SOON = "soon"


class HourField(forms.Field):
    """An hour of the day as people write it: 9:30am, 14:00, 9am. Gives ``datetime.time`` or None."""

    widget = forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"})

    def to_python(self, value: Any) -> dt.time | None:
        """The hour; None where nothing was typed."""
        text = str(value or "").strip()
        if not text:
            return None
        try:
            return read_time(text)
        except ValueError:
            raise forms.ValidationError("Enter an hour, like 9:30am or 14:00.") from None

    def prepare_value(self, value: Any) -> Any:
        """A stored hour in our words; what was typed as it was typed."""
        return write_time(value) if isinstance(value, dt.time) else value


def slot_words(slot: Slot) -> str:
    """Monday 15 March 2027, 2:00pm to 2:30pm."""
    begins = timezone.localtime(slot.starts_at)
    return f"{begins:%A} {date_words(begins)}, {time_words(begins)} to {time_words(slot.ends_at)}"


def slot_choices(slots: list[SlotSeen]) -> list[tuple[str, str]]:
    """As soon as possible, and each slot with room in it."""
    return [
        (SOON, "As soon as possible, in working hours"),
        *((str(seen.slot.pk), f"{slot_words(seen.slot)} ({_room(seen.left)})") for seen in slots),
    ]


def _room(left: int) -> str:
    return f"{left} {'place' if left == 1 else 'places'}"
