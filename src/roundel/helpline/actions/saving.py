"""Saving what is written in a contact, closing it and opening it again."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from roundel.access.grants import Asker
from roundel.helpline import contact_form, rules
from roundel.helpline.actions.records import locked, note
from roundel.helpline.contact_form import COLUMNS
from roundel.helpline.enums import Ending
from roundel.helpline.models import Contact, ContactCode, EarlierVersion
from roundel.helpline.queries.writing import written_in
from roundel.helpline.states import CONTACT
from roundel.helpline.written import Written, conflict
from roundel.kernel.errors import InvalidInput
from roundel.kernel.texts import check_choice, kept_reason


@transaction.atomic
def save_contact(*, by: Asker, at: dt.datetime, contact: Contact, written: Written, base_version: int) -> Contact:
    """Save answers, notes and details that identify. What stood there before is kept as an earlier version.

    Raises InvalidInput for an answer that the contact's form does not admit and for details that
    identify before the statement was said; Conflict if somebody else saved since ``base_version``.
    """
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    form = contact_form.version(held.form_version)
    before, written = written_in(held), written.kept()
    written.check_admitted(form)
    if written.identifying:
        rules.check_may_identify(held)
    if written == before:
        return held
    if base_version != held.version:
        raise conflict(form, before, written, held.version)
    _keep_earlier(held, before, by, at)
    _write(held, before, written)
    note(by, at, "contact.saved", held, version=held.version)
    return held


@transaction.atomic
def finish_contact(*, by: Asker, at: dt.datetime, contact: Contact, ending: str) -> Contact:
    """Finish a contact with its coded ending; the required answers must be there."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    step = CONTACT.check(held.state, "finish")
    form = contact_form.version(held.form_version)
    for question, message in form.problems(written_in(held).answers):
        raise InvalidInput(question, message)
    check_choice("ending", ending, Ending.values, "Choose how the contact ended.")
    held.state, held.ending = step.to, ending
    held.closed_at, held.closed_by_id, held.ended_at = at, by.user_id, held.ended_at or at
    held.save(update_fields=["state", "ending", "closed_at", "closed_by", "ended_at"])
    note(by, at, "contact.finished", held, ending=ending)
    return held


@transaction.atomic
def discard_contact(*, by: Asker, at: dt.datetime, contact: Contact, reason: str) -> Contact:
    """Take out of lists and figures what was no contact (a mistake, a test call), and say why. Kept, not deleted."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    told = kept_reason(reason)
    held.state = CONTACT.check(held.state, "discard", reason=told).to
    held.closing_reason = told
    held.closed_at, held.closed_by_id, held.ended_at = at, by.user_id, held.ended_at or at
    held.save(update_fields=["state", "closing_reason", "closed_at", "closed_by", "ended_at"])
    note(by, at, "contact.discarded", held, reason=told)
    return held


@transaction.atomic
def reopen_contact(*, by: Asker, at: dt.datetime, contact: Contact, reason: str) -> Contact:
    """Open a finished contact again to correct it, and say why."""
    held = locked(by, contact.pk)
    rules.check_may_reopen(by, held)
    told = kept_reason(reason)
    held.state = CONTACT.check(held.state, "reopen", reason=told).to
    held.closed_at = held.closed_by_id = None
    held.save(update_fields=["state", "closed_at", "closed_by"])
    note(by, at, "contact.reopened", held, reason=told)
    return held


def _keep_earlier(contact: Contact, before: Written, by: Asker, at: dt.datetime) -> None:
    if before.notes or before.identifying or len(before.answers) > 1:  # the channel alone is where every contact begins
        EarlierVersion.objects.create(
            contact=contact,
            version=contact.version,
            content=before.as_data(),
            replaced_at=at,
            replaced_by_id=by.signed_in_id(),
        )


def _write(contact: Contact, before: Written, written: Written) -> None:
    for name in COLUMNS:
        setattr(contact, name, written.of_column(name))
    contact.notes, contact.identifying = written.notes or None, written.identifying or None
    contact.version += 1
    contact.save(update_fields=[*COLUMNS, "notes", "identifying", "version"])
    gone, new = before.codes() - written.codes(), written.codes() - before.codes()
    for question, code in gone:
        contact.codes.filter(question=question, code=code).delete()
    ContactCode.objects.bulk_create(
        ContactCode(contact=contact, question=question, code=code) for question, code in sorted(new)
    )
