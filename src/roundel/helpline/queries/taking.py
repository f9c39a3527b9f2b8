"""What the take screen shows beside the form: what was agreed earlier, what is agreed now, who was named."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F, Q

from roundel.access.grants import Asker
from roundel.helpline import confidentiality, contact_form, rules
from roundel.helpline.contact_form import ContactForm
from roundel.helpline.enums import OPEN_ACTION_STATES, Ending
from roundel.helpline.models import AskedAfter, Contact, NamedPerson, ProtectiveAction
from roundel.helpline.queries.contact import ANSWERS, agreed_in, get_contact, note_look
from roundel.helpline.queries.person import same_person
from roundel.helpline.queries.signposts import SignpostSeen, given_before, given_in
from roundel.helpline.queries.writing import written_in
from roundel.helpline.written import Written


@dataclass(frozen=True)
class Earlier:
    """An action of an earlier contact: open, or answered in this one."""

    action: ProtectiveAction
    answer: AskedAfter | None
    before: tuple[AskedAfter, ...]


@dataclass(frozen=True)
class TakeScreen:
    """Everything on the take screen that is stored."""

    contact: Contact
    form: ContactForm
    statement: confidentiality.Statement
    written: Written
    named: list[NamedPerson]
    agreed: list[ProtectiveAction]
    earlier: list[Earlier]
    signposts: list[SignpostSeen]
    pointed_before: list[SignpostSeen]
    same_person: list[Contact]


def read_take(asker: Asker, *, at: dt.datetime, reference: str, day: dt.date) -> TakeScreen:
    """The contact that is being taken; the look is recorded, also at what was agreed in each earlier contact.

    Raises Refused if the asker may not write in it. The number of queries does not grow with what it
    holds, but for the recorded looks at earlier contacts.
    """
    contact = get_contact(asker, reference)
    rules.check_may_write(asker, contact)
    others = list(same_person(asker, contact))
    earlier = _earlier(contact, others)
    screen = TakeScreen(
        contact=contact,
        form=contact_form.version(contact.form_version),
        statement=confidentiality.version(contact.statement_version) or confidentiality.current(day),
        written=written_in(contact),
        named=list(contact.named.order_by("added_at", "id")),
        agreed=list(agreed_in(contact)),
        earlier=earlier,
        signposts=given_in(contact, day),
        pointed_before=given_before(contact, others, day),
        same_person=others,
    )
    _note_looks(asker, at, screen)
    return screen


def _note_looks(asker: Asker, at: dt.datetime, screen: TakeScreen) -> None:
    """One look at the contact, and one at each earlier contact of which something agreed is shown."""
    seen = {one.action.contact_id for one in screen.earlier}
    seen |= {one.signpost.contact_id for one in screen.pointed_before}
    with transaction.atomic():
        note_look(asker, at, screen.contact)
        for other in screen.same_person:
            if other.pk in seen:
                note_look(asker, at, other, "contact.agreed_read")


def get_for_writing(asker: Asker, reference: str) -> Contact:
    """The contact, if the asker may write in it; to be changed, not to be shown."""
    contact = get_contact(asker, reference)
    rules.check_may_write(asker, contact)
    return contact


def missing(screen: TakeScreen) -> list[str]:
    """What is not there and perhaps should be, in kind words. None of it stands in the way of finishing."""
    contact, unasked = screen.contact, sum(1 for one in screen.earlier if one.answer is None)
    unheard = sum(1 for one in screen.pointed_before if one.now is None)
    found = {
        "The confidentiality statement is not noted as said.": contact.statement_at is None,
        "There are no notes.": not screen.written.notes,
        "No protective action was agreed. That can be right.": not screen.agreed and contact.ending != Ending.BY_LETTER,
        f"{unasked} {'action was' if unasked == 1 else 'actions were'} agreed earlier and not asked after. "
        "They count as could not be asked.": unasked > 0,
        f"{unheard} {'signpost was' if unheard == 1 else 'signposts were'} given earlier and not asked after.": unheard
        > 0,
    }
    return [words for words, holds in found.items() if holds]


def _earlier(contact: Contact, others: list[Contact]) -> list[Earlier]:
    """Open actions of the other contacts, and those that were answered in this one, what is due first."""
    wanted = Q(state__in=OPEN_ACTION_STATES) | Q(answers__contact=contact)
    found = (
        ProtectiveAction.objects.filter(wanted, contact__in=others)
        .select_related("contact")
        .prefetch_related(ANSWERS)
        .order_by(F("by_when").asc(nulls_last=True), "agreed_at", "id")
        .distinct()
    )
    return [_with_answers(action, contact) for action in found]


def _with_answers(action: ProtectiveAction, contact: Contact) -> Earlier:
    answers = list(action.answers.all())
    now = next((one for one in answers if one.contact_id == contact.pk), None)
    return Earlier(action, now, tuple(one for one in answers if one is not now))
