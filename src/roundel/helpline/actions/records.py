"""Finding and locking what an action changes. Everything comes through the asker's scope."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import TypeVar

from roundel.access.grants import Asker
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.audit.detail import Detail
from roundel.helpline.models import Contact, ContactLink, NamedPerson, ProtectiveAction, Signpost
from roundel.helpline.rules import KIND
from roundel.kernel.errors import NotFound

T = TypeVar("T")


def locked(by: Asker, contact_id: uuid.UUID) -> Contact:
    """The contact, if the asker may see it, locked until the end of the transaction."""
    return get_visible(by, KIND, Contact.objects.select_for_update(), pk=contact_id)


def locked_action(action_id: uuid.UUID) -> ProtectiveAction:
    """The action, locked; its contact decides who may see it."""
    return _one(ProtectiveAction.objects.select_for_update().filter(pk=action_id).first())


def locked_signpost(signpost_id: uuid.UUID) -> Signpost:
    """The signpost, locked; its contact decides who may see it."""
    return _one(Signpost.objects.select_for_update().filter(pk=signpost_id).first())


def locked_link(link_id: uuid.UUID) -> ContactLink:
    """The link, locked."""
    return _one(ContactLink.objects.select_for_update().filter(pk=link_id).first())


def named_in(contact: Contact, named_id: uuid.UUID) -> NamedPerson:
    """The name that was noted in this contact."""
    return _one(NamedPerson.objects.filter(pk=named_id, contact=contact).first())


def note(
    by: Asker, at: dt.datetime, event: str, contact: Contact, *, reason: str = "", **detail: str | int | bool
) -> None:
    """Write the one audit event of a change in a contact."""
    held: Detail = detail | ({"restricted": True} if contact.restricted else {})
    audit.record(
        by=by,
        at=at,
        event=f"helpline.{event}",
        kind=KIND,
        object_id=contact.pk,
        reference=contact.reference,
        reason=reason,
        detail=held,
    )


def _one(found: T | None) -> T:
    if found is None:
        raise NotFound
    return found
