"""Beginning a contact: now, afterwards, or as no more than a tally."""

from __future__ import annotations

import datetime as dt

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.calls.actions import tie_contact
from roundel.calls.models import Call
from roundel.helpline import contact_form, rules
from roundel.helpline.actions.records import locked, note
from roundel.helpline.enums import Nature, State
from roundel.helpline.models import Contact
from roundel.helpline.states import CONTACT
from roundel.kernel.errors import InvalidInput
from roundel.kernel.references import store_with_reference
from roundel.kernel.texts import check_choice

PREFIX = "H"
TALLIES = tuple(nature for nature in Nature if nature != Nature.CONVERSATION)


@transaction.atomic
def start_contact(
    *, by: Asker, at: dt.datetime, channel: str = "telephone", started_at: dt.datetime | None = None
) -> Contact:
    """Begin a contact that is happening now; it began a little earlier if ``started_at`` says so."""
    rules.check_may_take(by)
    form = contact_form.current(_day(at))
    _check_channel(form, channel)
    began = min(started_at or at, at)
    contact = _store(
        Contact(form_version=form.version, started_at=began, recorded_at=at, taken_by_id=by.signed_in_id()), channel
    )
    note(by, at, "contact.started", contact)
    return contact


@transaction.atomic
def start_from_call(*, by: Asker, at: dt.datetime, call: Call) -> Contact:
    """Begin a contact from a call that was answered where the asker sits, at the moment at which it was answered.

    The call keeps the contact's reference, so that it is offered to nobody again; the contact knows of no call.
    """
    contact = start_contact(by=by, at=at, started_at=call.extension_at)
    tie_contact(by=by, at=at, call=call, reference=contact.reference)
    return contact


@transaction.atomic
def record_contact(
    *, by: Asker, at: dt.datetime, started_at: dt.datetime, ended_at: dt.datetime, channel: str
) -> Contact:
    """Begin to write down a contact that has ended already: it happened then, and is recorded now."""
    rules.check_may_take(by)
    rules.check_times(started_at, ended_at, at)
    form = contact_form.current(_day(at))
    _check_channel(form, channel)
    begun = Contact(
        form_version=form.version,
        started_at=started_at,
        ended_at=ended_at,
        recorded_at=at,
        taken_by_id=by.signed_in_id(),
    )
    contact = _store(begun, channel)
    note(by, at, "contact.started", contact, afterwards=True)
    return contact


@transaction.atomic
def count_contact(*, by: Asker, at: dt.datetime, nature: str, channel: str = "telephone") -> Contact:
    """Count a silent or abusive call, a wrong number or somebody who hung up: a tally, and nothing else."""
    rules.check_may_take(by)
    _check_tally(nature)
    form = contact_form.current(_day(at))
    _check_channel(form, channel)
    counted = Contact(
        form_version=form.version,
        started_at=at,
        ended_at=at,
        recorded_at=at,
        taken_by_id=by.signed_in_id(),
        nature=nature,
    )
    counted.state, counted.closed_at, counted.closed_by_id = State.COUNTED, at, by.user_id
    contact = _store(counted, channel)
    note(by, at, "contact.counted", contact, nature=nature)
    return contact


@transaction.atomic
def count_begun_contact(*, by: Asker, at: dt.datetime, contact: Contact, nature: str) -> Contact:
    """Turn a contact that was begun into a tally, as nobody spoke."""
    held = locked(by, contact.pk)
    rules.check_may_count(by, held)
    _check_tally(nature)
    if any(kept.exists() for kept in (held.actions, held.answers, held.named, held.signposts, held.signpost_answers)):
        raise InvalidInput("nature", "Something is recorded in this contact already. Finish it as a conversation.")
    held.state = CONTACT.check(held.state, "count").to
    held.nature, held.closed_at, held.closed_by_id = nature, at, by.user_id
    held.ended_at = held.ended_at or at
    held.save(update_fields=["state", "nature", "closed_at", "closed_by", "ended_at"])
    note(by, at, "contact.counted", held, nature=nature)
    return held


def _store(contact: Contact, channel: str) -> Contact:
    """Store a new contact under a reference that nobody has."""
    contact.channel = channel
    return store_with_reference(contact, PREFIX)


def _check_tally(nature: str) -> None:
    check_choice("nature", nature, TALLIES, "Choose what kind of call it was.")


def _check_channel(form: contact_form.ContactForm, channel: str) -> None:
    check_choice("channel", channel, form["channel"].options, "Choose how the contact came.")


def _day(at: dt.datetime) -> dt.date:
    return timezone.localtime(at).date()
