"""Making shifts, one by one or from a weekly pattern; changing and cancelling them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.audit.detail import Detail
from roundel.kernel.errors import Conflict, Difference, InvalidInput
from roundel.kernel.texts import kept_reason, kept_text
from roundel.rota import rules
from roundel.rota.actions.records import end_place, let_go_of_cover, locked, note
from roundel.rota.models import Shift, Signing
from roundel.rota.planned import Pattern, Planned
from roundel.rota.queries.places import standing

LONGEST_REASON = 500
THERE_ALREADY = "There is such a shift already. If more people are needed, change how many."


@transaction.atomic
def make_shift(*, by: Asker, at: dt.datetime, planned: Planned) -> Shift:
    """Make one shift that is to come."""
    rules.check_may_manage(by)
    rules.check_plan(planned, at)
    shift = _new(planned, by, at)
    shift.note = _note(planned.note)
    _store([shift], "day")
    note(by, at, "shift.made", shift, duty=shift.duty, needed=shift.needed)
    return shift


@transaction.atomic
def make_pattern(*, by: Asker, at: dt.datetime, pattern: Pattern, days: Collection[dt.date]) -> list[Shift]:
    """Make the shifts of these days of a weekly pattern, all of them or none."""
    rules.check_may_manage(by)
    rules.check_pattern(pattern)
    rules.check_some_days(days, pattern)
    for day in days:
        rules.check_plan(pattern.on(day), at)
    made = [_new(pattern.on(day), by, at) for day in sorted(days)]
    _store(made, "days")
    detail: Detail = {
        "duty": pattern.duty,
        "made": len(made),
        "first_day": min(days).isoformat(),
        "last_day": max(days).isoformat(),
    }
    audit.record(by=by, at=at, event="rota.shift.pattern_made", kind=rules.KIND, detail=detail)
    return made


@transaction.atomic
def change_shift(*, by: Asker, at: dt.datetime, shift: Shift, needed: int, words: str, base_version: int) -> Shift:
    """Change how many people a shift needs, and its note. For other times it is cancelled and made anew."""
    held = locked(by, shift.pk)
    rules.check_may_change(by, held, at)
    rules.check_needed(needed)
    rules.check_enough(needed, standing(held).count())
    told = _note(words)
    if held.version != base_version:
        raise _conflict(held, needed, told)
    held.needed, held.note, held.version = needed, told, held.version + 1
    held.save(update_fields=["needed", "note", "version"])
    note(by, at, "shift.changed", held, needed=needed)
    return held


@transaction.atomic
def cancel_shift(*, by: Asker, at: dt.datetime, shift: Shift, reason: str) -> Shift:
    """Cancel a shift, and say why. Whoever was down for it no longer is, and finds that among what needs him."""
    held = locked(by, shift.pk)
    told = _reason(reason)
    rules.check_may_cancel(by, held, at, told)
    places = list(Signing.objects.select_for_update(of=("self",)).filter(shift=held, ended_at=None))
    for place in places:
        let_go_of_cover(place, by=by, at=at)
        end_place(place, "cancel", by=by, at=at)
    held.cancelled_at, held.cancelled_by_id, held.cancelled_reason = at, by.signed_in_id(), told
    held.save(update_fields=["cancelled_at", "cancelled_by", "cancelled_reason"])
    note(by, at, "shift.cancelled", held, reason=told, people=len(places))
    return held


def _new(planned: Planned, by: Asker, at: dt.datetime) -> Shift:
    starts_at, ends_at = planned.span()
    return Shift(
        duty=planned.duty,
        starts_at=starts_at,
        ends_at=ends_at,
        needed=planned.needed,
        break_minutes=planned.break_minutes,
        made_at=at,
        made_by_id=by.signed_in_id(),
    )


def _store(shifts: list[Shift], field: str) -> None:
    """Store new shifts; the database says whether there is one of the same duty and times already."""
    try:
        with transaction.atomic():
            Shift.objects.bulk_create(shifts)
    except IntegrityError:
        raise InvalidInput(field, THERE_ALREADY) from None


def _note(words: str) -> str | None:
    told = kept_text("note", words)
    if told and len(told) > rules.LONGEST_NOTE:
        raise InvalidInput("note", f"A note can have {rules.LONGEST_NOTE} characters at most.")
    return told


def _reason(words: str) -> str:
    told = kept_reason(words)
    if len(told) > LONGEST_REASON:
        raise InvalidInput("reason", f"Say it in {LONGEST_REASON} characters at most.")
    return told


def _conflict(held: Shift, needed: int, told: str | None) -> Conflict:
    pairs = (("People needed", str(held.needed), str(needed)), ("Note", held.note or "", told or ""))
    return Conflict(
        differences=tuple(Difference(*pair) for pair in pairs if pair[1] != pair[2]),
        current_version=held.version,
        yours={"needed": needed, "note": told or ""},
    )
