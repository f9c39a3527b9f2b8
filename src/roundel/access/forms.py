"""What administrators and reviewers fill in, parsed to plain values."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from roundel.access.enums import ReviewOutcome
from roundel.access.roles import ROLES
from roundel.design.fields import DatePartsField

LONGEST_REASON = 2000


def _reason(label: Any, hint: Any, missing: Any = "") -> forms.CharField:
    """A sentence or a few; needed where there are words for its absence."""
    return forms.CharField(
        label=label,
        help_text=hint,
        max_length=LONGEST_REASON,
        widget=forms.Textarea,
        required=bool(missing),
        error_messages={"required": missing},
    )


class SearchForm(forms.Form):
    """Finding an account."""

    q = forms.CharField(label=_("Name or e-mail address"), required=False, max_length=100)


class AccountForm(forms.Form):
    """A new account."""

    name = forms.CharField(
        label=_("Full name"),
        help_text=_("As colleagues know the person. It stands beside whatever the person does."),
        max_length=120,
        error_messages={"required": _("Enter the person's name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )
    email = forms.EmailField(
        label=_("E-mail address"),
        help_text=_("Only an address that nobody else reads. The link to set a password goes there."),
        max_length=254,
        error_messages={
            "required": _("Enter the person's e-mail address."),
            "invalid": _("Enter an e-mail address, like name@example.org."),
        },
        widget=forms.EmailInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class RoleForm(forms.Form):
    """A role, from a day on."""

    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(name, role.name) for name, role in ROLES.items()],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a role.")},
    )
    from_day = DatePartsField(
        label=_("From"),
        help_text=_("Today or later. For example: 27 3 2027."),
        error_messages={"required": _("Enter the day from which the person has this role.")},
    )


class ReasonForm(forms.Form):
    """Why something is done to an account."""

    reason = _reason(_("Why?"), _("One sentence. It is kept in the audit."), _("Say in a sentence why."))


class EmergencyForm(forms.Form):
    """Why a closed record must be opened now."""

    reason = _reason(
        _("Why do you need to open it now?"),
        _("At least a sentence: what has happened, and what you will do with it."),
        _("Say in a sentence why you need to open it now."),
    )


class ReviewForm(forms.Form):
    """What a review found."""

    outcome = forms.ChoiceField(
        label=_("What did you find?"),
        choices=ReviewOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what you found.")},
    )
    note = _reason(
        _("Note"),
        _("What you looked at, whom you spoke with, what follows. May stay empty if it was needed."),
    )


def today_parts(day: dt.date) -> dict[str, dt.date]:
    """What the form for a role begins with."""
    return {"from_day": day}
