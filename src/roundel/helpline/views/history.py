"""What happened in a contact, one line an event, newest first. Made from the record itself."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from django.urls import reverse

from roundel.helpline.queries import ContactPage


class Happened(NamedTuple):
    """One event of a timeline, as the design system's macro takes it."""

    title: str
    at: dt.datetime
    by: str | None = None
    text: str | None = None
    href: str | None = None


def history_of(page: ContactPage) -> list[Happened]:
    """Everything that happened, newest first."""
    return sorted(
        [*_of_contact(page), *_of_actions(page), *_of_signposts(page), *_of_links(page)],
        key=lambda one: one.at,
        reverse=True,
    )


def _of_contact(page: ContactPage) -> Iterator[Happened]:
    contact = page.contact
    yield Happened("Contact began", contact.started_at, contact.taken_by.name)
    if contact.recorded_at != contact.started_at:
        yield Happened("Began to be written down", contact.recorded_at, contact.taken_by.name)
    if contact.statement_at:
        yield Happened("Confidentiality statement said", contact.statement_at, None, contact.get_acknowledged_display())
    if contact.danger_at and contact.danger_by:
        yield Happened("Marked: somebody may be in danger now", contact.danger_at, contact.danger_by.name)
    if contact.danger_seen_at and contact.danger_seen_by:
        yield Happened("Danger taken on", contact.danger_seen_at, contact.danger_seen_by.name)
    if contact.closed_at and contact.closed_by:
        words = contact.get_ending_display() or contact.closing_reason
        yield Happened(contact.get_state_display(), contact.closed_at, contact.closed_by.name, words)
    if contact.ended_at and contact.ended_at != contact.started_at:
        yield Happened("Conversation ended", contact.ended_at)
    for earlier in page.earlier_versions:
        where = reverse("helpline:earlier", args=[contact.reference, earlier.version])
        yield Happened(
            f"Version {earlier.version} written over", earlier.replaced_at, earlier.replaced_by.name, href=where
        )


def _of_actions(page: ContactPage) -> Iterator[Happened]:
    for action in page.actions:
        yield Happened(f"Agreed: {action.get_kind_display().lower()}", action.agreed_at, action.agreed_by.name)
        for answer in action.answers.all():
            title = f"Asked after: {action.get_kind_display().lower()}"
            yield Happened(title, answer.asked_at, answer.asked_by.name, answer.get_outcome_display())


def _of_signposts(page: ContactPage) -> Iterator[Happened]:
    for seen in page.signposts:
        signpost, name = seen.signpost, seen.entry.service.name
        yield Happened(f"{signpost.get_kind_display()}: {name}", signpost.given_at, signpost.given_by.name)
        for answer in [*seen.before, *([seen.now] if seen.now else [])]:
            title = f"Heard of: {name}" if answer.contact_id == page.contact.pk else f"Asked after: {name}"
            yield Happened(title, answer.asked_at, answer.asked_by.name, answer.get_outcome_display())


def _of_links(page: ContactPage) -> Iterator[Happened]:
    for seen in [*page.links, *page.undone]:
        link = seen.link
        other = seen.other.reference if seen.may_open else "another contact"
        yield Happened(f"Linked with {other}", link.linked_at, link.linked_by.name, link.get_basis_display())
        if link.undone_at and link.undone_by:
            yield Happened(f"Link with {other} undone", link.undone_at, link.undone_by.name, link.undone_reason)
