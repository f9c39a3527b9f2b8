"""The questions of a threshold decision, one a page, and what the second person answers. Parsing only."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django import forms

from roundel.design.fields import DatePartsField, DateTimePartsField
from roundel.design.forms import KeptText, one_of
from roundel.drafts.questions import Page, Questions
from roundel.safeguarding.enums import FOUND_WORDS, NOBODY, Called, CallerTold, Choice, Option, Risk

LONGEST = 10_000
ALONE, CAN_WAIT = "alone", "wait"
ABOUT_ANOTHER = "another"


def words(label: str, **kwargs: Any) -> KeptText:
    """A box for somebody's own words."""
    return KeptText(label=label, rows=4, max_length=LONGEST, **kwargs)


def needed(label: str, message: str, **kwargs: Any) -> KeptText:
    """The same, where words there must be."""
    return words(label, required=True, error_messages={"required": message}, **kwargs)


class FoundForm(forms.Form):
    """Who could be found from what was said?"""

    found = forms.MultipleChoiceField(
        label="Who could be found from what was said?",
        help_text="Think of names, places, schools and anything else by which an agency could find them. "
        "Choose all that fit.",
        choices=FOUND_WORDS,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who could be found, or nobody."},
    )

    def clean_found(self) -> list[str]:
        """Nobody, or somebody, not both."""
        found: list[str] = self.cleaned_data["found"]
        if NOBODY in found and len(found) > 1:
            raise forms.ValidationError("Choose nobody, or those who could be found, not both.")
        return found


class RiskForm(forms.Form):
    """Is somebody at risk?"""

    risk = one_of(
        Risk.choices, "Choose whether somebody is at risk.", label="Is somebody at risk?", widget=forms.RadioSelect
    )
    risk_words = needed(
        "What makes you think so?",
        "Say what makes you think so.",
        help_text="In plain words: what was said, what you heard yourself, and what you infer from it.",
    )


class CallForm(forms.Form):
    """Call 999 now. Only then: who called?"""

    called = one_of(Called.choices, "Say whether 999 was called.", label="Was 999 called?", widget=forms.RadioSelect)
    called_words = words("When, by whom, or why not", help_text="A few words will do.")

    def clean(self) -> dict[str, Any]:
        """Not calling wants a reason."""
        got = super().clean() or {}
        if got.get("called") == Called.NOT and not got.get("called_words"):
            self.add_error("called_words", "Say why 999 was not called.")
        return got


class OptionsForm(forms.Form):
    """What did you consider?"""

    options = forms.MultipleChoiceField(
        label="What did you consider?",
        help_text="Choose all that you thought of, also what you will not do.",
        choices=Option.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose what you considered."},
    )
    options_words = words("What spoke for and against, if you want to say more")


class DecisionForm(forms.Form):
    """What do you decide?"""

    decision = one_of(Choice.choices, "Choose what you decide.", label="What do you decide?", widget=forms.RadioSelect)
    find_out_by = DatePartsField(label="By when will you have found out more?", required=False)

    def clean(self) -> dict[str, Any]:
        """The day belongs to finding out more, and to nothing else."""
        got = super().clean() or {}
        if got.get("decision") != Choice.FIND_OUT:
            got["find_out_by"] = None
            self.errors.pop("find_out_by", None)
        elif got.get("find_out_by") is None and "find_out_by" not in self.errors:
            self.add_error("find_out_by", "Enter by when you will have found out more.")
        return got


class ReasonsForm(forms.Form):
    """Why?"""

    reasons = needed(
        "Why?",
        "Say why, in your own words.",
        help_text="Whatever you decide. Somebody who was not there should understand it in five years.",
    )


class CallerForm(forms.Form):
    """Was the caller told?"""

    caller_told = one_of(
        CallerTold.choices,
        "Choose whether the caller was told.",
        label="Was the caller told?",
        help_text="That something is passed on, to whom and why; or that nothing is.",
        widget=forms.RadioSelect,
    )
    caller_words = words("Why, or what they said")

    def clean(self) -> dict[str, Any]:
        """Not telling wants a reason."""
        got = super().clean() or {}
        if got.get("caller_told") == CallerTold.NOT_TOLD and not got.get("caller_words"):
            self.add_error("caller_words", "Say why the caller was not told.")
        return got


class WaitForm(forms.Form):
    """Can it wait for a second person?"""

    wait = one_of(
        [
            (CAN_WAIT, "Yes: nothing is shared before it is seconded"),
            (ALONE, "No: I decide alone now, and it is seconded afterwards"),
        ],
        "Choose whether it can wait.",
        label="Can it wait for a second person?",
        widget=forms.RadioSelect,
    )
    decided_at = DateTimePartsField(
        label="When did you decide?", help_text="Leave it empty if that is now.", required=False
    )
    alone_words = words("Why could it not wait?")

    def clean(self) -> dict[str, Any]:
        """Alone wants a reason; what belongs to it is not asked otherwise."""
        got = super().clean() or {}
        if got.get("wait") == CAN_WAIT:
            got["decided_at"] = None
            self.errors.pop("decided_at", None)
        elif got.get("wait") == ALONE and not got.get("alone_words"):
            self.add_error("alone_words", "Say why it could not wait.")
        return got


class EarlierForm(forms.Form):
    """Does it replace an earlier decision?"""

    def __init__(self, *args: Any, standing: Sequence[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["supersedes"] = one_of(
            [*standing, (ABOUT_ANOTHER, "None: it is about something else")],
            "Choose which decision it replaces, or none.",
            label="Which earlier decision does it replace?",
            help_text="A decision is never changed. A new one takes its place, and both can be read.",
            widget=forms.RadioSelect,
        )

    def clean_supersedes(self) -> str:
        """The reference; empty for none."""
        chosen: str = self.cleaned_data["supersedes"]
        return "" if chosen == ABOUT_ANOTHER else chosen


class OwnerForm(forms.Form):
    """Who is to own the concern, asked where the answers are checked."""

    owner = forms.ChoiceField(
        label="Who is to own the concern?",
        help_text="They share it with the agency and see to it until it is closed.",
        error_messages={"required": "Choose who is to own the concern."},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[uuid.UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].choices = [(str(one), name) for one, name in people]  # type: ignore[attr-defined]

    def chosen(self) -> uuid.UUID:
        """The person chosen."""
        return uuid.UUID(self.cleaned_data["owner"])


class SecondForm(forms.Form):
    """Agree or not, because."""

    agrees = one_of(
        [("yes", "I agree"), ("no", "I do not agree")],
        "Choose whether you agree.",
        label="Do you agree with this decision?",
        widget=forms.RadioSelect,
    )
    because = needed("Because", "Say why you agree, or why you do not.")


def _at_risk_now(answers: Mapping[str, Any]) -> bool:
    return answers.get("risk") == Risk.NOW


def _to_share(answers: Mapping[str, Any]) -> bool:
    return answers.get("decision") == Choice.SHARE


def threshold(standing: Sequence[tuple[str, str]] = ()) -> Questions:
    """The questions; ``standing`` are the references and words of decisions that a new one can replace."""
    earlier: Callable[..., forms.Form] = partial(EarlierForm, standing=standing)
    return Questions(
        "threshold",
        (
            Page("found", FoundForm),
            Page("risk", RiskForm),
            Page("call", CallForm, _at_risk_now),
            Page("options", OptionsForm),
            Page("decision", DecisionForm),
            Page("reasons", ReasonsForm),
            Page("caller", CallerForm),
            Page("wait", WaitForm, _to_share),
            Page("earlier", earlier, lambda answers: bool(standing)),
        ),
    )
