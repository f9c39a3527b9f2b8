"""Sample call-backs: slots of some weeks, calls that wait, are being made, are to be settled, and have ended.

Numbers are from the ranges that Ofcom keeps for stories; nobody is called on them.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterable, Sequence

from django.utils import timezone

from roundel.access.demo import staff
from roundel.access.grants import Asker
from roundel.callbacks import actions, queries
from roundel.callbacks.booking import Booking
from roundel.callbacks.enums import About, Ending, Message, Outcome, Priority
from roundel.callbacks.models import CallBack
from roundel.callbacks.patterns import Pattern
from roundel.callbacks.timing import A_CALL
from roundel.kernel import clock
from roundel.kernel.ids import new_id
from roundel.kernel.working_time import office

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
WEEKS = 6


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """A fortnight of call-backs up to ``at``, and slots for the weeks to come."""
    practitioners = staff("practitioner", at=at)
    supervisor = staff("supervisor", at=at)[0]
    _slots(supervisor, at - 14 * DAY)
    _past(practitioners, supervisor, at, chance)
    _waiting(practitioners, at, chance)
    _in_slots(practitioners[0], at, chance)
    _stuck(practitioners[-1], at - 3 * HOUR, chance)
    _being_called(practitioners[-1], at, chance)


def _slots(by: Asker, at: dt.datetime) -> None:
    """Afternoons, and two evenings outside office hours."""
    for weekdays, opens, closes, capacity in (
        (range(5), dt.time(14), dt.time(16), 2),
        ((1, 3), dt.time(19), dt.time(20), 1),
    ):
        first = timezone.localtime(at).date()
        pattern = Pattern(tuple(weekdays), opens, closes, HOUR / 2, capacity, first, WEEKS)
        with clock.frozen(at):
            actions.make_pattern(by=by, at=at, pattern=pattern)


def _book(by: Asker, at: dt.datetime, chance: random.Random, **what: object) -> CallBack:
    number = f"07700 900 {chance.randrange(1000):03}"
    booking = Booking(number, about=chance.choice(About.values), **what)  # type: ignore[arg-type]
    with clock.frozen(at):
        return actions.book(by=by, at=at, key=new_id(), booking=booking)


def _call(by: Asker, at: dt.datetime, call_back: CallBack, outcome: str) -> CallBack:
    """Begun, and noted two minutes later, in its next safe time."""
    with clock.frozen(at):
        actions.claim(by=by, at=at, call_back=call_back)
    noted = at + dt.timedelta(minutes=2)
    with clock.frozen(noted):
        return actions.note_outcome(by=by, at=noted, call_back=call_back, outcome=outcome)


def _past(people: Sequence[Asker], supervisor: Asker, at: dt.datetime, chance: random.Random) -> None:
    """Ended: some cancelled, one given up after three attempts."""
    for days in (10, 8, 6, 3):
        who = chance.choice(people)
        one = _book(who, at - days * DAY, chance)
        ended = at - days * DAY + 2 * HOUR
        ending = chance.choice((Ending.NOT_WANTED, Ending.IN_TOUCH))
        with clock.frozen(ended):
            actions.cancel(by=who, at=ended, call_back=one, ending=ending, reason="Rang us in the morning.")
    one = _book(people[0], at - 9 * DAY, chance)
    moment = one.opens_at
    for _ in range(3):
        one = _call(people[0], moment, one, Outcome.NO_ANSWER)
        moment = max(one.opens_at, moment + HOUR)
    with clock.frozen(moment):
        actions.give_up(
            by=supervisor,
            at=moment,
            call_back=one,
            ending=Ending.NO_ANSWER,
            reason="Three attempts at different hours. He has our number.",
        )


def _waiting(people: Sequence[Asker], at: dt.datetime, chance: random.Random) -> None:
    """Waiting: one overdue, one that must come sooner, some in their turn, one in hours of its own."""
    for days in (4, 5):
        _book(people[0], at - days * DAY, chance, message=Message.NAME)
    _book(
        people[-1], at - HOUR, chance, priority=Priority.TODAY, priority_reason="We were cut off, and promised today."
    )
    careful = {"ask_for": "Kim", "pass_phrase": "blue tit"}
    for minutes in (90, 50, 20):
        _book(chance.choice(people), at - dt.timedelta(minutes=minutes), chance, **careful)
    _book(people[0], at - HOUR, chance, earliest=dt.time(12), latest=dt.time(14), interpreter=True)


def _in_slots(by: Asker, at: dt.datetime, chance: random.Random) -> None:
    """Booked in some of the next slots."""
    for seen in queries.offered(by, at)[1:9:2]:
        _book(by, at - 2 * HOUR, chance, slot_id=seen.slot.pk, message=chance.choice(Message.values))


def _stuck(by: Asker, at: dt.datetime, chance: random.Random) -> None:
    """To settle: the number was wrong; it was called when last it was safe."""
    opened = _last_open(at)
    one = _book(by, opened, chance, last_day=timezone.localtime(at + 7 * DAY).date())
    _call(by, opened, one, Outcome.WRONG_NUMBER)


def _being_called(by: Asker, at: dt.datetime, chance: random.Random) -> None:
    """One that is being called at this moment, if anything is open now."""
    for one in _open_now(by, at):
        with clock.frozen(at):
            actions.claim(by=by, at=at, call_back=one)
        return


def _open_now(by: Asker, at: dt.datetime) -> Iterable[CallBack]:
    rows, _ = queries.read_queue(by, at=at, show=queries.Show.NOW)
    return (row.call_back for row in rows if row.safe_now)


def _last_open(at: dt.datetime) -> dt.datetime:
    """This moment if the office is open, or else twenty minutes after it last opened."""
    if office().is_open(at):
        return at
    day = timezone.localtime(at).date()
    while True:
        day -= DAY
        if office().is_working_day(day):
            return dt.datetime.combine(day, office().hours[day.weekday()][0], office().zone) + A_CALL
