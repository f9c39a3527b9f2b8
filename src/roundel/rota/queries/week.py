"""A week of the rota: every shift by day, who is down for it, what is missing, and how many hours that makes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.audit.detail import Detail
from roundel.kernel.working_time import office
from roundel.rota import hours, moments, rules
from roundel.rota.enums import Duty
from roundel.rota.hours import Hours, Rest, Stretch
from roundel.rota.models import Shift, Signing
from roundel.rota.queries.places import AROUND, own_places, visible_places, visible_to

# Of duties that begin together, what most people look for stands first.
ORDER = {duty: place for place, duty in enumerate(Duty)}


@dataclass(frozen=True)
class Place:
    """Somebody down for a shift."""

    id: uuid.UUID
    user_id: uuid.UUID
    name: str
    mine: bool
    signed_at: dt.datetime
    cover_id: uuid.UUID | None
    break_since: dt.datetime | None


@dataclass(frozen=True)
class ShiftRow:
    """One shift as the asker sees it. ``may_come``: he takes such a duty, is free then, and not down for it yet."""

    shift: Shift
    places: tuple[Place, ...]
    may_come: bool
    short_rest: Rest | None
    is_over: bool

    @property
    def mine(self) -> Place | None:
        """The asker's own place, if he is down for it."""
        return next((place for place in self.places if place.mine), None)

    @property
    def missing(self) -> int:
        """How many more people are needed, as long as somebody can still come."""
        return 0 if self.is_over else self.empty

    @property
    def empty(self) -> int:
        """How many places nobody had or has."""
        return 0 if self.shift.cancelled_at else max(0, self.shift.needed - len(self.places))

    @property
    def may_sign_up(self) -> bool:
        """Whether the asker can come, and somebody is needed."""
        return self.may_come and self.missing > 0

    @property
    def cover_asked(self) -> tuple[Place, ...]:
        """The places for which cover is asked."""
        return tuple(place for place in self.places if place.cover_id)


@dataclass(frozen=True)
class Day:
    """One day of a week; ``closed`` says that it is a bank holiday or a closed day."""

    day: dt.date
    closed: bool
    rows: tuple[ShiftRow, ...]


@dataclass(frozen=True)
class PersonHours:
    """What one person's week comes to."""

    name: str
    hours: Hours
    shifts: int


@dataclass(frozen=True)
class WeekPage:
    """A week; ``people`` is for those who manage the rota, and empty for everybody else."""

    monday: dt.date
    days: tuple[Day, ...]
    mine: Hours
    people: tuple[PersonHours, ...]

    @property
    def missing(self) -> int:
        """How many more people are needed in the whole week."""
        return sum(row.missing for day in self.days for row in day.rows)

    @property
    def is_empty(self) -> bool:
        """Whether no shift has been made for this week."""
        return not any(day.rows for day in self.days)


def read_week(asker: Asker, *, at: dt.datetime, monday: dt.date) -> WeekPage:
    """The week that begins on this Monday; the look is recorded. Three queries, however many shifts and people."""
    rules.check_may_view(asker)
    shifts = _between(asker, monday, monday + moments.WEEK)
    places = list(visible_places(asker, shifts))
    page = WeekPage(
        monday=monday,
        days=_days(monday, rows(asker, at, shifts, places)),
        mine=hours_of(shifts, [place for place in places if place.user_id == asker.user_id]),
        people=_people(shifts, places) if asker.may(rules.MANAGE) else (),
    )
    detail: Detail = {"week": monday.isoformat(), "shown": len(shifts)}
    audit.record_look(by=asker, at=at, event="rota.week.read", kind="rota.week", detail=detail)
    return page


