"""A helpline of a million contacts: neutral, invented, and shaped like a real year repeated many times."""

from __future__ import annotations

import datetime as dt
import random
import uuid
from collections.abc import Iterator

from django.db import transaction

from benchmarks.rows import insert
from roundel.access.models import User
from roundel.correspondence.models import Caller
from roundel.helpline import contact_form, names
from roundel.helpline.enums import ActionKind, ActionState, Ending, NamedAs, Nature, State, WhyNot
from roundel.helpline.models import AskedAfter, Contact, ContactCode, NamedPerson, NameIndex, ProtectiveAction
from roundel.kernel.ids import ALPHABET, check_symbol

BATCH = 20_000
YEARS = 10
GIVEN = [
    "Alex",
    "Beth",
    "Carys",
    "Dilip",
    "Ewan",
    "Farah",
    "Gwen",
    "Hari",
    "Iris",
    "Joan",
    "Kiran",
    "Leah",
    "Marek",
    "Nia",
    "Owen",
    "Priya",
    "Ruth",
    "Sean",
    "Tomos",
    "Uma",
]
FAMILY = [
    "Ashdown",
    "Barlow",
    "Cadwell",
    "Devani",
    "Ellis",
    "Farrow",
    "Griffiths",
    "Hale",
    "Iqbal",
    "Jenkin",
    "Khan",
    "Lowe",
    "Morgan",
    "Nash",
    "Osei",
    "Pryce",
]
NOTE = "Spoke about what worries them and what would help this week. Agreed what to do next and when to call again."


def reference(number: int, kind: str = "H") -> str:
    """The ``number``-th reference of a row without gaps, so that none repeats."""
    body = "".join(ALPHABET[number // 23**place % 23] for place in range(4, -1, -1))
    return f"{kind}-{body[:4]}-{body[4]}{check_symbol(body)}"


def fill(contacts: int, staff: list[User], *, now: dt.datetime) -> None:
    """Insert so many contacts with all that belongs to them, with progress."""
    chance = random.Random(20261123)
    callers = list(_callers(contacts // 8, staff, now))
    with transaction.atomic():
        insert(Caller, callers)
    for begin in range(0, contacts, BATCH):
        with transaction.atomic():
            _batch(range(begin, min(begin + BATCH, contacts)), contacts, callers, staff, now, chance)
        print(f"\r  {min(begin + BATCH, contacts):,} of {contacts:,} contacts", end="", flush=True)
    print()


def _callers(count: int, staff: list[User], now: dt.datetime) -> Iterator[Caller]:
    for number in range(count):
        yield Caller(
            alias=f"Bench {number}",
            lookup=uuid.uuid4().bytes + uuid.uuid4().bytes,
            wrapped_key=bytes(60),
            created_at=now - dt.timedelta(days=YEARS * 365),
            code_issued_at=now - dt.timedelta(days=YEARS * 365),
            created_by_id=staff[0].pk,
        )


def _batch(
    numbers: range, total: int, callers: list[Caller], staff: list[User], now: dt.datetime, chance: random.Random
) -> None:
    form = contact_form.current(now.date())
    made = [_contact(number, total, form, callers, staff, now, chance) for number in numbers]
    insert(Contact, made)
    topics = list(form["topics"].options)
    insert(
        ContactCode,
        (
            ContactCode(contact=contact, question="topics", code=code)
            for contact in made
            for code in chance.sample(topics, chance.choice((1, 1, 2, 3)))
        ),
    )
    actions = [_action(contact, chance) for contact in made if chance.random() < 0.7]
    insert(ProtectiveAction, actions)
    insert(AskedAfter, _answers(actions, made, chance))
    named = [_named(contact, chance) for contact in made if contact.statement_at and chance.random() < 0.2]
    insert(NamedPerson, named)
    insert(NameIndex, (each for person in named for each in _fingerprints(person)))


def _contact(  # noqa: PLR0913
    number: int,
    total: int,
    form: contact_form.ContactForm,
    callers: list[Caller],
    staff: list[User],
    now: dt.datetime,
    chance: random.Random,
) -> Contact:
    begun = now - dt.timedelta(days=YEARS * 365) * (1 - number / total) - dt.timedelta(seconds=chance.randrange(60))
    silent = chance.random() < 0.1
    taker = chance.choice(staff)
    group = chance.choice(list(form["group"].options))
    contact = Contact(
        reference=reference(number),
        state=State.COUNTED if silent else State.FINISHED,
        nature=chance.choice([n for n in Nature if n != Nature.CONVERSATION]) if silent else Nature.CONVERSATION,
        form_version=form.version,
        started_at=begun,
        ended_at=begun + dt.timedelta(minutes=chance.randrange(2, 60)),
        closed_at=begun + dt.timedelta(minutes=70),
        recorded_at=begun,
        taken_by=taker,
        closed_by=taker,
        ending="" if silent else chance.choice(list(Ending)),
        channel="telephone",
        restricted=not silent and chance.random() < 0.01,
    )
    if not silent:
        _answer(contact, form, group, chance)
        contact.notes = NOTE
        contact.caller = chance.choice(callers) if chance.random() < 0.4 else None
    return contact


def _answer(contact: Contact, form: contact_form.ContactForm, group: str, chance: random.Random) -> None:
    contact.group = group
    for name in ("stage", "relation", "profession", "age_band", "region", "heard", "language"):
        if form[name].applies({"group": group}) and chance.random() < 0.9:
            setattr(contact, name, chance.choice(list(form[name].options)))
    contact.statement_version, contact.acknowledged = "statement-1", "agreed"
    contact.statement_at = contact.started_at + dt.timedelta(minutes=1)


def _action(contact: Contact, chance: random.Random) -> ProtectiveAction:
    return ProtectiveAction(
        contact=contact,
        kind=chance.choice(list(ActionKind)),
        words="Talk with somebody on Sunday.",
        by_when=contact.started_at.date() + dt.timedelta(days=chance.randrange(3, 30)),
        state=chance.choice(list(ActionState)),
        agreed_at=contact.started_at + dt.timedelta(minutes=20),
        agreed_by_id=contact.taken_by_id,
    )


def _answers(actions: list[ProtectiveAction], contacts: list[Contact], chance: random.Random) -> Iterator[AskedAfter]:
    for action in actions:
        later = chance.choice(contacts)
        if action.state == ActionState.AGREED or later.pk == action.contact_id:
            continue
        yield AskedAfter(
            action=action,
            contact=later,
            outcome=action.state,
            why=WhyNot.NOT_YET if action.state == ActionState.NOT_DONE else "",
            asked_at=later.started_at,
            asked_by_id=later.taken_by_id,
        )


def _named(contact: Contact, chance: random.Random) -> NamedPerson:
    return NamedPerson(
        contact=contact,
        name=f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}{chance.choice(('', 'son', 'field', 'wood'))}",
        named_as=NamedAs.ADULT,
        added_at=contact.started_at,
        added_by_id=contact.taken_by_id,
    )


def _fingerprints(person: NamedPerson) -> Iterator[NameIndex]:
    for sounds, find in ((False, names.exact), (True, names.sounding)):
        for fingerprint in find(person.name):
            yield NameIndex(person=person, sounds=sounds, fingerprint=fingerprint)
