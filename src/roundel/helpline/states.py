"""Transition tables of the helpline. Pure data: the docs print them, actions obey them."""

from roundel.helpline.enums import OPEN_SIGNPOST_STATES, ActionState, SignpostState, State
from roundel.kernel.states import StateTable, Transition

TAKE = "helpline.take_contact"

CONTACT = StateTable(
    name="contact",
    initial=State.TAKING,
    transitions=(
        Transition("finish", State.TAKING, State.FINISHED, TAKE, "helpline.contact.finished", "Finish"),
        Transition("count", State.TAKING, State.COUNTED, TAKE, "helpline.contact.counted", "Count only"),
        Transition(
            "discard",
            State.TAKING,
            State.DISCARDED,
            TAKE,
            "helpline.contact.discarded",
            "Remove: not a contact",
            reason_required=True,
        ),
        Transition(
            "reopen",
            State.FINISHED,
            State.TAKING,
            TAKE,
            "helpline.contact.reopened",
            "Reopen to correct",
            reason_required=True,
        ),
    ),
)


def _asked(from_: ActionState) -> tuple[Transition, ...]:
    event = "helpline.action.asked_after"
    return (
        Transition("done", from_, ActionState.DONE, TAKE, event, "Done"),
        Transition("partly", from_, ActionState.PARTLY, TAKE, event, "Partly"),
        Transition("not_done", from_, ActionState.NOT_DONE, TAKE, event, "Not done"),
        Transition("not_needed", from_, ActionState.NOT_NEEDED, TAKE, event, "No longer needed"),
    )


ACTION = StateTable(
    name="protective action",
    initial=ActionState.AGREED,
    transitions=(*_asked(ActionState.AGREED), *_asked(ActionState.PARTLY), *_asked(ActionState.NOT_DONE)),
)


def _heard(from_: SignpostState) -> tuple[Transition, ...]:
    event = "helpline.signpost.asked_after"
    states = [state for state in SignpostState if state != SignpostState.GIVEN]
    return tuple(Transition(state.value, from_, state, TAKE, event, state.label) for state in states)


SIGNPOST = StateTable(
    name="signpost",
    initial=SignpostState.GIVEN,
    transitions=tuple(each for state in OPEN_SIGNPOST_STATES for each in _heard(state)),
)

TABLES = (CONTACT, ACTION, SIGNPOST)
