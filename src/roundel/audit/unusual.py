"""Looks worth asking about, by plain rules that anybody can check. Pure: no queries, no clock.

Each finding says what was seen and why it stands out. It accuses nobody: there may be a good reason,
and a person asks for it. Nothing is scored or ranked, and each person is compared only with himself.
"""

from __future__ import annotations

import datetime as dt
import statistics
import uuid
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from roundel.design.words import date_words, time_words

MANY_IN_AN_HOUR = 15
TIMES_USUAL = 3
HOURS_TO_KNOW = 10
DAYS_TO_KNOW = 10
DAYS_AT_AN_HOUR = 3
OFTEN = 10
BASELINE = dt.timedelta(weeks=8)


@dataclass(frozen=True)
class Seen:
    """One look at a record, or one change of it. ``at`` is local time."""

    actor_id: uuid.UUID
    actor_name: str
    at: dt.datetime
    kind: str
    object_id: uuid.UUID
    reference: str
    is_look: bool
    by_emergency: bool = False
    restricted: bool = False

    @property
    def record(self) -> tuple[str, uuid.UUID]:
        """Which record."""
        return self.kind, self.object_id


@dataclass(frozen=True)
class Unusual:
    """A finding: by which rule, who, when last, the reason in words, and the record if it is about one."""

    rule: str
    actor_id: uuid.UUID
    actor_name: str
    at: dt.datetime
    words: str
    kind: str = ""
    object_id: uuid.UUID | None = None
    reference: str = ""


def find_unusual(seen: Iterable[Seen], since: dt.datetime) -> list[Unusual]:
    """Every finding from ``since`` on, newest first. What lies before says what is usual for each person."""
    by_actor: dict[uuid.UUID, list[Seen]] = defaultdict(list)
    for one in seen:
        by_actor[one.actor_id].append(one)
    found: list[Unusual] = []
    for theirs in by_actor.values():
        past = [one for one in theirs if one.at < since]
        recent = [one for one in theirs if one.at >= since]
        for rule in RULES:
            found.extend(rule(past, recent))
    return sorted(found, key=lambda one: (one.at, one.rule), reverse=True)


def many_in_an_hour(past: Sequence[Seen], recent: Sequence[Seen]) -> Iterator[Unusual]:
    """More records opened within an hour of the clock than three times this person's usual, and at least 15."""
    before = [len({one.record for one in looks}) for looks in _by_hour(past).values()]
    usual = statistics.median(before) if len(before) >= HOURS_TO_KNOW else None
    limit = max(MANY_IN_AN_HOUR, TIMES_USUAL * (usual or 0))
    for hour, looks in _by_hour(recent).items():
        count = len({one.record for one in looks})
        if count >= limit:
            compared = (
                "too little is known to say what is usual" if usual is None else f"usually {usual:g} in such an hour"
            )
            words = (
                f"opened {count} records between {_clock(hour)} and {_clock(hour + dt.timedelta(hours=1))}; {compared}"
            )
            yield _finding("many", looks[-1], words)


def unusual_hours(past: Sequence[Seen], recent: Sequence[Seen]) -> Iterator[Unusual]:
    """Looks at an hour of the day (weekdays and weekends apart) at which this person hardly ever works.

    An hour is usual if on three days of the past eight weeks something was opened in it or in the hour
    beside it. Nothing is said about somebody who was seen on fewer than ten days.
    """
    days: dict[tuple[bool, int], set[dt.date]] = defaultdict(set)
    for one in past:
        for near in (-1, 0, 1):
            days[_is_weekend(one.at), (one.at.hour + near) % 24].add(one.at.date())
    if len({one.at.date() for one in past}) < DAYS_TO_KNOW:
        return
    odd: dict[dt.date, list[Seen]] = defaultdict(list)
    for one in recent:
        if one.is_look and len(days[_is_weekend(one.at), one.at.hour]) < DAYS_AT_AN_HOUR:
            odd[one.at.date()].append(one)
    for looks in odd.values():
        count = len({one.record for one in looks})
        words = f"opened {_records(count)} at {_span(looks)}, when this person hardly ever works"
        yield _finding("hours", looks[-1], words)


def emergency_access(past: Sequence[Seen], recent: Sequence[Seen]) -> Iterator[Unusual]:
    """A record opened by emergency access."""
    for looks in _by_record(one for one in recent if one.by_emergency).values():
        yield _finding("emergency", looks[-1], f"opened by emergency access, {_times(len(looks))}", about_record=True)


def restricted_records(past: Sequence[Seen], recent: Sequence[Seen]) -> Iterator[Unusual]:
    """A look at a record that is open to named people only."""
    looks_by_record = _by_record(one for one in recent if one.restricted and one.is_look and not one.by_emergency)
    for looks in looks_by_record.values():
        words = f"opened a record that is restricted to named people, {_times(len(looks))}"
        yield _finding("restricted", looks[-1], words, about_record=True)


def same_record_often(past: Sequence[Seen], recent: Sequence[Seen]) -> Iterator[Unusual]:
    """The same record opened ten times or more by somebody who wrote nothing in it."""
    worked_on = {one.record for one in recent if not one.is_look}
    for record, looks in _by_record(one for one in recent if one.is_look).items():
        if len(looks) >= OFTEN and record not in worked_on:
            words = f"opened the same record {_times(len(looks))} and wrote nothing in it"
            yield _finding("often", looks[-1], words, about_record=True)


Rule = Callable[[Sequence[Seen], Sequence[Seen]], Iterator[Unusual]]
RULES: tuple[Rule, ...] = (many_in_an_hour, unusual_hours, emergency_access, restricted_records, same_record_often)


def _by_hour(seen: Iterable[Seen]) -> dict[dt.datetime, list[Seen]]:
    hours: dict[dt.datetime, list[Seen]] = defaultdict(list)
    for one in seen:
        if one.is_look:
            hours[one.at.replace(minute=0, second=0, microsecond=0)].append(one)
    return hours


def _by_record(seen: Iterable[Seen]) -> dict[tuple[str, uuid.UUID], list[Seen]]:
    records: dict[tuple[str, uuid.UUID], list[Seen]] = defaultdict(list)
    for one in seen:
        records[one.record].append(one)
    return records


def _finding(rule: str, last: Seen, words: str, *, about_record: bool = False) -> Unusual:
    if not about_record:
        return Unusual(rule, last.actor_id, last.actor_name, last.at, words)
    return Unusual(rule, last.actor_id, last.actor_name, last.at, words, last.kind, last.object_id, last.reference)


def _is_weekend(at: dt.datetime) -> bool:
    return at.weekday() >= 5


def _span(looks: Sequence[Seen]) -> str:
    first, last = time_words(looks[0].at), time_words(looks[-1].at)
    when = first if first == last else f"{first} to {last}"
    return f"{when} on {date_words(looks[-1].at)}"


def _clock(at: dt.datetime) -> str:
    return f"{at.hour % 12 or 12}{'am' if at.hour < 12 else 'pm'}"


def _records(count: int) -> str:
    return "1 record" if count == 1 else f"{count} records"


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
