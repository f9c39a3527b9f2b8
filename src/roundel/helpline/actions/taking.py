"""What is noted step by step while a contact is being taken."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.helpline import confidentiality, names, rules
from roundel.helpline.actions.records import locked, named_in, note
from roundel.helpline.enums import Acknowledged, NamedAs
from roundel.helpline.models import Contact, NamedPerson, NameIndex
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import check_choice


@transaction.atomic
def end_call(*, by: Asker, at: dt.datetime, contact: Contact) -> Contact:
    """Note that the conversation has ended; writing it up goes on."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    if held.ended_at is not None:
        raise Refused("The end of this contact is noted already.")
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    note(by, at, "contact.ended", held)
    return held


@transaction.atomic
def resume_call(*, by: Asker, at: dt.datetime, contact: Contact) -> Contact:
    """Take back the noted end: the conversation goes on."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    if held.ended_at is None:
        raise Refused("The conversation has not been noted as ended.")
    held.ended_at = None
    held.save(update_fields=["ended_at"])
    note(by, at, "contact.resumed", held)
    return held


@transaction.atomic
def say_statement(*, by: Asker, at: dt.datetime, contact: Contact, acknowledged: str) -> Contact:
    """Note that the statement in force was said, and how it was met. Said again, only the latter changes.

    In a contact that has ended already it is noted as said when the contact began.
    """
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    check_choice("acknowledged", acknowledged, Acknowledged.values, "Choose how they met the statement.")
    if held.statement_at is None:
        held.statement_at = at if held.ended_at is None else held.started_at
        held.statement_version = confidentiality.current(timezone.localtime(held.statement_at).date()).version
    held.acknowledged = acknowledged
    held.save(update_fields=["statement_at", "statement_version", "acknowledged"])
    note(by, at, "contact.statement", held, version=held.statement_version, acknowledged=acknowledged)
    return held


@transaction.atomic
def take_back_statement(*, by: Asker, at: dt.datetime, contact: Contact) -> Contact:
    """Note that the statement was not said after all; refused once something that identifies is kept."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    if held.identifying is not None or held.named.exists():
        raise Refused("Details that identify somebody are kept in this contact. Remove them first.")
    held.statement_at, held.statement_version, held.acknowledged = None, "", ""
    held.save(update_fields=["statement_at", "statement_version", "acknowledged"])
    note(by, at, "contact.statement_unsaid", held)
    return held


@transaction.atomic
def set_caller(*, by: Asker, at: dt.datetime, contact: Contact, caller_id: uuid.UUID) -> Contact:
    """Tie the contact to the caller whose code was given, or to whom one was issued."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    if held.caller_id == caller_id:
        return held
    if held.caller_id is not None:
        raise InvalidInput("code", "This contact belongs to another code already. Untie that one first.")
    held.caller_id = caller_id
    held.save(update_fields=["caller"])
    note(by, at, "contact.caller_set", held, caller=caller_id.hex)
    return held


@transaction.atomic
def unset_caller(*, by: Asker, at: dt.datetime, contact: Contact) -> Contact:
    """Untie the contact from a code that was entered by mistake."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    if held.caller_id is None:
        raise Refused("This contact is not tied to a code.")
    if held.answers.exists() or held.signpost_answers.exists():
        raise Refused("What was agreed earlier has been asked after in this contact. Take those answers back first.")
    was, held.caller_id = held.caller_id, None
    held.save(update_fields=["caller"])
    note(by, at, "contact.caller_unset", held, caller=was.hex)
    return held


@transaction.atomic
def name_person(*, by: Asker, at: dt.datetime, contact: Contact, name: str, named_as: str) -> NamedPerson:
    """Keep a name that was said, sealed, with fingerprints by which it can be found again."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    rules.check_may_identify(held)
    check_choice("named_as", named_as, NamedAs.values, "Choose who this is.")
    text = names.kept(name)
    person = NamedPerson.objects.create(
        contact=held, name=text, named_as=named_as, added_at=at, added_by_id=by.signed_in_id()
    )
    NameIndex.objects.bulk_create(
        NameIndex(person=person, sounds=sounds, fingerprint=fingerprint)
        for sounds, found in ((False, names.exact(text)), (True, names.sounding(text)))
        for fingerprint in found
    )
    note(by, at, "contact.named", held, named_as=named_as)
    return person


@transaction.atomic
def remove_name(*, by: Asker, at: dt.datetime, contact: Contact, named_id: uuid.UUID) -> None:
    """Remove a name from a contact, with its fingerprints."""
    held = locked(by, contact.pk)
    rules.check_may_write(by, held)
    person = named_in(held, named_id)
    note(by, at, "contact.name_removed", held, named_as=person.named_as)
    person.delete()


@transaction.atomic
def mark_danger(*, by: Asker, at: dt.datetime, contact: Contact) -> Contact:
    """Mark that somebody may be in danger now, so that a supervisor or the safeguarding lead takes it on.

    Whoever takes contacts and may see this one may mark it, also when it is finished. Marked again, nothing changes.
    """
    held = locked(by, contact.pk)
    rules.check_may_take(by)
    if held.danger_at is None:
        held.danger_at, held.danger_by_id = at, by.user_id
        held.save(update_fields=["danger_at", "danger_by"])
        note(by, at, "contact.danger", held)
    return held


@transaction.atomic
def take_on_danger(*, by: Asker, at: dt.datetime, contact: Contact) -> Contact:
    """Note that the asker has taken on the danger marked in a contact."""
    held = locked(by, contact.pk)
    rules.check_may_see_danger(by, held)
    held.danger_seen_at, held.danger_seen_by_id = at, by.user_id
    held.save(update_fields=["danger_seen_at", "danger_seen_by"])
    note(by, at, "contact.danger_seen", held)
    return held
