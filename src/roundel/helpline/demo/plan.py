"""Who will be in touch when: invented, the same for the same seed, and without any detail of anybody."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.utils import timezone

from roundel.helpline.contact_form import ContactForm
from roundel.helpline.enums import Nature

Key = TypeVar("Key", bound=str)
GROUPS = {"own": 52, "other_adult": 16, "young_person": 10, "child_harmed": 7, "professional": 9, "survivor": 6}
HEARD = {
    "search": 40,
    "campaign": 10,
    "warning_page": 12,
    "police": 14,
    "probation": 5,
    "health": 6,
    "family_friend": 7,
}
# How many contacts one person has in the year: most one, a few many.
CONTACTS = {1: 60, 2: 14, 3: 10, 4: 6, 5: 5, 7: 3, 12: 2}
TALLIES = {Nature.HANG_UP: 5, Nature.SILENT: 4, Nature.WRONG_NUMBER: 2, Nature.ABUSIVE: 1}
DAY_OF_LAST = 365
DAYS_BETWEEN = 16


@dataclass
class Person:
    """Somebody who is in touch: the coded answers that stay the same, and how many contacts there will be."""

    number: int
    answers: Mapping[str, str]
    contacts: int
    takes_code: bool
    takes_action: float


@dataclass(frozen=True, order=True)
class Moment:
    """One contact to come: when, whose (None for a call that is only counted), and the how-manieth."""

    at: dt.datetime
    person: int | None
    nth: int = 0


def chosen(chance: random.Random, weights: Mapping[Key, int]) -> Key:
    """One of the keys, by weight."""
    return chance.choices(list(weights), list(weights.values()))[0]


def people(count: int, form: ContactForm, chance: random.Random) -> list[Person]:
    """So many invented people."""
    return [_person(number, form, chance) for number in range(count)]


def _person(number: int, form: ContactForm, chance: random.Random) -> Person:
    group = chosen(chance, GROUPS)
    answers = {"group": group}
    for name in ("relation", "profession", "stage", "age_band", "region"):
        question = form[name]
        if question.applies(answers) and chance.random() < 0.92:
            answers[name] = chance.choice(list(question.options))
    if chance.random() < 0.85:
        answers["heard"] = chosen(chance, HEARD)
    answers["language"] = "cy" if chance.random() < 0.02 else "en"
    contacts = chance.choices(list(CONTACTS), list(CONTACTS.values()))[0]
    return Person(number, answers, contacts, takes_code=contacts > 1 and chance.random() < 0.9, takes_action=0.93)


def moments(everybody: list[Person], now: dt.datetime, chance: random.Random) -> list[Moment]:
    """Every contact of the year in the order of time, counted calls among them; none in the future."""
    found = [moment for person in everybody for moment in _of_person(person, now, chance)]
    tallies = (Moment(_opening(now, chance.uniform(0.2, DAY_OF_LAST), chance), None) for _ in range(len(found) // 12))
    return sorted([*found, *tallies], key=lambda moment: (moment.at, moment.person or 0))


def _of_person(person: Person, now: dt.datetime, chance: random.Random) -> Iterator[Moment]:
    before = chance.uniform(0.5, DAY_OF_LAST)
    for nth in range(person.contacts):
        yield Moment(_opening(now, before, chance), person.number, nth)
        before -= 1 + chance.expovariate(1 / DAYS_BETWEEN)
        if before < 0:
            break


def _opening(now: dt.datetime, days_before: float, chance: random.Random) -> dt.datetime:
    """A moment within opening hours (weekdays, 9am to 9pm local), that many days before."""
    day = timezone.localtime(now - dt.timedelta(days=days_before)).date()
    day -= dt.timedelta(days=max(0, day.weekday() - 4))
    begun = timezone.make_aware(dt.datetime.combine(day, dt.time(9))) + dt.timedelta(
        minutes=chance.triangular(0, 700, 480)
    )
    return min(begun.replace(second=chance.randrange(60), microsecond=0), now - dt.timedelta(hours=2))
