"""The figures as tables with words: what the page draws and what its CSV files hold, so that both say the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from roundel.directory.enums import About
from roundel.directory.taxonomy import newest
from roundel.helpline.enums import ActionKind, ActionState, Nature, SignpostKind, SignpostState
from roundel.helpline.figures.people import DONE, NEITHER, PARTLY, UNASKED
from roundel.helpline.figures.publish import (
    AGAIN,
    ASKED,
    FIND_OUT,
    NOT_SHARED,
    SHARED,
    SHARED_ALONE,
    SHARED_NOT,
    SHARED_TOGETHER,
    TOOK,
    Published,
)
from roundel.helpline.figures.series import ALL, UNKNOWN, WITHHELD, Number, Series
from roundel.helpline.figures.words import HOW
from roundel.helpline.filters import label, short_group

Row = tuple[Number, ...]
Named = tuple[str, str]  # a code, and its words
TOTAL: Named = (ALL, "All")
TITLES = {
    "heard": "How they heard of us",
    "signposts": "Signposts and referrals, and what became of them",
    "needs": "What signposts were for",
    "decisions": "Threshold decisions",
}
DECISIONS: tuple[Named, ...] = (
    (SHARED, "Share with an agency"),
    (SHARED_TOGETHER, "of these, by two people beforehand"),
    (SHARED_ALONE, "of these, alone because it could not wait"),
    (SHARED_NOT, "of these, not seconded or not yet"),
    (NOT_SHARED, "Do not share"),
    (FIND_OUT, "Find out more first"),
)


@dataclass(frozen=True)
class Section:
    """One figure: a table with its name in addresses, how it is drawn, and how it is counted."""

    slug: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    drawn: str = ""  # bar, column, or empty for a table alone

    @property
    def how(self) -> tuple[str, ...]:
        """How this is counted, in sentences."""
        return HOW[self.slug]

    @property
    def withheld(self) -> int:
        """How many cells are withheld."""
        return sum(cell == WITHHELD for row in self.rows for cell in row)


@dataclass(frozen=True)
class Headline:
    """One of the large numbers, with what it rests on."""

    value: Number
    label: str
    basis: str


def headlines(shown: Published, group: str) -> list[Headline]:
    """The four numbers at the top."""
    one = group or ALL
    contacts, people = shown.contacts(one), shown.people(one)
    asked, unasked = shown.course(ASKED, one), shown.course(UNASKED, one)
    counted = shown.counted()
    return [
        Headline(people, "people", f"in {words(contacts)} contacts"),
        Headline(contacts, "contacts", _beside(counted, one)),
        Headline(
            shown.share_agreeing(one),
            "of contacts agreed at least one action",
            f"of {words(contacts)} contacts; {words(shown.share_of_people_agreeing(one))} of the people",
        ),
        Headline(
            shown.share_of_asked(DONE, one),
            "of people asked again had done one",
            f"of {words(asked)} asked; {words(shown.share_of_asked(TOOK, one))} at least partly; "
            f"{words(unasked)} could not be asked",
        ),
    ]


def _beside(counted: Number, group: str) -> str:
    """Counted calls belong to no group, so they stand beside everybody only."""
    return f"and {words(counted)} calls counted only" if group == ALL else "finished conversations"


def words(value: Number) -> str:
    """A number in words: 12,345 or withheld."""
    return f"{value:,}" if isinstance(value, int) else value


def sections(shown: Published, group: str, *, today: dt.date) -> list[Section]:
    """Every figure of the page, in its order; months that have not begun are left out."""
    groups = [group] if group else [*shown.groups, ALL]
    named = [
        (one, "Everybody" if one == ALL else "not recorded" if one == UNKNOWN else short_group(one)) for one in groups
    ]
    return [
        _people(shown, named),
        _months(shown, group or ALL, today),
        _heard(shown, named),
        _agreed(shown, named),
        _taken(shown, named),
        _actions(shown),
        _outcomes(shown, named),
        _signposts(shown, named),
        _needs(shown, named),
        _decisions(shown, named),
        _counted(shown),
        _calls(shown),
    ]


def _people(shown: Published, named: Iterable[Named]) -> Section:
    rows = tuple((name, shown.people(one), shown.contacts(one)) for one, name in named)
    return Section("people", "People and contacts", ("Who was in touch", "People", "Contacts"), rows, "bar")


def _months(shown: Published, group: str, today: dt.date) -> Section:
    several_years = shown.period.months[0].year != shown.period.months[-1].year
    rows = tuple(
        (month.short(with_year=several_years), shown.contacts(group, month.label))
        for month in shown.period.months
        if month.first <= today
    )
    return Section("months", "Contacts by month", ("Month", "Contacts"), rows, "column" if len(rows) > 1 else "")


def _heard(shown: Published, named: list[Named]) -> Section:
    codes = [(code, _words_of("heard", code)) for code in shown.conversations.by_code.table.columns.leaves]
    return _coded("heard", ("How they heard of us", "Contacts"), shown.conversations, codes, named)


def _coded(slug: str, heads: tuple[str, str], counted: Series, codes: list[Named], named: list[Named]) -> Section:
    """One count by a coded answer: by group as well for a whole year, otherwise for everybody together."""
    groups = named if counted.gives_both else [(ALL, "Everybody")]
    columns = (heads[0], *(name for _, name in groups)) if len(groups) > 1 else heads
    rows = tuple((words, *(counted.number(code, group) for group, _ in groups)) for code, words in [*codes, TOTAL])
    return Section(slug, TITLES[slug], columns, rows, "bar" if len(groups) == 1 else "")


def _signposts(shown: Published, named: list[Named]) -> Section:
    codes = []
    for kind in SignpostKind:
        codes.append((kind.value, kind.label))
        codes += [
            (f"{kind} {state}", f"of these, {state.label[:1].lower()}{state.label[1:]}") for state in SignpostState
        ]
    return _coded("signposts", ("Signpost", "Number"), shown.signposts, codes, named)


def _needs(shown: Published, named: list[Named]) -> Section:
    words = newest().offered(About.NEED)
    codes = [(code, words.get(code, code)) for code in shown.needs.by_code.table.columns.leaves if code != UNKNOWN]
    codes.append((UNKNOWN, "not recorded"))
    return _coded("needs", ("What for", "Signposts"), shown.needs, codes, named)


def _decisions(shown: Published, named: list[Named]) -> Section:
    return _coded("decisions", ("Decision", "Number"), shown.decisions, list(DECISIONS), named)


def _calls(shown: Published) -> Section:
    rows = tuple(
        (each.label, each.answered, each.missed, each.abandoned, _or_unknown(each.people), _or_unknown(each.reached))
        for each in shown.calls
    )
    columns = ("Month", "Answered", "Missed", "Abandoned", "People behind the calls", "People who reached somebody")
    return Section("calls", "Calls answered, missed and abandoned", columns, rows)


def _or_unknown(number: int | str | None) -> Number:
    return "not recorded" if number is None else number


def _words_of(question: str, code: str) -> str:
    return "not recorded" if code == UNKNOWN else label(question, code)


def _agreed(shown: Published, named: Iterable[Named]) -> Section:
    rows = tuple(
        (
            name,
            shown.agreeing(one),
            shown.contacts(one),
            shown.share_agreeing(one),
            shown.people_agreeing(one),
            shown.people(one),
            shown.share_of_people_agreeing(one),
        )
        for one, name in named
    )
    columns = (
        "Who was in touch",
        "Contacts with an action agreed",
        "All contacts",
        "Share of contacts",
        "People who agreed an action",
        "All people",
        "Share of people",
    )
    return Section("agreed", "Agreeing a protective action", columns, rows)


def _taken(shown: Published, named: Iterable[Named]) -> Section:
    counts = (AGAIN, UNASKED, ASKED, DONE, PARTLY, NEITHER)
    rows = tuple(
        (name, *(shown.course(course, one) for course in counts), *(shown.share_of_asked(c, one) for c in (DONE, TOOK)))
        for one, name in named
    )
    columns = (
        "Who was in touch",
        "Came again",
        "Could not be asked",
        "Were asked",
        "Had done one",
        "Partly at best",
        "Neither",
        "Share done",
        "Share at least partly",
    )
    return Section("taken", "What became of it when people came again", columns, rows)


STANDS = (
    (ActionState.DONE, "Done"),
    (ActionState.PARTLY, "Partly"),
    (ActionState.NOT_DONE, "Not done"),
    (ActionState.NOT_NEEDED, "No longer needed"),
    (ActionState.AGREED, "Not asked after yet"),
)


def _actions(shown: Published) -> Section:
    kinds = [(kind.value, kind.label) for kind in ActionKind]
    rows = tuple(
        (name, shown.actions(kind), *(shown.actions(kind, state) for state, _ in STANDS))
        for kind, name in [*kinds, (ALL, "All actions")]
    )
    columns = ("Protective action", "Agreed", *(name for _, name in STANDS))
    return Section("actions", "Protective actions by kind, everybody together", columns, rows)


def _outcomes(shown: Published, named: Iterable[Named]) -> Section:
    rows = tuple(
        (name, shown.outcomes(ALL, one), *(shown.outcomes(state, one) for state, _ in STANDS)) for one, name in named
    )
    columns = ("Who was in touch", "Agreed", *(name for _, name in STANDS))
    return Section("outcomes", "Protective actions by who was in touch", columns, rows)


def _counted(shown: Published) -> Section:
    natures = [(nature.value, nature.label) for nature in Nature if nature != Nature.CONVERSATION]
    rows = tuple((name, shown.counted(nature)) for nature, name in [*natures, (ALL, "All counted calls")])
    return Section("counted", "Calls that were counted only", ("What it was", "Calls"), rows)
