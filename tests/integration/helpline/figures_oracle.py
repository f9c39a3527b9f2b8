"""The figures counted once more, slowly and plainly, from the records themselves: what the fast way must equal."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from roundel.helpline.models import AskedAfter, Contact, ContactLink, ProtectiveAction

CLOSING = {"done", "not_needed"}


def people(first: dt.datetime, after: dt.datetime) -> Counter[tuple[str, bool, str]]:
    """(group of the first contact, agreed an action, course) of everybody in touch from ``first`` until ``after``."""
    found: Counter[tuple[str, bool, str]] = Counter()
    for contacts, known in _everybody():
        within = sorted(
            (c for c in contacts if _talk(c) and first <= c.started_at < after), key=lambda c: (c.started_at, c.id)
        )
        if within:
            agreed = any(_theirs(contact) for contact in within)
            found[within[0].group, agreed, _course(contacts, within, first) if known else "first"] += 1
    return found


def _talk(contact: Contact) -> bool:
    return contact.state == "finished" and contact.nature == "conversation"


def _theirs(contact: Contact) -> list[ProtectiveAction]:
    return [a for a in ProtectiveAction.objects.filter(contact=contact) if a.actor != "helpline"]


def _course(contacts: list[Contact], within: list[Contact], first: dt.datetime) -> str:
    answers = [
        answer.outcome
        for contact in within
        for answer in AskedAfter.objects.filter(contact=contact).select_related("action")
        if answer.action.actor != "helpline"
    ]
    if answers:
        return "done" if "done" in answers else "partly" if "partly" in answers else "neither"
    for contact in contacts:
        if _talk(contact) and contact.started_at < within[-1].started_at:
            for action in _theirs(contact):
                closed = AskedAfter.objects.filter(action=action, outcome__in=CLOSING, contact__started_at__lt=first)
                if not closed.exists():
                    return "unasked"
    return "first"


def _everybody() -> list[tuple[list[Contact], bool]]:
    """The contacts of each person, and whether anything but a single contact is known of them: a code or a link.

    Found by spreading from each contact over codes and links until nothing is added.
    """
    contacts = list(Contact.objects.exclude(state="discarded"))
    ids = {contact.id for contact in contacts}
    links = [
        {link.earlier_id, link.later_id}
        for link in ContactLink.objects.filter(undone_at=None)
        if {link.earlier_id, link.later_id} <= ids
    ]
    left, persons = list(contacts), []
    while left:
        person = [left[0]]
        grown = True
        while grown:
            mine = {contact.id for contact in person}
            codes = {contact.caller_id for contact in person if contact.caller_id}
            more = [
                c
                for c in contacts
                if c.id not in mine and (c.caller_id in codes or any(c.id in link and link & mine for link in links))
            ]
            person, grown = person + more, bool(more)
        mine = {contact.id for contact in person}
        left = [contact for contact in left if contact.id not in mine]
        persons.append((person, any(c.caller_id for c in person) or len(person) > 1))
    return persons
