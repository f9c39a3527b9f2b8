"""Demand by month, for the helpline's figures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from roundel.access.grants import Asker
from roundel.calls.demand import PeopleShown
from roundel.calls.grid import Counts
from roundel.calls.queries.demand import month_of_demand
from roundel.calls.times import month_of, next_month


class MonthFigures(NamedTuple):
    """The calls of one month, and the people behind them as they may be shown (a number, "withheld" or None)."""

    month: dt.date
    counts: Counts
    people: PeopleShown


def by_month(asker: Asker, *, at: dt.datetime, first: dt.date, last: dt.date) -> list[MonthFigures]:
    """Each month from that of ``first`` to that of ``last``, months without calls too. People are those of single
    days, added up: whoever called on two days counts twice. Three queries a month."""
    shown = [month_of_demand(asker, at, month) for month in _months(first, last)]
    return [MonthFigures(each.month, each.counts, each.people) for each in shown]


def _months(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    month = month_of(first)
    while month <= last:
        yield month
        month = next_month(month)
