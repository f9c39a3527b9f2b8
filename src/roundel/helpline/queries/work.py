"""What needs somebody at the helpline now, derived from the records each time."""

from __future__ import annotations

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.helpline.enums import OPEN_ACTION_STATES, ActionKind, Actor, State
from roundel.helpline.models import Contact, ProtectiveAction
from roundel.helpline.rules import KIND
from roundel.kernel.work import Urgency, WorkItem

SOON = dt.timedelta(days=7)
A_DAY = dt.timedelta(days=1)
A_WHILE = dt.timedelta(hours=2)
MOST = 50


def work_queue(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """Danger not taken on, contacts left unfinished, and what the helpline itself promised. Four queries at most."""
    return [*_dangers(asker, at), *_unfinished(asker, at), *_promised(asker, at)]


def _dangers(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """For those who take a danger on: every one that nobody has."""
    if not asker.may_any("helpline.view_flagged_contact", "helpline.correct_contact"):
        return []
    open_ = Contact.objects.filter(danger_at__isnull=False, danger_seen_at__isnull=True)
    found = scopes.visible(asker, KIND, open_).order_by("danger_at").select_related("danger_by")
    return [_danger_item(at, contact) for contact in found[:MOST]]


def _danger_item(at: dt.datetime, contact: Contact) -> WorkItem:
    since, who = contact.danger_at or at, contact.danger_by
    return WorkItem(
        urgency=Urgency.OVERDUE if at - since > A_WHILE else Urgency.TODAY,
        what=f"Contact {contact.reference}",
        why=f"Somebody may be in danger now: marked by {who.name if who else 'a colleague'}; nobody has taken it on.",
        action="Take it on",
        url=_page(contact),
        since=since,
        danger=True,
    )


def _unfinished(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """One's own contacts that are being taken; for a supervisor also those that others left for over a day."""
    if not asker.may("helpline.take_contact"):
        return []
    whose = Q(taken_by=asker.user_id)
    if asker.may("helpline.correct_contact"):
        whose |= Q(recorded_at__lt=at - A_DAY)
    found = scopes.visible(asker, KIND, Contact.objects.filter(whose, state=State.TAKING))
    return [
        _unfinished_item(asker, at, contact)
        for contact in found.order_by("started_at").select_related("taken_by")[:MOST]
    ]


def _unfinished_item(asker: Asker, at: dt.datetime, contact: Contact) -> WorkItem:
    mine = contact.taken_by_id == asker.user_id
    return WorkItem(
        urgency=Urgency.OVERDUE if at - contact.recorded_at > A_DAY else Urgency.TODAY,
        what=f"Contact {contact.reference}",
        why="You have not finished it." if mine else f"{contact.taken_by.name} left it unfinished for over a day.",
        action="Go on" if mine else "Look at it",
        url=reverse("helpline:take", args=[contact.reference]) if mine else _page(contact),
        since=contact.started_at,
    )


def _promised(asker: Asker, at: dt.datetime) -> list[WorkItem]:
    """What the helpline itself is to do, agreed by the asker: overdue, today, or within a week."""
    if not asker.may("helpline.take_contact"):
        return []
    today = timezone.localtime(at).date()
    found = (
        ProtectiveAction.objects.filter(
            actor=Actor.HELPLINE, state__in=OPEN_ACTION_STATES, by_when__lte=today + SOON, agreed_by=asker.user_id
        )
        .exclude(contact__state=State.DISCARDED)
        .select_related("contact")
        .order_by("by_when", "id")
    )
    few = list(found[:MOST])
    # Asked of these few only: "in the visible contacts" would be gathered whole first.
    of_these = Contact.objects.filter(pk__in=[action.contact_id for action in few])
    seen = set(scopes.visible(asker, KIND, of_these).values_list("pk", flat=True))
    return [_promised_item(action, today) for action in few if action.contact_id in seen]


def _promised_item(action: ProtectiveAction, today: dt.date) -> WorkItem:
    due = action.by_when or today
    urgency = Urgency.OVERDUE if due < today else Urgency.TODAY if due == today else Urgency.SOON
    return WorkItem(
        urgency=urgency,
        what=f"What we promised in contact {action.contact.reference}",
        why=f"{ActionKind(action.kind).label}, by {due.day} {due:%B %Y}.",
        action="Open it",
        url=_page(action.contact),
        since=action.agreed_at,
    )


def _page(contact: Contact) -> str:
    return reverse("helpline:contact", args=[contact.reference])


def week(asker: Asker, at: dt.datetime) -> list[dict[str, object]]:
    """The asker's last seven days in four numbers; nothing for those who take no contacts. Three queries."""
    if not asker.may("helpline.take_contact"):
        return []
    since = at - SOON
    mine = Contact.objects.filter(taken_by=asker.user_id, started_at__gt=since, started_at__lte=at)
    talked = mine.filter(state=State.FINISHED).count()
    counted = mine.filter(state=State.COUNTED).count()
    agreed = ProtectiveAction.objects.filter(contact__in=mine.filter(state=State.FINISHED)).count()
    return [
        {"value": talked, "label": "Contacts finished", "basis": "by you, in the last seven days"},
        {"value": agreed, "label": "Actions agreed", "basis": "in those contacts"},
        {"value": counted, "label": "Only counted", "basis": "silent, abusive, wrong number, hung up"},
    ]
