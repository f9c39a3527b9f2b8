"""Signposts of a contact and of a person's earlier ones, each with its entry of the directory as it is today."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from roundel.access.grants import Asker
from roundel.directory.enums import About
from roundel.directory.models import Service
from roundel.directory.queries.lists import Seen, seen_of
from roundel.directory.taxonomy import label
from roundel.helpline.enums import OPEN_SIGNPOST_STATES
from roundel.helpline.models import Contact, Signpost, SignpostAnswer
from roundel.kernel.errors import NotFound

ANSWERS = Prefetch("answers", SignpostAnswer.objects.select_related("contact", "asked_by").order_by("asked_at", "id"))
SERVICE = Prefetch(
    "service",
    Service.objects.select_related("agency").defer("more", "agency__more", "retired_reason").prefetch_related("codes"),
)


@dataclass(frozen=True)
class SignpostSeen:
    """A signpost with its entry, how fresh that is today, and all answers, the oldest first.

    ``now`` is the answer given in the contact that is looked at, ``before`` are the others.
    """

    signpost: Signpost
    entry: Seen
    now: SignpostAnswer | None
    before: tuple[SignpostAnswer, ...]

    @property
    def what_for(self) -> str:
        """What it was given for, in words."""
        return label(About.NEED, self.signpost.need) if self.signpost.need else ""


def given_in(contact: Contact, today: dt.date) -> list[SignpostSeen]:
    """The signposts given in a contact that the asker may see. Four queries, however many there are."""
    return _seen(contact.signposts.order_by("given_at", "id"), contact, today)


def given_before(contact: Contact, others: Iterable[Contact], today: dt.date) -> list[SignpostSeen]:
    """The open signposts of the other contacts, and those that were answered in this one."""
    wanted = Q(state__in=OPEN_SIGNPOST_STATES) | Q(answers__contact=contact)
    found = Signpost.objects.filter(wanted, contact__in=list(others)).select_related("contact")
    return _seen(found.order_by("given_at", "id").distinct(), contact, today)


def asked_in(contact: Contact) -> list[SignpostAnswer]:
    """What was answered in a contact about signposts of earlier ones."""
    found = contact.signpost_answers.exclude(signpost__contact=contact)
    return list(found.select_related("signpost__service", "signpost__contact", "asked_by").order_by("asked_at", "id"))


def where_to_turn(contacts: Iterable[Contact], today: dt.date) -> list[Seen]:
    """The entries in use to which the person in touch was pointed and has not been helped yet, each once."""
    open_ones = Signpost.objects.filter(contact__in=list(contacts), state__in=OPEN_SIGNPOST_STATES)
    services = Service.objects.filter(pk__in=open_ones.values("service_id"), retired_at__isnull=True)
    found = services.select_related("agency").defer("more", "agency__more").prefetch_related("codes")
    return [seen_of(service, today) for service in found.order_by("name", "id")]


def get_signpost(asker: Asker, contact: Contact, signpost_id: uuid.UUID) -> Signpost:
    """A signpost given in a contact that the asker may see."""
    found = contact.signposts.select_related("service__agency").filter(pk=signpost_id).first()
    if found is None:
        raise NotFound
    return found


def _seen(found: QuerySet[Signpost], contact: Contact, today: dt.date) -> list[SignpostSeen]:
    return [
        _one(signpost, contact, today)
        for signpost in found.select_related("given_by").prefetch_related(SERVICE, ANSWERS)
    ]


def _one(signpost: Signpost, contact: Contact, today: dt.date) -> SignpostSeen:
    answers = list(signpost.answers.all())
    now = next((one for one in answers if one.contact_id == contact.pk), None)
    others = tuple(one for one in answers if one is not now)
    return SignpostSeen(signpost, seen_of(signpost.service, today), now, others)
