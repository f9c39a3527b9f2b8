"""Who is on for each duty at a moment, and who is next: for the board, and for whoever must be reached."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import NamedTuple

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from roundel.access.grants import Asker
from roundel.design.words import listed, time_words
from roundel.kernel.board import Tile, Tone
from roundel.rota import moments, rules, words
from roundel.rota.enums import Duty
from roundel.rota.models import Break, Shift

AHEAD = dt.timedelta(days=3)
PLACE = ("place__user_id", "place__user__name", "place__user__is_active", "break_since")

# On the wall there is no room for more.
SHORT = {Duty.LINE: "Line", Duty.SUPERVISOR: "Supervisor", Duty.LEAD: "Lead"}


class Person(NamedTuple):
    """Somebody who is on, or will be."""

    user_id: uuid.UUID
    name: str
    break_since: dt.datetime | None


class OnDuty(NamedTuple):
    """One shift with the people down for it."""

    duty: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    needed: int
    people: tuple[Person, ...]

    @property
    def missing(self) -> int:
        """How many more people are needed."""
        return max(0, self.needed - len(self.people))


def on_now(asker: Asker, at: dt.datetime) -> list[OnDuty]:
    """Who is, or was, on at this moment, by duty. One query."""
    return [one for one in _around(asker, at, at) if one.starts_at <= at]


def on_next(asker: Asker, at: dt.datetime) -> list[OnDuty]:
    """The next shifts of each duty that begin within three days. One query."""
    return _next([one for one in _around(asker, at, at + AHEAD) if one.starts_at > at])


def tiles(asker: Asker, at: dt.datetime) -> list[Tile]:
    """The rota on the board for the room: who is on, who is next, which places of today are empty. One query."""
    if not _may_look(asker):
        return []
    found = _around(asker, at, at + AHEAD)
    now = [one for one in found if one.starts_at <= at]
    tomorrow = moments.midnight(moments.day_of(at) + moments.A_DAY)
    today = [one for one in found if at < one.starts_at < tomorrow]
    by_duty = {duty: [one for one in now if one.duty == duty] for duty in Duty}
    return [
        _line(by_duty[Duty.LINE]),
        *(_person(duty, by_duty[duty]) for duty in (Duty.SUPERVISOR, Duty.LEAD)),
        _next_tile(_next([one for one in found if one.starts_at > at]), at),
        _gaps(today),
    ]


def _may_look(asker: Asker) -> bool:
    return asker.user_id is not None and asker.may_any(rules.VIEW, rules.BOARD)


def _around(asker: Asker, at: dt.datetime, until: dt.datetime) -> list[OnDuty]:
    """Shifts that go on at a moment or begin until another, with those who are down for them at the first.

    Those who see the board see it too: names of staff and times hang on the wall of the room. So this does not
    begin at the scope of shifts, whose pages are closed to the screen.
    """
    if not _may_look(asker):
        return []
    then = Q(signings__ended_at__isnull=True) | Q(signings__ended_at__gt=at)
    open_break = Break.objects.filter(signing=OuterRef("place__id"), began_at__lte=at, ended_at=None)
    shifts = (
        Shift.objects.filter(Q(cancelled_at__isnull=True) | Q(cancelled_at__gt=at), ends_at__gt=at)
        .filter(starts_at__lte=until)
        .annotate(place=FilteredRelation("signings", condition=then & Q(signings__signed_at__lte=at)))
        .annotate(break_since=Subquery(open_break.values("began_at")[:1]))
        .order_by("starts_at", "ends_at", "id", "place__signed_at", "place__id")
    )
    made: dict[uuid.UUID, OnDuty] = {}
    for shift_id, duty, starts_at, ends_at, needed, *place in shifts.values_list(
        "id", "duty", "starts_at", "ends_at", "needed", *PLACE
    ):
        one = made.setdefault(shift_id, OnDuty(duty, starts_at, ends_at, needed, ()))
        user_id, name, active, since = place
        # Whose account is closed will not come; who was on, was on.
        if user_id and (active or starts_at <= at):
            made[shift_id] = one._replace(people=(*one.people, Person(user_id, name, since)))
    return list(made.values())


def _next(to_come: list[OnDuty]) -> list[OnDuty]:
    """Of each duty those that begin first."""
    first = {duty: min((one.starts_at for one in to_come if one.duty == duty), default=None) for duty in Duty}
    return [one for one in to_come if one.starts_at == first[Duty(one.duty)]]


def _line(now: list[OnDuty]) -> Tile:
    title = Duty.LINE.label
    if not now:
        return Tile(title, "0", "No shift is planned now.")
    people = [person for one in now for person in one.people]
    needed, missing = sum(one.needed for one in now), sum(one.missing for one in now)
    until = time_words(min(one.ends_at for one in now))
    told = f"of {needed} until {until}" + (f": {words.empty(missing)}" if missing else "")
    lines = tuple(_name(person) for person in people)
    return Tile(title, str(len(people)), told, Tone.ATTENTION if missing else Tone.CALM, lines)


def _person(duty: Duty, now: list[OnDuty]) -> Tile:
    """A duty of one: the name is what one wants to read."""
    if not now:
        return Tile(duty.label, "Nobody", "No shift is planned now.")
    until = f"until {time_words(min(one.ends_at for one in now))}"
    people = [person for one in now for person in one.people]
    if not people:
        return Tile(duty.label, "Nobody", f"{words.empty(1)} {until}", Tone.ATTENTION)
    return Tile(duty.label, listed(person.name for person in people), until)


def _next_tile(following: list[OnDuty], at: dt.datetime) -> Tile:
    if not following:
        return Tile("Next", "None", "No shift begins in the next three days.")
    first = following[0].starts_at
    day = "today" if moments.day_of(first) == moments.day_of(at) else f"{moments.local(first):%A}"
    begins = [one for one in following if one.starts_at == first]
    return Tile("Next", time_words(first), day, lines=tuple(_following(one) for one in begins))


def _following(one: OnDuty) -> str:
    names = [person.name for person in one.people] + ([f"{one.missing} empty"] if one.missing else [])
    return f"{SHORT[Duty(one.duty)]}: {listed(names)}"


def _gaps(today: list[OnDuty]) -> Tile:
    gaps = [one for one in today if one.missing]
    if not gaps:
        none = "Every place is filled." if today else "No shift is still to begin today."
        return Tile("Empty places today", "0", none)
    lines = tuple(f"{time_words(one.starts_at)} {SHORT[Duty(one.duty)].lower()}: {one.missing}" for one in gaps)
    count = sum(one.missing for one in gaps)
    return Tile("Empty places today", str(count), "still to begin", Tone.ATTENTION, lines)


def _name(person: Person) -> str:
    return f"{person.name} (on a break since {time_words(person.break_since)})" if person.break_since else person.name
