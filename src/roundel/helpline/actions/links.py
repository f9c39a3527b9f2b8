"""Linking contacts that somebody thinks come from one person; undone with a reason, never deleted."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from roundel.access.grants import Asker
from roundel.access.scopes import get_visible
from roundel.helpline import rules
from roundel.helpline.actions.records import locked, locked_link, note
from roundel.helpline.enums import LinkBasis, State
from roundel.helpline.models import Contact, ContactLink
from roundel.helpline.rules import KIND
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.ids import normalise_reference
from roundel.kernel.texts import check_choice, kept_reason


@transaction.atomic
def link_contacts(*, by: Asker, at: dt.datetime, contact: Contact, other: str, basis: str, reason: str) -> ContactLink:
    """Link a contact with another (by its reference) as probably the same person, and say on what grounds."""
    held = locked(by, contact.pk)
    found = _other(by, other)
    rules.check_may_link(by, held, found)
    check_choice("basis", basis, LinkBasis.values, "Choose what makes you think so.")
    told = kept_reason(reason, "Say why you think so, in a few words.")
    earlier, later = sorted((held, found), key=lambda one: (one.started_at, one.pk))
    if ContactLink.objects.filter(earlier=earlier, later=later, undone_at=None).exists():
        raise InvalidInput("other", "These two contacts are linked already.")
    link = ContactLink.objects.create(
        earlier=earlier, later=later, basis=basis, reason=told, linked_at=at, linked_by_id=by.signed_in_id()
    )
    note(by, at, "contact.linked", held, other=found.reference, basis=basis)
    return link


@transaction.atomic
def undo_link(*, by: Asker, at: dt.datetime, contact: Contact, link_id: uuid.UUID, reason: str) -> ContactLink:
    """Undo a link of this contact, and say why. It stays on record as undone."""
    held, link = locked(by, contact.pk), locked_link(link_id)
    if held.pk not in (link.earlier_id, link.later_id):
        raise Refused("This link does not belong to this contact.", may_know=False)
    rules.check_may_undo_link(by, link)
    told = kept_reason(reason)
    link.undone_at, link.undone_by_id, link.undone_reason = at, by.user_id, told
    link.save(update_fields=["undone_at", "undone_by", "undone_reason"])
    note(by, at, "contact.unlinked", held, link=link.pk.hex)
    return link


def _other(by: Asker, text: str) -> Contact:
    """The contact meant by what was typed; one that is closed to the asker looks like one that is not there."""
    reference = normalise_reference(text)
    if reference is None:
        raise InvalidInput("other", "This is not a reference such as H-7F3K-9X. Check it, and enter it again.")
    try:
        found = get_visible(by, KIND, Contact.objects.select_for_update(), reference=reference)
    except Refused:
        raise InvalidInput("other", "There is no contact with this reference that you can open.") from None
    if found.state in (State.COUNTED, State.DISCARDED):
        raise InvalidInput("other", "That was only counted, or removed: it cannot be linked.")
    return found
