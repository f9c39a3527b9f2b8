"""Fields and small forms that every app needs: text that may be kept, a choice that starts with none, a reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from roundel.kernel.errors import InvalidInput
from roundel.kernel.fields import clean_text


class KeptText(forms.CharField):
    """Text that keeps line ends and every script, and refuses control characters by their place."""

    def __init__(self, *, rows: int = 0, **kwargs: Any) -> None:
        kwargs.setdefault("required", False)
        if rows:
            kwargs.setdefault("widget", forms.Textarea(attrs={"rows": rows}))
        super().__init__(strip=False, **kwargs)

    def to_python(self, value: Any) -> str:
        """The text as it may be kept."""
        return clean_text(super().to_python(value) or "")


def one_of(choices: list[tuple[str, str]], message: str, **kwargs: Any) -> forms.ChoiceField:
    """A choice that starts with none chosen."""
    errors = {"required": message, "invalid_choice": message}
    return forms.ChoiceField(choices=[("", ""), *choices], error_messages=errors, **kwargs)


class ReasonForm(forms.Form):
    """Why something is done."""

    reason = KeptText(
        label="Why?", rows=3, max_length=1_000, required=True, error_messages={"required": "Say why, in a few words."}
    )


def done(form: forms.Form, deed: Callable[[dict[str, Any]], object]) -> bool:
    """Whether the form fitted and the deed was done with its values; what did not fit is said beside its field."""
    if not form.is_valid():
        return False
    try:
        deed(form.cleaned_data)
    except InvalidInput as error:
        form.add_error(error.field if error.field in form.fields else None, error.message)
        return False
    return True
