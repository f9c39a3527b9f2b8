"""What a contact's reference looks like in an address."""

from roundel.kernel.ids import ALPHABET


class ReferenceConverter:
    """``H-7F3K-9X``: anything else is no address of a contact."""

    regex = rf"H-[{ALPHABET}]{{4}}-[{ALPHABET}]{{2,4}}"

    def to_python(self, value: str) -> str:
        """The reference as it stands."""
        return value

    def to_url(self, value: str) -> str:
        """The reference as it stands."""
        return value
