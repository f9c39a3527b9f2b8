"""Sample demand: a year of calls from a file, a few days entered by hand, and today as a telephone system tells it.

Everything goes through the real actions. The numbers are from the range that Ofcom keeps for drama.
"""

from __future__ import annotations

import datetime as dt
import random
import secrets
from collections.abc import Iterator

from django.utils import timezone

from roundel.access.demo import staff
from roundel.access.grants import Asker
from roundel.audit.actions import System
from roundel.calls import actions
from roundel.calls.enums import Outcome, Told
from roundel.calls.grid import Counts
from roundel.calls.here import opening
from roundel.calls.merging import Telling
from roundel.calls.reading import guess, open_table

YEAR = 364
MINUTE = dt.timedelta(minutes=1)
BY_HAND = (3, 9)  # how many days ago somebody counted on paper
TELEPHONE = System("telephone system")
# How busy each weekday and each hour is, against the busiest.
WEEK = (1.0, 0.9, 0.85, 0.8, 0.7)
HOURS = {9: 0.4, 10: 0.6, 11: 0.7, 12: 0.6, 13: 0.5, 14: 0.6, 15: 0.6, 16: 0.7, 17: 0.7, 18: 0.8, 19: 1.0, 20: 0.9}
BUSIEST = 2.6  # people in a half-hour
ATTEMPTS = (1, 1, 1, 2, 2, 3, 5)
Made = tuple[dt.datetime, Outcome, str]


def bring_about(*, at: dt.datetime, chance: random.Random) -> None:
    """Make a year of calls up to now."""
    supervisor, practitioners = staff("supervisor", at=at)[0], staff("practitioner", at=at)
    today = timezone.localtime(at).date()
    days = [today - dt.timedelta(days=n) for n in range(YEAR, 0, -1)]
    past = sorted(call for day in days for call in _calls(day, chance))
    _import(past, supervisor, at)
    for ago in BY_HAND:
        _enter(today - dt.timedelta(days=ago), supervisor, at, chance)
    for began, outcome, number in sorted(_calls(today, chance)):
        if began < at - 20 * MINUTE:
            _tell((Told.RINGING, Told(outcome.value), Told.ENDED), began, number, at)
    _now(practitioners[0], at)


def _calls(day: dt.date, chance: random.Random) -> Iterator[Made]:
    """The calls of one day: people, each with attempts until somebody answers or he gives up."""
    for start in opening(day):
        hour = timezone.localtime(start).hour
        busy = WEEK[min(day.weekday(), 4)] * HOURS.get(hour, 0.3)
        for _ in range(_poisson(chance, BUSIEST * busy)):
            began, number = start + chance.random() * 30 * MINUTE, f"0161 496 {chance.randrange(1_000):04d}"
            for _attempt in range(chance.choice(ATTEMPTS)):
                outcome = _outcome(chance, busy)
                yield began.replace(microsecond=0), outcome, "" if number.endswith("7") else number
                if outcome == Outcome.ANSWERED:
                    break
                began += (1 + 9 * chance.random()) * MINUTE


def _outcome(chance: random.Random, busy: float) -> Outcome:
    """The busier, the fewer are answered."""
    if chance.random() < 0.8 - 0.45 * busy:
        return Outcome.ANSWERED
    return Outcome.ABANDONED if chance.random() < 0.4 else Outcome.MISSED


def _poisson(chance: random.Random, mean: float) -> int:
    """How many come, if on average so many do (by waiting times)."""
    number, waited = 0, chance.expovariate(1)
    while waited < mean:
        number, waited = number + 1, waited + chance.expovariate(1)
    return number


def _import(past: list[Made], supervisor: Asker, at: dt.datetime) -> None:
    """As a supervisor would at the beginning: the old system's file for the whole year."""
    lines = ["Call ID,Start,Status,Caller,Talk time"]
    for n, (began, outcome, number) in enumerate(past):
        talked = 1_200 if outcome == Outcome.ANSWERED else 0
        lines.append(f"sample-{n},{began.isoformat()},{outcome.value},{number},{talked}")
    content = "\n".join(lines).encode()
    table = open_table(content)
    checked = actions.check_file(by=supervisor, at=at, content=content, table=table, mapping=guess(table.header))
    actions.add_import(by=supervisor, at=at, checked=checked)


def _enter(day: dt.date, supervisor: Asker, at: dt.datetime, chance: random.Random) -> None:
    shown = opening(day)
    counts = {start: Counts(chance.randrange(3), chance.randrange(4), chance.randrange(2)) for start in shown}
    if counts:
        actions.enter_day(by=supervisor, at=at, day=day, counts=counts, shown=shown, base_version=0)


def _now(practitioner: Asker, at: dt.datetime) -> None:
    """One call rings, and one was answered where somebody sits."""
    actions.set_extension(by=practitioner, at=at, extension="204", only_today=False)
    _tell((Told.RINGING,), at - MINUTE / 3, "0161 496 0990", at)
    _tell((Told.RINGING, Told.ANSWERED), at - 2 * MINUTE, "0161 496 0991", at)


def _tell(told: tuple[Told, ...], began: dt.datetime, number: str, at: dt.datetime) -> None:
    """What a telephone system says of one call, as if it came when it happened."""
    call_id = secrets.token_hex(8)
    for place, event in enumerate(told):
        extension = "204" if event == Told.ANSWERED and began > at - 10 * MINUTE else ""
        telling = Telling(call_id, event, began + place * MINUTE / 6, number, "Day line", extension)
        actions.receive(
            by=TELEPHONE,
            at=max(telling.at, at - 5 * MINUTE),
            telling=telling,
            code=secrets.token_bytes(32),
            signed_at=at,
        )
