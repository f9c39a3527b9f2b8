"""The present day of the benchmark, by the real actions: a full rota, call-backs that wait, concerns, today's calls."""

from __future__ import annotations

import datetime as dt
import random
from contextlib import suppress

from benchmarks import staff
from roundel.access.demo import staff as askers
from roundel.audit.sealing import seal_everything
from roundel.callbacks import actions as call_backs
from roundel.callbacks import demo as demo_of_call_backs
from roundel.callbacks.booking import Booking
from roundel.callbacks.enums import About
from roundel.calls import demo as demo_of_calls
from roundel.helpline.demo import decided
from roundel.kernel import clock
from roundel.kernel.errors import Refused
from roundel.kernel.ids import new_id
from roundel.rota import actions as rota
from roundel.rota import demo as demo_of_rota
from roundel.rota import moments
from roundel.rota.enums import Duty
from roundel.rota.models import Shift
from roundel.rota.planned import Pattern

PARTS = (demo_of_rota, demo_of_call_backs, decided, demo_of_calls)
WAITING = 60
WEEKS = 3
# Somebody is on at whatever hour this runs.
ROUND_THE_CLOCK = ((0, 8), (8, 16), (16, 0))


def bring_about(*, at: dt.datetime) -> None:
    """Unless shifts are planned still, of an earlier run over the same database."""
    if Shift.objects.filter(starts_at__gt=at).exists():
        return
    chance = random.Random(20261124)
    for part in PARTS:
        part.bring_about(at=at, chance=chance)
    _rota(at, chance)
    _queue(at, chance)
    seal_everything()


def _rota(at: dt.datetime, chance: random.Random) -> None:
    """Every desk has a shift each day, one third of them at a time; a few places stay empty."""
    manager, people = askers("supervisor", at=at)[0], askers("practitioner", at=at)
    first = moments.monday_of(moments.day_of(at)) - moments.WEEK
    made_at = moments.midnight(first) - dt.timedelta(hours=3)
    share = staff.DESKS // len(ROUND_THE_CLOCK)
    for place, (begins, ends) in enumerate(ROUND_THE_CLOCK):
        pattern = Pattern(Duty.LINE, tuple(range(7)), dt.time(begins), dt.time(ends), share, 30, first, WEEKS)
        shifts = rota.make_pattern(by=manager, at=made_at, pattern=pattern, days=pattern.days())
        for shift in shifts:
            for by in people[place * share : (place + 1) * share]:
                if chance.random() < 0.95:
                    with suppress(Refused):  # somebody who has another shift at that time
                        rota.sign_up(by=by, at=made_at, shift=shift)


def _queue(at: dt.datetime, chance: random.Random) -> None:
    """Call-backs of the last days that wait to be made."""
    people = askers("practitioner", at=at)
    for number in range(WAITING):
        booked_at = at - chance.random() * dt.timedelta(days=3)
        booking = Booking(f"07700 900 {number:03}", about=chance.choice(About.values))
        with clock.frozen(booked_at):
            call_backs.book(by=chance.choice(people), at=booked_at, key=new_id(), booking=booking)
