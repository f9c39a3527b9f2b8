"""One's own practice call while it is being taken."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from roundel.access.grants import Asker
from roundel.helpline.queries import TakeScreen
from roundel.practice.content import Content
from roundel.practice.models import PracticeCall
from roundel.practice.queries.calls import get_for_writing, note_look
from roundel.practice.queries.memory import Line, as_contact, told_so_far
from roundel.practice.script import Step


@dataclass(frozen=True)
class PracticeScreen:
    """The take screen of a practice call, and beside it the caller: the step now, and what was said before."""

    call: PracticeCall
    seen: TakeScreen
    now: Step
    before: list[Line]


def read_take(asker: Asker, *, at: dt.datetime, reference: str) -> PracticeScreen:
    """One's own practice call that is being taken; the look is recorded. Refused if it is finished, or another's."""
    call = get_for_writing(asker, reference)
    content = Content.from_data(call.content)
    lines = told_so_far(call, content)
    screen = PracticeScreen(call, as_contact(call, content, at), lines[-1].step, lines[:-1])
    note_look(asker, at, call)
    return screen
