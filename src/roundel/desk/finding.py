"""What the search box finds beside contacts: any record by its reference, whichever app it belongs to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

from roundel.access.grants import Asker
from roundel.callbacks.queries import get_call_back
from roundel.kernel.errors import NotFound, Refused
from roundel.kernel.ids import normalise_reference
from roundel.safeguarding.queries import get_concern, get_decision
from roundel.supervision.queries import get_review

# By the letter of a reference: who gives the record or refuses, and where its page is.
RECORDS: Mapping[str, tuple[Callable[[Asker, str], Any], str]] = {
    "B": (get_call_back, "callbacks:call_back"),
    "Q": (get_review, "supervision:review"),
    "S": (get_concern, "safeguarding:concern"),
    "T": (get_decision, "safeguarding:decision"),
}


def page_of(asker: Asker, text: str) -> str:
    """The page of the record with this reference; empty if it is no reference, or nothing that may be known."""
    reference = normalise_reference(text)
    if reference is None or reference[0] not in RECORDS:
        return ""
    get, page = RECORDS[reference[0]]
    try:
        get(asker, reference)
    except NotFound:
        return ""
    except Refused:  # closed, and the asker may know of it: its page says so
        pass
    return reverse(page, args=[reference])
