"""Debriefs: what the records offer by themselves, what was offered, and what became of it."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.helpline.enums import State
from roundel.helpline.models import Contact
from roundel.helpline.rules import KIND as CONTACT_KIND
from roundel.kernel.errors import NotFound
from roundel.supervision import rules
from roundel.supervision.enums import OPEN_DEBRIEF_STATES, Because, DebriefState
from roundel.supervision.models import Debrief, HardMark
from roundel.supervision.rules import DEBRIEF_KIND

PAGE = 25
MOST = 100


@dataclass(frozen=True)
class Ground:
    """Why the records offer a debrief, and since when."""

    because: Because
    since: dt.datetime


@dataclass(frozen=True)
class Offer:
    """An offer that is not settled: stored, or (without ``debrief_id``) following from the records of a contact."""

    person_id: uuid.UUID
    person: str
    contact: str
    because: Because
    since: dt.datetime
    state: DebriefState
    debrief_id: uuid.UUID | None = None

    @property
    def wanted(self) -> bool:
        """Whether the person has said yes."""
        return self.state == DebriefState.TAKEN_UP


def ground_of(asker: Asker, contact: Contact) -> Ground | None:
    """Why a debrief is offered about a contact that the asker sees: danger first, then that it was a hard one."""
    if contact.danger_at is not None:
        return Ground(Because.DANGER, contact.danger_at)
    mark = HardMark.objects.filter(contact=contact).first()
    return Ground(Because.HARD, mark.marked_at) if mark else None


def own_offers(asker: Asker) -> list[Offer]:
    """The open offers to the asker, oldest first. Three queries."""
    rules.check_may_see_own(asker)
    return _open(asker, Q(person=asker.user_id), Q(taken_by=asker.user_id))


def offers_to_others(asker: Asker) -> list[Offer]:
    """The open offers to other people, as far as a supervisor sees them, oldest first. Three queries."""
    rules.check_may_review(asker)
    return _open(asker, ~Q(person=asker.user_id), ~Q(taken_by=asker.user_id))


def settled(asker: Asker, *, page: str | int = 1) -> Page[Debrief]:
    """What became of other people's offers, newest first."""
    rules.check_may_review(asker)
    found = _visible(asker).exclude(person=asker.signed_in_id()).exclude(state__in=OPEN_DEBRIEF_STATES)
    return Paginator(found.order_by("-offered_at", "-id"), PAGE).get_page(page)


def own_settled(asker: Asker, *, page: str | int = 1) -> Page[Debrief]:
    """What became of the asker's own."""
    rules.check_may_see_own(asker)
    found = _visible(asker).filter(person=asker.signed_in_id()).exclude(state__in=OPEN_DEBRIEF_STATES)
    return Paginator(found.order_by("-offered_at", "-id"), PAGE).get_page(page)


def get_debrief(asker: Asker, debrief_id: uuid.UUID) -> Debrief:
    """One debrief that was offered; to be answered."""
    found = _visible(asker).filter(pk=debrief_id).first()
    if found is None:
        raise NotFound
    return found


def debrief_of(asker: Asker, contact: Contact) -> Debrief | None:
    """The debrief about a contact, stored or (if it only follows from the records) not yet; None if none is offered."""
    rules.check_may_discuss(asker, contact)
    found = Debrief.objects.filter(contact=contact).select_related("person", "contact", "offered_by", "held_with")
    stored = found.first()
    if stored is not None:
        return stored
    ground = ground_of(asker, contact)
    if ground is None or contact.ended_at is None:
        return None
    return Debrief(person=contact.taken_by, contact=contact, because=ground.because, offered_at=ground.since)


def _visible(asker: Asker) -> QuerySet[Debrief]:
    records = Debrief.objects.select_related("person", "contact", "offered_by", "held_with")
    return scopes.visible(asker, DEBRIEF_KIND, records)


def _open(asker: Asker, whose: Q, taken: Q) -> list[Offer]:
    stored = _visible(asker).filter(whose, state__in=OPEN_DEBRIEF_STATES).order_by("offered_at", "id")
    found = [*map(_stored, stored[:MOST]), *_from_dangers(asker, taken), *_from_marks(asker, taken)]
    return sorted(found, key=lambda offer: offer.since)


def _stored(debrief: Debrief) -> Offer:
    return Offer(
        person_id=debrief.person_id,
        person=debrief.person.name,
        contact=debrief.contact.reference if debrief.contact else "",
        because=Because(debrief.because),
        since=debrief.offered_at,
        state=DebriefState(debrief.state),
        debrief_id=debrief.pk,
    )


def _without_debrief(asker: Asker, taken: Q) -> QuerySet[Contact]:
    """Contacts that have ended and about which no debrief is stored."""
    stored = Debrief.objects.filter(contact=OuterRef("pk"))
    ended = Contact.objects.filter(taken, ended_at__isnull=False).exclude(state=State.DISCARDED)
    return scopes.visible(asker, CONTACT_KIND, ended).filter(~Exists(stored)).select_related("taken_by")


def _from_dangers(asker: Asker, taken: Q) -> list[Offer]:
    found = _without_debrief(asker, taken).filter(danger_at__isnull=False).order_by("danger_at")[:MOST]
    return [_computed(contact, Because.DANGER, contact.danger_at) for contact in found if contact.danger_at]


def _from_marks(asker: Asker, taken: Q) -> list[Offer]:
    marked = _without_debrief(asker, taken).filter(danger_at__isnull=True, pk__in=HardMark.objects.values("contact"))
    hard = HardMark.objects.filter(contact__in=marked)  # said twice, so that not all contacts are read
    found = hard.select_related("contact__taken_by").order_by("marked_at")[:MOST]
    return [_computed(mark.contact, Because.HARD, mark.marked_at) for mark in found]


def _computed(contact: Contact, because: Because, since: dt.datetime) -> Offer:
    return Offer(
        person_id=contact.taken_by_id,
        person=contact.taken_by.name,
        contact=contact.reference,
        because=because,
        since=since,
        state=DebriefState.OFFERED,
    )
