"""Shifts and the places on them, as pages and actions begin with them."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db.models import OuterRef, QuerySet, Subquery

from roundel.access import scopes
from roundel.access.grants import Asker
from roundel.kernel.errors import NotFound
from roundel.rota import rules
from roundel.rota.hours import Stretch
from roundel.rota.models import Break, CoverRequest, Shift, Signing
from roundel.rota.moments import A_DAY

# Far enough to either side to see what touches a shift, and the rest around it.
AROUND = 2 * A_DAY
OPEN_COVER = CoverRequest.objects.filter(signing=OuterRef("pk"), settled_at=None)
OPEN_BREAK = Break.objects.filter(signing=OuterRef("pk"), ended_at=None)


def visible_to(asker: Asker) -> QuerySet[Shift]:
    """The shifts that the asker may see; every read of the rota begins here."""
    return scopes.visible(asker, rules.KIND, Shift.objects.all())


def get_shift(asker: Asker, shift_id: uuid.UUID) -> Shift:
    """The shift, or a refusal; to be changed or confirmed, not to be shown."""
    return scopes.get_visible(asker, rules.KIND, Shift.objects.select_related("cancelled_by"), pk=shift_id)


def get_signing(asker: Asker, shift: Shift, signing_id: uuid.UUID) -> Signing:
    """Somebody's place on a shift that the asker may see, while he is down for it."""
    found = visible_places(asker, [shift]).filter(pk=signing_id, ended_at=None).first()
    if found is None:
        raise NotFound("This person is not down for the shift, or no longer.")
    return found


def get_place(asker: Asker, shift: Shift) -> Signing:
    """The asker's own place on a shift."""
    found = visible_places(asker, [shift]).filter(user_id=asker.signed_in_id(), ended_at=None).first()
    if found is None:
        raise NotFound("You are not down for this shift, or no longer.")
    return found


def get_cover(asker: Asker, shift: Shift, cover_id: uuid.UUID) -> CoverRequest:
    """Somebody's asking for cover for a place on a shift, settled or not."""
    places = visible_places(asker, [shift])
    found = CoverRequest.objects.select_related("signing__user").filter(pk=cover_id, signing__in=places).first()
    if found is None:
        raise NotFound
    return found


def visible_places(asker: Asker, shifts: Iterable[Shift]) -> QuerySet[Signing]:
    """All places on these shifts, past ones too, with names and what is open about them, in order of signing up."""
    return (
        Signing.objects.filter(shift__in=visible_to(asker), shift_id__in=[shift.pk for shift in shifts])
        .select_related("user")
        .annotate(
            cover_id=Subquery(OPEN_COVER.values("pk")[:1]), break_since=Subquery(OPEN_BREAK.values("began_at")[:1])
        )
        .order_by("signed_at", "id")
    )


def standing(shift: Shift) -> QuerySet[Signing]:
    """Who is down for a shift. Somebody whose account was closed no longer is."""
    return Signing.objects.filter(shift=shift, ended_at=None, user__is_active=True)


def others(shift: Shift, user_id: uuid.UUID) -> list[Stretch]:
    """What else one person is down for around a shift."""
    found = _held(user_id).filter(shift__starts_at__lt=shift.ends_at + AROUND)
    found = found.filter(shift__ends_at__gt=shift.starts_at - AROUND).exclude(shift_id=shift.pk)
    return [rules.stretch_of(place.shift) for place in found]


def own_places(asker: Asker) -> QuerySet[Signing]:
    """The places that the asker holds now, with their shifts."""
    return _held(asker.signed_in_id())


def _held(user_id: uuid.UUID) -> QuerySet[Signing]:
    return Signing.objects.filter(user_id=user_id, ended_at=None, shift__cancelled_at=None).select_related("shift")
