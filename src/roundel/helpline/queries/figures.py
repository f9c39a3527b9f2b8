"""The service's figures, straight from the records: a constant number of statements, grouped in the database.

Restricted contacts are counted like all others, and no visibility scope narrows these counts. That is meant:
a figure is not access to a record, a total that left out what the reader may not open would be another total
for each reader (and the difference would tell what is hidden from him), and everything that leaves here has
gone through suppression.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from django.db.models import Min
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.helpline.figures.counts import Counts
from roundel.helpline.figures.people import COURSES, Linked, LinkedAnswer, LinkedContact, Person, joined
from roundel.helpline.figures.periods import Period
from roundel.helpline.figures.publish import Published, publish
from roundel.helpline.models import Contact
from roundel.helpline.queries import figures_sql as sql
from roundel.helpline.queries.lists import midnight

Rows = list[tuple[Any, ...]]


@transaction.atomic
def read_figures(asker: Asker, *, at: dt.datetime, period: Period, group: str = "", exported: str = "") -> Published:
    """The figures of a period, fit to be shown. The look is recorded; ``exported`` names what is downloaded."""
    asker.require("helpline.view_figures", "Your role does not include figures.")
    published = publish(count(period), period)
    detail: dict[str, str | int | bool] = {"from": str(period.first), "until": str(period.after)}
    detail |= {name: value for name, value in (("group", group), ("table", exported)) if value}
    event = "helpline.figures.exported" if exported else "helpline.figures.read"
    audit.record(by=asker, at=at, event=event, kind="helpline.figures", detail=detail)
    return published


def first_year(asker: Asker) -> int | None:
    """The year of the first contact; None if there is none yet."""
    asker.require("helpline.view_figures", "Your role does not include figures.")
    first = Contact.objects.aggregate(first=Min("started_at"))["first"]
    return timezone.localtime(first).year if first else None


def count(period: Period) -> Counts:
    """Everything that the figures of a period rest on, unprotected: never shown as it is. Seven statements."""
    span = _span(period)
    by_month = _by_month(period.whole)
    agreeing = _rows(sql.AGREEING, span)
    people: Counter[Person] = Counter()
    for group, agreed, coded, number in agreeing:
        if not coded:
            people[Person(group, bool(agreed), COURSES[0])] += number
    for group, agreed, course, number in _rows(sql.PEOPLE, span):
        people[Person(group, bool(agreed), COURSES[course + 1])] += number
    counts = Counts(people=joined(people, _linked(span)))
    for month, state, nature, group, number in by_month:
        if state == "finished" and nature == "conversation":
            counts.conversations[month, group] += number
        elif state == "counted":
            counts.counted[nature, month] += number
    for group, agreed, _coded, number in agreeing:
        counts.agreeing[group, bool(agreed)] += number
    for kind, state, group, number in _rows(sql.ACTIONS, span):
        counts.kinds[kind, state] += number
        counts.outcomes[state, group] += number
    return counts


def _by_month(whole: Period) -> Iterable[tuple[str, str, str, str, int]]:
    """Month, state, nature, group and number, for all that is published together."""
    labels = [month.label for month in whole.months]
    months = {f"month_{n}": _moment(month.first) for n, month in enumerate(whole.months)}
    for month, *kind, number in _rows(sql.by_month(len(labels)), _span(whole) | months):
        state, nature, group = kind
        yield labels[month], state, nature, group, number


def _linked(span: dict[str, Any]) -> Linked:
    """Those of whom somebody has said that they are the same person."""
    pairs = [(_identity(*ends[:2]), _identity(*ends[2:])) for ends in _rows(sql.LINKS, {})]
    contacts: dict[Any, LinkedContact] = {}
    for key, caller, began, group, within, action in _rows(sql.LINKED_CONTACTS, span):
        known = contacts.get(key)
        actions = (*(known.actions if known else ()), *([action] if action is not None else []))
        contacts[key] = LinkedContact(key, caller, began, group, bool(within), actions)
    answers = [LinkedAnswer(*row[:3], bool(row[3])) for row in _rows(sql.LINKED_ANSWERS, span)]
    return Linked(pairs, contacts.values(), answers)


def _identity(contact: Any, caller: Any) -> tuple[str, Any]:
    return ("caller", caller) if caller is not None else ("contact", contact)


def _span(period: Period) -> dict[str, Any]:
    return {"since": _moment(period.first), "until": _moment(period.after)}


def _moment(day: dt.date) -> Any:
    return connection.ops.adapt_datetimefield_value(midnight(day))


def _rows(statement: str, parameters: dict[str, Any]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, {name: value for name, value in parameters.items() if f"%({name})s" in statement})
        return list(cursor.fetchall())
