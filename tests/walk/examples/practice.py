"""Practice calls: one's own, for whoever practises; those of others, for supervisors."""

from __future__ import annotations

from roundel.access.grants import Asker
from roundel.kernel import clock
from roundel.practice import actions
from roundel.practice.models import PracticeCall
from tests.factories import practice
from tests.walk.examples.base import Example, Examples, Hidden, holder


def _of(call: PracticeCall, **more: object) -> Example:
    return Example({"reference": call.reference, **more})


def _own(asker: Asker) -> Asker:
    """Whoever asks, if he practises; otherwise a trainee."""
    return holder(asker, "practice.use", "trainee")


def _being_taken(asker: Asker) -> Example:
    return _of(practice.written(by=_own(asker)))


def _finished(asker: Asker) -> Example:
    return _of(practice.finished(by=_own(asker)))


def _of_another(asker: Asker) -> Example:
    return _of(practice.finished())


def _agreed(asker: Asker) -> Example:
    who = _own(asker)
    call = practice.written(by=who)
    practice.agree(call, by=who)
    return _of(call, action_id=practice.content_of(call).agreed[0].id)


def _asked_after(asker: Asker) -> Example:
    call = practice.returning(by=_own(asker))
    before = practice.script_of(call).before
    assert before is not None
    return _of(call, action_id=before.actions[0].id_in(call.pk))


def _named(asker: Asker) -> Example:
    who = _own(asker)
    call = practice.written(by=who)
    actions.name_person(by=who, at=clock.now(), call=call, name="Sam Example", named_as="adult")
    return _of(call, named_id=practice.content_of(call).named[0].id)


TAKING = ("go_on", "finish", "danger", "forget", "statement", "statement_back", "code", "issue", "untie", "ended",
          "resumed", "agree", "name")  # fmt: skip
EXAMPLES: Examples = {
    "practice:begin": lambda asker: Example({"name": "first_call"}),
    "practice:call": _finished,
    "practice:finish": _being_taken,
    "practice:danger": _being_taken,
    "practice:reflect": _finished,
    "practice:remove": _finished,
    "practice:comment": _of_another,
    "practice:looked_at": _of_another,
    "practice:take": _being_taken,
    "practice:take_tally": lambda asker: _of(practice.being_taken(by=_own(asker))),
    "practice:take_withdraw": _agreed,
    "practice:take_after": _asked_after,
    "practice:take_unname": _named,
} | {f"practice:take_{step}": _being_taken for step in TAKING}
HIDDEN = Hidden("X", "practice.review", lambda: practice.finished().reference)
