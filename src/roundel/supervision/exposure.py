"""What a week held for somebody who takes contacts: worked out from when contacts began, ended and were closed.

Pure. A conversation belongs to the week in which it began, a run to the week in which the run began, an
evening (6pm to 6am) to the day on which it began.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

WEEKS = 12
A_DAY, A_WEEK = dt.timedelta(days=1), dt.timedelta(days=7)
A_BREAK = dt.timedelta(minutes=30)
# A contact that was reopened weeks later, or left over night, was not written up all that time.
LONGEST_WRITING = dt.timedelta(minutes=60)
EVENING, MORNING = dt.time(18), dt.time(6)
NOTHING = dt.timedelta()

Span = tuple[dt.datetime, dt.datetime]


@dataclass(frozen=True)
class Talk:
    """One finished conversation: when it began and ended, when its writing began and was done, whether it was hard."""

    began: dt.datetime
    ended: dt.datetime
    recorded: dt.datetime
    closed: dt.datetime
    hard: bool

    @property
    def talking(self) -> Span:
        """The conversation itself."""
        return self.began, self.ended

    @property
    def writing(self) -> Span:
        """Writing up: from the end, or from when recording began, until it was finished; an hour at most."""
        start = max(self.ended, self.recorded)
        return start, max(start, min(self.closed, start + LONGEST_WRITING))


@dataclass(frozen=True)
class Week:
    """One person's week."""

    monday: dt.date
    conversations: int = 0
    talking: dt.timedelta = NOTHING
    working: dt.timedelta = NOTHING
    hard: int = 0
    longest: dt.timedelta = NOTHING
    evenings: int = 0


@dataclass(frozen=True)
class Lines:
    """The organisation's lines for a week's work with contacts, and for a run without a break."""

    week: dt.timedelta
    run: dt.timedelta


def mondays(today: dt.date, weeks: int = WEEKS) -> list[dt.date]:
    """The first days of the last so many weeks, this one included, oldest first."""
    this = today - dt.timedelta(days=today.weekday())
    return [this - A_WEEK * back for back in range(weeks - 1, -1, -1)]


def weeks_of(talks: Iterable[Talk], first_days: Sequence[dt.date], zone: ZoneInfo) -> list[Week]:
    """Each of these weeks for one person."""
    talks = list(talks)
    by_week: dict[dt.date, list[Talk]] = {day: [] for day in first_days}
    for talk in talks:
        by_week.setdefault(_monday(talk.began.astimezone(zone).date()), []).append(talk)
    longest = _longest_by_week(talks, zone)
    evenings = [_monday(day) for day in {day for talk in talks for day in _evenings(talk, zone)}]
    return [_week(day, by_week[day], longest.get(day, NOTHING), evenings.count(day)) for day in first_days]


def _week(monday: dt.date, talks: list[Talk], longest: dt.timedelta, evenings: int) -> Week:
    talking = sum((_length(talk.talking) for talk in talks), NOTHING)
    return Week(
        monday=monday,
        conversations=len(talks),
        talking=talking,
        working=talking + sum((_length(talk.writing) for talk in talks), NOTHING),
        hard=sum(talk.hard for talk in talks),
        longest=longest,
        evenings=evenings,
    )


def runs(talks: Iterable[Talk]) -> Iterator[Span]:
    """Stretches of conversations and writing up with no break of half an hour in between."""
    spans = sorted(span for talk in talks for span in (talk.talking, talk.writing) if _length(span))
    if not spans:
        return
    start, end = spans[0]
    for begins, ends in spans[1:]:
        if begins - end >= A_BREAK:
            yield start, end
            start, end = begins, ends
        end = max(end, ends)
    yield start, end


def rest_words(week: Week, lines: Lines) -> list[str]:
    """What is to be said plainly about a week that went over a line; nothing if it did not."""
    said = []
    if week.working > lines.week:
        said.append(f"{_hours(week.working)} with writing up; the line here is {_hours(lines.week)} a week.")
    if week.longest > lines.run:
        said.append(f"{_hours(week.longest)} without a break of half an hour; the line here is {_hours(lines.run)}.")
    return said


def _longest_by_week(talks: Iterable[Talk], zone: ZoneInfo) -> dict[dt.date, dt.timedelta]:
    found: dict[dt.date, dt.timedelta] = {}
    for start, end in runs(talks):
        week = _monday(start.astimezone(zone).date())
        found[week] = max(found.get(week, NOTHING), end - start)
    return found


def _evenings(talk: Talk, zone: ZoneInfo) -> Iterator[dt.date]:
    """The days in whose evening or night any of the conversation lay."""
    began, ended = (moment.astimezone(zone) for moment in talk.talking)
    day = began.date() - A_DAY
    while _length(talk.talking) and day <= ended.date():
        opens = dt.datetime.combine(day, EVENING, zone)
        closes = dt.datetime.combine(day + A_DAY, MORNING, zone)
        if began.astimezone(dt.UTC) < closes.astimezone(dt.UTC) and ended.astimezone(dt.UTC) > opens.astimezone(dt.UTC):
            yield day
        day += A_DAY


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _length(span: Span) -> dt.timedelta:
    return span[1] - span[0]


def _hours(length: dt.timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    hours, rest = divmod(minutes, 60)
    words = f"{hours} hour{'' if hours == 1 else 's'}" if hours else ""
    return f"{words} {rest} minute{'' if rest == 1 else 's'}".strip() if rest or not hours else words
