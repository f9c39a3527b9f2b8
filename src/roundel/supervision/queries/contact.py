"""The supervision of one contact: its review, what was written, who listened in, and the debrief."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.helpline import queries as helpline
from roundel.helpline.models import Contact
from roundel.kernel.errors import NotFound
from roundel.supervision import rules
from roundel.supervision.models import Comment, Debrief, HardMark, Listening, Review
from roundel.supervision.queries.comments import comments_on
from roundel.supervision.queries.debriefs import debrief_of
from roundel.supervision.queries.reviews import visible_to
from roundel.supervision.rules import LISTENING_KIND


@dataclass(frozen=True)
class SupervisedContact:
    """Everything on the page. Nothing of what the contact itself says."""

    contact: Contact
    reviews: list[Review]
    comments: list[Comment]
    listenings: list[Listening]
    mark: HardMark | None
    debrief: Debrief | None


def get_discussed(asker: Asker, reference: str) -> Contact:
    """The contact, for those who discuss it: the person who took it, and supervisors."""
    contact = helpline.get_contact(asker, reference)
    rules.check_may_discuss(asker, contact)
    return contact


def read_supervision(asker: Asker, *, at: dt.datetime, reference: str) -> SupervisedContact:
    """The page of a contact's supervision; the look is recorded. Queries do not grow with what it holds."""
    contact = get_discussed(asker, reference)
    page = SupervisedContact(
        contact=contact,
        reviews=list(visible_to(asker).filter(contact=contact).select_related("reviewer").order_by("-drawn_at", "-id")),
        comments=comments_on(asker, contact=contact),
        listenings=list(_listenings(asker, contact)),
        mark=HardMark.objects.filter(contact=contact).select_related("marked_by").first(),
        debrief=debrief_of(asker, contact),
    )
    audit.record_look(
        by=asker,
        at=at,
        event="supervision.contact.read",
        kind="supervision.contact",
        object_id=contact.pk,
        reference=contact.reference,
        detail={"restricted": True} if contact.restricted else None,
    )
    return page


def get_listening(asker: Asker, contact: Contact, listening_id: uuid.UUID) -> Listening:
    """That somebody listened in to this contact; to be noted as read."""
    found = next((one for one in _listenings(asker, contact) if one.pk == listening_id), None)
    if found is None:
        raise NotFound
    return found


def _listenings(asker: Asker, contact: Contact) -> list[Listening]:
    records = Listening.objects.filter(contact=contact).select_related("listened_by")
    return list(scopes.visible(asker, LISTENING_KIND, records).order_by("recorded_at", "id"))
