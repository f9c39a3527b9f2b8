"""What the actions share: locking, ending a place, noting.

A shift is locked before people are, and people in the order of their ids, so that two actions never wait for
each other. The shift's lock keeps it from being overfilled; a person's lock keeps him from being put, in the same
moment, on two shifts at once, which no constraint of both databases can say.
"""

from __future__ import annotations

import datetime as dt
import uuid

from roundel.access.grants import Asker
from roundel.access.models import User
from roundel.access.scopes import get_visible
from roundel.audit import actions as audit
from roundel.audit.detail import Detail
from roundel.kernel.errors import NotFound
from roundel.rota.models import Break, CoverRequest, Shift, Signing
from roundel.rota.queries.shift import name_of
from roundel.rota.rules import KIND
from roundel.rota.states import COVER, SIGNING


def locked(by: Asker, shift_id: uuid.UUID) -> Shift:
    """The shift, if the asker may see it, locked until the end of the transaction."""
    return get_visible(by, KIND, Shift.objects.select_for_update(of=("self",)), pk=shift_id)


def locked_place(shift: Shift, signing_id: uuid.UUID) -> Signing:
    """Somebody's place on a locked shift, while he is down for it."""
    found = Signing.objects.select_for_update(of=("self",)).filter(pk=signing_id, shift=shift, ended_at=None).first()
    if found is None:
        raise NotFound("This person is not down for the shift, or no longer.")
    return found


def lock_person(user_id: uuid.UUID) -> User:
    """Somebody with an open account, locked against being put on two shifts at once."""
    found = User.objects.select_for_update(no_key=True).filter(pk=user_id, is_active=True).first()
    if found is None:
        raise NotFound("There is no such person, or the account is closed.")
    return found


def end_place(place: Signing, how: str, *, by: Asker, at: dt.datetime, reason: str = "") -> None:
    """End somebody's place on a shift, and a break that goes on. The rows stay."""
    Break.objects.filter(signing=place, ended_at=None).update(ended_at=at)
    place.state = SIGNING.check(place.state, how, reason=reason).to
    place.ended_at, place.ended_by_id, place.ended_reason = at, by.signed_in_id(), reason or None
    place.save(update_fields=["state", "ended_at", "ended_by", "ended_reason"])


def let_go_of_cover(place: Signing, *, by: Asker, at: dt.datetime) -> None:
    """Cover for a place that is no more is no longer needed."""
    for cover in CoverRequest.objects.select_for_update().filter(signing=place, settled_at=None):
        settle(cover, "let_go", by=by, at=at)


def settle(cover: CoverRequest, how: str, *, by: Asker, at: dt.datetime, taken_as: Signing | None = None) -> None:
    """Note what became of asking for cover."""
    cover.state = COVER.check(cover.state, how).to
    cover.settled_at, cover.settled_by_id, cover.taken_as = at, by.signed_in_id(), taken_as
    cover.save(update_fields=["state", "settled_at", "settled_by", "taken_as"])


def note(by: Asker, at: dt.datetime, event: str, shift: Shift, *, reason: str = "", **detail: str | int | bool) -> None:
    """Write the one audit event of a change on a shift."""
    held: Detail = detail
    audit.record(
        by=by,
        at=at,
        event=f"rota.{event}",
        kind=KIND,
        object_id=shift.pk,
        reference=name_of(shift),
        reason=reason,
        detail=held,
    )
