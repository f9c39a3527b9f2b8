"""The sections of supervision, as the asker's permissions make them."""

from __future__ import annotations

from django.urls import reverse

from roundel.access.grants import Asker
from roundel.supervision import rules
from roundel.supervision.states import OWN

PLACES = (
    ("reviews", "Reviews", rules.REVIEW),
    ("mine", "Reviews of my contacts", OWN),
    ("debriefs", "Debriefs", ""),
    ("everybody", "Exposure", rules.REVIEW),
    ("exposure", "My exposure", OWN),
    ("sessions", "Sessions", ""),
)


def sections(asker: Asker, here: str) -> list[tuple[str, str, bool]]:
    """Words, address, whether we are there."""
    return [
        (words, reverse(f"supervision:{name}"), name == here)
        for name, words, needed in PLACES
        if not needed or asker.may(needed)
    ]
