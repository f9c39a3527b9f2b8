"""Breaks: whoever is on says when he goes and when he is back, so that the room knows."""

from __future__ import annotations

import datetime as dt

from django.db import transaction

from roundel.access.grants import Asker
from roundel.kernel.errors import Refused
from roundel.rota import rules
from roundel.rota.actions.records import locked, locked_place, note
from roundel.rota.models import Break, Shift, Signing


@transaction.atomic
def begin_break(*, by: Asker, at: dt.datetime, shift: Shift, place: Signing) -> Break:
    """Go on a break."""
    held = locked(by, shift.pk)
    own = locked_place(held, place.pk)
    rules.check_own(by, own)
    rules.check_may_begin_break(held, _open_break(own), at)
    begun = Break.objects.create(signing=own, began_at=at)
    note(by, at, "break.begun", held)
    return begun


@transaction.atomic
def end_break(*, by: Asker, at: dt.datetime, shift: Shift, place: Signing) -> Break:
    """Be back from a break."""
    held = locked(by, shift.pk)
    own = locked_place(held, place.pk)
    rules.check_own(by, own)
    begun = _open_break(own)
    if begun is None:
        raise Refused("You are not on a break.")
    begun.ended_at = at
    begun.save(update_fields=["ended_at"])
    note(by, at, "break.ended", held, minutes=int((at - begun.began_at).total_seconds() // 60))
    return begun


def _open_break(place: Signing) -> Break | None:
    return Break.objects.select_for_update(of=("self",)).filter(signing=place, ended_at=None).first()
