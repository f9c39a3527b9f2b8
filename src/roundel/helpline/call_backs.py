"""A contact as the place where a call-back was booked. Call-backs know contacts by reference only, and ask here."""

from __future__ import annotations

from django.urls import reverse

from roundel.access.grants import Asker
from roundel.callbacks import sources
from roundel.callbacks.sources import Origin
from roundel.helpline import queries
from roundel.helpline.actions.begin import PREFIX


def origin_of(asker: Asker, reference: str) -> Origin:
    """The contact with this reference, if the asker may see it; the same refusal as its own page otherwise."""
    contact = queries.get_contact(asker, reference)
    return Origin(
        reference=contact.reference,
        words="contact",
        page=reverse("helpline:contact", args=[contact.reference]),
        caller_id=contact.caller_id,
        alias=contact.caller.alias if contact.caller else "",
    )


sources.register(PREFIX, origin_of)
