"""What a reference looks like in an address: ``<reference:reference>``. Imported by each ``urls.py`` that uses it."""

from __future__ import annotations

from django.urls import register_converter

from roundel.kernel.ids import ALPHABET


class ReferenceConverter:
    """``H-7F3K-9X``: anything else is no address of a record."""

    regex = rf"[A-Z]-[{ALPHABET}]{{4}}-[{ALPHABET}]{{2,4}}"

    def to_python(self, value: str) -> str:
        """The reference as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The reference as it stands."""
        return value


register_converter(ReferenceConverter, "reference")
