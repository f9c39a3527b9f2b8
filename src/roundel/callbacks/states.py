"""The transition table of a call-back. Pure data: the docs print it, actions obey it."""

from roundel.callbacks.enums import State
from roundel.kernel.states import StateTable, Transition

MAKE, MANAGE = "callbacks.make_call", "callbacks.manage"
EVENT = "callbacks.call_back."


def _from_open(name: str, to: State, event: str, label: str) -> tuple[Transition, ...]:
    """Out of every state in which it is still open."""
    return tuple(
        Transition(name, from_, to, MAKE, f"{EVENT}{event}", label, reason_required=True)
        for from_ in (State.WAITING, State.CALLING, State.TO_SETTLE)
    )


CALL_BACK = StateTable(
    name="call-back",
    initial=State.WAITING,
    transitions=(
        Transition("claim", State.WAITING, State.CALLING, MAKE, f"{EVENT}claimed", "Begin the call"),
        Transition("reach", State.CALLING, State.REACHED, MAKE, f"{EVENT}reached", "They answered: begin the contact"),
        Transition("again", State.CALLING, State.WAITING, MAKE, f"{EVENT}tried", "Note what came of it"),
        Transition("stop", State.CALLING, State.TO_SETTLE, MAKE, f"{EVENT}tried", "Note it, and settle it"),
        Transition("put_back", State.CALLING, State.WAITING, MAKE, f"{EVENT}put_back", "Put it back: I did not call"),
        Transition("leave", State.CALLING, State.WAITING, MAKE, f"{EVENT}left", "Nothing noted in fifteen minutes"),
        Transition("lapse", State.WAITING, State.TO_SETTLE, MAKE, f"{EVENT}lapsed", "The last safe time has passed"),
        Transition("move", State.WAITING, State.WAITING, MAKE, f"{EVENT}moved", "Move to another time"),
        Transition("move", State.TO_SETTLE, State.WAITING, MAKE, f"{EVENT}moved", "Move to another time"),
        Transition("once_more", State.TO_SETTLE, State.WAITING, MAKE, f"{EVENT}once_more", "One more attempt"),
        *_from_open("cancel", State.CANCELLED, "cancelled", "Cancel"),
        Transition(
            "give_up", State.TO_SETTLE, State.GIVEN_UP, MAKE, f"{EVENT}given_up", "Give up", reason_required=True
        ),
    ),
)

TABLES = (CALL_BACK,)
