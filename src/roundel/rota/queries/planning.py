"""What a weekly pattern would make, day by day, before it is made."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from roundel.access.grants import Asker
from roundel.kernel.errors import InvalidInput
from roundel.kernel.working_time import office
from roundel.rota import rules
from roundel.rota.planned import Pattern
from roundel.rota.queries.places import visible_to


@dataclass(frozen=True)
class Offered:
    """One day of a pattern. ``problem``: why no shift can be made on it; empty if one can."""

    day: dt.date
    starts_at: dt.datetime
    ends_at: dt.datetime
    closed: bool
    problem: str


def offered_days(asker: Asker, *, at: dt.datetime, pattern: Pattern) -> list[Offered]:
    """Every day of the pattern, with what speaks against it. One query."""
    rules.check_may_manage(asker)
    spans = {day: pattern.on(day).span() for day in pattern.days()}
    begins = [starts_at for starts_at, _ in spans.values()]
    there = visible_to(asker).filter(duty=pattern.duty, starts_at__in=begins, cancelled_at=None)
    taken = set(there.values_list("starts_at", "ends_at"))
    is_closed = office().is_holiday
    return [
        Offered(day, *span, is_closed(day), _problem(pattern, day, at, is_there=span in taken))
        for day, span in spans.items()
    ]


def _problem(pattern: Pattern, day: dt.date, at: dt.datetime, *, is_there: bool) -> str:
    try:
        rules.check_plan(pattern.on(day), at)
    except InvalidInput as error:
        return error.message
    return "There is such a shift already." if is_there else ""
