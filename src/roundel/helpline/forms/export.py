"""The password of an export."""

from __future__ import annotations

from django import forms

from roundel.helpline.export import SHORTEST_PASSWORD
from roundel.kernel.fields import clean_text

TOO_SHORT = f"The password must have at least {SHORTEST_PASSWORD} characters."


class ExportForm(forms.Form):
    """A password that the person chooses; it is used at once and kept nowhere."""

    password = forms.CharField(
        label="Password for the file",
        min_length=SHORTEST_PASSWORD,
        max_length=128,
        strip=False,
        error_messages={
            "required": "Enter a password for the file.",
            "min_length": TOO_SHORT,
            "max_length": "The password must have 128 characters at most.",
        },
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_password(self) -> str:
        """A password that a keyboard can type again: no control characters, and more than one symbol repeated."""
        password = clean_text(self.cleaned_data["password"])
        if len(set(password)) < 5:
            raise forms.ValidationError("Use at least five different characters.")
        return password
