"""Transition tables of calls. Pure data: the docs print them, actions obey them.

What a telephone system tells comes in any order, twice, or not at all. So a call moves only upwards, from
ringing over missed and abandoned to answered, and the order of what is told never matters (see ``merging``).
An end alone is not counted: telephone systems also tell of the ends of calls that the desk itself made.
"""

from __future__ import annotations

from roundel.calls.enums import ImportState, Outcome, Told
from roundel.kernel.states import StateTable, Transition

MACHINE = "the telephone system"
ENTER = "calls.enter"
# From the least to the most that can be known of a call.
RANK = (Outcome.UNKNOWN, Outcome.RINGING, Outcome.MISSED, Outcome.ABANDONED, Outcome.ANSWERED)
MEANS = {
    Told.RINGING: Outcome.RINGING,
    Told.ENDED: Outcome.UNKNOWN,
    Told.MISSED: Outcome.MISSED,
    Told.ABANDONED: Outcome.ABANDONED,
    Told.ANSWERED: Outcome.ANSWERED,
}
_WORDS = {
    Outcome.RINGING: ("ring", "Its beginning is told"),
    Outcome.MISSED: ("miss", "Nobody answered: it ended, or an hour passed"),
    Outcome.ABANDONED: ("abandon", "The caller hung up while waiting"),
    Outcome.ANSWERED: ("answer", "Somebody answered"),
}
CALL = StateTable(
    name="call",
    initial=Outcome.UNKNOWN,
    transitions=tuple(
        Transition(_WORDS[to][0], from_, to, MACHINE, "none", _WORDS[to][1])
        for place, from_ in enumerate(RANK)
        for to in RANK[place + 1 :]
    ),
)
IMPORT = StateTable(
    name="import of calls",
    initial=ImportState.CHECKED,
    transitions=(
        Transition("add", ImportState.CHECKED, ImportState.ADDED, ENTER, "calls.import.added", "Add these calls"),
        Transition("drop", ImportState.CHECKED, ImportState.DROPPED, ENTER, "calls.import.dropped", "Do not add them"),
        Transition(
            "take_back", ImportState.ADDED, ImportState.TAKEN_BACK, ENTER, "calls.import.taken_back", "Take it back"
        ),
    ),
)
TABLES = (CALL, IMPORT)
