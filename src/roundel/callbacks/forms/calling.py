"""What came of a call, and what is decided when it cannot simply be tried again."""

from __future__ import annotations

from typing import Any

from django import forms

from roundel.callbacks.enums import CANCELLED_AS, GIVEN_UP_AS, TRIED, Ending, Message, Outcome
from roundel.callbacks.models import CallBack
from roundel.design.forms import ReasonForm, one_of

ONCE_MORE, MOVE, GIVE_UP = "once_more", "move", "give_up"


def _named(endings: tuple[Ending, ...]) -> list[tuple[str, str]]:
    return [(one.value, one.label) for one in endings]


class OutcomeForm(forms.Form):
    """What came of the call; only what can have come of this one is offered."""

    outcome = one_of(
        [], "Choose what came of the call.", label="If it did not come to a conversation", widget=forms.RadioSelect
    )

    def __init__(self, *args: Any, call_back: CallBack, has_pass_phrase: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left_out = {Outcome.MESSAGE} if call_back.message == Message.NONE else set()
        left_out |= set() if has_pass_phrase else {Outcome.NO_PASS_PHRASE}
        offered = [(one.value, one.label) for one in TRIED if one not in left_out]
        self.fields["outcome"].choices = [("", ""), *offered]  # type: ignore[attr-defined]


class SettleForm(forms.Form):
    """How it goes on."""

    decision = one_of(
        [
            (ONCE_MORE, "Try once more"),
            (MOVE, "Move it to another time"),
            (GIVE_UP, "Give it up"),
        ],
        "Choose how it goes on.",
        label="How does it go on?",
        widget=forms.RadioSelect,
    )


class GiveUpForm(ReasonForm):
    """Why it is given up."""

    ending = one_of(_named(GIVEN_UP_AS), "Choose why it is given up.", label="What happened?", widget=forms.RadioSelect)
    field_order = ["ending", "reason"]


class CancelForm(ReasonForm):
    """Why it is cancelled, and by whom."""

    ending = one_of(
        _named(CANCELLED_AS), "Choose why it is cancelled.", label="What happened?", widget=forms.RadioSelect
    )
    field_order = ["ending", "reason"]
