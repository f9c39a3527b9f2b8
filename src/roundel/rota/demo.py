"""Sample shifts: two weeks that are over, this one, and three to come, with empty places and cover asked for."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable
from contextlib import suppress

from django.db.models import QuerySet

from roundel.access.demo import staff
from roundel.access.grants import Asker
from roundel.kernel.errors import Refused
from roundel.rota import actions, moments
from roundel.rota.enums import Duty
from roundel.rota.models import Shift, Signing
from roundel.rota.planned import Pattern

BEFORE, WEEKS = 2, 6
WEEKDAYS, EVERY_DAY = (0, 1, 2, 3, 4), (0, 1, 2, 3, 4, 5, 6)
# Duty, days, from, to, people needed, break.
Wanted = tuple[Duty, tuple[int, ...], int, int, int, int]
PATTERNS: tuple[Wanted, ...] = (
    (Duty.LINE, WEEKDAYS, 9, 13, 1, 0),
    (Duty.LINE, WEEKDAYS, 13, 17, 1, 0),
    (Duty.LINE, WEEKDAYS, 17, 21, 2, 0),
    (Duty.LINE, (5, 6), 12, 16, 1, 0),
    (Duty.SUPERVISOR, WEEKDAYS, 9, 17, 1, 30),
    (Duty.SUPERVISOR, (0, 2, 4), 17, 21, 1, 0),
    (Duty.LEAD, EVERY_DAY, 9, 9, 1, 0),
)
HOUR = dt.timedelta(hours=1)


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """Shifts around ``at``, made some weeks before by the supervisor; people signed up for most of them."""
    supervisor = staff("supervisor", at=at)[0]
    practitioners, leads = staff("practitioner", at=at), staff("safeguarding_lead", at=at)
    first = moments.monday_of(moments.day_of(at)) - BEFORE * moments.WEEK
    made_at = moments.midnight(first) - 3 * HOUR
    made = [shift for pattern in PATTERNS for shift in _make(supervisor, made_at, first, pattern)]
    by_duty = {duty: [shift for shift in made if shift.duty == duty] for duty in Duty}
    _sign_up(by_duty[Duty.SUPERVISOR], [supervisor], made_at, chance, share=0.9)
    _sign_up(by_duty[Duty.LEAD], leads, made_at, chance, share=0.95)
    _sign_up(by_duty[Duty.LINE], practitioners, made_at, chance, share=0.8)
    _ask_for_cover(practitioners, at)
    _go_on_a_break(practitioners, at)


def _make(
    by: Asker, at: dt.datetime, first: dt.date, wanted: tuple[Duty, tuple[int, ...], int, int, int, int]
) -> list[Shift]:
    duty, weekdays, begins, ends, needed, break_minutes = wanted
    pattern = Pattern(duty, weekdays, dt.time(begins), dt.time(ends), needed, break_minutes, first, WEEKS)
    return actions.make_pattern(by=by, at=at, pattern=pattern, days=pattern.days())


def _sign_up(
    shifts: Iterable[Shift], people: list[Asker], at: dt.datetime, chance: random.Random, *, share: float
) -> None:
    """Each place is taken with this chance, by somebody who is free."""
    for shift in shifts:
        willing = [one for one in chance.sample(people, len(people)) if chance.random() < share]
        for by in willing[: shift.needed]:
            with suppress(Refused):  # somebody who has another shift at that time
                actions.sign_up(by=by, at=at + HOUR, shift=shift)


def _ask_for_cover(people: list[Asker], at: dt.datetime) -> None:
    """Each of them cannot come to one shift of the next days."""
    for by, reason in zip(people, ("I have a dentist’s appointment.", ""), strict=False):
        place = _places(by).filter(shift__starts_at__gt=at + 20 * HOUR).first()
        if place is not None:
            actions.ask_cover(by=by, at=at - HOUR, shift=place.shift, place=place, reason=reason)


def _go_on_a_break(people: list[Asker], at: dt.datetime) -> None:
    """One of those who answer the line now is on a break."""
    for by in people:
        place = _places(by).filter(shift__starts_at__lte=at - HOUR, shift__ends_at__gt=at).first()
        if place is not None:
            actions.begin_break(by=by, at=at - HOUR / 6, shift=place.shift, place=place)
            return


def _places(by: Asker) -> QuerySet[Signing]:
    standing = Signing.objects.filter(user_id=by.signed_in_id(), ended_at=None)
    return standing.select_related("shift").order_by("shift__starts_at")
