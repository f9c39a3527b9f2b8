"""What the figures rest on, before protection."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from roundel.helpline.figures.people import Person
from roundel.helpline.figures.series import Key3


@dataclass
class Counts:
    """True counts. They go into ``publish`` and nowhere else.

    ``conversations``: by month, group and how they heard, for all that is published together with the period.
    ``counted``: calls counted only, by nature and month, likewise.
    ``agreeing``: conversations of the period, by group and whether an action was agreed.
    ``people``: people of the period. ``kinds`` and ``outcomes``: actions agreed in the period,
    by kind and present state, and by present state and group.

    ``signposts`` and ``needs``: signposts by month, group, and kind with present state, or what they were for;
    ``decisions``: threshold decisions by month, the group of their contact, and what was decided (see DECIDED);
    all three for everything that is published together with the period.
    """

    conversations: Counter[Key3] = field(default_factory=Counter)
    counted: Counter[tuple[str, str]] = field(default_factory=Counter)
    agreeing: Counter[tuple[str, bool]] = field(default_factory=Counter)
    people: Counter[Person] = field(default_factory=Counter)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    signposts: Counter[Key3] = field(default_factory=Counter)
    needs: Counter[Key3] = field(default_factory=Counter)
    decisions: Counter[Key3] = field(default_factory=Counter)
