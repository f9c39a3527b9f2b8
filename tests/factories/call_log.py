"""A simulated call log whose truth is known: who called, how often, and who was spoken with in the end.

People ring in the line's opening hours. Some withhold their number (each of their calls is then a person, as far
as anybody can know). Whoever is not answered may ring again after a while, as people do. Some days are so busy
that most calls are missed: the reference service once missed 2,200 calls for 500 that it answered in a month.
"""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from roundel.calls.enums import Outcome
from roundel.calls.times import half_hour_of

LONDON = ZoneInfo("Europe/London")
MINUTE = dt.timedelta(minutes=1)
SPELLINGS = ("0161 496 {0:04d}", "+44 161 496 {0:04d}", "0044161496{0:04d}", "(0161) 496-{0:04d}")


@dataclass(frozen=True)
class SimulatedCall:
    """One call: who it was (the truth), what the telephone system sees, and what became of it."""

    call_id: str
    person: int
    number: str
    began_at: dt.datetime
    outcome: Outcome

    @property
    def day(self) -> dt.date:
        """The local day."""
        return self.began_at.astimezone(LONDON).date()

    @property
    def who(self) -> str:
        """Whom anybody could count this as: the person, or with a withheld number the call."""
        return str(self.person) if self.number else self.call_id


def simulate(seed: int, days: Iterable[dt.date], people_a_day: int, answered: float) -> list[SimulatedCall]:
    """A log, in the order of its calls. ``answered`` is the chance of one attempt."""
    chance = random.Random(seed)
    log = [call for day in days for n in range(people_a_day) for call in _attempts(chance, day, n, answered)]
    return sorted(log, key=lambda call: (call.began_at, call.call_id))


def truth(log: Iterable[SimulatedCall], by: str = "day") -> dict[object, tuple[int, int]]:
    """People and those spoken with, by day or half-hour, counted in plain Python from who they really were."""
    all_, through = defaultdict(set), defaultdict(set)
    for call in log:
        key = call.day if by == "day" else half_hour_of(call.began_at)
        all_[key].add(call.who)
        if call.outcome == Outcome.ANSWERED:
            through[key].add(call.who)
    return {key: (len(found), len(through[key])) for key, found in all_.items()}


def as_csv(log: Iterable[SimulatedCall]) -> str:
    """The log as a telephone system exports it."""
    lines = ["Call ID,Start,Status,Caller,Talk time"]
    for call in log:
        talked = 300 if call.outcome == Outcome.ANSWERED else 0
        began = call.began_at.astimezone(LONDON)
        lines.append(f"{call.call_id},{began:%Y-%m-%d %H:%M:%S},{call.outcome.value},{call.number},{talked}")
    return "\n".join(lines) + "\n"


def _attempts(chance: random.Random, day: dt.date, place: int, answered: float) -> Iterator[SimulatedCall]:
    """One person's calls of one day; the number of a person never changes, its spelling does."""
    person = chance.randrange(4_000)
    withholds = person % 7 == 0
    began = dt.datetime.combine(day, dt.time(9), LONDON).astimezone(dt.UTC) + chance.random() * 600 * MINUTE
    for attempt in range(chance.choice((1, 1, 2, 3, 5, 9))):
        outcome = Outcome.ANSWERED if chance.random() < answered else chance.choice((Outcome.MISSED, Outcome.ABANDONED))
        number = "" if withholds else chance.choice(SPELLINGS).format(person)
        call_id = f"{day:%m%d}-{place}-{attempt}"
        yield SimulatedCall(call_id, person, number, began.replace(microsecond=0), outcome)
        if outcome == Outcome.ANSWERED and chance.random() < 0.9:
            return
        began += (1 + chance.random() * 8) * MINUTE
