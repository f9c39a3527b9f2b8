"""Lists of contacts: filtered, sorted, a page at a time, fast whatever their number.

Rows are plain values; nothing sealed is read. A page is found by the place where the one before it ended
(no OFFSET), so that new contacts do not shift it and the last page costs no more than the first.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.access.roles import ROLES
from roundel.audit import actions as audit
from roundel.helpline.enums import OPEN_ACTION_STATES, Nature, State
from roundel.helpline.filters import Chosen, Order, Shown
from roundel.helpline.models import Contact, ContactCode, ProtectiveAction, SavedView
from roundel.helpline.rules import KIND

PAGE = 25
MOST_COUNTED = 1_000
TAKERS = tuple(name for name, role in ROLES.items() if "helpline.take_contact" in role.permissions)
COLUMNS = {
    "id": "id",
    "reference": "reference",
    "started_at": "started_at",
    "seconds": "seconds",
    "nature": "nature",
    "state": "state",
    "channel": "channel",
    "group": "group",
    "caller_id": "caller_id",
    "alias": "caller__alias",
    "practitioner": "taken_by__name",
    "danger_at": "danger_at",
    "danger_seen_at": "danger_seen_at",
    "restricted": "restricted",
}


class ContactRow(NamedTuple):
    """One line of a list. No content: what it says can stand on a screen that others pass."""

    id: uuid.UUID
    reference: str
    started_at: dt.datetime
    seconds: int | None
    nature: str
    state: str
    channel: str
    group: str
    caller_id: uuid.UUID | None
    alias: str | None
    practitioner: str
    danger_at: dt.datetime | None
    danger_seen_at: dt.datetime | None
    restricted: bool
    open_actions: int = 0

    @property
    def length(self) -> dt.timedelta | None:
        """How long the contact took; None if it has no end yet."""
        return None if self.seconds is None else dt.timedelta(seconds=self.seconds)


class Place(NamedTuple):
    """A place in a list: the value it is sorted by and the id of the contact that stands there.

    ``back``: the page wanted is the one before this place, not the one after it.
    """

    value: dt.datetime | int
    id: uuid.UUID
    back: bool = False


class ListPage(NamedTuple):
    """One page of a list. ``counted`` is exact up to MOST_COUNTED; ``more`` says that there are more than that."""

    rows: list[ContactRow]
    counted: int
    more: bool
    previous: Place | None
    next: Place | None


def read_list(asker: Asker, *, at: dt.datetime, chosen: Chosen, place: Place | None = None) -> ListPage:
    """A page of the contacts that the asker may see and has chosen. The look is recorded, with how many were shown."""
    check_may_list(asker)
    page = _page(asker, chosen, place)
    detail = {**chosen.codes(), "shown": len(page.rows)}
    audit.record_look(by=asker, at=at, event="helpline.list.read", kind="helpline.list", detail=detail)
    return page


def check_may_list(asker: Asker) -> None:
    """Whether the asker reads lists of contacts at all."""
    if not asker.may("helpline.view_flagged_contact"):
        asker.require("helpline.view_contact", "Your role does not include contacts.")


def count_up_to(asker: Asker, chosen: Chosen, most: int) -> int:
    """How many contacts are chosen, counting no further than ``most``."""
    return _chosen(asker, chosen, few=True).order_by()[:most].count()


def in_chunks(asker: Asker, chosen: Chosen, *, most: int, chunk: int = 2_000) -> Iterator[list[ContactRow]]:
    """The chosen contacts in the order chosen, a chunk at a time, at most ``most``. Memory holds one chunk."""
    few = count_up_to(asker, chosen, MOST_COUNTED + 1) <= MOST_COUNTED
    place: Place | None = None
    while most > 0:
        rows = _rows(_chosen(asker, chosen, few=few), chosen.order, place, min(chunk, most))
        if rows:
            yield _with_open_actions(rows)
        if len(rows) < chunk:
            return
        most -= len(rows)
        place = _place_of(rows[-1], chosen.order)


def practitioners() -> list[tuple[uuid.UUID, str]]:
    """Everybody who takes contacts or has taken them, by name; for choosing. Staff are no secret to staff."""
    people = User.objects.filter(roles__role__in=TAKERS).order_by("name", "id").distinct()
    return list(people.values_list("id", "name"))


def alias_of(asker: Asker, caller_id: uuid.UUID) -> str | None:
    """The alias of a caller of whom the asker may see a contact."""
    known = scopes.visible(asker, KIND, Contact.objects.all()).filter(caller_id=caller_id)
    return known.values_list("caller__alias", flat=True).first()


def saved_views(asker: Asker) -> list[tuple[uuid.UUID, str, str]]:
    """The asker's own saved views: id, name, and the address parameters they keep."""
    if asker.user_id is None:
        return []
    return list(SavedView.objects.filter(user_id=asker.user_id).order_by("name").values_list("id", "name", "query"))


# -- how it is found


