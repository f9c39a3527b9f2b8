"""For which period and whom the figures are given, as an address carries them."""

from __future__ import annotations

import calendar
import re
from collections.abc import Mapping
from typing import Any

from django import forms

from roundel.design.fields import month_number
from roundel.helpline import filters
from roundel.helpline.figures import periods
from roundel.helpline.figures.periods import Month, Period

OWN = "own"
PARTS = {
    "": "The whole year",
    **{f"q{q}": periods.quarter(2000, q).label.removesuffix(" 2000") for q in range(1, 5)},
    **{f"m{m}": calendar.month_name[m] for m in range(1, 13)},
    OWN: "From one month to another",
}
EARLIEST, LATEST = 1990, 2200


class MonthField(forms.CharField):
    """A month typed as people write it: "3 2026", "03/2026", "March 2026"; gives a Month or None."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=20, **kwargs)

    def clean(self, value: Any) -> Month | None:
        """The month; an error that says how to write one."""
        words = re.split(r"[\s/.\-]+", super().clean(value))
        if words == [""]:
            return None
        try:
            month, year = words
            found = Month(int(year), month_number(month))
        except ValueError:
            raise forms.ValidationError("Enter a month and a year, like 3 2026.") from None
        if not (EARLIEST <= found.year <= LATEST and 1 <= found.month <= 12):
            raise forms.ValidationError("Enter a month and a year, like 3 2026.")
        return found


class FiguresForm(forms.Form):
    """Parses the address of the figures."""

    year = forms.TypedChoiceField(label="Year", required=False, coerce=int, empty_value=None)
    part = forms.ChoiceField(label="Part of the year", required=False, choices=PARTS.items())
    since = MonthField(label="First month", help_text="For example, 3 2026")
    until = MonthField(label="Last month", help_text="For example, 8 2026")
    group = forms.ChoiceField(label="Who was in touch", required=False)

    def __init__(self, data: Mapping[str, Any], *, first_year: int, this_year: int) -> None:
        super().__init__(data)
        self.this_year = this_year
        years = self.fields["year"]
        groups = self.fields["group"]
        assert isinstance(years, forms.ChoiceField)  # noqa: S101 - for the type checker
        assert isinstance(groups, forms.ChoiceField)  # noqa: S101
        years.choices = [(str(y), str(y)) for y in range(this_year, first_year - 1, -1)]
        years.initial = this_year
        groups.choices = [("", "Everybody"), *filters.options("group").items()]

    def clean(self) -> dict[str, Any]:
        """Months only with "from one month to another": both, in order, not too many."""
        cleaned = super().clean() or {}
        if cleaned.get("part") != OWN or self.errors:
            return cleaned
        since, until = cleaned["since"], cleaned["until"]
        for name, month in (("since", since), ("until", until)):
            if month is None:
                self.add_error(name, "Enter a month and a year, like 3 2026.")
        if since and until and until < since:
            self.add_error("until", "The last month must not be before the first.")
        elif since and until and months_between(since, until) > periods.MOST_MONTHS:
            self.add_error("until", f"Choose {periods.MOST_MONTHS} months at most.")
        return cleaned

    def period(self) -> Period:
        """The period that was chosen; only of a valid form."""
        part, year = self.cleaned_data["part"], self.cleaned_data["year"] or self.this_year
        if part == OWN:
            return periods.own(self.cleaned_data["since"], self.cleaned_data["until"])
        if part.startswith("q"):
            return periods.quarter(year, int(part[1:]))
        return periods.month(year, int(part[1:])) if part else periods.year(year)

    def chosen_group(self) -> str:
        """The group that was chosen; empty for everybody."""
        return str(self.cleaned_data["group"])


def months_between(first: Month, last: Month) -> int:
    """How many months, both counted."""
    return 12 * (last.year - first.year) + last.month - first.month + 1
