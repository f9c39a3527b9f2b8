"""Transition tables of safeguarding. Pure data: the docs print them, actions obey them."""

from roundel.kernel.states import StateTable, Transition
from roundel.safeguarding.enums import ConcernState, DecisionState

PROPOSE = "safeguarding.propose_decision"
SECOND = "safeguarding.second_decision"
MANAGE = "safeguarding.manage_concern"


def _seconding(from_: DecisionState, agreed: DecisionState, not_agreed: DecisionState) -> tuple[Transition, ...]:
    yes, no = "safeguarding.decision.seconded", "safeguarding.decision.not_seconded"
    return (
        Transition("agree", from_, agreed, SECOND, yes, "Agree", reason_required=True),
        Transition("not_agree", from_, not_agreed, SECOND, no, "Do not agree", reason_required=True),
    )


DECISION = StateTable(
    name="threshold decision",
    initial=DecisionState.PROPOSED,
    transitions=(
        *_seconding(DecisionState.PROPOSED, DecisionState.SECONDED, DecisionState.NOT_SECONDED),
        Transition(
            "withdraw",
            DecisionState.PROPOSED,
            DecisionState.WITHDRAWN,
            PROPOSE,
            "safeguarding.decision.withdrawn",
            "Withdraw",
            reason_required=True,
        ),
        *_seconding(DecisionState.ALONE, DecisionState.SECONDED_AFTER, DecisionState.NOT_SECONDED_AFTER),
    ),
)

CONCERN = StateTable(
    name="concern",
    initial=ConcernState.OPEN,
    transitions=(
        Transition(
            "close",
            ConcernState.OPEN,
            ConcernState.CLOSED,
            MANAGE,
            "safeguarding.concern.closed",
            "Close",
            reason_required=True,
        ),
        Transition(
            "reopen",
            ConcernState.CLOSED,
            ConcernState.OPEN,
            MANAGE,
            "safeguarding.concern.reopened",
            "Reopen",
            reason_required=True,
        ),
    ),
)

TABLES = (DECISION, CONCERN)
