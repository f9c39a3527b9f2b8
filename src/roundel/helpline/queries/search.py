"""The one search box: a reference, a caller's alias, or a name that was said.

A name is found by keyed fingerprints, exactly or by its sound; nothing is decrypted, and no name is shown,
kept or recorded. Caller codes are looked up by ``correspondence``, never here.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.correspondence.queries import caller_by_alias
from roundel.helpline import names
from roundel.helpline.enums import NamedAs
from roundel.helpline.models import Contact, NameIndex
from roundel.helpline.queries.lists import check_may_list
from roundel.helpline.rules import KIND
from roundel.kernel.crypto import normalise
from roundel.kernel.ids import normalise_reference

LONGEST = 200
MOST = 50
MOST_PARTS = 4
MOST_PEOPLE = 500


class NamedContact(NamedTuple):
    """A contact in which a name was said. ``same``: spelt like this; otherwise it only sounds alike."""

    id: uuid.UUID
    reference: str
    started_at: dt.datetime
    group: str
    practitioner: str
    named_as: str
    same: bool

    @property
    def who(self) -> str:
        """Who the named person is in the contact."""
        return NamedAs(self.named_as).label


@dataclass(frozen=True)
class Found:
    """What a search led to: one place to go, or contacts in which a name was said, the same names first."""

    reference: str = ""
    caller_id: uuid.UUID | None = None
    named: tuple[NamedContact, ...] = field(default=())
    more: bool = False

    @property
    def url(self) -> str:
        """Where to go at once; empty if there is something to choose from, or nothing."""
        if self.reference:
            return reverse("helpline:contact", args=[self.reference])
        if self.caller_id:
            return f"{reverse('helpline:list')}?nature=all&caller={self.caller_id}"
        return ""


def find(asker: Asker, *, at: dt.datetime, text: str) -> Found:
    """What the text names: the contact of a reference, the contacts of an alias, or contacts with a name.

    A search by name is recorded as a look, without the name. Nothing is said of what the asker may not see.
    """
    check_may_list(asker)
    text = "".join(char for char in text[:LONGEST] if char.isprintable() or char.isspace()).strip()
    reference = normalise_reference(text)
    if reference:
        return _by_reference(asker, reference)
    caller = caller_by_alias(asker, text) if text else None
    if caller is not None and _visible(asker).filter(caller_id=caller.pk).exists():
        return Found(caller_id=caller.pk)
    return _by_name(asker, at, text)


def _by_reference(asker: Asker, reference: str) -> Found:
    """The contact, if it may be seen; or if it is closed and the asker may know that, for its page says so."""
    asked = _visible(asker) if not scopes.may_know(asker, KIND) else Contact.objects.all()
    return Found(reference=reference) if asked.filter(reference=reference).exists() else Found()


def _by_name(asker: Asker, at: dt.datetime, text: str) -> Found:
    if not any(char.isalpha() for char in normalise(text)):
        return Found()
    same = _people(asker, _whole(text), MOST + 1)
    alike = _people(asker, _sounds(text), MOST + 1) if _sounds(text) else []
    rows = list({row.id: row for row in (*alike, *same)}.values())
    rows.sort(key=lambda row: (row.same, row.started_at), reverse=True)
    detail = {"shown": len(rows[:MOST])}
    audit.record_look(by=asker, at=at, event="helpline.list.searched_name", kind="helpline.list", detail=detail)
    return Found(named=tuple(rows[:MOST]), more=len(rows) > MOST)


def _people(asker: Asker, wanted: list[tuple[bool, list[bytes]]], most: int) -> list[NamedContact]:
    """Contacts with a person who has, for each part of the name, one of its fingerprints; newest first.

    At most the newest 500 people are looked at: of a name that is said more often, more of it must be typed.
    """
    if not wanted:
        return []
    *others, last = [NameIndex.objects.filter(sounds=sounds, fingerprint__in=prints) for sounds, prints in wanted]
    # The last part, the family name, is the rarest most often; the others are then looked up for each person.
    people = last.filter(*(Exists(other.filter(person=OuterRef("person"))) for other in others))
    # Two steps: a database asked for both at once reads all contacts. Ids are made in the order of time.
    newest = list(people.order_by("-person_id").values_list("person_id", flat=True).distinct()[:MOST_PEOPLE])
    columns = ("pk", "reference", "started_at", "group", "taken_by__name", "named__named_as")
    found = _visible(asker).filter(named__in=newest)
    rows = found.order_by("-started_at", "-id").values_list(*columns)[:most]
    exact = not any(sounds for sounds, _ in wanted)
    return [NamedContact._make((*row, exact)) for row in rows]


def _whole(text: str) -> list[tuple[bool, list[bytes]]]:
    """Every part of the name as spelt."""
    return [(False, names.exact(part)) for part in _parts(text)]


def _sounds(text: str) -> list[tuple[bool, list[bytes]]]:
    """Every part of the name by its sound; parts without letters are passed over."""
    return [(True, prints) for part in _parts(text) if (prints := names.sounding(part))]


def _parts(text: str) -> list[str]:
    return normalise(text).split()[:MOST_PARTS]


def _visible(asker: Asker) -> QuerySet[Contact]:
    return scopes.visible(asker, KIND, Contact.objects.all())
