"""Contacts as the source of threshold decisions: what ``safeguarding`` may ask about one (safeguarding/sources.py)."""

from __future__ import annotations

from django.db.models import QuerySet
from django.urls import reverse

from roundel.access.grants import Asker
from roundel.helpline.enums import Nature, State
from roundel.helpline.models import Contact
from roundel.helpline.queries.contact import get_contact, visible_to
from roundel.helpline.rules import KIND
from roundel.kernel.errors import Refused
from roundel.safeguarding.sources import Found, Source


def find(asker: Asker, reference: str) -> Found:
    """A conversation that the asker may open, so that he may decide about it; a refusal for anything else."""
    contact = get_contact(asker, reference)
    if contact.nature != Nature.CONVERSATION or contact.state == State.DISCARDED:
        raise Refused("That was only counted, or removed: there is nothing to decide about.")
    return Found(contact.reference, contact.restricted)


def may_open(asker: Asker, reference: str) -> bool:
    """Whether the asker may open this contact."""
    return visible_to(asker).filter(reference=reference).exists()


def opened_singly(asker: Asker) -> QuerySet[Contact, str]:
    """References of contacts that are open to the asker by name or emergency, as part of another query."""
    singly = Contact.objects.filter(pk__in=asker.granted_ids(KIND))
    return singly.order_by().values_list("reference", flat=True)


SOURCE = Source(
    app="helpline",
    words="contact",
    find=find,
    may_open=may_open,
    page=lambda reference: reverse("helpline:contact", args=[reference]),
    opened_singly=opened_singly,
)
