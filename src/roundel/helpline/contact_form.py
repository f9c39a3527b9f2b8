"""The contact form as versioned data: read from YAML, checked at start, never changed once used."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from roundel.kernel.errors import RoundelError

# Answers that have a column of their own, because lists filter by them and figures count them.
COLUMNS = ("channel", "group", "relation", "profession", "stage", "age_band", "region", "heard", "language")


class BadForm(RoundelError):
    """A form file contradicts itself; the message says where."""


@dataclass(frozen=True)
class Question:
    """One question: ``kind`` is "one" or "many"; ``only`` maps an earlier question to the answers that show it."""

    id: str
    label: str
    kind: str
    options: Mapping[str, str]
    hint: str = ""
    required: bool = False
    only: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def applies(self, answers: Mapping[str, Any]) -> bool:
        """Whether the question is asked, given the answers so far."""
        return all(answers.get(other) in allowed for other, allowed in self.only.items())


@dataclass(frozen=True)
class ContactForm:
    """One version of the form."""

    version: str
    valid_from: dt.date
    questions: tuple[Question, ...]

    def __getitem__(self, question_id: str) -> Question:
        return next(q for q in self.questions if q.id == question_id)

    def label(self, question_id: str, code: str) -> str:
        """The words of a coded answer; an answer that was not given is "not recorded"."""
        return self[question_id].options.get(code, code) if code else "not recorded"

    def problems(self, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        """(question, message) for each answer that this version does not admit."""
        for question in self.questions:
            given = answers.get(question.id)
            codes = given if isinstance(given, list | tuple) else [given] if given else []
            if codes and not question.applies(answers):
                yield question.id, "This question does not belong with the other answers."
            elif question.required and not codes:
                yield question.id, f"Choose an answer: {question.label}"
            elif any(code not in question.options for code in codes):
                yield question.id, "Choose one of the answers that are offered."


def current(on: dt.date) -> ContactForm:
    """The version in force on a day."""
    return max((f for f in all_forms().values() if f.valid_from <= on), key=lambda f: f.valid_from)


def version(name: str) -> ContactForm:
    """A version by name; BadForm if there is none (a record must never be shown with another's words)."""
    try:
        return all_forms()[name]
    except KeyError:
        raise BadForm(f"there is no contact form {name!r}") from None


@cache
def all_forms() -> Mapping[str, ContactForm]:
    """Every version that is installed, by name."""
    folder = files("roundel.helpline") / "contact_forms"
    found = (_read(yaml.safe_load(entry.read_text(encoding="utf-8"))) for entry in folder.iterdir())
    return {form.version: form for form in found}


def check_all() -> None:
    """Refuse to start with a form that contradicts itself."""
    for form in all_forms().values():
        check(form)


def check(form: ContactForm) -> None:
    """Raise BadForm if an id repeats, a branch names an unknown answer, or a question has no options."""
    seen: dict[str, Question] = {}
    for question in form.questions:
        where = f"{form.version}, question {question.id}"
        if question.id in seen:
            raise BadForm(f"{where}: the id is used twice")
        if question.kind not in {"one", "many"} or not question.options:
            raise BadForm(f"{where}: a question is of kind one or many and has options")
        if not all(isinstance(code, str) for code in question.options):
            raise BadForm(f"{where}: a code is read as a number; write it in quotation marks")
        for other, allowed in question.only.items():
            if other not in seen or not set(allowed) <= set(seen[other].options):
                raise BadForm(f"{where}: its branch names an answer that is not asked before it")
        seen[question.id] = question
    missing = [name for name in COLUMNS if name not in seen]
    if missing:
        raise BadForm(f"{form.version}: these questions are missing: {', '.join(missing)}")


def _read(data: dict[str, Any]) -> ContactForm:
    questions = tuple(
        Question(**{**q, "only": {k: tuple(v) for k, v in q.get("only", {}).items()}}) for q in data["questions"]
    )
    return ContactForm(version=data["version"], valid_from=data["valid_from"], questions=questions)
