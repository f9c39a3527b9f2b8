"""Who is down for a shift: by signing up, or put on by those who manage the rota."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from roundel.access.grants import Asker, load_asker
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import kept_reason
from roundel.rota import rules
from roundel.rota.actions.records import end_place, let_go_of_cover, lock_person, locked, locked_place, note
from roundel.rota.models import Shift, Signing
from roundel.rota.queries.places import others, standing


@transaction.atomic
def sign_up(*, by: Asker, at: dt.datetime, shift: Shift) -> Signing:
    """Put oneself down for a shift that still needs somebody."""
    rules.check_may_sign_up(by)
    held = locked(by, shift.pk)
    rules.check_open(held, at)
    place = _place(held, by.signed_in_id(), by, at)
    note(by, at, "signing.signed_up", held)
    return place


@transaction.atomic
def put_on(*, by: Asker, at: dt.datetime, shift: Shift, user_id: uuid.UUID) -> Signing:
    """Put somebody on a shift who takes this duty and is free."""
    rules.check_may_manage(by)
    held = locked(by, shift.pk)
    rules.check_open(held, at)
    try:
        place = _place(held, user_id, by, at, field="person")
    except Refused as refusal:
        raise InvalidInput("person", refusal.reason) from None
    note(by, at, "signing.put_on", held, account=user_id.hex)
    return place


@transaction.atomic
def step_down(*, by: Asker, at: dt.datetime, shift: Shift, place: Signing) -> Signing:
    """Give one's own place back, while there is time for somebody else to take it."""
    held = locked(by, shift.pk)
    own = locked_place(held, place.pk)
    rules.check_may_sign_up(by)
    rules.check_own(by, own)
    rules.check_may_step_down(held, at)
    let_go_of_cover(own, by=by, at=at)
    end_place(own, "step_down", by=by, at=at)
    note(by, at, "signing.stepped_down", held)
    return own


@transaction.atomic
def take_off(*, by: Asker, at: dt.datetime, shift: Shift, place: Signing, reason: str) -> Signing:
    """Take somebody off a shift, and say why; also in the middle of it, for somebody who falls ill."""
    rules.check_may_manage(by)
    held = locked(by, shift.pk)
    rules.check_open(held, at)
    theirs = locked_place(held, place.pk)
    told = kept_reason(reason)
    let_go_of_cover(theirs, by=by, at=at)
    end_place(theirs, "take_off", by=by, at=at, reason=told)
    note(by, at, "signing.taken_off", held, reason=told, account=theirs.user_id.hex)
    return theirs


def _place(shift: Shift, user_id: uuid.UUID, by: Asker, at: dt.datetime, field: str = "") -> Signing:
    """A new place on a locked shift, for somebody who may have it."""
    person = lock_person(user_id)
    mine = user_id == by.user_id
    # The role counts that he holds at the time of the shift: it may end before, or begin by then.
    rules.check_takes(load_asker(user_id, at=shift.starts_at).roles, shift, field=field)
    down = standing(shift)
    if down.filter(user_id=user_id).exists():
        raise Refused("You are down for this shift already." if mine else f"{person.name} is down for it already.")
    rules.check_room(shift, down.count())
    rules.check_free(others(shift, user_id), shift, who="" if mine else person.name)
    return Signing.objects.create(shift=shift, user_id=user_id, signed_at=at, signed_by_id=by.signed_in_id())
