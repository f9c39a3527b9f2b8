"""Asking for cover, and taking it. Whoever asks stays down for the shift until somebody has taken it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import transaction

from roundel.access.grants import Asker, load_asker
from roundel.kernel.errors import InvalidInput, Refused
from roundel.kernel.texts import kept_text
from roundel.rota import rules
from roundel.rota.actions.records import end_place, lock_person, locked, locked_place, note, settle
from roundel.rota.models import CoverRequest, Shift, Signing
from roundel.rota.queries.places import others, standing

LONGEST_REASON = 500
NO_LONGER = "Cover is no longer asked for: somebody has taken it, or it is not needed after all."


@transaction.atomic
def ask_cover(*, by: Asker, at: dt.datetime, shift: Shift, place: Signing, reason: str = "") -> CoverRequest:
    """Ask whether somebody else takes one's place on a shift; why, need not be said."""
    rules.check_may_sign_up(by)
    held = locked(by, shift.pk)
    rules.check_open(held, at)
    own = locked_place(held, place.pk)
    rules.check_own(by, own)
    if CoverRequest.objects.filter(signing=own, settled_at=None).exists():
        raise Refused("You have asked for cover already.")
    told = kept_text("reason", reason)
    if told and len(told) > LONGEST_REASON:
        raise InvalidInput("reason", f"Say it in {LONGEST_REASON} characters at most.")
    cover = CoverRequest.objects.create(signing=own, asked_at=at, reason=told)
    note(by, at, "cover.asked", held)
    return cover


@transaction.atomic
def withdraw_cover(*, by: Asker, at: dt.datetime, shift: Shift, place: Signing) -> CoverRequest:
    """Say that one needs no cover after all."""
    held = locked(by, shift.pk)
    own = locked_place(held, place.pk)
    rules.check_own(by, own)
    cover = CoverRequest.objects.select_for_update().filter(signing=own, settled_at=None).first()
    if cover is None:
        raise Refused(NO_LONGER)
    settle(cover, "withdraw", by=by, at=at)
    note(by, at, "cover.withdrawn", held)
    return cover


@transaction.atomic
def take_cover(*, by: Asker, at: dt.datetime, shift: Shift, cover: CoverRequest) -> Signing:
    """Take over somebody's place: his ends and the asker's begins, at one moment."""
    held = locked(by, shift.pk)
    rules.check_open(held, at)
    asked = CoverRequest.objects.select_for_update(of=("self",)).filter(pk=cover.pk, settled_at=None).first()
    if asked is None:
        raise Refused(NO_LONGER)
    theirs = locked_place(held, asked.signing_id)
    rules.check_may_take_cover(by, theirs)
    user_id = _who_can_come(by, held)
    end_place(theirs, "cover", by=by, at=at)
    taken = Signing.objects.create(shift=held, user_id=user_id, signed_at=at, signed_by_id=user_id)
    settle(asked, "take", by=by, at=at, taken_as=taken)
    note(by, at, "cover.taken", held, account=theirs.user_id.hex)
    return taken


def _who_can_come(by: Asker, shift: Shift) -> uuid.UUID:
    """The asker, locked, if he takes such a duty at that time, is not down for it himself, and is free."""
    user_id = by.signed_in_id()
    lock_person(user_id)
    rules.check_takes(load_asker(user_id, at=shift.starts_at).roles, shift)
    if standing(shift).filter(user_id=user_id).exists():
        raise Refused("You are down for this shift already.")
    rules.check_free(others(shift, user_id), shift)
    return user_id
