"""Form fields for dates as GOV.UK asks for them: parts in separate boxes, typed as people write them.

They parse only. What was typed stays in the boxes whether or not it was understood.
"""

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Parts = dict[str, str]
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
TIME = re.compile(r"(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
DATE_BOXES = {"day": (gettext_lazy("Day"), 2), "month": (gettext_lazy("Month"), 2), "year": (gettext_lazy("Year"), 4)}


class PartsWidget(forms.Widget):
    """Reads `name-day`, `name-month`, … into a dictionary; drawn by `ui/form.html`, not by Django."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__()
        self.names = names

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Parts:
        """What stands in the boxes."""
        return {part: str(data.get(f"{name}-{part}", "") or "").strip() for part in self.names}

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the page had none of the boxes."""
        return not any(f"{name}-{part}" in data for part in self.names)


def month_number(text: str) -> int:
    """3, 03, Mar and March are all March; ValueError for anything else."""
    if text.isdecimal():
        return int(text)
    if len(text) >= 3 and text[:3].lower() in MONTHS:
        return MONTHS.index(text[:3].lower()) + 1
    raise ValueError(text)


def read_time(text: str) -> dt.time:
    """9:04pm, 21:04, 2104 or 9pm; ValueError for anything else."""
    found = TIME.fullmatch(text.strip())
    if not found:
        raise ValueError(text)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()[:1]
    if half and not 1 <= hour <= 12:
        raise ValueError(text)
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    elif found[2] is None:
        raise ValueError(text)
    return dt.time(hour, minute)


def write_time(value: dt.time) -> str:
    """9:04pm."""
    return f"{value.hour % 12 or 12}:{value.minute:02d}{'am' if value.hour < 12 else 'pm'}"


class DatePartsField(forms.Field):
    """A date in three boxes; gives `datetime.date` or None."""

    boxes: Mapping[str, tuple[Any, int]] = DATE_BOXES

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", PartsWidget(tuple(self.boxes)))
        super().__init__(**kwargs)

    def parts(self, value: object) -> Parts:
        """The boxes for a stored date, or as they were typed."""
        if isinstance(value, Mapping):
            return {name: str(value.get(name, "")) for name in self.boxes}
        if isinstance(value, dt.date):
            return {"day": str(value.day), "month": str(value.month), "year": str(value.year)}
        return dict.fromkeys(self.boxes, "")

    def read_date(self, parts: Parts) -> dt.date:
        """The date of the boxes; ValueError where there is none."""
        if len(parts["year"]) != 4:
            raise ValueError(parts["year"])
        return dt.date(int(parts["year"]), month_number(parts["month"]), int(parts["day"]))

    def wrong_parts(self, parts: Parts) -> set[str]:
        """The boxes to mark: the empty ones, or else those that cannot be part of any date, or else all."""
        empty = {name for name in self.boxes if not parts.get(name)}
        if empty:
            return empty
        return {name for name in self.boxes if not self.part_is_possible(name, parts[name])} or set(self.boxes)

    def part_is_possible(self, name: str, text: str) -> bool:
        """Whether the box could belong to some date."""
        try:
            if name == "month":
                return 1 <= month_number(text) <= 12
            return 1 <= int(text) <= 31 if name == "day" else len(text) == 4 and int(text) > 0
        except ValueError:
            return False

    def to_python(self, value: Any) -> Any:
        """A date, or None where every box is empty."""
        parts = self.parts(value)
        if not any(parts.values()):
            return None
        self.refuse_gaps(parts)
        try:
            return self.read(parts)
        except (ValueError, OverflowError):
            raise ValidationError(self.not_real(), code="invalid") from None

    def read(self, parts: Parts) -> Any:
        """The value of complete boxes."""
        return self.read_date(parts)

    def not_real(self) -> str:
        """What is said about boxes that make no date."""
        return _("This must be a real date, like 27 3 2027.")

    def refuse_gaps(self, parts: Parts) -> None:
        """Say which boxes are still empty."""
        empty = [str(words).lower() for name, (words, _width) in self.boxes.items() if not parts[name]]
        if empty:
            raise ValidationError(_("The date must also have a %s.") % _(" and a ").join(empty), code="incomplete")

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the boxes say something else than what is stored."""
        return self.parts(initial) != self.parts(data)


class DateTimePartsField(DatePartsField):
    """A date in three boxes and a time in a fourth; gives an aware `datetime` in the organisation's time zone."""

    boxes = {**DATE_BOXES, "time": (gettext_lazy("Time"), 5)}

    def parts(self, value: object) -> Parts:
        """The boxes for a stored moment, or as they were typed."""
        if isinstance(value, dt.datetime):
            here = timezone.localtime(value) if timezone.is_aware(value) else value
            return {**super().parts(here.date()), "time": write_time(here.time())}
        return super().parts(value)

    def part_is_possible(self, name: str, text: str) -> bool:
        """Whether the box could belong to some moment."""
        if name != "time":
            return super().part_is_possible(name, text)
        try:
            read_time(text)
        except ValueError:
            return False
        return True

    def read(self, parts: Parts) -> dt.datetime:
        """The moment of complete boxes."""
        return timezone.make_aware(dt.datetime.combine(self.read_date(parts), read_time(parts["time"])))

    def not_real(self) -> str:
        """What is said about boxes that make no moment."""
        return _("This must be a real date and time, like 27 3 2027 and 9:04pm.")
