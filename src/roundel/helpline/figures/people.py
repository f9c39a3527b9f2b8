"""How many people were in touch, where somebody has said that two contacts come from the same person.

The database counts a caller code as one person and a contact without a code as another. Links join such
people: for the few that are linked, what the database counted is taken off, and the joined people are put
on instead. A link between a contact with a code and one without joins them like any other. Links are
followed whatever the period, so that two contacts of this month are one person if both are linked to one
of last year.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

Key: TypeAlias = Hashable

FIRST = "first"
UNASKED = "unasked"
NEITHER = "neither"
PARTLY = "partly"
DONE = "done"
# From worst to best; what the database gives as a number from -1 on.
COURSES = (FIRST, UNASKED, NEITHER, PARTLY, DONE)


class Person(NamedTuple):
    """One person in a period: the group of the first contact in it, whether an action was agreed, and what
    became of earlier actions (a course)."""

    group: str
    agreed: bool
    course: str


People: TypeAlias = Counter[Person]


@dataclass(frozen=True)
class LinkedContact:
    """A finished conversation of somebody who is linked. ``began`` sorts; ``actions`` are the ids agreed in it."""

    id: Key
    caller: Key | None
    began: Any
    group: str
    within: bool  # in the period
    actions: tuple[Key, ...] = ()

    @property
    def identity(self) -> Key:
        """Whom the database takes it for: the caller of its code, or somebody of its own."""
        return ("caller", self.caller) if self.caller is not None else ("contact", self.id)


class LinkedAnswer(NamedTuple):
    """An action asked after. ``before``: in a contact before the period."""

    action: Key
    contact: Key
    outcome: str
    before: bool


@dataclass(frozen=True)
class Linked:
    """Everything about people who are linked: pairs of identities, their contacts, their answers."""

    pairs: Collection[tuple[Key, Key]] = ()
    contacts: Collection[LinkedContact] = ()
    answers: Collection[LinkedAnswer] = field(default=())


def joined(people: Mapping[Person, int], linked: Linked) -> People:
    """The people that the database counted, with those who are linked joined."""
    by_identity, by_person = defaultdict(list), defaultdict(list)
    root = roots(linked.pairs)
    for contact in linked.contacts:
        by_identity[contact.identity].append(contact)
        by_person[root(contact.identity)].append(contact)
    course = Courses(linked.answers)
    counts = Counter(dict(people))
    counts.subtract(person for one in by_identity.values() if (person := course.apart(one)))
    counts.update(person for one in by_person.values() if (person := course.of(one)))
    if any(number < 0 for number in counts.values()):
        raise ArithmeticError("more linked people were found than the database counted")
    return +counts


class Courses:
    """What became of people's actions, from the answers of those who are linked."""

    def __init__(self, answers: Iterable[LinkedAnswer]) -> None:
        self.of_contact: dict[Key, list[LinkedAnswer]] = defaultdict(list)
        self.closed: set[Key] = set()
        for answer in answers:
            self.of_contact[answer.contact].append(answer)
            if answer.before and answer.outcome in {"done", "not_needed"}:
                self.closed.add(answer.action)

    def apart(self, contacts: list[LinkedContact]) -> Person | None:
        """The person that the database counted: without a code there is nothing earlier."""
        person = self.of(contacts)
        return person._replace(course=FIRST) if person and contacts[0].caller is None else person

    def of(self, contacts: list[LinkedContact]) -> Person | None:
        """The person of these contacts, None if none of them lies within the period."""
        within = sorted((c for c in contacts if c.within), key=lambda c: (c.began, c.id))
        if not within:
            return None
        agreed = any(contact.actions for contact in within)
        outcomes = [answer.outcome for contact in within for answer in self.of_contact[contact.id]]
        if outcomes:
            course = max((rank(outcome) for outcome in outcomes), key=COURSES.index)
        else:
            course = UNASKED if self._open_before(contacts, within[-1].began) else FIRST
        return Person(within[0].group, agreed, course)

    def _open_before(self, contacts: list[LinkedContact], last: Any) -> bool:
        return any(
            action not in self.closed for contact in contacts if contact.began < last for action in contact.actions
        )


def rank(outcome: str) -> str:
    """The course that one answer makes."""
    return outcome if outcome in {DONE, PARTLY} else NEITHER


def roots(pairs: Iterable[tuple[Key, Key]]) -> Callable[[Key], Key]:
    """Union-find: a function that gives the same key for identities that pairs join, however long the chain."""
    above: dict[Key, Key] = {}

    def root(key: Key) -> Key:
        top = key
        while top in above:
            top = above[top]
        while key != top:  # the next search is shorter
            above[key], key = top, above[key]
        return top

    for one, other in pairs:
        first, second = root(one), root(other)
        if first != second:
            above[first] = second
    return root
