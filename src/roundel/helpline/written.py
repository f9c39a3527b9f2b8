"""What is written in a contact, as plain values: the shape in which forms hand it to actions."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from roundel.helpline.contact_form import COLUMNS, ContactForm
from roundel.kernel.errors import Conflict, Difference, InvalidInput
from roundel.kernel.texts import kept_text


@dataclass(frozen=True)
class Written:
    """Coded answers by question (text for one, a tuple for several), notes, and details that identify."""

    answers: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    notes: str = ""
    identifying: str = ""

    def of_column(self, name: str) -> str:
        """The one coded answer kept in a column of its own; empty if it was not given."""
        value = self.answers.get(name, "")
        return value if isinstance(value, str) else ""

    def codes(self) -> set[tuple[str, str]]:
        """(question, code) of every answer to the questions that take several."""
        many = {name: value for name, value in self.answers.items() if name not in COLUMNS}
        return {(name, code) for name, value in many.items() for code in ([value] if isinstance(value, str) else value)}

    def in_words(self, form: ContactForm) -> dict[str, str]:
        """Label and words of everything that is written, for people to compare."""
        rows = {question.label: words(form, question.id, self.answers.get(question.id)) for question in form.questions}
        return rows | {"Notes": self.notes, "Details that identify somebody": self.identifying}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> Written:
        """What ``as_data`` gave, after it was kept."""
        answers = {name: value if isinstance(value, str) else tuple(value) for name, value in data["answers"].items()}
        return cls(answers=answers, notes=data["notes"], identifying=data["identifying"])

    def rows(self, form: ContactForm) -> list[tuple[str, str]]:
        """Label and words of each answer that was asked for, in the form's own order and words."""
        asked = (
            question for question in form.questions if question.applies(self.answers) or self.answers.get(question.id)
        )
        return [(question.label, words(form, question.id, self.answers.get(question.id))) for question in asked]

    def kept(self) -> Written:
        """The same as it may be kept: text cleaned, empty answers left out, several in one order."""
        given = {name: value for name, value in self.answers.items() if value}
        answers = {
            name: value if isinstance(value, str) else tuple(sorted(set(value))) for name, value in given.items()
        }
        notes, identifying = kept_text("notes", self.notes), kept_text("identifying", self.identifying)
        return Written(answers=answers, notes=notes or "", identifying=identifying or "")

    def check_admitted(self, form: ContactForm) -> None:
        """InvalidInput for an answer that the form does not admit. What is missing may still be filled in."""
        for question, message in form.problems(self.answers):
            if self.answers.get(question):
                raise InvalidInput(question, message)

    def as_data(self) -> dict[str, Any]:
        """Plain data, to be kept."""
        return {"answers": dict(self.answers), "notes": self.notes, "identifying": self.identifying}

    def as_sent(self) -> dict[str, object]:
        """The values by the names of the form's fields, to be offered again."""
        return {**self.answers, "notes": self.notes, "identifying": self.identifying}


@dataclass(frozen=True)
class Agreed:
    """A protective action as agreed: coded kind, who is to do it, in his own words, by when."""

    kind: str
    actor: str
    words: str = ""
    by_when: dt.date | None = None


@dataclass(frozen=True)
class Answer:
    """What was said when an action was asked after."""

    outcome: str
    why: str = ""
    words: str = ""


@dataclass(frozen=True)
class Pointed:
    """Where somebody is pointed to: an entry of the directory, how, and what for (a code of its taxonomy)."""

    service_id: uuid.UUID
    kind: str
    need: str = ""
    words: str = ""


def words(form: ContactForm, question: str, value: str | tuple[str, ...] | None) -> str:
    """The words of one answer; empty if it was not given."""
    codes = () if not value else (value,) if isinstance(value, str) else value
    return ", ".join(form.label(question, code) for code in codes)


def conflict(form: ContactForm, theirs: Written, yours: Written, version: int) -> Conflict:
    """Somebody else saved first: both versions in words, and what was sent, to be offered again."""
    stored, sent = theirs.in_words(form), yours.in_words(form)
    return Conflict(
        differences=tuple(
            Difference(label, stored[label], sent[label]) for label in sent if stored[label] != sent[label]
        ),
        current_version=version,
        yours=yours.as_sent(),
    )
