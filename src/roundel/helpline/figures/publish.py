"""From true counts to what may be shown: everything passes through suppression here, and nothing goes round it.

Six systems of counts, each protected as a whole:

- conversations (and counted calls) by month, quarter and year, by group and by how they heard of us (see
  ``series``): always the whole calendar year at once, so that no view of a month, a quarter or a group gives
  away what another view hides;
- conversations by group and whether an action was agreed, for the period. Its totals stand in the first
  system too. Where either system must hide one of them, single groups are not given at all, only everybody
  together, because the two could be laid side by side;
- people by group, whether they agreed an action, and what became of earlier ones, for the period;
- signposts by month, group, outcome and need, and threshold decisions by month, group and what was decided:
  each like the conversations;
- actions by kind and outcome, and by outcome and group, for the period.

Not covered, and said on the page: people, shares and actions of overlapping periods (a person may be in
touch in two months, so they do not add up, but a patient reader may still narrow a hidden number down);
periods of somebody's own against each other; and what a reader knows himself.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from roundel.helpline.enums import ActionKind, ActionState, Nature, SignpostKind, SignpostState
from roundel.helpline.figures.counts import Counts
from roundel.helpline.figures.people import DONE, FIRST, NEITHER, PARTLY, UNASKED, Person
from roundel.helpline.figures.periods import Period
from roundel.helpline.figures.series import (
    ALL,
    UNKNOWN,
    WITHHELD,
    Number,
    Series,
    code_axis,
    group_axis,
    number,
    series,
    tree_axis,
)
from roundel.suppression import (
    Axis,
    Hidden,
    Share,
    SuppressedTable,
    Table,
    safe_share,
    suppress,
    suppress_together,
)
from roundel.suppression.tables import Cell

YES, NO = "agreed", "not_agreed"
AGAIN, ASKED, TOOK = "again", "asked", "took"
COURSE = replace(
    Axis.tree("course", {ALL: {FIRST: [], AGAIN: {UNASKED: [], ASKED: {NEITHER: [], TOOK: [DONE, PARTLY]}}}}),
    total=ALL,
)
NOTHING: Mapping[str, Iterable[str]] = MappingProxyType({})
AGREEMENT = Axis.flat("agreement", [YES, NO], total=ALL)
TOGETHER = Axis.flat("together", ["everybody"], total=ALL)
KINDS = Axis.flat("kind", ActionKind.values, total=ALL)
STATES = Axis.flat("state", ActionState.values, total=ALL)
SIGNPOSTS = tree_axis(
    "signpost", {kind: [f"{kind} {state}" for state in SignpostState.values] for kind in SignpostKind.values}
)
SHARED, SHARED_TOGETHER, SHARED_ALONE, SHARED_NOT = "share", "share together", "share alone", "share not seconded"
NOT_SHARED, FIND_OUT = "not_share", "find_out"
DECIDED = tree_axis("decision", {SHARED: [SHARED_TOGETHER, SHARED_ALONE, SHARED_NOT], NOT_SHARED: [], FIND_OUT: []})
NATURES = Axis.flat("nature", [n for n in Nature.values if n != Nature.CONVERSATION], total=ALL)


@dataclass(frozen=True)
class MonthOfCalls:
    """The calls of one month as its telephone system or the desk counted them, and the people behind them."""

    label: str
    answered: int
    missed: int
    abandoned: int
    people: int | str | None
    reached: int | str | None


@dataclass(frozen=True)
class Published:
    """The figures of a period as they may be shown. Every method gives a number, or the word ``withheld``."""

    period: Period
    groups: tuple[str, ...]
    conversations: Series  # by how they heard
    signposts: Series  # by kind and what became of them
    needs: Series  # the same signposts by what they were for
    decisions: Series  # by what was decided
    counted_table: SuppressedTable
    agreeing_table: SuppressedTable
    people_by_agreement: SuppressedTable
    people_by_course: SuppressedTable
    kinds_table: SuppressedTable
    outcomes_table: SuppressedTable
    groups_agreeing: bool  # whether the shares of single groups may be shown
    counted_at: dt.datetime | None = None
    calls: tuple[MonthOfCalls, ...] = ()

    def contacts(self, group: str = ALL, month: str = "") -> Number:
        """Finished conversations of the period or of one of its months."""
        return self.conversations.number(group=group, month=month)

    def counted(self, nature: str = ALL) -> Number:
        """Calls counted only."""
        return number(self.counted_table.cell(nature, self.period.label))

    def people(self, group: str = ALL) -> Number:
        """People who were in touch."""
        return number(self.people_by_agreement.cell(group, ALL))

    def agreeing(self, group: str = ALL) -> Number:
        """Conversations in which an action was agreed."""
        return number(self.agreeing_table.cell(group, YES)) if self._may(group) else WITHHELD

    def share_agreeing(self, group: str = ALL) -> str:
        """Of the conversations, the share in which an action was agreed."""
        if not self._may(group):
            return WITHHELD
        return share(self.agreeing_table.cell(group, YES), self.agreeing_table.cell(group, ALL))

    def people_agreeing(self, group: str = ALL) -> Number:
        """People who agreed an action."""
        return number(self.people_by_agreement.cell(group, YES))

    def share_of_people_agreeing(self, group: str = ALL) -> str:
        """Of the people, the share who agreed an action."""
        return share(self.people_by_agreement.cell(group, YES), self.people_by_agreement.cell(group, ALL))

    def course(self, course: str, group: str = ALL) -> Number:
        """People by what became of earlier actions."""
        return number(self.people_by_course.cell(group, course))

    def share_of_asked(self, course: str, group: str = ALL) -> str:
        """Of the people who were asked after earlier actions, the share with this course."""
        return share(self.people_by_course.cell(group, course), self.people_by_course.cell(group, ASKED))

    def actions(self, kind: str = ALL, state: str = ALL) -> Number:
        """Actions agreed in the period, of all groups."""
        return number(self.kinds_table.cell(kind, state))

    def outcomes(self, state: str = ALL, group: str = ALL) -> Number:
        """Actions agreed in the period, of all kinds."""
        return number(self.outcomes_table.cell(state, group))

    def _may(self, group: str) -> bool:
        return self.groups_agreeing or (group == ALL and self.contacts() != WITHHELD)


def publish(
    counts: Counts,
    period: Period,
    offered: Mapping[str, Iterable[str]] = NOTHING,
    *,
    at: dt.datetime | None = None,
    calls: Iterable[MonthOfCalls] = (),
) -> Published:
    """Protect all counts of a period. What is ``offered`` (group, heard, need) is shown even if it was never chosen.

    ``calls`` come protected already: they are published by their own pages as well.
    """
    groups = group_axis(tuple(dict.fromkeys([*offered.get("group", ()), *sorted(_groups_in(counts))])))
    heard = {code for _, _, code in counts.conversations if code}
    ways = code_axis("heard", list(dict.fromkeys([*offered.get("heard", ()), *sorted(heard)])))
    conversations = series(period, groups, {"heard": (ways, counts.conversations)})["heard"]
    needs = list(dict.fromkeys([*offered.get("need", ()), *sorted({code for *_, code in counts.needs if code})]))
    pointed = series(
        period,
        groups,
        {"outcome": (SIGNPOSTS, counts.signposts), "need": (code_axis("need", needs), counts.needs)},
    )
    agreed = Counter({(g or UNKNOWN, YES if yes else NO): n for (g, yes), n in counts.agreeing.items()})
    agreeing = suppress(Table(groups, AGREEMENT, agreed))
    by_group = not any(
        isinstance(cell, Hidden)
        for group in groups.labels
        for cell in (conversations.cell(group=group), agreeing.cell(group, ALL))
    )
    if not by_group:
        agreeing = suppress(Table(TOGETHER, AGREEMENT, _together(agreed)))
    by_agreement, by_course = suppress_together(
        [
            Table(groups, AGREEMENT, _people(counts, lambda p: YES if p.agreed else NO)),
            Table(groups, COURSE, _people(counts, lambda p: p.course)),
        ]
    )
    kinds, outcomes = suppress_together(
        [Table(KINDS, STATES, counts.kinds), Table(STATES, groups, _named(counts.outcomes))]
    )
    return Published(
        period=period,
        groups=groups.leaves,
        conversations=conversations,
        signposts=pointed["outcome"],
        needs=pointed["need"],
        decisions=series(period, groups, {"decision": (DECIDED, counts.decisions)})["decision"],
        counted_table=suppress(Table(NATURES, period.whole.axis(), counts.counted)),
        agreeing_table=agreeing,
        people_by_agreement=by_agreement,
        people_by_course=by_course,
        kinds_table=kinds,
        outcomes_table=outcomes,
        groups_agreeing=by_group,
        counted_at=at,
        calls=tuple(calls),
    )


def share(part: Cell, whole: Cell) -> str:
    """The percentage, if both numbers may be shown and neither the part nor the rest is small."""
    if isinstance(part, Hidden) or isinstance(whole, Hidden):
        return WITHHELD
    found = safe_share(part.n, whole.n)
    if found is None:
        return "nobody"
    return f"{found.percent}%" if isinstance(found, Share) else WITHHELD


def _groups_in(counts: Counts) -> set[str]:
    coded = (counts.conversations, counts.signposts, counts.needs, counts.decisions)
    found = {group for each in coded for _, group, _ in each} | {group for group, _ in counts.agreeing}
    return found | {person.group for person in counts.people} | {group for _, group in counts.outcomes}


def _together(agreed: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The same without groups, for when none of them may be given."""
    found: Counter[tuple[str, str]] = Counter()
    for (_, answer), n in agreed.items():
        found["everybody", answer] += n
    return found


def _named(counts: Mapping[tuple[str, str], int]) -> dict[tuple[str, str], int]:
    """The counts, with a name for the group that was not recorded."""
    return {(row, column or UNKNOWN): n for (row, column), n in counts.items()}


def _people(counts: Counts, column: Callable[[Person], str]) -> dict[tuple[str, str], int]:
    found: Counter[tuple[str, str]] = Counter()
    for person, n in counts.people.items():
        found[person.group or UNKNOWN, column(person)] += n
    return found
