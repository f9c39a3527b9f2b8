"""Which contacts come from one person, as far as a code or somebody's link says so. Never guessed, never stored."""

from __future__ import annotations

import uuid

from django.db import connection
from django.db.models import QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.helpline.models import Contact
from roundel.helpline.rules import KIND

# One statement walks the whole chain, however long: from a contact to those of the same code and to those
# linked with it, and so on. Both databases know it (SQL:1999); the ORM does not.
_CHAIN = """
    WITH RECURSIVE same_person(id) AS (
        SELECT id FROM helpline_contact WHERE id = %s
        UNION
        SELECT other.id
        FROM same_person
        JOIN helpline_contact known ON known.id = same_person.id
        LEFT JOIN helpline_contactlink link
            ON link.undone_at IS NULL AND (link.earlier_id = known.id OR link.later_id = known.id)
        JOIN helpline_contact other
            ON other.id = link.earlier_id OR other.id = link.later_id OR other.caller_id = known.caller_id
    )
    SELECT id FROM same_person
"""


def ids_of_same_person(contact: Contact) -> list[uuid.UUID]:
    """The other contacts of what is probably one person, visible or not. One query."""
    uuids = Contact._meta.pk.get_db_prep_value(contact.pk, connection)
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [uuids])
        found = {_uuid(row[0]) for row in cursor.fetchall()}
    return sorted(found - {contact.pk})


def same_person(asker: Asker, contact: Contact) -> QuerySet[Contact]:
    """The other contacts of what is probably one person, as far as the asker may see them, newest first."""
    visible = scopes.visible(asker, KIND, Contact.objects.filter(pk__in=ids_of_same_person(contact)))
    return visible.order_by("-started_at", "-id")


def _uuid(value: object) -> uuid.UUID:
    return value if isinstance(value, uuid.UUID) else uuid.UUID(str(value))
