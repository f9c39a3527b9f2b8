"""How a name that was said in a contact is found again without being readable."""

from __future__ import annotations

from roundel.kernel.crypto import blind_index, normalise, sounds_like

PURPOSE = "helpline.name"


def exact(name: str) -> list[bytes]:
    """Fingerprints of the whole name and of each of its parts as spelt, whatever case and accents."""
    words = normalise(name).split()
    spelt = {" ".join(words), *words} - {""}
    return sorted(blind_index(PURPOSE, each) for each in spelt)


def sounding(name: str) -> list[bytes]:
    """Fingerprints of how each part of the name sounds."""
    return sounds_like(PURPOSE, name)
