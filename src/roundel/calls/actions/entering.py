"""Entering the counts of a day by hand."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from django.db import IntegrityError, transaction

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.calls import rules
from roundel.calls.actions.records import local_day
from roundel.calls.grid import NOTHING, Counts, Grid, as_sent, clock_words, field_name
from roundel.calls.here import zone
from roundel.calls.models import EnteredDay, HalfHour
from roundel.kernel.errors import Conflict, Difference, InvalidInput


@transaction.atomic
def enter_day(
    *, by: Asker, at: dt.datetime, day: dt.date, counts: Grid, shown: Collection[dt.datetime], base_version: int
) -> EnteredDay:
    """Enter what was counted in the half-hours that were ``shown``; those that ``counts`` lacks are left empty.

    Raises Conflict if somebody else entered the same day since ``base_version`` (0: nothing had been entered).
    """
    rules.check_may_enter(by)
    rules.check_day(day, local_day(at))
    for start, count in counts.items():
        _check(start, count)
    entered = EnteredDay.objects.select_for_update().filter(day=day).first()
    before = {each.start: _counts(each) for each in entered.half_hours.all() if each.start in shown} if entered else {}
    version = entered.version if entered else 0
    if before == counts:
        if entered is None:
            raise InvalidInput("", "Nothing was entered. Put a number into at least one box.")
        return entered
    if base_version != version:
        raise _conflict(before, counts, tuple(sorted(shown)), version)
    entered = _stamped(entered, day, by, at)
    _write(entered, before, counts)
    audit.record(
        by=by,
        at=at,
        event="calls.day.entered",
        kind="calls.day",
        object_id=entered.pk,
        reference=day.isoformat(),
        detail={"version": entered.version, "half_hours": len(counts)},
    )
    return entered


def _check(start: dt.datetime, counts: Counts) -> None:
    for kind in Counts.KINDS:
        try:
            rules.check_count(start, getattr(counts, kind))
        except InvalidInput as error:
            raise InvalidInput(field_name(start, kind), error.message) from None


def _stamped(entered: EnteredDay | None, day: dt.date, by: Asker, at: dt.datetime) -> EnteredDay:
    """The day under its next version. Two who begin it in the same moment: the second is told."""
    if entered is None:
        try:
            with transaction.atomic():
                return EnteredDay.objects.create(day=day, entered_at=at, entered_by_id=by.signed_in_id())
        except IntegrityError:
            raise Conflict(differences=(), current_version=1) from None
    entered.version += 1
    entered.entered_at, entered.entered_by_id = at, by.signed_in_id()
    entered.save(update_fields=["version", "entered_at", "entered_by"])
    return entered


def _counts(half_hour: HalfHour) -> Counts:
    return Counts(half_hour.answered, half_hour.missed, half_hour.abandoned)


def _write(entered: EnteredDay, before: Grid, counts: Grid) -> None:
    changed = [start for start in {*before, *counts} if before.get(start) != counts.get(start)]
    entered.half_hours.filter(start__in=changed).delete()
    HalfHour.objects.bulk_create(
        HalfHour(
            entered=entered,
            start=start,
            answered=counts[start].answered,
            missed=counts[start].missed,
            abandoned=counts[start].abandoned,
        )
        for start in changed
        if start in counts
    )


def _conflict(theirs: Grid, yours: Grid, shown: tuple[dt.datetime, ...], version: int) -> Conflict:
    here = zone()
    return Conflict(
        differences=tuple(
            Difference(clock_words(start, here), _words(theirs, start), _words(yours, start))
            for start in shown
            if theirs.get(start) != yours.get(start)
        ),
        current_version=version,
        yours=as_sent(yours, shown),
    )


def _words(grid: Grid, start: dt.datetime) -> str:
    return grid[start].words() if start in grid else NOTHING