def rows(asker: Asker, at: dt.datetime, shifts: Sequence[Shift], places: Iterable[Signing]) -> list[ShiftRow]:
    """The shifts as the asker sees them. One query: what else he is down for around them."""
    by_shift: dict[uuid.UUID, list[Place]] = defaultdict(list)
    began = {shift.pk: shift.starts_at <= at for shift in shifts}
    for place in places:
        # Whose account is closed no longer comes; but he was there.
        if place.ended_at is None and (place.user.is_active or began[place.shift_id]):
            by_shift[place.shift_id].append(_place(asker, place))
    own = _own_around(asker, shifts)
    return [_row(asker, at, shift, tuple(by_shift[shift.pk]), own) for shift in shifts]


def hours_of(shifts: Iterable[Shift], places: Iterable[Signing]) -> Hours:
    """What the places of one person on these shifts come to."""
    of = {shift.pk: shift for shift in shifts if shift.cancelled_at is None}
    stretches = (rules.stretch_on(place, of[place.shift_id]) for place in places if place.shift_id in of)
    return hours.total(one for one in stretches if one is not None)


def _between(asker: Asker, first: dt.date, after: dt.date) -> list[Shift]:
    found = visible_to(asker).filter(starts_at__gte=moments.midnight(first), starts_at__lt=moments.midnight(after))
    shifts = found.defer("cancelled_reason").order_by("starts_at", "id")
    return sorted(shifts, key=lambda shift: (shift.starts_at, ORDER[Duty(shift.duty)]))


def _place(asker: Asker, place: Signing) -> Place:
    annotated: dict[str, object] = vars(place)
    return Place(
        id=place.pk,
        user_id=place.user_id,
        name=place.user.name,
        mine=place.user_id == asker.user_id,
        signed_at=place.signed_at,
        cover_id=annotated.get("cover_id"),  # type: ignore[arg-type] # annotated by visible_places
        break_since=annotated.get("break_since"),  # type: ignore[arg-type]
    )


def _own_around(asker: Asker, shifts: Sequence[Shift]) -> list[tuple[uuid.UUID, Stretch]]:
    if not shifts or not asker.may(rules.SIGN_UP):
        return []
    first, last = min(one.starts_at for one in shifts), max(one.ends_at for one in shifts)
    near = own_places(asker).filter(shift__ends_at__gt=first - AROUND, shift__starts_at__lt=last + AROUND)
    return [(place.shift_id, rules.stretch_of(place.shift)) for place in near]


def _row(
    asker: Asker, at: dt.datetime, shift: Shift, places: tuple[Place, ...], own: list[tuple[uuid.UUID, Stretch]]
) -> ShiftRow:
    elsewhere = [stretch for shift_id, stretch in own if shift_id != shift.pk]
    whole = rules.stretch_of(shift)
    takes = asker.may(rules.SIGN_UP) and rules.takes(asker.roles, shift.duty)
    is_open = shift.cancelled_at is None and shift.ends_at > at
    down = any(place.mine for place in places)
    free = takes and is_open and not down and hours.overlapping(elsewhere, whole) is None
    tight = hours.short_rest(elsewhere, whole) if (free or down) and is_open else None
    return ShiftRow(shift, places, free, tight, shift.ends_at <= at)


def _days(monday: dt.date, all_rows: list[ShiftRow]) -> tuple[Day, ...]:
    by_day: dict[dt.date, list[ShiftRow]] = defaultdict(list)
    for row in all_rows:
        by_day[moments.day_of(row.shift.starts_at)].append(row)
    week = [monday + dt.timedelta(days=number) for number in range(7)]
    return tuple(Day(day, office().is_holiday(day), tuple(by_day[day])) for day in week)


def _people(shifts: list[Shift], places: list[Signing]) -> tuple[PersonHours, ...]:
    by_person: dict[tuple[str, uuid.UUID], list[Signing]] = defaultdict(list)
    for place in places:
        by_person[place.user.name, place.user_id].append(place)
    made = (PersonHours(name, hours_of(shifts, own), _count(own)) for (name, _), own in sorted(by_person.items()))
    return tuple(one for one in made if one.hours.worked or one.hours.on_call)


def _count(places: list[Signing]) -> int:
    return len({place.shift_id for place in places if place.ended_at is None})
