"""Shifts, brought to each state by the rota's own actions.

They begin when ``starts_at`` says (a moment), by the clock of the organisation; whoever makes them is a new
supervisor unless ``by`` says who.
"""

from __future__ import annotations

import datetime as dt
import itertools

from django.utils import timezone

from roundel.access.grants import Asker
from roundel.kernel import clock
from roundel.rota import actions
from roundel.rota.enums import Duty
from roundel.rota.models import CoverRequest, Shift, Signing
from roundel.rota.planned import Planned
from tests.factories import users

HOUR = dt.timedelta(hours=1)
# There is one shift of a duty at a time, so each that is made here begins at a minute of its own.
_minutes = itertools.count()
ROLE = {Duty.LINE: "practitioner", Duty.SUPERVISOR: "supervisor", Duty.LEAD: "safeguarding_lead"}


def made(
    *,
    by: Asker | None = None,
    at: dt.datetime | None = None,
    starts_at: dt.datetime | None = None,
    hours: float = 4,
    duty: str = Duty.LINE,
    **more: object,
) -> Shift:
    """A shift; about three days from now for four hours, unless said otherwise."""
    moment = at or clock.now()
    begins = timezone.localtime(starts_at or _minute(moment + 3 * 24 * HOUR))
    ends = timezone.localtime(begins + hours * HOUR)
    planned = Planned(
        duty=duty,
        day=begins.date(),
        begins=begins.time(),
        ends=ends.time(),
        **({"needed": 1} | more),  # type: ignore[arg-type]
    )
    # Made the day before if it has begun already: nobody makes shifts in the past.
    made_at = moment if begins > moment else begins - dt.timedelta(days=1)
    return actions.make_shift(by=by or users.make_asker("supervisor"), at=made_at, planned=planned)


def signed(shift: Shift, *, by: Asker | None = None, at: dt.datetime | None = None) -> Signing:
    """Somebody is down for the shift: ``by``, or somebody new who takes its duty."""
    who = by or users.make_asker(ROLE[Duty(shift.duty)])
    return actions.sign_up(by=who, at=at or min(clock.now(), shift.starts_at), shift=shift)


def cover_asked(shift: Shift, *, by: Asker, reason: str = "", at: dt.datetime | None = None) -> CoverRequest:
    """``by`` is down for the shift, and asks for cover."""
    place = signed(shift, by=by, at=at)
    return actions.ask_cover(by=by, at=at or clock.now(), shift=shift, place=place, reason=reason)


def going_on(**more: object) -> Shift:
    """A shift that began an hour ago or two, and goes on for more than two."""
    return made(starts_at=_minute(clock.now() - 2 * HOUR), **({"hours": 5} | more))  # type: ignore[arg-type]


def _minute(at: dt.datetime) -> dt.datetime:
    return at.replace(second=0, microsecond=0) + next(_minutes) % 60 * dt.timedelta(minutes=1)
