"""How a name that was said in a contact is found again without being readable."""

from __future__ import annotations

from roundel.kernel.crypto import blind_index, normalise, sounds_like
from roundel.kernel.errors import InvalidInput
from roundel.kernel.texts import kept_text

PURPOSE = "helpline.name"
LONGEST = 200


def kept(name: str) -> str:
    """The name as it may be kept; InvalidInput beside ``name`` if it is none, or too long."""
    text = " ".join((kept_text("name", name) or "").split())
    if not normalise(text).split():
        raise InvalidInput("name", "Enter the name.")
    if len(text) > LONGEST:
        raise InvalidInput("name", f"A name can have {LONGEST} characters at most.")
    return text


def exact(name: str) -> list[bytes]:
    """Fingerprints of the whole name and of each of its parts as spelt, whatever case and accents."""
    words = normalise(name).split()
    spelt = {" ".join(words), *words} - {""}
    return sorted(blind_index(PURPOSE, each) for each in spelt)


def sounding(name: str) -> list[bytes]:
    """Fingerprints of how each part of the name sounds."""
    return sounds_like(PURPOSE, name)
