"""Closing a contact to all but named people, and opening it again."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection

from django.db import transaction

from roundel.access import actions as access
from roundel.access.grants import Asker
from roundel.helpline import rules
from roundel.helpline.actions.records import locked, note
from roundel.helpline.models import Contact
from roundel.helpline.rules import KIND
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import kept_reason


@transaction.atomic
def restrict_contact(
    *, by: Asker, at: dt.datetime, contact: Contact, people: Collection[uuid.UUID], reason: str
) -> Contact:
    """Close a contact to everybody but these people, at least one; more can be named later."""
    held = locked(by, contact.pk)
    rules.check_may_restrict(by)
    if held.restricted:
        raise Refused("This contact is restricted already.")
    told = kept_reason(reason)
    if not people:
        raise InvalidInput("people", "Choose at least one person who can open the contact.")
    for user_id in sorted(people):
        access.name_for_record(by=by, at=at, kind=KIND, reference=held.reference, user_id=user_id, reason=told)
    held.restricted = True
    held.save(update_fields=["restricted"])
    note(by, at, "contact.restricted", held, reason=told, people=len(people))
    return held


@transaction.atomic
def unrestrict_contact(*, by: Asker, at: dt.datetime, contact: Contact, reason: str) -> Contact:
    """Open a restricted contact again to all whose roles open contacts."""
    held = locked(by, contact.pk)
    rules.check_may_restrict(by)
    if not held.restricted:
        raise Refused("This contact is not restricted.")
    told = kept_reason(reason)
    held.restricted = False
    held.save(update_fields=["restricted"])
    note(by, at, "contact.unrestricted", held, reason=told)
    return held
