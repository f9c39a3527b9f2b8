"""The transition table of practice calls. Pure data: the docs print it, actions obey it."""

from roundel.kernel.states import StateTable, Transition
from roundel.practice.enums import State

USE = "practice.use"

PRACTICE_CALL = StateTable(
    name="practice call",
    initial=State.TAKING,
    transitions=(
        Transition("finish", State.TAKING, State.FINISHED, USE, "practice.call.finished", "Finish"),
        Transition("count", State.TAKING, State.COUNTED, USE, "practice.call.counted", "Count only"),
    ),
)
TABLES = (PRACTICE_CALL,)
