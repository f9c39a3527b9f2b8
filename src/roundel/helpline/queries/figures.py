"""The service's figures, straight from the records: a constant number of statements, grouped in the database.

Restricted contacts are counted like all others, and no visibility scope narrows these counts. That is meant:
a figure is not access to a record, a total that left out what the reader may not open would be another total
for each reader (and the difference would tell what is hidden from him), and everything that leaves here has
gone through suppression.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.models import Min
from django.utils import timezone

from roundel.access.grants import Asker
from roundel.audit import actions as audit
from roundel.calls import queries as calls
from roundel.directory.enums import About
from roundel.directory.taxonomy import newest
from roundel.helpline.enums import Nature, State
from roundel.helpline.figures.counts import Counts
from roundel.helpline.figures.people import COURSES, Linked, LinkedAnswer, LinkedContact, Person, joined, roots
from roundel.helpline.figures.periods import Period
from roundel.helpline.figures.publish import SHARED_ALONE, SHARED_NOT, SHARED_TOGETHER, MonthOfCalls, Published, publish
from roundel.helpline.filters import options
from roundel.helpline.models import Contact
from roundel.helpline.queries import figures_sql as sql
from roundel.helpline.queries.lists import midnight
from roundel.safeguarding.enums import TAKEN_ALONE, Choice, DecisionState

Rows = list[tuple[Any, ...]]
Identity = tuple[str, Any]  # as LinkedContact.identity


def read_figures(asker: Asker, *, at: dt.datetime, period: Period, group: str = "", exported: str = "") -> Published:
    """The figures of a period, fit to be shown. The look is recorded; ``exported`` names what is downloaded."""
    asker.require("helpline.view_figures", "Your role does not include figures.")
    published = _counted(asker, period, at)
    detail: dict[str, str | int | bool] = {"from": str(period.first), "until": str(period.after)}
    detail |= {name: value for name, value in (("group", group), ("table", exported)) if value}
    event = "helpline.figures.exported" if exported else "helpline.figures.read"
    audit.record_look(by=asker, at=at, event=event, kind="helpline.figures", detail=detail)
    return published


def _counted(asker: Asker, period: Period, at: dt.datetime) -> Published:
    """The figures as counted a short while ago, or counted now.

    A year of a million contacts takes seconds to count. Kept figures also show nobody what one contact
    changed: who looks again and again sees steps of a quarter of an hour, not single people.
    """
    key = f"helpline.figures.{period.first}.{period.after}"
    kept: Published | None = cache.get(key)
    if kept is not None:
        return kept
    published = publish(count(period), period, _offered(), at=at, calls=_calls(asker, at, period))
    cache.set(key, published, 60 * settings.ROUNDEL_FIGURES_MINUTES)
    return published


def _offered() -> dict[str, list[str]]:
    offered = {name: list(options(name)) for name in ("group", "heard")}
    return offered | {"need": list(newest().offered(About.NEED))}


def _calls(asker: Asker, at: dt.datetime, period: Period) -> list[MonthOfCalls]:
    """The months of the period that have begun."""
    last = min(period.months[-1].first, timezone.localtime(at).date())
    found = calls.by_month(asker, at=at, first=period.first, last=last) if period.first <= last else []
    return [
        MonthOfCalls(
            f"{each.month:%B %Y}",
            each.counts.answered,
            each.counts.missed,
            each.counts.abandoned,
            each.people.people,
            each.people.through,
        )
        for each in found
    ]


def first_year(asker: Asker) -> int | None:
    """The year of the first contact; None if there is none yet."""
    asker.require("helpline.view_figures", "Your role does not include figures.")
    first = Contact.objects.aggregate(first=Min("started_at"))["first"]
    return timezone.localtime(first).year if first else None


def count(period: Period) -> Counts:
    """Everything that the figures of a period rest on, unprotected: never shown as it is. Eight statements."""
    span = _span(period)
    counts, people = _talks(period, span)
    for group, agreed, course, number in _rows(sql.PEOPLE, span):
        people[Person(group, bool(agreed), COURSES[course + 1])] += number
    counts.people = joined(people, _linked(span))
    for kind, state, group, number in _rows(sql.ACTIONS, span):
        counts.kinds[kind, state] += number
        counts.outcomes[state, group] += number
    _point(counts, period)
    _decide(counts, period)
    return counts


def _point(counts: Counts, period: Period) -> None:
    """Signposts of everything that is published with the period."""
    labels, whole = _whole(period)
    for month, group, kind, state, need, number in _rows(sql.signposts(len(labels)), whole):
        counts.signposts[labels[month], group, f"{kind} {state}"] += number
        counts.needs[labels[month], group, need] += number


def _decide(counts: Counts, period: Period) -> None:
    """Threshold decisions of everything that is published with the period, by the group of their contact."""
    labels, whole = _whole(period)
    for month, group, decision, state, number in _rows(sql.decisions(len(labels)), whole):
        counts.decisions[labels[month], group, _decided(decision, state)] += number


def _decided(decision: str, state: str) -> str:
    """What was decided, and if it was to share, by whom."""
    if decision != Choice.SHARE:
        return decision
    if state in TAKEN_ALONE:
        return SHARED_ALONE
    return SHARED_TOGETHER if state == DecisionState.SECONDED else SHARED_NOT


def _whole(period: Period) -> tuple[list[str], dict[str, Any]]:
    """The labels of the months that are published with the period, and the moments between them."""
    months = period.whole.months
    whole = {f"month_{n}": _moment(month.first) for n, month in enumerate(months)}
    whole |= {"first": _moment(period.whole.first), "after": _moment(period.whole.after)}
    return [month.label for month in months], whole


def _talks(period: Period, span: dict[str, Any]) -> tuple[Counts, Counter[Person]]:
    """Conversations and counted calls; and each conversation without a code as a person of its own."""
    counts, people = Counts(), Counter[Person]()
    labels, whole = _whole(period)
    for month, state, nature, group, heard, coded, number, within, agreed in _rows(
        sql.talks(len(labels)), span | whole
    ):
        if state == State.COUNTED:
            counts.counted[nature, labels[month]] += number
        elif nature == Nature.CONVERSATION:
            counts.conversations[labels[month], group, heard] += number
            for yes, some in ((True, agreed), (False, within - agreed)):
                counts.agreeing[group, yes] += some
                people[Person(group, yes, COURSES[0])] += 0 if coded else some
    return counts, people


def _linked(span: dict[str, Any]) -> Linked:
    """Those of whom somebody has said that they are the same person, as far as they were in touch in the period."""
    pairs = _pairs(span)
    named = {identity for pair in pairs for identity in pair}
    chosen = span | {
        "callers": json.dumps([str(key) for kind, key in named if kind == "caller"]),
        "contacts": json.dumps([str(key) for kind, key in named if kind == "contact"]),
    }
    contacts: dict[Any, LinkedContact] = {}
    for key, caller, began, group, within, action in _rows(sql.linked_contacts(connection.vendor), chosen):
        known = contacts.get(key)
        actions = (*(known.actions if known else ()), *([action] if action is not None else []))
        contacts[key] = LinkedContact(key, caller, began, group, bool(within), actions)
    answers = [
        LinkedAnswer(action, contact, outcome, bool(before))
        for action, contact, outcome, before in _rows(sql.linked_answers(connection.vendor), chosen)
    ]
    return Linked(pairs, contacts.values(), answers)


def _pairs(span: dict[str, Any]) -> list[tuple[Identity, Identity]]:
    """Links between different people (as the database takes them) of whom one was in touch in the period."""
    pairs, in_touch = [], set()
    for earlier, code, was, later, other_code, other_was in _rows(sql.LINKS, span):
        pair = (_identity(earlier, code), _identity(later, other_code))
        if pair[0] != pair[1]:
            pairs.append(pair)
            in_touch |= {identity for identity, yes in zip(pair, (was, other_was), strict=True) if yes}
    root = roots(pairs)
    wanted = {root(identity) for identity in in_touch}
    return [pair for pair in pairs if root(pair[0]) in wanted]


def _identity(contact: Any, caller: Any) -> Identity:
    return ("caller", caller) if caller is not None else ("contact", contact)


def _span(period: Period) -> dict[str, Any]:
    return {"since": _moment(period.first), "until": _moment(period.after)}


def _moment(day: dt.date) -> Any:
    return connection.ops.adapt_datetimefield_value(midnight(day))


def _rows(statement: str, parameters: dict[str, Any]) -> Rows:
    with connection.cursor() as cursor:
        cursor.execute(statement, {name: value for name, value in parameters.items() if f"%({name})s" in statement})
        return list(cursor.fetchall())
