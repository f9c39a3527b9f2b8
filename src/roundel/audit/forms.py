"""Parsing what the auditor asks for."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone

from roundel.audit.enums import Nature
from roundel.audit.queries import Filters
from roundel.audit.registry import all_events, all_kinds
from roundel.design.fields import DatePartsField

NATURES = [
    ("", "Everything"),
    (Nature.LOOK, "Looks"),
    (Nature.CHANGE, "Changes"),
    (Nature.SYSTEM, "Accounts and system"),
]
SENSIBLE = [
    MinValueValidator(dt.date(2000, 1, 1), "The year must be 2000 or later."),
    MaxValueValidator(dt.date(2099, 12, 31), "The year must be 2099 or earlier."),
]


class EventFilterForm(forms.Form):
    """Person, event and period. Dates are days of the organisation's time zone, both included."""

    who = forms.ChoiceField(label="Person", required=False)
    nature = forms.ChoiceField(label="What happened", required=False, choices=NATURES)
    event = forms.ChoiceField(label="Event", required=False)
    since = DatePartsField(label="From", required=False, validators=SENSIBLE)
    until = DatePartsField(label="To", required=False, validators=SENSIBLE)

    def __init__(self, data: Any, *, actors: list[tuple[uuid.UUID, str]]) -> None:
        super().__init__(data)
        self.fields["who"].choices = [("", "Everybody"), *((str(pk), name) for pk, name in actors)]  # type: ignore[attr-defined]
        self.fields["event"].choices = [("", "Any event"), *event_choices()]  # type: ignore[attr-defined]

    def filters(self) -> Filters:
        """The filters; what was not understood filters nothing, and the form says so."""
        if not self.is_bound:
            return Filters()
        self.full_clean()
        chosen = self.cleaned_data
        until: dt.date | None = chosen.get("until")
        return Filters(
            actor_id=uuid.UUID(chosen["who"]) if chosen.get("who") else None,
            event=chosen.get("event", ""),
            nature=chosen.get("nature", ""),
            since=_midnight(chosen.get("since")),
            until=_midnight(until + dt.timedelta(days=1)) if until else None,
        )


def event_choices() -> list[tuple[str, str]]:
    """Every event, in words, by name."""
    kinds = all_kinds()
    return [
        (one.name, one.words.format(thing=kinds.get(one.name.rpartition(".")[0], "record")).capitalize())
        for one in all_events()
    ]


def _midnight(day: dt.date | None) -> dt.datetime | None:
    return timezone.make_aware(dt.datetime.combine(day, dt.time())) if day else None
