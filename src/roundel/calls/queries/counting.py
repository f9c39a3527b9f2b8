"""How many calls there were, and how many people were behind them. Unprotected: ``demand`` protects what is shown."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import NamedTuple

from django.db.models import Count, Q

from roundel.access.grants import Asker
from roundel.calls import rules
from roundel.calls.enums import COUNTED, Outcome
from roundel.calls.grid import Counts
from roundel.calls.here import zone
from roundel.calls.models import Call, HalfHour
from roundel.calls.times import starts


class HalfHourCounts(NamedTuple):
    """One half-hour, and whether somebody entered it by hand."""

    counts: Counts
    entered: bool


class People(NamedTuple):
    """How many people called, and how many of them somebody answered in the end."""

    all: int
    through: int


def half_hours(asker: Asker, first: dt.date, last: dt.date) -> dict[dt.datetime, HalfHourCounts]:
    """The half-hours from one day to another in which there were calls. What was entered by hand stands in the
    place of what the telephone system told of the same half-hour. Two queries."""
    rules.check_may_see_demand(asker)
    since, until = starts(first, zone())[0], starts(last, zone())[1]
    told: dict[dt.datetime, dict[str, int]] = defaultdict(dict)
    calls = Call.objects.filter(half_hour__gte=since, half_hour__lt=until, outcome__in=COUNTED)
    for start, outcome, number in calls.values_list("half_hour", "outcome").annotate(number=Count("pk")).order_by():
        told[start][outcome] = number
    found = {start: HalfHourCounts(Counts(**each), False) for start, each in told.items()}
    for each in HalfHour.objects.filter(start__gte=since, start__lt=until):
        found[each.start] = HalfHourCounts(Counts(each.answered, each.missed, each.abandoned), True)
    return dict(sorted(found.items()))


def people(asker: Asker, first: dt.date, last: dt.date, by: str = "day") -> dict[dt.date | dt.datetime, People]:
    """The people behind the calls of each day (or ``by="half_hour"``), as far as the telephone system told of them:
    one for each token, one for each call without a token. One query."""
    rules.check_may_see_demand(asker)
    answered, unmarked = Q(outcome=Outcome.ANSWERED), Q(token__isnull=True)
    calls = Call.objects.filter(day__gte=first, day__lte=last, outcome__in=COUNTED)
    rows = calls.values_list(by).annotate(
        marked=Count("token", distinct=True),
        unmarked=Count("pk", filter=unmarked),
        marked_through=Count("token", distinct=True, filter=answered),
        unmarked_through=Count("pk", filter=unmarked & answered),
    )
    return {each[0]: People(each[1] + each[2], each[3] + each[4]) for each in rows.order_by(by)}
