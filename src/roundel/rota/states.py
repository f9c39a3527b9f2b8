"""Transition tables of the rota. Pure data: the docs print them, actions obey them."""

from roundel.kernel.states import StateTable, Transition
from roundel.rota.enums import CoverState, ShiftState, SigningState

MANAGE, SIGN_UP = "rota.manage", "rota.sign_up"

SHIFT = StateTable(
    name="shift",
    initial=ShiftState.PLANNED,
    transitions=(
        Transition(
            "cancel",
            ShiftState.PLANNED,
            ShiftState.CANCELLED,
            MANAGE,
            "rota.shift.cancelled",
            "Cancel this shift",
            reason_required=True,
        ),
    ),
)
SIGNING = StateTable(
    name="place on a shift",
    initial=SigningState.STANDING,
    transitions=(
        Transition(
            "step_down",
            SigningState.STANDING,
            SigningState.STEPPED_DOWN,
            SIGN_UP,
            "rota.signing.stepped_down",
            "Step down",
        ),
        Transition(
            "take_off",
            SigningState.STANDING,
            SigningState.TAKEN_OFF,
            MANAGE,
            "rota.signing.taken_off",
            "Take off this shift",
            reason_required=True,
        ),
        Transition(
            "cover",
            SigningState.STANDING,
            SigningState.COVERED,
            SIGN_UP,
            "rota.cover.taken",
            "Take this shift",
        ),
        Transition(
            "cancel",
            SigningState.STANDING,
            SigningState.CANCELLED,
            MANAGE,
            "rota.shift.cancelled",
            "Cancel this shift",
        ),
    ),
)
COVER = StateTable(
    name="cover",
    initial=CoverState.ASKED,
    transitions=(
        Transition("take", CoverState.ASKED, CoverState.TAKEN, SIGN_UP, "rota.cover.taken", "Take this shift"),
        Transition(
            "withdraw", CoverState.ASKED, CoverState.WITHDRAWN, SIGN_UP, "rota.cover.withdrawn", "I do not need cover"
        ),
        Transition(
            "let_go",
            CoverState.ASKED,
            CoverState.NOT_NEEDED,
            MANAGE,
            "rota.signing.taken_off",
            "Taken off, or the shift cancelled",
        ),
    ),
)

TABLES = (SHIFT, SIGNING, COVER)
