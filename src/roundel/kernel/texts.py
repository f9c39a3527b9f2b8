"""Text and choices as actions take them: what may be kept, or InvalidInput beside the field."""

from __future__ import annotations

from collections.abc import Collection

from django.core.exceptions import ValidationError

from roundel.kernel.errors import InvalidInput
from roundel.kernel.fields import clean_text


def kept_text(field: str, text: str) -> str | None:
    """Text as it may be kept, None for none; InvalidInput beside the field for what cannot be."""
    try:
        return clean_text(text).strip() or None
    except ValidationError as error:
        raise InvalidInput(field, " ".join(error.messages)) from None


def needed_text(field: str, text: str, message: str) -> str:
    """Text that must be there; InvalidInput with the message if there is none."""
    told = kept_text(field, text)
    if told is None:
        raise InvalidInput(field, message)
    return told


def kept_reason(text: str, message: str = "Say why, in a few words.") -> str:
    """A reason as it may be kept; InvalidInput beside ``reason`` if there is none."""
    return needed_text("reason", text, message)


def check_choice(field: str, value: str, allowed: Collection[str], message: str) -> None:
    """InvalidInput unless the value is one of those offered."""
    if value not in allowed:
        raise InvalidInput(field, message)
