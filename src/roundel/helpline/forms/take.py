"""The forms of the take screen: parsing only. What was typed is shown again, whatever it was."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, TypeVar

from django import forms
from django.http import QueryDict

from roundel.design.fields import DatePartsField, DateTimePartsField
from roundel.design.forms import KeptText, one_of
from roundel.helpline.contact_form import ContactForm, Question
from roundel.helpline.enums import Acknowledged, ActionKind, ActionState, Actor, Ending, NamedAs, Nature, WhyNot
from roundel.helpline.written import Agreed, Answer, Written

LONGEST_NOTES = 100_000
LONGEST_IDENTIFYING = 20_000
LONGEST_WORDS = 2_000
AS_RADIOS = ("group", "stage")
NOT_ASKED = "not_asked"
OUTCOMES = [
    (ActionState.DONE.value, "Done"),
    (ActionState.PARTLY.value, "Partly"),
    (ActionState.NOT_DONE.value, "Not done"),
    (ActionState.NOT_NEEDED.value, "No longer needed"),
    (NOT_ASKED, "Could not be asked"),
]
# What a browser always sends although nobody typed it; of no use as a draft.
ALWAYS_SENT = {"agree-actor": Actor.CALLER.value}

F = TypeVar("F", bound=forms.Form)


def question_field(question: Question) -> forms.Field:
    """The form field of one question of a contact form."""
    common: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": False}
    offered = list(question.options.items())
    message = "Choose one of the answers that are offered."
    if question.kind == "many":
        errors = {"invalid_choice": message}
        return forms.MultipleChoiceField(
            choices=offered, widget=forms.CheckboxSelectMultiple, error_messages=errors, **common
        )
    widget = forms.RadioSelect if question.id in AS_RADIOS else forms.Select
    return one_of(offered, message, widget=widget, **common)


class TakeForm(forms.Form):
    """What is written in a contact, by the version of the contact form that it was begun with."""

    def __init__(self, *args: Any, questions: ContactForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for question in questions.questions:
            self.fields[question.id] = question_field(question)
        self.fields["notes"] = KeptText(label="Notes", rows=10, max_length=LONGEST_NOTES)
        self.fields["identifying"] = KeptText(
            label="Details that identify somebody",
            help_text="Only what they told you, and only after the statement. Kept sealed, apart from the notes.",
            rows=3,
            max_length=LONGEST_IDENTIFYING,
        )

    def _answers(self) -> dict[str, str | tuple[str, ...]]:
        given = {question.id: self.cleaned_data.get(question.id) or "" for question in self.questions.questions}
        return {name: value if isinstance(value, str) else tuple(value) for name, value in given.items() if value}

    def left_out(self) -> list[str]:
        """The questions that were answered but do not belong with the other answers."""
        answers = self._answers()
        return [q.label for q in self.questions.questions if q.id in answers and not q.applies(answers)]

    def written(self) -> Written:
        """What is to be kept: answers to questions that do not belong are left out."""
        answers = self._answers()
        kept = {name: value for name, value in answers.items() if self.questions[name].applies(answers)}
        return Written(kept, notes=self.cleaned_data["notes"], identifying=self.cleaned_data["identifying"])


class StatementForm(forms.Form):
    """How the statement was met."""

    acknowledged = one_of(Acknowledged.choices, "Choose how they met the statement.", label="How did they meet it?")


class CodeForm(forms.Form):
    """A caller code as it is said. Never kept, never filled in again."""

    code = forms.CharField(
        label="Their caller code",
        max_length=60,
        error_messages={"required": "Enter the code that they read out."},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "inputmode": "numeric", "spellcheck": "false", "data-no-draft": "yes"}
        ),
    )


class AgreeForm(forms.Form):
    """A protective action that is agreed now."""

    prefix = "agree"
    kind = one_of(ActionKind.choices, "Choose what was agreed.", label="What will happen?")
    actor = forms.ChoiceField(
        label="Who will do it?",
        choices=Actor.choices,
        initial=Actor.CALLER,
        error_messages={"invalid_choice": "Choose who is to do it."},
    )
    words = KeptText(label="In their own words", rows=2, max_length=LONGEST_WORDS)
    by_when = DatePartsField(label="By when? (optional)", required=False)

    def agreed(self) -> Agreed:
        """The action."""
        data = self.cleaned_data
        return Agreed(data["kind"], data["actor"], data["words"], data["by_when"])


class AnswerForm(forms.Form):
    """What was said when an action was asked after."""

    outcome = forms.ChoiceField(
        label="Asked after",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they said.", "invalid_choice": "Choose what they said."},
    )
    why = one_of(WhyNot.choices, "Choose why it was not done.", label="Why not, or not wholly?", required=False)
    words = KeptText(label="In their own words", max_length=LONGEST_WORDS)

    @staticmethod
    def prefix_of(action_id: uuid.UUID) -> str:
        """The prefix of the form about this action."""
        return f"after-{action_id.hex}"

    def answer(self) -> Answer | None:
        """The answer; None if it could not be asked."""
        return None if self.cleaned_data["outcome"] == NOT_ASKED else self.kept_answer()

    def kept_answer(self) -> Answer:
        """The answer as it is to be kept."""
        data = self.cleaned_data
        return Answer(data["outcome"], data["why"], data["words"])


class PromiseForm(AnswerForm):
    """What became of something that the helpline itself was to do."""

    outcome = forms.ChoiceField(
        label="What became of it?",
        choices=OUTCOMES[:-1],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what became of it.", "invalid_choice": "Choose what became of it."},
    )
    words = KeptText(label="What happened (optional)", rows=3, max_length=LONGEST_WORDS)


class NamedForm(forms.Form):
    """A name that was said."""

    prefix = "named"
    name = KeptText(label="Name", max_length=200, required=True, error_messages={"required": "Enter the name."})
    named_as = one_of(NamedAs.choices, "Choose who this is.", label="Who is this?")


class EndingForm(forms.Form):
    """How the contact ended."""

    ending = one_of(Ending.choices, "Choose how the contact ended.", label="How did it end?", widget=forms.RadioSelect)


class TallyForm(forms.Form):
    """What kind of call nobody spoke in."""

    nature = forms.ChoiceField(
        choices=[choice for choice in Nature.choices if choice[0] != Nature.CONVERSATION],
        error_messages={
            "required": "Choose what kind of call it was.",
            "invalid_choice": "Choose what kind of call it was.",
        },
    )


class EndedForm(forms.Form):
    """A contact that has ended already."""

    channel = one_of([], "Choose how the contact came.", label="How did it come?", widget=forms.RadioSelect)
    started_at = DateTimePartsField(
        label="When did it begin, or arrive?", error_messages={"required": "Enter when the contact began."}
    )
    ended_at = DateTimePartsField(label="When did it end? (leave empty for a letter or message)", required=False)

    def __init__(self, *args: Any, questions: ContactForm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = list(questions["channel"].options.items())  # type: ignore[attr-defined]

    def times(self) -> tuple[dt.datetime, dt.datetime]:
        """Begin and end; a letter has only the moment when it came."""
        began = self.cleaned_data["started_at"]
        return began, self.cleaned_data["ended_at"] or began


def as_typed(form: type[F], typed: QueryDict | None, initial: Mapping[str, Any] | None = None, **kwargs: Any) -> F:
    """The form without complaints: with what was typed so far, or else with what is stored."""
    made = form(initial=dict(initial or {}), **kwargs)
    if typed is not None:
        for name, field in made.fields.items():
            value = field.widget.value_from_datadict(typed, {}, made.add_prefix(name))
            made.initial[name] = field.initial if value is None else value
    return made


def names_of(form: forms.Form) -> set[str]:
    """The names under which a browser sends this form's fields."""
    names = set()
    for name, field in form.fields.items():
        key = form.add_prefix(name)
        names |= {f"{key}-{box}" for box in field.boxes} if isinstance(field, DatePartsField) else {key}
    return names