def _page(asker: Asker, chosen: Chosen, place: Place | None) -> ListPage:
    count = count_up_to(asker, chosen, MOST_COUNTED + 1)
    contacts = _chosen(asker, chosen, few=count <= MOST_COUNTED)
    rows = _rows(contacts, chosen.order, place, PAGE + 1)
    back = place is not None and place.back
    beyond = len(rows) > PAGE
    rows = _with_open_actions((rows[-PAGE:] if back else rows[:PAGE]) if beyond else rows)
    before = rows and (beyond if back else place is not None)
    after = rows and (True if back else beyond)
    return ListPage(
        rows=rows,
        counted=min(count, MOST_COUNTED),
        more=count > MOST_COUNTED,
        previous=_place_of(rows[0], chosen.order)._replace(back=True) if before else None,
        next=_place_of(rows[-1], chosen.order) if after else None,
    )


def _place_of(row: ContactRow, order: Order) -> Place:
    value = row.seconds if order.by_length else row.started_at
    if value is None:  # pragma: no cover - lists by length leave out contacts without an end
        raise ValueError("a contact without an end has no place in a list by length")
    return Place(value, row.id)


def _chosen(asker: Asker, chosen: Chosen, *, few: bool) -> QuerySet[Contact]:
    """The contacts that the asker may see and has chosen.

    ``few`` says how a topic is looked up. Few matches are cheapest found from the topic's own index and then
    sorted; many are cheapest found by walking the list in its order, which stops as soon as a page is full.
    """
    contacts = scopes.visible(asker, KIND, Contact.objects.all()).filter(_conditions(chosen))
    if chosen.open_actions:
        open_ones = ProtectiveAction.objects.filter(contact=OuterRef("pk"), state__in=OPEN_ACTION_STATES)
        contacts = contacts.filter(Exists(open_ones))
    if chosen.topic and few:
        return contacts.filter(codes__question="topics", codes__code=chosen.topic)
    if chosen.topic:
        about = ContactCode.objects.filter(contact=OuterRef("pk"), question="topics", code=chosen.topic)
        contacts = contacts.filter(Exists(about))
    return contacts


def _conditions(chosen: Chosen) -> Q:
    """What the contact's own columns must be."""
    wanted = _nature(chosen) & _period(chosen)
    equal = {
        "group": chosen.group,
        "channel": chosen.channel,
        "state": chosen.state,
        "taken_by_id": chosen.practitioner,
        "caller_id": chosen.caller,
    }
    for column, value in equal.items():
        if value:
            wanted &= Q(**{column: value})
    if chosen.danger:
        wanted &= Q(danger_at__isnull=False)
    if chosen.restricted:
        wanted &= Q(restricted=True)
    if chosen.order.by_length:
        wanted &= Q(seconds__isnull=False)
    return wanted


def _nature(chosen: Chosen) -> Q:
    """Conversations, counted calls or both; what was removed as not a contact only where it is asked for."""
    wanted = Q()
    if chosen.nature == Shown.CONVERSATIONS:
        wanted = Q(nature=Nature.CONVERSATION)
    elif chosen.nature == Shown.COUNTED:
        wanted = Q(state=State.COUNTED)
    return wanted if chosen.state else wanted & ~Q(state=State.DISCARDED)


def _period(chosen: Chosen) -> Q:
    wanted = Q()
    if chosen.since:
        wanted &= Q(started_at__gte=midnight(chosen.since))
    if chosen.until:
        wanted &= Q(started_at__lt=midnight(chosen.until + dt.timedelta(days=1)))
    return wanted


def midnight(day: dt.date) -> dt.datetime:
    """The moment at which a day begins where the organisation is."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time()))


def _rows(contacts: QuerySet[Contact], order: Order, place: Place | None, most: int) -> list[ContactRow]:
    """The rows next to a place, in the list's order. One query: the page is found first by its narrow
    columns, and only its few rows are then joined with names."""
    column = "seconds" if order.by_length else "started_at"
    back = place is not None and place.back
    falls = order.falls != back
    if place is not None:
        contacts = contacts.filter(_beyond(column, place, falls=falls))
    sort = [f"-{column}", "-id"] if falls else [column, "id"]
    ids = contacts.order_by(*sort).values("pk")[:most]
    found = Contact.objects.filter(pk__in=ids).order_by(*sort).values_list(*COLUMNS.values())
    rows = [ContactRow(*values) for values in found]
    return rows[::-1] if back else rows


def _beyond(column: str, place: Place, *, falls: bool) -> Q:
    """Further on than the place. The first condition alone lets an index be entered at the right point."""
    than = "lt" if falls else "gt"
    further = Q(**{f"{column}__{than}": place.value}) | Q(**{f"id__{than}": place.id})
    return Q(**{f"{column}__{than}e": place.value}) & further


def _with_open_actions(rows: list[ContactRow]) -> list[ContactRow]:
    """The rows with the number of actions that are still open in each."""
    still_open = ProtectiveAction.objects.filter(contact_id__in=[row.id for row in rows], state__in=OPEN_ACTION_STATES)
    counts = dict(still_open.order_by().values_list("contact_id").annotate(Count("pk")))
    return [row._replace(open_actions=counts.get(row.id, 0)) for row in rows]
