"""One contact as its page shows it: what is written, what was agreed, what belongs together, what happened."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.directory.queries.lists import Seen
from roundel.helpline import confidentiality, contact_form
from roundel.helpline.contact_form import ContactForm
from roundel.helpline.enums import OPEN_ACTION_STATES
from roundel.helpline.models import (
    AskedAfter,
    Contact,
    ContactLink,
    EarlierVersion,
    NamedPerson,
    ProtectiveAction,
    SignpostAnswer,
)
from roundel.helpline.queries.person import same_person
from roundel.helpline.queries.signposts import SignpostSeen, asked_in, given_in, where_to_turn
from roundel.helpline.queries.writing import written_in
from roundel.helpline.rules import KIND
from roundel.helpline.written import Written
from roundel.kernel.errors import NotFound

ANSWERS = Prefetch("answers", AskedAfter.objects.select_related("contact", "asked_by").order_by("asked_at", "id"))


def visible_to(asker: Asker) -> QuerySet[Contact]:
    """The contacts that the asker may see; every read of contacts begins here."""
    return scopes.visible(asker, KIND, Contact.objects.all())


def get_contact(asker: Asker, reference: str) -> Contact:
    """The contact with this reference, or a refusal; to be changed, or confirmed, not to be shown."""
    people = ("taken_by", "closed_by", "caller", "danger_by", "danger_seen_by")
    return scopes.get_visible(asker, KIND, Contact.objects.select_related(*people), reference=reference)


@dataclass(frozen=True)
class LinkSeen:
    """A link from the side of one of its two contacts."""

    id: uuid.UUID
    other: Contact
    may_open: bool
    link: ContactLink


@dataclass(frozen=True)
class ContactPage:
    """Everything on a contact's page. ``rows`` are label and words, in the words of the contact's own form."""

    contact: Contact
    form: ContactForm
    rows: list[tuple[str, str]]
    statement: confidentiality.Statement | None
    named: list[NamedPerson]
    actions: list[ProtectiveAction]
    asked: list[AskedAfter]
    signposts: list[SignpostSeen]
    signposts_asked: list[SignpostAnswer]
    links: list[LinkSeen]
    undone: list[LinkSeen]
    same_person: list[Contact]
    earlier_versions: list[EarlierVersion]


def read_contact(asker: Asker, *, at: dt.datetime, reference: str) -> ContactPage:
    """The page of a contact; the look is recorded. Queries do not grow with what it holds."""
    contact = get_contact(asker, reference)
    form = contact_form.version(contact.form_version)
    links, today = _links(asker, contact), timezone.localtime(at).date()
    page = ContactPage(
        contact=contact,
        form=form,
        rows=written_in(contact).rows(form),
        statement=confidentiality.version(contact.statement_version),
        named=list(contact.named.order_by("added_at", "id")),
        actions=list(agreed_in(contact)),
        asked=list(contact.answers.select_related("action__contact", "asked_by").order_by("asked_at", "id")),
        signposts=given_in(contact, today),
        signposts_asked=asked_in(contact),
        links=[one for one in links if one.link.undone_at is None],
        undone=[one for one in links if one.link.undone_at is not None],
        same_person=list(same_person(asker, contact)),
        earlier_versions=list(
            contact.earlier_versions.defer("content").select_related("replaced_by").order_by("-version")
        ),
    )
    note_look(asker, at, contact)
    return page


def read_earlier(
    asker: Asker, *, at: dt.datetime, reference: str, number: int
) -> tuple[Contact, EarlierVersion, list[tuple[str, str]]]:
    """What stood in a contact before it was written over: label and words, the notes last. The look is recorded."""
    contact = get_contact(asker, reference)
    earlier = contact.earlier_versions.select_related("replaced_by").filter(version=number).first()
    if earlier is None:
        raise NotFound
    rows = Written.from_data(earlier.content).in_words(form_of(contact))
    note_look(asker, at, contact, "contact.earlier_read")
    return contact, earlier, list(rows.items())


@dataclass(frozen=True)
class Plan:
    """What a safety plan holds: open actions, what is due first, and services to turn to."""

    actions: list[ProtectiveAction]
    services: list[Seen]


def read_plan(asker: Asker, *, at: dt.datetime, reference: str) -> Plan:
    """The open actions of the person in touch and where to turn, for a plan without names; the look is recorded."""
    contact = get_contact(asker, reference)
    contacts = [contact, *same_person(asker, contact)]
    plan = Plan(list(open_actions(contacts)), where_to_turn(contacts, timezone.localtime(at).date()))
    note_look(asker, at, contact, "contact.plan_read")
    return plan


def note_look(asker: Asker, at: dt.datetime, contact: Contact, event: str = "contact.read") -> None:
    """Record that the asker looked at this contact."""
    audit.record_look(
        by=asker,
        at=at,
        event=f"helpline.{event}",
        kind=KIND,
        object_id=contact.pk,
        reference=contact.reference,
        detail={"restricted": True} if contact.restricted else None,
    )


def get_link(asker: Asker, contact: Contact, link_id: uuid.UUID) -> LinkSeen:
    """A link of this contact, to be undone."""
    found = next((one for one in _links(asker, contact) if one.id == link_id), None)
    if found is None:
        raise NotFound
    return found


def get_action(contact: Contact, action_id: uuid.UUID) -> ProtectiveAction:
    """An action agreed in a contact that the asker may see."""
    found = contact.actions.filter(pk=action_id).first()
    if found is None:
        raise NotFound
    return found


def form_of(contact: Contact) -> ContactForm:
    """The version of the form with which a contact is made."""
    return contact_form.version(contact.form_version)


def agreed_in(contact: Contact) -> QuerySet[ProtectiveAction]:
    """The actions agreed in a contact, each with its answers over time."""
    return contact.actions.select_related("agreed_by").prefetch_related(ANSWERS).order_by("agreed_at", "id")


def open_actions(contacts: Iterable[Contact]) -> QuerySet[ProtectiveAction]:
    """The open actions of these contacts, what is due first."""
    found = ProtectiveAction.objects.filter(contact__in=list(contacts), state__in=OPEN_ACTION_STATES)
    return (
        found.select_related("contact")
        .prefetch_related(ANSWERS)
        .order_by(F("by_when").asc(nulls_last=True), "agreed_at", "id")
    )


def _links(asker: Asker, contact: Contact) -> list[LinkSeen]:
    mine = Q(earlier=contact) | Q(later=contact)
    found = ContactLink.objects.filter(mine).select_related("earlier", "later", "linked_by", "undone_by")
    others = {link.pk: link.later if link.earlier_id == contact.pk else link.earlier for link in found}
    open_ids = set(visible_to(asker).filter(pk__in=[one.pk for one in others.values()]).values_list("pk", flat=True))
    return [LinkSeen(link.pk, others[link.pk], others[link.pk].pk in open_ids, link) for link in found]
