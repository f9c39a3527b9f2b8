"""One shift as its page shows it, and who could be put on it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q

from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.audit import actions as audit
from roundel.rota import hours, moments, rules
from roundel.rota.hours import Rest, Stretch
from roundel.rota.models import CoverRequest, Shift, Signing
from roundel.rota.queries.places import AROUND, get_shift, visible_places
from roundel.rota.queries.week import ShiftRow, rows


@dataclass(frozen=True)
class CoverSeen:
    """Cover that was asked for, and what of it the asker sees."""

    cover: CoverRequest
    name: str
    mine: bool
    why: str
    may_take: bool


@dataclass(frozen=True)
class ShiftPage:
    """Everything on the page of a shift.

    ``earlier``: who was down for it and no longer is; all of them for managers, for others only themselves.
    """

    row: ShiftRow
    covers: tuple[CoverSeen, ...]
    earlier: tuple[Signing, ...]

    @property
    def shift(self) -> Shift:
        """The shift itself."""
        return self.row.shift


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be put on a shift: what his week holds already, and what speaks against it."""

    user_id: uuid.UUID
    name: str
    week: hours.Hours
    clash: Stretch | None
    short_rest: Rest | None


def read_shift(asker: Asker, *, at: dt.datetime, shift_id: uuid.UUID) -> ShiftPage:
    """The page of a shift; the look is recorded."""
    shift = get_shift(asker, shift_id)
    places = list(visible_places(asker, [shift]).select_related("user", "signed_by", "ended_by"))
    row = rows(asker, at, [shift], places)[0]
    page = ShiftPage(
        row=row,
        covers=_covers(asker, row, places),
        earlier=tuple(place for place in places if place.ended_at and rules.may_read_ended(asker, place)),
    )
    audit.record_look(
        by=asker, at=at, event="rota.shift.read", kind=rules.KIND, object_id=shift.pk, reference=name_of(shift)
    )
    return page


def name_of(shift: Shift) -> str:
    """What a shift is called in the audit: when it begins."""
    return f"{moments.local(shift.starts_at):%Y-%m-%dT%H:%M}"


def candidates(asker: Asker, *, shift: Shift) -> list[Candidate]:
    """Everybody who takes this duty at the time of the shift and is not down for it, by name. Two queries."""
    rules.check_may_manage(asker)
    then = Q(roles__from_at__lte=shift.starts_at) & (Q(roles__to_at__isnull=True) | Q(roles__to_at__gt=shift.starts_at))
    fitting = User.objects.filter(then, roles__role__in=rules.TAKE[shift.duty], is_active=True)
    people = list(fitting.order_by("name", "id").distinct().values_list("id", "name"))
    held = _held_by([user_id for user_id, _ in people], shift)
    return [
        _candidate(user_id, name, shift, held[user_id])
        for user_id, name in people
        if shift.pk not in {one.shift_id for one in held[user_id]}
    ]


def _covers(asker: Asker, row: ShiftRow, places: list[Signing]) -> tuple[CoverSeen, ...]:
    found = CoverRequest.objects.filter(signing__in=[place.pk for place in places], settled_at=None)
    names = {place.pk: place for place in places}
    return tuple(_cover_seen(asker, row, cover, names[cover.signing_id]) for cover in found.order_by("asked_at"))


def _cover_seen(asker: Asker, row: ShiftRow, cover: CoverRequest, place: Signing) -> CoverSeen:
    mine = place.user_id == asker.user_id
    why = cover.reason if rules.may_read_why(asker, cover, place.user_id) else None
    return CoverSeen(cover, place.user.name, mine, why or "", row.may_come)


def _held_by(user_ids: list[uuid.UUID], shift: Shift) -> dict[uuid.UUID, list[Signing]]:
    """What these people are down for in the week of the shift and around it."""
    monday = moments.monday_of(moments.day_of(shift.starts_at))
    first = min(moments.midnight(monday), shift.starts_at - AROUND)
    last = max(moments.midnight(monday + moments.WEEK), shift.ends_at + AROUND)
    held: dict[uuid.UUID, list[Signing]] = defaultdict(list)
    found = Signing.objects.filter(user_id__in=user_ids, ended_at=None, shift__cancelled_at=None)
    for place in found.filter(shift__ends_at__gt=first, shift__starts_at__lt=last).select_related("shift"):
        held[place.user_id].append(place)
    return held


def _candidate(user_id: uuid.UUID, name: str, shift: Shift, held: list[Signing]) -> Candidate:
    monday = moments.monday_of(moments.day_of(shift.starts_at))
    week = [one for one in held if moments.monday_of(moments.day_of(one.shift.starts_at)) == monday]
    stretches = [rules.stretch_of(one.shift) for one in held]
    whole = rules.stretch_of(shift)
    return Candidate(
        user_id=user_id,
        name=name,
        week=hours.total(rules.stretch_of(one.shift) for one in week),
        clash=hours.overlapping(stretches, whole),
        short_rest=hours.short_rest(stretches, whole),
    )
